import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { conflict, notFound } from '../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../platform/graphql/refusal.js';
import { canonicalJson } from '../../platform/ids/canonical-json.js';
import { newId } from '../../platform/ids/ids.js';
import { CounterService } from './counters.service.js';
import { readableBy } from './grading.queries.js';
import { refuseOwn } from './record-access.js';
import { HoursCounters } from './hours-counters.service.js';
import { OwnRecord } from './record.refusals.js';
import type { CourseFacts } from './course-facts.js';
import {
  carryPasses,
  copyRecords,
  factsAsIfMoved,
  recordsAtStake,
  rowsToCopy,
  versionTree,
} from './version-move.queries.js';
import {
  courseEffects,
  type CourseTree,
  effectOf,
  mapVersions,
  NOTHING_MOVES,
  type RecordAtStake,
  type VersionMap,
  type VersionTree,
} from './version-move.rules.js';
import {
  EnrollmentMove,
  EnrollmentMovePreview,
  type MoveEnrollmentInput,
  MoveNotPossible,
  PreviewOutdated,
} from './version-move.type.js';

type Receipt = { id: string };
type MoveRefusal = OwnRecord | PreviewOutdated | MoveNotPossible;

/** What stands in the way of a move, for a person to read. */
const WHY_NOT = {
  SAME_COHORT: 'The trainee is in that cohort: choose another one.',
  ANOTHER_PROGRAM: 'That cohort studies another program: enroll the trainee there instead.',
  VERSION_NOT_OPEN:
    'The version of that cohort is not published, or is retired: choose a cohort of a published one.',
  COHORT_CLOSED: 'That cohort is closed: choose an open one.',
  ENROLLED_THERE_ALREADY: 'The trainee has an enrollment in that cohort already: work with that one.',
} as const;

interface Route {
  readonly fromVersionId: string;
  readonly toVersionId: string;
  readonly problem: keyof typeof WHY_NOT | null;
}

/** An enrollment pins its version (inv 38): moving it is an event of its own, seen before and with a reason. */
@Injectable()
export class VersionMoveService {
  constructor(
    private readonly counters: CounterService,
    private readonly hours: HoursCounters,
  ) {}

  /** Throws NOT_FOUND, and CONFLICT where the enrollment cannot move there at all. */
  preview(db: TenantDb, enrollmentId: string, toCohortId: string): Promise<EnrollmentMovePreview> {
    return db.load(async (tx) => {
      const route = await routeOf(tx, enrollmentId, toCohortId);
      if (route.problem) throw conflict(WHY_NOT[route.problem]);
      return (await this.look(tx, enrollmentId, toCohortId, route)).preview;
    });
  }

  /** Throws NOT_FOUND. */
  async move(db: TenantDb, input: MoveEnrollmentInput): Promise<EnrollmentMove | MoveRefusal> {
    const receipt = await db.once<Receipt | MoveRefusal>(input, (tx) => this.moveIn(tx, input));
    if (isRefusal(receipt)) return receipt;
    const [move] = await db.read<EnrollmentMove>(sql`
      SELECT id, enrollment_id AS "enrollmentId", from_version_id AS "fromVersionId", to_version_id AS "toVersionId",
        to_cohort_id AS "toCohortId", reason, moved_at AS "movedAt" FROM enrollment_move WHERE org_id = ${db.orgId} AND id = ${receipt.id}`);
    if (!move) throw notFound();
    return Object.assign(new EnrollmentMove(), move);
  }

  private async moveIn(tx: Transaction, input: MoveEnrollmentInput): Promise<Receipt | MoveRefusal> {
    const { enrollmentId, toCohortId, previewHash, reason } = input;
    const locked = await this.counters.lockPersons(tx, [enrollmentId]);
    const asked = locked.find((each) => each.asked);
    if (!asked) throw notFound();
    const own = refuseOwn(asked);
    if (own) return own;
    const route = await routeOf(tx, enrollmentId, toCohortId);
    const { problem, fromVersionId, toVersionId } = route;
    if (problem) return refuse(MoveNotPossible, WHY_NOT[problem], { problem });
    const { from, to, preview } = await this.look(tx, enrollmentId, toCohortId, route);
    if (preview.hash !== previewHash) {
      return refuse(PreviewOutdated, 'The records have changed since the preview: look at a new one.');
    }
    const id = newId();
    if (fromVersionId === toVersionId) await tx.query(carryPasses(tx.orgId, enrollmentId));
    else await this.copy(tx, enrollmentId, mapVersions(from, to));
    await tx.query(sql`
      UPDATE enrollment SET cohort_id = ${toCohortId}, program_version_id = ${toVersionId} WHERE org_id = ${tx.orgId} AND id = ${enrollmentId}`);
    await tx.query(sql`
      INSERT INTO enrollment_move (org_id, id, enrollment_id, from_version_id, to_version_id, to_cohort_id, reason, preview, moved_by)
      VALUES (${tx.orgId}, ${id}, ${enrollmentId}, ${fromVersionId}, ${toVersionId}, ${toCohortId}, ${reason}, ${JSON.stringify(preview)}::jsonb, ${tx.db.actorId})`);
    await this.hours.recount(tx, locked);
    await this.counters.recompute(tx, enrollmentId);
    const content = {
      id,
      enrollmentId,
      fromVersionId,
      toVersionId,
      toCohortId,
      reason,
      preview: previewHash,
    };
    tx.append({ personId: asked.personId, kind: 'enrollment.moved', content });
    return { id };
  }

