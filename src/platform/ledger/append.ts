import { randomBytes } from 'node:crypto';
import sql, { type Sql } from 'sql-template-tag';
import type { Scope, Tenancy } from '../database/scope.js';
import { canonicalJson } from '../ids/canonical-json.js';
import { commitmentOf, hashOf } from './chain.rules.js';
import type { MarkedEntry } from './signature.js';

/** A fact that counts, to be chained to what is already known of this person. */
export interface NewLedgerEntry {
  /** Whose chain it belongs to. */
  personId: string;
  /** What happened, e.g. `quiz.submitted`; a stable name. */
  kind: string;
  /** Everything needed to understand the fact later, as JSON. */
  content: object;
  /** Whose doing it was, where the system tells what somebody did; otherwise who acts. */
  actorId?: string;
}

/** An entry that is in the database, by the hash the application made out for itself. */
export interface AppendedEntry {
  orgId: string;
  personId: string;
  seq: number;
  hash: string;
}

/** Who vouches for what the application appends: marks it before, and signs it once it is committed. */
export interface LedgerWitness {
  markOf(entry: MarkedEntry, at: Date): string;
  committed(entries: readonly AppendedEntry[]): void;
}

/** Where an entry stands, as the database answers; in the order of the chains. */
interface Place {
  at_ordinal: number;
  at_seq: number;
  at_time: string;
  at_previous: string;
}

/**
 * Entries on their way into the ledger, in one statement. The database function alone can write it; it locks the chains
 * in one order, so that two transactions never wait for each other.
 */
export class LedgerAppend {
  private readonly entries: readonly (MarkedEntry & { content: string; salt: string })[];
  readonly statement: Sql;

  constructor(tenancy: Tenancy, now: Date, entries: readonly NewLedgerEntry[], witness: LedgerWitness) {
    this.entries = entries.map((entry) => sealed(tenancy, entry));
    const rows = this.entries.map((entry) => ({
      person_id: entry.personId,
      kind: entry.kind,
      actor_id: entry.actorId,
      content: entry.content,
      salt: entry.salt,
      mark: witness.markOf(entry, now),
    }));
    this.statement = sql`SELECT * FROM ledger_append(${tenancy.orgId}, ${JSON.stringify(rows)}::jsonb)`;
  }

  /** The entries with the hashes they must have, made out from what was sent and where the database put it. */
  appended(places: readonly object[]): AppendedEntry[] {
    return (places as readonly Place[]).map(({ at_ordinal, at_seq: seq, at_time, at_previous }) => {
      const { content: _, salt: __, ...entry } = this.entries[at_ordinal - 1]!;
      const hash = hashOf({ ...entry, seq, recordedAt: at_time, previousHash: at_previous });
      return { orgId: entry.orgId, personId: entry.personId, seq, hash };
    });
  }
}

/** With canonical content, and the salt that will let it be erased. Who acts as another is told in the content. */
function sealed(
  tenancy: Tenancy,
  { personId, kind, content: said, actorId }: NewLedgerEntry,
): MarkedEntry & { content: string; salt: string } {
  if (actorId && tenancy.scope.kind !== 'system') throw new Error('Only the system tells what another did');
  const actor = actorId ?? tenancy.actorFor(personId);
  const impersonatorId = impersonatorOf(tenancy.scope) ?? undefined;
  const content = canonicalJson({ ...said, impersonatorId });
  const salt = randomBytes(16).toString('hex');
  return {
    orgId: tenancy.orgId,
    personId: personId.toLowerCase(),
    kind,
    actorId: actor?.toLowerCase() ?? null,
    content,
    salt,
    commitment: commitmentOf(salt, content),
  };
}

/** Several members act at once only where each acts for themselves. */
function impersonatorOf(scope: Scope): string | null {
  if (scope.kind === 'viewer') return scope.viewer.impersonatorId;
  return scope.kind === 'members' && scope.viewers.length === 1 ? scope.viewers[0]!.impersonatorId : null;
}
