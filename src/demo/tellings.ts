import type { PoolClient, QueryResult } from 'pg';
import type { EntityManager } from 'typeorm';
import { Viewer } from '../platform/access/viewer.js';
import { unauthenticated } from '../platform/faults/fault.js';
import { enterStatement, type Scope, type Tenancy } from '../platform/database/scope.js';
import type { AppendedEntry, LedgerWitness } from '../platform/ledger/append.js';
import { Transaction } from '../platform/database/transaction.js';

/** A clinic's member at work on the records of a school whose trainee is placed with them. */
export interface HostedDoer {
  readonly viewer: Viewer;
  readonly hostingOrgId: string;
}

/** For whom something is told: a member who did it, at home or as a host, or the system. */
export type Doer = Viewer | HostedDoer | { readonly orgId: string };

/**
 * One database transaction in which things happen at different times, by different people: the demo's history
 * is kept as a whole or not at all. The connection is the owner's, which alone may let the clock be moved, and
 * that permission never leaves the transaction.
 */
export class Tellings {
  /** What went to the ledger so far: to be signed when all of it is committed. */
  readonly appended: AppendedEntry[] = [];

  constructor(
    private readonly client: PoolClient,
    private readonly manager: EntityManager,
    private readonly realNow: Date,
    private readonly witness: LedgerWitness,
  ) {}

  /** Runs the work as if it were done by `doer` at `instant`, and enters what it tells the ledger. */
  async at<T>(instant: Date, doer: Doer, work: (tx: Transaction) => Promise<T>): Promise<T> {
    const offset = `${instant.getTime() - this.realNow.getTime()} milliseconds`;
    const entered = (await this.client.query(
      `SELECT set_config('app.hosting_org_id', '${hostingOrgOf(doer)}', true);${enterStatement({ kind: 'system', orgId: homeOf(doer) }, offset)}`,
    )) as unknown as QueryResult<{ now: Date }>[];
    const tx = new Transaction(tenancyOf(doer), this.manager, this.client, entered.at(-1)!.rows[0]!.now);
    const answer = await work(tx);
    const { last, appending } = tx.atCommit(this.witness);
    for (const statement of last) await tx.query(statement);
    if (appending) this.appended.push(...appending.appended(await tx.query(appending.statement)));
    return answer;
  }
}

const homeOf = (doer: Doer): string => ('viewer' in doer ? doer.viewer.orgId : doer.orgId);

/** Of an organization that hosts: whose people are placed there. */
const hostingOrgOf = (doer: Doer): string => ('hostingOrgId' in doer ? doer.hostingOrgId : '');

function tenancyOf(doer: Doer): Tenancy {
  if (doer instanceof Viewer) return ofViewer({ kind: 'viewer', viewer: doer }, doer.orgId);
  if ('viewer' in doer) return ofViewer({ kind: 'viewer', ...doer }, doer.hostingOrgId);
  return {
    scope: { kind: 'system', orgId: doer.orgId },
    orgId: doer.orgId,
    actorId: null,
    actorFor: () => null,
    get viewer(): Viewer {
      throw unauthenticated();
    },
  };
}

function ofViewer(scope: Scope & { kind: 'viewer' }, orgId: string): Tenancy {
  const { viewer } = scope;
  return { scope, orgId, viewer, actorId: viewer.personId, actorFor: () => viewer.personId };
}
