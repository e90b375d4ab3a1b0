import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { notFound } from '../../../platform/faults/fault.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../../platform/graphql/page.js';
import { AssignmentAccess } from '../placements/assignment-access.service.js';
import { Disclosures } from '../placements/disclosures.service.js';
import { actionPlanRows } from './action-plan.queries.js';
import { ActionPlan } from './action-plan.type.js';

/** Shows action plans to whoever may see the assignment. */
@Injectable()
export class ActionPlanReading {
  constructor(
    private readonly access: AssignmentAccess,
    private readonly disclosures: Disclosures,
  ) {}

  /** Of an assignment, the latest first. Throws NOT_FOUND. */
  async page(
    db: TenantDb,
    assignmentId: string,
    skillId: string | null,
    args: PageArgs,
  ): Promise<Page<ActionPlan>> {
    const owner = await this.access.dbOf(db, assignmentId);
    const [at, id] = decodeCursor(args.after, 2) ?? [null, null];
    const wanted = sql`p.assignment_id = ${assignmentId} AND (${skillId}::uuid IS NULL OR p.skill_id = ${skillId}::uuid)`;
    const rows = await owner.load(async (tx) => {
      await this.access.facts(tx, assignmentId);
      return tx.query<ActionPlan>(sql`${actionPlanRows(tx.db, wanted)}
        AND (${at}::timestamptz IS NULL OR (date_trunc('milliseconds', p.opened_at), p.id) < (${at}::timestamptz, ${id}::uuid))
        ORDER BY date_trunc('milliseconds', p.opened_at) DESC, p.id DESC LIMIT ${args.first + 1}`);
    });
    const shown = rows.map(({ personId }) => ({ orgId: owner.orgId, personId }));
    await this.disclosures.note(owner, 'actionPlans', shown);
    return pageOf(
      rows.map((row) => Object.assign(new ActionPlan(), row)),
      args,
      (plan) => [plan.openedAt.toISOString(), plan.id],
      async () => {
        const counted = sql`SELECT count(*)::int AS count FROM (${actionPlanRows(owner, wanted)}) plans`;
        return (await owner.read<{ count: number }>(counted))[0]!.count;
      },
    );
  }

  /** One of the handle's own records. Throws NOT_FOUND. */
  async shown(owner: TenantDb, id: string): Promise<ActionPlan> {
    const [row] = await owner.read<ActionPlan>(actionPlanRows(owner, sql`p.id = ${id}`));
    if (!row) throw notFound();
    return Object.assign(new ActionPlan(), row);
  }
}
