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
export function ledgerAppend(tenancy: Tenancy, entries: readonly NewLedgerEntry[]): Sql {
  const byActor = Map.groupBy(entries, ({ personId }) => tenancy.actorFor(personId));
  const appended = [...byActor]
    .map(([actor, theirs]) => ({ actor, entries: rowsOf(theirs) }))
    .toSorted((one, other) => (String(one.actor) < String(other.actor) ? -1 : 1)); // several write about themselves alone
  return sql`
    SELECT ledger_append(${tenancy.orgId}, a.actor, a.entries)
    FROM jsonb_to_recordset(${JSON.stringify(appended)}::jsonb) AS a (actor uuid, entries jsonb)`;
}

/** The entries as the database function takes them: canonical content, and a salt for each. */
export const rowsOf = (entries: readonly NewLedgerEntry[]): object[] =>
  entries.map((entry) => ({
    person_id: entry.personId,
    kind: entry.kind,
    content: canonicalJson(entry.content),
    salt: randomBytes(16).toString('hex'),
  }));
