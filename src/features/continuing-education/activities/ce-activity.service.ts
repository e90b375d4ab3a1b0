import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput, notFound } from '../../../platform/faults/fault.js';
import { ListLoader, Loader } from '../../../platform/graphql/loader.js';
import { decodeCursor, pageOf, type Page } from '../../../platform/graphql/page.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { courseIdentity } from './ce-activity.js';
import { CeActivityRecord, CeActivityVersionRecord } from './ce-activity.entity.js';
import type {
  AddCeActivityInput,
  CeActivitiesArgs,
  CeActivityFieldsInput,
  CorrectCeActivityInput,
  WithdrawCeActivityInput,
} from './ce-activity.input.js';
import {
  activitiesById,
  activitiesCount,
  activitiesPage,
  activityLike,
  activityOf,
  type CeActivityRow,
} from './ce-activity.queries.js';
import { CeActivityKnownAlready, CeActivityWithdrawn } from './ce-activity.refusals.js';
import { approvalProblem, categoryProblem } from './ce-activity.rules.js';
import { CeActivity, CeActivityVersion } from './ce-activity.type.js';

type Receipt = { id: string };
interface VersionRow extends CeActivityVersion {
  readonly activityId: string;
}

/** The organization's catalogue of what can be attended or taught for credit. */
@Injectable()
export class CeActivities {
  private readonly byIds = new Loader<string, CeActivity>(
    async (db, ids) => (await db.read<CeActivityRow>(activitiesById(db, ids))).map(activityOf),
    ({ id }) => id,
  );
  private readonly history = new ListLoader<string, VersionRow>(versionsOf, ({ activityId }) => activityId);

  /** Throws NOT_FOUND. */
  async byId(db: TenantDb, id: string): Promise<CeActivity> {
    const [row] = await db.read<CeActivityRow>(activitiesById(db, [id]));
    if (!row) throw notFound();
    return activityOf(row);
  }

  /** Batched per operation. */
  async of(db: TenantDb, id: string): Promise<CeActivity> {
    const activity = await this.byIds.load(db, id);
    if (!activity) throw notFound();
    return activity;
  }

  /** All versions of an activity, the first one first. Batched per operation. */
  versions(db: TenantDb, id: string): Promise<CeActivityVersion[]> {
    return this.history.load(db, id);
  }

  /** By title. */
  async page(db: TenantDb, args: CeActivitiesArgs): Promise<Page<CeActivity>> {
    const after = decodeCursor(args.after, 2) ?? [];
    const rows = await db.read<CeActivityRow>(activitiesPage(db, args, after, args.first + 1));
    return pageOf(
      rows.map(activityOf),
      args,
      ({ title, id }) => [title, id],
      async () => (await db.read<{ count: number }>(activitiesCount(db, args)))[0]?.count ?? 0,
    );
  }

  async add(db: TenantDb, input: AddCeActivityInput): Promise<CeActivity | CeActivityKnownAlready> {
    mustBeSound(input.activity);
    const receipt = await db.once(input, (tx) => this.addIn(tx, input.activity));
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  /** For verbs of the system, such as the demo: within a transaction that is already open. */
  async addIn(tx: Transaction, activity: CeActivityFieldsInput): Promise<Receipt | CeActivityKnownAlready> {
    await tx.lock(`ce catalogue ${tx.orgId}`);
    const identity = courseIdentity(activity.courseIdentity);
    const like = { courseIdentity: identity, title: activity.title };
    const [known] = await tx.query<Receipt>(activityLike(tx, like));
    if (known) return knownAlready(known.id);
    const id = newId();
    await tx.insert(CeActivityRecord, { id, createdBy: tx.db.actorId });
    await insertVersion(tx, id, 1, activity, { withdrawn: false, reason: null });
    return { id };
  }

  async correct(db: TenantDb, input: CorrectCeActivityInput): Promise<CeActivity | CeActivityWithdrawn> {
    mustBeSound(input.activity);
    const { ceActivityId: id, activity, reason } = input;
    return this.change(db, input, id, (tx, { number }) =>
      insertVersion(tx, id, number + 1, activity, { withdrawn: false, reason }),
    );
  }

  async withdraw(db: TenantDb, input: WithdrawCeActivityInput): Promise<CeActivity | CeActivityWithdrawn> {
    const { ceActivityId: id, reason } = input;
    return this.change(db, input, id, (tx, { number, ...activity }) =>
      insertVersion(tx, id, number + 1, activity, { withdrawn: true, reason }),
    );
  }

  /** One after the other: two corrections at once are two versions. */
  private async change(
    db: TenantDb,
    input: { operationId: string },
    id: string,
    write: (tx: Transaction, before: CeActivityRow) => Promise<void>,
  ): Promise<CeActivity | CeActivityWithdrawn> {
    const receipt = await db.once<Receipt | CeActivityWithdrawn>(input, async (tx) => {
      await tx.lock(`ce activity ${id}`);
      const [before] = await tx.query<CeActivityRow>(activitiesById(tx, [id]));
      if (!before) throw notFound();
      if (before.withdrawn) return refuse(CeActivityWithdrawn, 'This activity was withdrawn: add a new one.');
      await write(tx, before);
      return { id };
    });
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }
}

const knownAlready = (ceActivityId: string): CeActivityKnownAlready =>
  refuse(CeActivityKnownAlready, 'The catalogue has it already: use or correct the one that is there.', {
    ceActivityId,
  });

/** Throws BAD_USER_INPUT. */
function mustBeSound({ categories, minutes, approvals }: CeActivityFieldsInput): void {
  const dated = approvals.map(({ number = null, endsOn = null, ...rest }) => ({ ...rest, number, endsOn }));
  const problem =
    categoryProblem(categories, minutes, 'input.activity.categories') ??
    approvalProblem(dated, 'input.activity.approvals');
  if (problem) throw badInput(problem.field, problem.message);
}

async function insertVersion(
  tx: Transaction,
  activityId: string,
  number: number,
  activity: CeActivityFieldsInput | Omit<CeActivityRow, 'number'>,
  more: { withdrawn: boolean; reason: string | null },
): Promise<void> {
  const { title, kind, nature, provider, delivery, minutes, partialAllowed, properties } = activity;
  await tx.insert(CeActivityVersionRecord, {
    ...{ id: newId(), activityId, number, title, kind, nature, provider, delivery, minutes, partialAllowed },
    ...{ properties: [...properties], ...more },
    providerNumber: activity.providerNumber ?? null,
    courseNumber: activity.courseNumber ?? null,
    courseIdentity: courseIdentity(activity.courseIdentity),
    categories: activity.categories.map(({ code, minutes: of }) => ({ code, minutes: of })),
    approvals: activity.approvals.map(({ approver, number: of, startsOn, endsOn }) => ({
      ...{ approver, number: of ?? null, startsOn, endsOn: endsOn ?? null },
    })),
    recordedBy: tx.db.actorId,
  });
}

async function versionsOf(db: TenantDb, ids: readonly string[]): Promise<VersionRow[]> {
  const rows = await db.read<VersionRow>(sql`
    SELECT v.activity_id AS "activityId", v.number, v.title, v.minutes, v.withdrawn, v.reason, v.recorded_at AS "recordedAt"
    FROM ce_activity_version v WHERE v.org_id = ${db.orgId} AND v.activity_id = ANY (${[...ids]}::uuid[])
    ORDER BY v.activity_id, v.number`);
  return rows.map((row) => Object.assign(new CeActivityVersion(), row));
}
