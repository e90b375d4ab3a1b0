import { hash } from 'node:crypto';

/** One link of a person's chain, as the database keeps it. Hashes in hexadecimal. */
export interface LedgerLink {
  orgId: string;
  personId: string;
  seq: number;
  kind: string;
  /** Null when the system acted. */
  actorId: string | null;
  /** UTC with microseconds: `2026-02-28T17:03:04.123456Z`. */
  recordedAt: string;
  /** Null when it was lawfully erased, together with its salt. */
  content: string | null;
  salt: string | null;
  commitment: string;
  previousHash: string;
  hash: string;
}

/** Before the first link there is nothing to chain to. */
export const GENESIS = '00';

export interface BrokenLink {
  seq: number;
  reason: 'OUT_OF_SEQUENCE' | 'PREVIOUS_HASH' | 'CONTENT' | 'HASH';
}

/** What stands for the content in the chain: salted, so that an erased content cannot be guessed back. */
export const commitmentOf = (salt: string, content: string): string =>
  hash('sha256', Buffer.concat([Buffer.from(salt, 'hex'), Buffer.from(content)]));

/** The same function as `ledger_append` in the database; the two are held against each other by a test. */
export function hashOf(link: Omit<LedgerLink, 'hash' | 'content' | 'salt'>): string {
  const { orgId, personId, seq, kind, actorId, recordedAt, previousHash, commitment } = link;
  const header = ['preceptor-ledger-1', orgId, personId, seq, kind, actorId ?? 'system', recordedAt];
  return hash('sha256', [...header, previousHash, commitment].join('\n'));
}

/**
 * The first link that is not what was written, or null when the chain holds. A chain cut off at its end
 * still holds: what was cut is found by comparing its head with an anchor kept elsewhere.
 */
export function firstBrokenLink(links: readonly LedgerLink[]): BrokenLink | null {
  let previous = { seq: 0, hash: GENESIS };
  for (const link of links) {
    const reason = whatIsBroken(link, previous);
    if (reason) return { seq: link.seq, reason };
    previous = link;
  }
  return null;
}

/** Why the link does not go on from the one before, or null. */
export function whatIsBroken(
  link: LedgerLink,
  previous: { seq: number; hash: string },
): BrokenLink['reason'] | null {
  if (link.seq !== previous.seq + 1) return 'OUT_OF_SEQUENCE';
  if (link.previousHash !== previous.hash) return 'PREVIOUS_HASH';
  if (
    link.content !== null &&
    (link.salt === null || commitmentOf(link.salt, link.content) !== link.commitment)
  )
    return 'CONTENT';
  return hashOf(link) === link.hash ? null : 'HASH';
}
