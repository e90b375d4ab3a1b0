import sql from 'sql-template-tag';
import type { LedgerLink } from './chain.rules.js';
import type { SignedLink } from './verification.rules.js';

/** An entry `e` with its signature, as the database answers it. */
export interface SignedRow extends LedgerLink {
  keyId: string | null;
  proof: string | null;
  signature: string | null;
}

export const SIGNED_LINK = sql`
  SELECT e.org_id AS "orgId", e.person_id AS "personId", e.seq::int, e.kind, e.actor_id AS "actorId",
    to_char(e.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "recordedAt", e.content,
    encode(e.salt, 'hex') AS salt, encode(e.commitment, 'hex') AS commitment, encode(e.previous_hash, 'hex') AS "previousHash",
    encode(e.hash, 'hex') AS hash, s.key_id AS "keyId", encode(s.proof, 'hex') AS proof, encode(s.signature, 'hex') AS signature
  FROM ledger_entry e
  LEFT JOIN ledger_signature s ON s.org_id = e.org_id AND s.person_id = e.person_id AND s.seq = e.seq`;

export function signedLink({ keyId, proof, signature, ...link }: SignedRow): SignedLink {
  const isSigned = keyId !== null && proof !== null && signature !== null;
  return { ...link, signed: isSigned ? { keyId, proof, signature } : null };
}
