import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { Files } from '../../../platform/files/files.js';
import type { StoredFile } from '../../../platform/files/stored-file.entity.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import type { CeActivityWithdrawn } from '../activities/ce-activity.refusals.js';
import { lockCeOf, membersSeen } from '../ce-access.js';
import type { ClaimCeCompletionInput, RecordCeAttendanceInput } from './ce-completion.input.js';
import { claimsOf } from './ce-completion.queries.js';
import { CeClaimedAlready, OwnCeCompletion } from './ce-completion.refusals.js';
import { CeCompletions } from './ce-completion.service.js';
import { CeAttendanceRecorded, type CeCompletion } from './ce-completion.type.js';
import { enter, openActivity, openCompletion, say, soundFacts } from './completion-writing.js';

type Claimed = { id: string };
type Recorded = { ids: string[]; knownPersonIds: string[] };
type ClaimRefusal = CeClaimedAlready | CeActivityWithdrawn;
type RecordRefusal = OwnCeCompletion | CeActivityWithdrawn;

/** What people say they did, and what others vouch for. The same activity on the same day is one, however often it is said. */
@Injectable()
export class CompletionClaims {
  constructor(
    private readonly completions: CeCompletions,
    private readonly files: Files,
  ) {}

  /** Of the viewer. With evidence it is handed in at once. Throws BAD_USER_INPUT. */
  async claim(db: TenantDb, input: ClaimCeCompletionInput): Promise<CeCompletion | ClaimRefusal> {
    const receipt = await db.once<Claimed | ClaimRefusal>(input, (tx) => this.claimIn(tx, input));
    return isRefusal(receipt) ? receipt : this.completions.byId(db, receipt.id);
  }

  /** Of others; whose is on record already is told and left as it is. Throws NOT_FOUND, BAD_USER_INPUT. */
  async record(db: TenantDb, input: RecordCeAttendanceInput): Promise<CeAttendanceRecorded | RecordRefusal> {
    const receipt = await db.once<Recorded | RecordRefusal>(input, (tx) => this.recordIn(tx, input));
    if (isRefusal(receipt)) return receipt;
    const completions = await this.completions.byIds(db, receipt.ids);
    return Object.assign(new CeAttendanceRecorded(), { completions, knownPersonIds: receipt.knownPersonIds });
  }

  /** Within a transaction that is already open. */
  async claimIn(
    tx: Transaction,
    input: Omit<ClaimCeCompletionInput, 'operationId'>,
  ): Promise<Claimed | ClaimRefusal> {
    const { personId } = tx.db.viewer;
    await lockCeOf(tx, [personId]);
    const activity = await openActivity(tx, input.ceActivityId);
    if (isRefusal(activity)) return activity;
    const facts = soundFacts(activity, input, tx.now);
    const files = await this.own(tx, input.evidenceFileIds);
    const [before] = await known(tx, activity.id, [{ personId, completedOn: facts.completedOn }]);
    if (before) return claimedAlready(before.id);
    const [id] = await enter(
      tx,
      'CLAIMED',
      [{ personId, activityId: activity.id, facts, sourceKey: null }],
      files,
    );
    if (files.length) await say(tx, await openCompletion(tx, id!), { kind: 'SUBMITTED' });
    return { id: id! };
  }

  /** Within a transaction that is already open. */
  async recordIn(
    tx: Transaction,
    input: Omit<RecordCeAttendanceInput, 'operationId'>,
  ): Promise<Recorded | RecordRefusal> {
    const { attendees, ceActivityId, completedOn, startsAt, endsAt, timeZone } = input;
    const personIds = attendees.map(({ personId }) => personId);
    const activity = await openActivity(tx, ceActivityId);
    if (isRefusal(activity)) return activity;
    const { own } = await membersSeen(tx, personIds);
    if (own)
      return refuse(OwnCeCompletion, 'You are among them: claim your own, and have somebody else review it.');
    const canonicalOf = await lockCeOf(tx, personIds);
    const lines = attendees.map((each) => {
      const said = { completedOn, startsAt, endsAt, timeZone: each.timeZone ?? timeZone };
      const facts = soundFacts(activity, { ...said, role: each.role, minutes: each.minutes }, tx.now);
      return { personId: each.personId, activityId: activity.id, facts, sourceKey: null };
    });
    const files = await this.own(tx, input.evidenceFileIds);
    const before = await known(
      tx,
      activity.id,
      lines.map(({ personId, facts }) => ({ personId, completedOn: facts.completedOn })),
    );
    const there = new Set([
      ...before.map(({ personId }) => personId),
      ...namedBefore(personIds, canonicalOf),
    ]);
    const fresh = lines.filter(({ personId }) => !there.has(personId));
    const ids = await enter(tx, 'RECORDED', fresh, files);
    return { ids, knownPersonIds: [...there] };
  }

  private async own(tx: Transaction, fileIds: readonly string[]): Promise<StoredFile[]> {
    const files: StoredFile[] = [];
    for (const id of fileIds) files.push(await this.files.mustBeOwn(tx, id));
    return files;
  }
}

/** Ids of those whom another id in front of theirs stands for as well. */
const namedBefore = (personIds: readonly string[], canonicalOf: ReadonlyMap<string, string>): string[] =>
  personIds.filter(
    (id, i) => personIds.findIndex((each) => canonicalOf.get(each) === canonicalOf.get(id)) < i,
  );

const known = (
  tx: Transaction,
  activityId: string,
  claims: readonly { personId: string; completedOn: string }[],
): Promise<{ personId: string; id: string }[]> => tx.query(claimsOf(tx, activityId, claims));

export const claimedAlready = (id: string): CeClaimedAlready =>
  refuse(CeClaimedAlready, 'This activity on this day is on record already: it counts once.', {
    ceCompletionId: id,
  });