  private async copy(tx: Transaction, enrollmentId: string, map: VersionMap): Promise<void> {
    const rows = await tx.query<{ id: string }>(rowsToCopy(tx.orgId, enrollmentId, map));
    const copies = new Map(rows.map((row) => [row.id, newId()]));
    await tx.query(copyRecords(tx, { enrollmentId, map, copies }));
  }

  private async look(
    tx: Transaction,
    enrollmentId: string,
    toCohortId: string,
    { fromVersionId, toVersionId }: Route,
  ): Promise<{ from: VersionTree; to: VersionTree; preview: EnrollmentMovePreview }> {
    const from = await treeOf(tx, fromVersionId);
    const to = await treeOf(tx, toVersionId);
    const records = await tx.query<RecordAtStake>(recordsAtStake(tx.orgId, enrollmentId));
    const { keeps, loses, adds, coursesAdded, coursesDropped } = effectOf(from, to, records);
    const before = await this.counters.facts(
      tx,
      from.courses.map(({ id }) => ({ enrollmentId, courseId: id })),
    );
    const map = fromVersionId === toVersionId ? NOTHING_MOVES : mapVersions(from, to);
    const moved = { enrollmentId, toCohortId, to, map };
    const after = await tx.query<CourseFacts>(factsAsIfMoved(tx.orgId, moved));
    const effect = { adds, coursesAdded, coursesDropped, courses: courseEffects(before, after) };
    const labels = { keeps: keeps.map(({ label }) => label), loses: loses.map(({ label }) => label) };
    const shown = { enrollmentId, toCohortId, fromVersionId, toVersionId, ...labels, ...effect };
    const hash = createHash('sha256').update(canonicalJson(shown)).digest('base64url');
    return { from, to, preview: Object.assign(new EnrollmentMovePreview(), shown, { hash }) };
  }
}

async function treeOf(tx: Transaction, versionId: string): Promise<VersionTree> {
  return { versionId, courses: await tx.query<CourseTree>(versionTree(tx.orgId, versionId)) };
}

/** Throws NOT_FOUND for an enrollment or cohort that is not there or may not be seen. */
async function routeOf(tx: Transaction, enrollmentId: string, toCohortId: string): Promise<Route> {
  const { orgId, db } = tx;
  const [route] = await tx.query<Route>(sql`
    SELECT e.program_version_id AS "fromVersionId", c.program_version_id AS "toVersionId",
      CASE WHEN e.cohort_id = c.id THEN 'SAME_COHORT' WHEN v.program_id <> e.program_id THEN 'ANOTHER_PROGRAM'
        WHEN v.status <> 'PUBLISHED' AND v.id <> e.program_version_id THEN 'VERSION_NOT_OPEN' WHEN c.closed_at IS NOT NULL THEN 'COHORT_CLOSED'
        WHEN EXISTS (SELECT 1 FROM enrollment o WHERE o.org_id = e.org_id AND o.cohort_id = c.id AND o.person_id = e.person_id)
          THEN 'ENROLLED_THERE_ALREADY' END AS problem
    FROM enrollment e JOIN cohort c ON c.org_id = e.org_id AND c.id = ${toCohortId}
      AND may_see_cohort(${orgId}::uuid, ${db.viewer.membershipId}::uuid, c.id)
    JOIN program_version v ON v.org_id = c.org_id AND v.id = c.program_version_id
    WHERE e.org_id = ${orgId} AND e.id = ${enrollmentId} AND ${readableBy(db)}`);
  if (!route) throw notFound();
  return route;
}
