import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { newSecretToken, secretTokenHash } from '../../../platform/access/secret-token.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { type Authentication, SigningTicketRecord, type SigningPurpose } from './signing-ticket.entity.js';
import { SigningTicketInvalid } from './signing.refusals.js';
import { SigningTicket } from './signing.type.js';

const MINUTES = 5;

/** What a ticket has to be for. */
export interface Signing {
  readonly token: string;
  readonly purpose: SigningPurpose;
  /** `contentHash` of what is signed. */
  readonly payloadHash: string;
}

/** How whoever signs has shown that it is them. */
export interface SigningProof {
  readonly ticketId: string;
  readonly authentication: Authentication;
}

type TicketRow = Pick<SigningTicketRecord, 'id' | 'authentication' | 'purpose' | 'payloadHash' | 'usedAt'> & {
  readonly over: boolean;
};

/** Tickets of whoever acts: issued after re-authentication, used once by a signature. They are the viewer's own. */
@Injectable()
export class SigningTickets {
  async issue(
    tx: Transaction,
    given: Pick<Signing, 'purpose' | 'payloadHash'> & { readonly authentication: Authentication },
  ): Promise<SigningTicket> {
    const { orgId, personId, sessionId } = tx.db.viewer;
    const token = newSecretToken();
    const [{ expiresAt } = { expiresAt: tx.now }] = await tx.query<{ expiresAt: Date }>(sql`
      INSERT INTO signing_ticket (org_id, id, token_hash, person_id, session_id, authentication, purpose, payload_hash, expires_at)
      VALUES (${orgId}, ${newId()}, ${secretTokenHash(token)}, ${personId}, ${sessionId}, ${given.authentication}, ${given.purpose},
        ${given.payloadHash}, app_now() + make_interval(mins => ${MINUTES}))
      RETURNING expires_at AS "expiresAt"`);
    return Object.assign(new SigningTicket(), { token, expiresAt });
  }

  /**
   * Uses the ticket up, in the transaction that signs: one that is rolled back leaves it whole. Refused unless it was
   * given to this person in this session, for this purpose and exactly this content, and not used before (inv 21).
   */
  async use(tx: Transaction, signing: Signing): Promise<SigningProof | SigningTicketInvalid> {
    const { orgId, personId, sessionId } = tx.db.viewer;
    const [found] = await tx.query<TicketRow>(sql`
      WITH mine AS (
        SELECT id, authentication, purpose, payload_hash, used_at, expires_at <= app_now() AS over FROM signing_ticket
        WHERE org_id = ${orgId} AND token_hash = ${secretTokenHash(signing.token)} AND person_id = ${personId}
          AND session_id = ${sessionId} FOR UPDATE),
      used AS (
        UPDATE signing_ticket t SET used_at = app_now() FROM mine
        WHERE t.org_id = ${orgId} AND t.id = mine.id AND mine.used_at IS NULL AND NOT mine.over
          AND mine.purpose = ${signing.purpose} AND mine.payload_hash = ${signing.payloadHash})
      SELECT id, authentication, purpose, payload_hash AS "payloadHash", used_at AS "usedAt", over FROM mine`);
    const invalid = whatIsWrong(found, signing);
    return invalid ?? { ticketId: found!.id, authentication: found!.authentication };
  }
}

function whatIsWrong(found: TicketRow | undefined, signing: Signing): SigningTicketInvalid | null {
  if (!found) return invalid('UNKNOWN', 'This is not a signing ticket of yours in this session.');
  if (found.usedAt) return invalid('USED', 'This ticket has signed already: each signs once.');
  if (found.over) return invalid('EXPIRED', `A ticket lasts ${MINUTES} minutes, and this one is over.`);
  if (found.purpose !== signing.purpose)
    return invalid('OTHER_PURPOSE', 'This ticket was made for another kind of signature.');
  if (found.payloadHash !== signing.payloadHash)
    return invalid(
      'OTHER_CONTENT',
      'What is to be signed is not what the ticket was made for: it has changed since, or is something else. Look at it again.',
    );
  return null;
}

const invalid = (reason: string, message: string): SigningTicketInvalid =>
  refuse(SigningTicketInvalid, `${message} Ask for a new ticket.`, { reason });
