import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/faults/fault.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../platform/graphql/page.js';
import { isRefusal, refuse } from '../../platform/graphql/refusal.js';
import { newId } from '../../platform/ids/ids.js';
import { CounterService } from './counters.service.js';
import type { CompleteLessonInput, SaveLessonPositionInput } from './lesson-record.input.js';
import { completeLesson, type LessonOutcome } from './lesson-record.queries.js';
import { CourseBlocked, EnrollmentNotActive } from './lesson-record.refusals.js';
import { LessonCompletion, LessonPosition } from './lesson-record.type.js';

type LessonRefusal = CourseBlocked | EnrollmentNotActive;
type Receipt = { completedAt: Date | string; claimedAt: Date | string | null };

@Injectable()
export class LessonRecordService {
  constructor(private readonly counters: CounterService) {}

  /** Done once: doing it again, also twenty times at once, answers the first time. Throws NOT_FOUND. */
  async complete(db: TenantDb, input: CompleteLessonInput): Promise<LessonCompletion | LessonRefusal> {
    const receipt = await db.once<Receipt | LessonRefusal>(input, (tx) => this.completeIn(tx, input));
    if (isRefusal(receipt)) return receipt;
    const { enrollmentId, lessonId } = input;
    const claimedAt = receipt.claimedAt && new Date(receipt.claimedAt);
    const completedAt = new Date(receipt.completedAt);
    return Object.assign(new LessonCompletion(), { enrollmentId, lessonId, completedAt, claimedAt });
  }

  /** Keeps the latest position. Throws NOT_FOUND. */
  async savePosition(db: TenantDb, input: SaveLessonPositionInput): Promise<LessonPosition> {
    const { enrollmentId, lessonId, position } = input;
    const { updatedAt } = await db.once<{ updatedAt: Date | string }>(input, async (tx) => {
      const [saved] = await tx.query<{ updatedAt: Date }>(sql`
        INSERT INTO lesson_position (org_id, enrollment_id, lesson_id, position)
        SELECT e.org_id, e.id, l.id, ${position} FROM enrollment e
        JOIN lesson l ON l.org_id = e.org_id AND l.program_version_id = e.program_version_id AND l.id = ${lessonId}
        WHERE e.org_id = ${tx.orgId} AND e.id = ${enrollmentId} AND e.person_id = ${db.viewer.personId}
        ON CONFLICT (org_id, enrollment_id, lesson_id) DO UPDATE SET position = excluded.position, updated_at = app_now()
        RETURNING updated_at AS "updatedAt"`);
      if (!saved) throw notFound();
      return saved;
    });
    const saved = { enrollmentId, lessonId, position, updatedAt: new Date(updatedAt) };
    return Object.assign(new LessonPosition(), saved);
  }

  /** The viewer's own positions in an enrollment, the latest first. */
  async positions(db: TenantDb, enrollmentId: string, args: PageArgs): Promise<Page<LessonPosition>> {
    const [at, id] = decodeCursor(args.after, 2) ?? [null, null];
    const own = sql`FROM lesson_position p JOIN enrollment e ON e.org_id = p.org_id AND e.id = p.enrollment_id
      WHERE p.org_id = ${db.orgId} AND p.enrollment_id = ${enrollmentId} AND e.person_id = ${db.viewer.personId}`;
    const rows = await db.read<LessonPosition & { key: string }>(sql`
      SELECT p.enrollment_id AS "enrollmentId", p.lesson_id AS "lessonId", p.position, p.updated_at AS "updatedAt", p.updated_at::text AS key ${own}
      AND (${at}::text IS NULL OR (p.updated_at, p.lesson_id) < (${at}::text::timestamptz, ${id}::uuid))
      ORDER BY p.updated_at DESC, p.lesson_id DESC LIMIT ${args.first + 1}`);
    return pageOf(
      rows,
      args,
      (row) => [row.key, row.lessonId],
      async () =>
        (await db.read<{ count: number }>(sql`SELECT count(*)::int AS count ${own}`))[0]?.count ?? 0,
    );
  }

  /** The lessons done in an enrollment, in the order they were done; one's own, or with the permission to read records. */
  async completions(db: TenantDb, enrollmentId: string, args: PageArgs): Promise<Page<LessonCompletion>> {
    const [at, id] = decodeCursor(args.after, 2) ?? [null, null];
    const { viewer } = db;
    const seen = sql`FROM lesson_completion d JOIN enrollment e ON e.org_id = d.org_id AND e.id = d.enrollment_id
      WHERE d.org_id = ${db.orgId} AND d.enrollment_id = ${enrollmentId} AND (e.person_id = ${viewer.personId}
        OR (${viewer.can('record:read')} AND may_see_cohort(${db.orgId}::uuid, ${viewer.membershipId}::uuid, e.cohort_id)))`;
    const rows = await db.read<LessonCompletion & { key: string }>(sql`
      SELECT d.enrollment_id AS "enrollmentId", d.lesson_id AS "lessonId", d.completed_at AS "completedAt", d.claimed_at AS "claimedAt",
        d.completed_at::text AS key ${seen}
      AND (${at}::text IS NULL OR (d.completed_at, d.lesson_id) > (${at}::text::timestamptz, ${id}::uuid))
      ORDER BY d.completed_at, d.lesson_id LIMIT ${args.first + 1}`);
    return pageOf(
      rows,
      args,
      (row) => [row.key, row.lessonId],
      async () =>
        (await db.read<{ count: number }>(sql`SELECT count(*)::int AS count ${seen}`))[0]?.count ?? 0,
    );
  }

  private async completeIn(tx: Transaction, input: CompleteLessonInput): Promise<Receipt | LessonRefusal> {
    const { enrollmentId, lessonId, claimedAt = null } = input;
    const { own, personId } = await this.counters.lockOne(tx, enrollmentId);
    if (!own) throw notFound();
    const lesson = { enrollmentId, lessonId, claimedAt, newAttemptId: newId() };
    const [outcome] = await tx.query<LessonOutcome>(completeLesson(tx, lesson));
    if (!outcome) throw notFound();
    const { courseId, cohortId, completedAt } = outcome;
    if (completedAt === null) return refuseLesson(outcome);
    if (outcome.decides) {
      await this.counters.keep(tx, [await this.counters.factsOf(tx, enrollmentId, courseId)]);
    } else if (outcome.fresh) {
      this.counters.announce(tx, [{ enrollmentId, personId, cohortId }]);
    }
    return { completedAt, claimedAt: outcome.claimedAt };
  }
}

function refuseLesson({ status, blockedBy }: LessonOutcome): LessonRefusal {
  if (status !== 'ACTIVE') {
    const message = `The enrollment is ${status.toLowerCase().replace('_', ' ')}: lessons count while it is active.`;
    return refuse(EnrollmentNotActive, message, { enrollmentStatus: status });
  }
  const names = blockedBy.map(({ code }) => code).join(', ');
  return refuse(CourseBlocked, `Complete ${names} first.`, { blockedBy: [...blockedBy] });
}
