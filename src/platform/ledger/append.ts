import { randomBytes } from 'node:crypto';
import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../database/scope.js';
import { canonicalJson } from '../ids/canonical-json.js';

/** A fact that counts, to be chained to what is already known of this person. */
export interface NewLedgerEntry {
  /** Whose chain it belongs to. */
  personId: string;
  /** What happened, e.g. `quiz.submitted`; a stable name. */
  kind: string;
  /** Everything needed to understand the fact later, as JSON. */
  content: object;
}

/**
 * Appends the entries in one statement, locking the chains in one order so that two transactions never
 * wait for each other. The database function alone can write the ledger.
 */
export function ledgerAppend({ orgId, actorId }: Tenancy, entries: readonly NewLedgerEntry[]): Sql {
  return sql`SELECT ledger_append(${orgId}, ${actorId}, ${JSON.stringify(rowsOf(entries))}::jsonb)`;
}

/** The entries as the database function takes them: canonical content, and a salt for each. */
export const rowsOf = (entries: readonly NewLedgerEntry[]): object[] =>
  entries.map((entry) => ({
    person_id: entry.personId,
    kind: entry.kind,
    content: canonicalJson(entry.content),
    salt: randomBytes(16).toString('hex'),
  }));
