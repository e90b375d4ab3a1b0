import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput, notFound } from '../../../platform/faults/fault.js';
import type { StoredFile } from '../../../platform/files/stored-file.entity.js';
import { refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import type { CeActivityRow } from '../activities/ce-activity.queries.js';
import { activitiesById, activityOf } from '../activities/ce-activity.queries.js';
import { CeActivityWithdrawn } from '../activities/ce-activity.refusals.js';
import { categoriesOfPart } from '../activities/ce-activity.rules.js';
import type { CeActivity } from '../activities/ce-activity.type.js';
import type { CategoryMinutes, CeRole } from '../activities/ce-activity.js';
import type { CeEntryKind, CompletionFacts } from './ce-completion.js';
import {
  CeCompletionEntryRecord,
  CeCompletionFileRecord,
  CeCompletionRecord,
} from './ce-completion.entity.js';
import { openedCompletions, type OpenedCompletion } from './ce-completion.queries.js';
import { earnedProblem, finishedOn } from './ce-completion.rules.js';

/** What was done, as an input says it. */
export interface SaidFacts {
  readonly completedOn?: string | null;
  readonly startsAt?: Date | null;
  readonly endsAt?: Date | null;
  readonly timeZone: string;
  readonly role: CeRole;
  readonly minutes?: number | null;
  readonly categories?: readonly CategoryMinutes[] | null;
}

/** What somebody does to a completion besides telling facts. */
export type Said = {
  readonly kind: CeEntryKind;
  readonly reason?: string | null;
  readonly facts?: CompletionFacts;
};

/** The activity, while something may be claimed for it. Throws NOT_FOUND. */
export async function openActivity(tx: Transaction, id: string): Promise<CeActivity | CeActivityWithdrawn> {
  const activity = await activityIn(tx, id);
  if (!activity.withdrawn) return activity;
  const message = 'This activity was taken out of the catalogue: look for the one that took its place.';
  return refuse(CeActivityWithdrawn, message);
}

/** Throws NOT_FOUND. */
export async function activityIn(tx: Transaction, id: string): Promise<CeActivity> {
  const [row] = await tx.query<CeActivityRow>(activitiesById(tx, [id]));
  if (!row) throw notFound();
  return activityOf(row);
}

/** Facts that the activity allows, with the day they belong to. Throws BAD_USER_INPUT, naming the field. */
export function soundFacts(activity: CeActivity, said: SaidFacts, now: Date): CompletionFacts {
  const { completedOn = null, startsAt = null, endsAt = null, timeZone, role } = said;
  const day = finishedOn({ completedOn, startsAt, endsAt, timeZone }, now);
  if ('field' in day) throw badInput(`input.${day.field}`, day.message);
  const minutes = said.minutes ?? activity.minutes;
  const categories =
    said.categories?.map(({ code, minutes: of }) => ({ code, minutes: of })) ??
    categoriesOfPart(activity.categories, minutes, activity.minutes);
  const facts = { role, startsAt, endsAt, timeZone, completedOn: day.on, minutes, categories };
  const problem = earnedProblem(activity, facts);
  if (problem) throw badInput(`input.${problem.field}`, problem.message);
  return facts;
}

/** A completion that is new, with its first entry. */
export interface NewCompletion {
  readonly personId: string;
  readonly activityId: string;
  readonly facts: CompletionFacts;
  readonly sourceKey: string | null;
}

/** Enters completions with their first entries and evidence, in three statements; answers their ids in order. */
export async function enter(
  tx: Transaction,
  kind: CeEntryKind,
  completions: readonly NewCompletion[],
  files: readonly StoredFile[] = [],
): Promise<string[]> {
  const rows = completions.map((completion) => ({ id: newId(), ...completion }));
  await tx.insert(
    CeCompletionRecord,
    rows.map(({ facts: { completedOn }, ...row }) => ({ ...row, completedOn })),
  );
  await tx.insert(
    CeCompletionEntryRecord,
    rows.map(({ id, facts }) => entryOf(tx, id, 1, { kind, facts })),
  );
  await addFiles(tx, rows.map(({ id }) => id), files); // prettier-ignore
  for (const { id, personId, activityId, facts, sourceKey } of rows) {
    const evidence = files.map(({ id: fileId, sha256 }) => ({ fileId, sha256 }));
    const content = { completionId: id, activityId, kind, ...facts, sourceKey, evidence };
    tx.append({ personId, kind: 'ce.completed', content });
  }
  return rows.map(({ id }) => id);
}

export async function addFiles(
  tx: Transaction,
  completionIds: readonly string[],
  files: readonly StoredFile[],
): Promise<void> {
  const rows = completionIds.flatMap((completionId) =>
    files.map(({ id: fileId, sha256 }) => ({
      ...{ completionId, fileId, sha256: sha256!, addedBy: tx.db.actorId },
    })),
  );
  await tx.insert(CeCompletionFileRecord, rows);
}

/** Says something about a completion that is held. */
export async function say(
  tx: Transaction,
  completion: OpenedCompletion,
  ...said: readonly Said[]
): Promise<void> {
  const { id, lastNumber } = completion;
  await tx.insert(
    CeCompletionEntryRecord,
    said.map((each, i) => entryOf(tx, id, lastNumber + 1 + i, each)),
  );
}

/** Throws NOT_FOUND for a completion that the viewer may not read. */
export async function openCompletion(tx: Transaction, id: string): Promise<OpenedCompletion> {
  const [completion] = await tx.query<OpenedCompletion>(openedCompletions(tx.db, [id]));
  if (!completion) throw notFound();
  return completion;
}

function entryOf(
  tx: Transaction,
  completionId: string,
  number: number,
  { kind, reason = null, facts }: Said,
) {
  const { role, startsAt, endsAt, timeZone, completedOn, minutes } = facts ?? {};
  const categories = facts ? [...facts.categories] : undefined;
  return {
    ...{ id: newId(), completionId, number, kind, reason, recordedBy: tx.db.actorId },
    ...{ role, startsAt, endsAt, timeZone, completedOn, minutes, categories },
  };
}
