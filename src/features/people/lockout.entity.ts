import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Failed attempts under one key. Kept for addresses without an account too: the answer must not differ. */
@Entity('lockout')
export class Lockout {
  /** SHA-256 of what is counted: no address can be read from this table. */
  @PrimaryColumn('text', { name: 'key_hash', primaryKeyConstraintName: 'pk_lockout' })
  keyHash: string;

  @Column('int')
  failures: number;

  @Column('timestamptz', { name: 'last_failed_at' })
  lastFailedAt: Date;

  @Column('timestamptz', { name: 'locked_until', nullable: true })
  lockedUntil: Date | null;
}
