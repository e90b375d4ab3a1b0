import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../../platform/graphql/page.js';
import { AssignmentAccess, type AssignmentFacts } from '../placements/assignment-access.service.js';
import { seenAssignment } from '../placements/assignment-access.queries.js';
import { Disclosures } from '../placements/disclosures.service.js';
import type { ValidationMethod } from '../skills/skill.entity.js';
import { demandOf } from './observation-draft.js';
import { findObservations, planEndedAt } from './observation-facts.queries.js';
import {
  assignmentOf,
  findAssignedSkill,
  observationFrom,
  observationRows,
  type AssignedSkill,
  type ObservationRow,
} from './observation.queries.js';
import {
  ObservationForm,
  ObservationFormStep,
  RequiredObservations,
  type Observation,
} from './observation.type.js';
import { observationStanding } from './required-observations.rules.js';

/** Shows observations and the forms to make them, to whoever may see the assignment. */
@Injectable()
export class ObservationReading {
  constructor(
    private readonly access: AssignmentAccess,
    private readonly disclosures: Disclosures,
  ) {}

  /** The handle to the records of which the viewer gave only an id. Throws NOT_FOUND. */
  async ownerOf(db: TenantDb, recordId: string): Promise<TenantDb> {
    const [found] = await db.read<{ assignmentId: string | null }>(assignmentOf(recordId));
    if (!found?.assignmentId) throw notFound();
    return this.access.dbOf(db, found.assignmentId);
  }

  /** Throws NOT_FOUND. */
  async byId(db: TenantDb, id: string): Promise<Observation> {
    const owner = await this.ownerOf(db, id);
    const observation = await this.shown(owner, id);
    await this.disclosures.note(owner, 'observation', [
      { orgId: owner.orgId, personId: observation.personId },
    ]);
    return observation;
  }

  /** One of the handle's own records. Throws NOT_FOUND. */
  async shown(owner: TenantDb, id: string): Promise<Observation> {
    const [row] = await owner.read<ObservationRow>(observationRows(owner, sql`o.id = ${id}`));
    if (!row) throw notFound();
    return observationFrom(row);
  }

  /** Of an assignment, the latest first. Throws NOT_FOUND. */
  async page(
    db: TenantDb,
    assignmentId: string,
    skillId: string | null,
    args: PageArgs,
  ): Promise<Page<Observation>> {
    const owner = await this.access.dbOf(db, assignmentId);
    const [at, id] = decodeCursor(args.after, 2) ?? [null, null];
    const wanted = sql`o.assignment_id = ${assignmentId} AND (${skillId}::uuid IS NULL OR o.skill_id = ${skillId}::uuid)`;
    const after = sql`(${at}::timestamptz IS NULL OR (o.starts_at, o.id) < (${at}::timestamptz, ${id}::uuid))`;
    const [seen, rows] = await owner.readAll<[{ personId: string }, ObservationRow]>([
      seenOne(owner, assignmentId),
      sql`${observationRows(owner, sql`${wanted} AND ${after}`)} ORDER BY o.starts_at DESC, o.id DESC LIMIT ${args.first + 1}`,
    ]);
    if (!seen.length) throw notFound();
    await this.disclosures.note(owner, 'observations', [{ orgId: owner.orgId, personId: seen[0]!.personId }]);
    return pageOf(
      rows.map(observationFrom),
      args,
      (each) => [each.startsAt.toISOString(), each.id],
      () => this.count(owner, wanted),
    );
  }

  private async count(owner: TenantDb, wanted: Sql): Promise<number> {
    const [row] = await owner.read<{ count: number }>(sql`
      SELECT count(*)::int AS count FROM observation o JOIN training_assignment a ON a.org_id = o.org_id AND a.id = o.assignment_id
      WHERE o.org_id = ${owner.orgId} AND ${seenAssignment(owner)} AND ${wanted}`);
    return row!.count;
  }

  /** Throws NOT_FOUND for an assignment that may not be seen, or a skill that is none of it. */
  async form(db: TenantDb, assignmentId: string, skillId: string): Promise<ObservationForm> {
    const owner = await this.access.dbOf(db, assignmentId);
    const form = await owner.load(async (tx) => {
      const facts = await this.access.facts(tx, assignmentId);
      const assigned = await findAssignedSkill(tx, facts, skillId);
      if (!assigned) throw notFound();
      return formOf(facts, assigned, await this.standing(tx, facts, assigned));
    });
    await this.disclosures.note(owner, 'observationForm', [{ orgId: owner.orgId, personId: form.personId }]);
    return form;
  }

  private async standing(
    tx: Transaction,
    { personId }: AssignmentFacts,
    { skill }: AssignedSkill,
  ): Promise<RequiredObservations> {
    const asked = [{ key: skill.skillId, personId, skillId: skill.skillId }];
    const found = await tx.asSystem((system) => findObservations(system, asked));
    const { observations, plans } = found.get(skill.skillId)!;
    const standing = observationStanding(observations, demandOf(skill), planEndedAt(plans));
    return Object.assign(new RequiredObservations(), standing, { maxAttempts: skill.maxAttempts });
  }
}

const seenOne = (owner: TenantDb, assignmentId: string): Sql => sql`
  SELECT a.person_id AS "personId" FROM training_assignment a WHERE a.org_id = ${owner.orgId} AND a.id = ${assignmentId} AND ${seenAssignment(owner)}`;

function formOf(
  { id, personId, timeZone, startsOn, endsOn }: AssignmentFacts,
  { skill, title, units, openActionPlanId, openRequestId }: AssignedSkill,
  standing: RequiredObservations,
): ObservationForm {
  const unitOf = new Map(units.map((each) => [each.id, each.unit]));
  return Object.assign(new ObservationForm(), {
    assignmentId: id,
    personId,
    skillId: skill.skillId,
    skillVersionId: skill.versionId,
    skillCode: skill.code,
    title,
    methods: [...skill.methods] as ValidationMethod[],
    simulationAllowed: skill.simulationAllowed,
    cutScorePercent: skill.cutScorePercent,
    entrustmentScale: [...skill.entrustmentScale],
    minEntrustment: skill.minEntrustment,
    lateEntryDays: skill.lateEntryDays,
    timeZone,
    assignmentStartsOn: startsOn,
    assignmentEndsOn: endsOn,
    steps: skill.steps.map(({ tolerance, ...step }) =>
      Object.assign(new ObservationFormStep(), step, {
        measureUnit: unitOf.get(step.id) ?? null,
        measureTolerance: tolerance,
      }),
    ),
    standing,
    openActionPlanId,
    openRequestId,
  });
}
