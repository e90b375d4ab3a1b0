import { Check, Column, Entity, ForeignKey, PrimaryColumn, Unique } from 'typeorm';
import { Person } from '../../people/person.entity.js';

/** How whoever signs has shown that it is them (21 CFR 11.200 as a bar, not an obligation). */
export const AUTHENTICATIONS = ['PASSWORD', 'PIN', 'ONE_TIME_CODE', 'GUEST_LINK'] as const;
export type Authentication = (typeof AUTHENTICATIONS)[number];

/** What a ticket is good for. */
export const SIGNING_PURPOSES = ['SIGN_OFF', 'APPROVE'] as const;
export type SigningPurpose = (typeof SIGNING_PURPOSES)[number];

/** Five minutes in which its owner may sign exactly what it names, once. */
@Entity('signing_ticket')
@ForeignKey(() => Person, ['personId'], ['id'], { name: 'fk_signing_ticket_person' })
@Unique('uq_signing_ticket_token', ['orgId', 'tokenHash'])
@Check(
  'ck_signing_ticket_authentication',
  `authentication IN ('PASSWORD', 'PIN', 'ONE_TIME_CODE', 'GUEST_LINK')`,
)
@Check('ck_signing_ticket_expiry', `expires_at <= issued_at + interval '5 minutes'`)
export class SigningTicketRecord {
  @PrimaryColumn('uuid', { name: 'org_id', primaryKeyConstraintName: 'pk_signing_ticket' })
  orgId: string;

  @PrimaryColumn('uuid', { primaryKeyConstraintName: 'pk_signing_ticket' })
  id: string;

  @Column('text', { name: 'token_hash' })
  tokenHash: string;

  @Column('uuid', { name: 'person_id' })
  personId: string;

  /** It dies with the session that asked for it. */
  @Column('uuid', { name: 'session_id' })
  sessionId: string;

  @Column('text')
  authentication: Authentication;

  @Column('text')
  purpose: SigningPurpose;

  /** SHA-256 of the canonical JSON of what is to be signed. */
  @Column('text', { name: 'payload_hash' })
  payloadHash: string;

  @Column('timestamptz', { name: 'issued_at', default: () => 'app_now()' })
  issuedAt: Date;

  @Column('timestamptz', { name: 'expires_at' })
  expiresAt: Date;

  @Column('timestamptz', { name: 'used_at', nullable: true })
  usedAt: Date | null;
}
