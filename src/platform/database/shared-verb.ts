import { channel } from 'node:diagnostics_channel';
import type { QueryResult } from 'pg';
import type { Sql } from 'sql-template-tag';
import type { Viewer } from '../access/viewer.js';
import { Fault } from '../faults/fault.js';
import {
  earlierAnswer,
  findKept,
  fromKept,
  keep,
  type KeptAnswer,
  type KeptRow,
  type OperationKey,
} from './operation-store.js';
import type { Transaction } from './transaction.js';
import { Turns } from './turns.js';
import type { Ended, Ends, Work } from './work.js';

/** More calls would hold locks for longer than what it saves is worth; several turns, because one computes while another is in the database. */
const MOST = { calls: 50, atOnce: 3 };

/** Every transaction of several calls is announced here with its outcome: one that is undone costs more than it saves. */
export const sharedTransactions = channel('preceptor:shared-transaction');

/** One member's request. */
export interface Call<I> {
  readonly viewer: Viewer;
  readonly input: I;
}

/** The same, with the operation it is and the statement that reads what its answer is shown from. */
export interface OperationCall<I, T> extends Call<I> {
  readonly key: OperationKey;
  readonly read: (answer: T) => Sql;
}

/** As it is kept; a fault is not. */
type Answer = KeptAnswer | Fault;

/** What a call is answered, with the rows of its statement. */
export interface Told<T> {
  readonly answer: T;
  readonly rows: object[];
}

/**
 * A verb that hundreds of members may call in the same second, each for what is their own: calls that would wait for one
 * another share a transaction, and each statement of it is for all of them.
 *
 * It answers the calls in their order. What is wrong with one of them, a refusal or a fault, is answered and not thrown,
 * and nothing is written for it: the others go on. All viewers were confirmed, but the transaction is nobody's own: the
 * statements hold each row against the person whose call it is for.
 */
export class SharedVerb<I extends { operationId: string }, T extends object> {
  /** Null for a call that needs a transaction to itself. */
  readonly turns = new Turns<OperationCall<I, T>, Told<T> | Fault | null>(MOST);

  constructor(
    private readonly verb: (tx: Transaction, calls: readonly Call<I>[]) => Promise<readonly (T | Fault)[]>,
  ) {}

  /** What calls are answered that share a transaction, as `transact` opens it. Throws when it cannot be kept. */
  async tell(
    orgId: string,
    calls: readonly OperationCall<I, T>[],
    transact: (work: Work<Answer[]>, ends: Ends<Answer[]>) => Promise<Ended<Answer[]>>,
  ): Promise<(Told<T> | Fault)[]> {
    const keys = calls.map(({ key }) => key);
    const { answer, rows } = await transact((tx, found) => this.answers(tx, calls, found), {
      first: findKept(orgId, keys),
      shown: (answers) =>
        answers.flatMap((each, i) => (isReceipt(each) ? [calls[i]!.read(fromKept<T>(each))] : [])),
    });
    const shown = rows.values();
    return answer.map((each) =>
      each instanceof Fault
        ? each
        : { answer: fromKept<T>(each), rows: isReceipt(each) ? shown.next().value! : [] },
    );
  }

  /** Their operations are held: what was answered before, or what the verb answers now, to be kept. */
  private async answers(
    tx: Transaction,
    calls: readonly OperationCall<I, T>[],
    found: readonly QueryResult[],
  ): Promise<Answer[]> {
    const rows = found.at(-1)!.rows as KeptRow[];
    const known = new Map(calls.map((call) => [call, earlierAnswer(call.key, rows)]));
    const fresh = calls.filter((call) => known.get(call) === undefined);
    const told = new Map(
      fresh.length ? (await this.verb(tx, fresh)).map((answer, i) => [fresh[i]!, answer]) : [],
    );
    const toKeep = [...told].flatMap(([call, answer]) =>
      answer instanceof Fault ? [] : [{ call, key: call.key, answer }],
    );
    const kept = toKeep.length ? keep(tx, tx.orgId, toKeep) : [];
    toKeep.forEach(({ call }, index) => known.set(call, kept[index]));
    return calls.map((call) => known.get(call) ?? (told.get(call) as Fault));
  }
}

const isReceipt = (answer: Answer): answer is KeptAnswer => !(answer instanceof Fault) && !answer.refused;
