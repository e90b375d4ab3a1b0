import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A file somebody announced and, once `storedAt` is set, uploaded: which content, from whom, called what. */
@Entity('stored_file')
@Index('ix_stored_file_content', ['orgId', 'sha256'])
@Index('ix_stored_file_uploader', ['orgId', 'uploadedBy', 'createdAt'])
@Check('ck_stored_file_declared_bytes', 'declared_bytes > 0')
@Check('ck_stored_file_stored', '(sha256 IS NULL) = (stored_at IS NULL)')
@Check(
  'ck_stored_file_kept',
  '(received_sha256 IS NULL) = (stored_at IS NULL) AND (bytes IS NULL) = (stored_at IS NULL)',
)
export class StoredFile {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_stored_file' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_stored_file' })
  id: string;

  /** As the uploader called it: shown to people, never used as a path. */
  @Column('text')
  name: string;

  /** Declared, and proven by the content when it was stored. */
  @Column('text', { name: 'content_type' })
  contentType: string;

  /** How many bytes were announced: exactly as many are taken. */
  @Column('int', { name: 'declared_bytes' })
  declaredBytes: number;

  /** Hex; the name of the content in the store. Null until it is stored. */
  @Column('text', { nullable: true })
  sha256: string | null;

  /** Null: the system itself, from the command line. */
  @Column('uuid', { name: 'uploaded_by', nullable: true })
  uploadedBy: string | null;

  @Column('timestamptz', { name: 'created_at', default: () => 'app_now()' })
  createdAt: Date;

  @Column('timestamptz', { name: 'stored_at', nullable: true })
  storedAt: Date | null;

  /** Hex, of the content that came: another than `sha256` where a photograph was kept without its camera's notes. */
  @Column('text', { name: 'received_sha256', nullable: true })
  receivedSha256: string | null;

  /** How many bytes are kept. */
  @Column('int', { nullable: true })
  bytes: number | null;

  /** When its content was erased together with the records that named it; the hash stays. */
  @Column('timestamptz', { name: 'erased_at', nullable: true })
  erasedAt: Date | null;
}
