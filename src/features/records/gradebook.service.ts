import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { notFound } from '../../platform/faults/fault.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../platform/graphql/page.js';
import type { CourseFacts } from './course-facts.js';
import { courseFacts } from './course-facts.queries.js';
import { countersOfCourse, gradebookOf, outcomeOf } from './course-standing.rules.js';
import { currentGrade } from './grade.rules.js';
import { entriesOf, gradeEntries, readableBy } from './grading.queries.js';
import { CourseGrade, type GradeEntry } from './grading.type.js';

/** Grades as they follow from the marks that stand, each with its explanation. */
@Injectable()
export class GradebookService {
  /** Every course of the enrollment's version, in order. Throws NOT_FOUND. */
  async ofEnrollment(db: TenantDb, enrollmentId: string): Promise<CourseGrade[]> {
    const courses = await db.read<{ courseId: string }>(sql`
      SELECT c.id AS "courseId" FROM enrollment e JOIN course c ON c.org_id = e.org_id AND c.program_version_id = e.program_version_id
      WHERE e.org_id = ${db.orgId} AND e.id = ${enrollmentId} AND ${readableBy(db)} ORDER BY c.position`);
    if (courses.length === 0) throw notFound();
    const wanted = courses.map(({ courseId }) => ({ enrollmentId, courseId }));
    const facts = await db.read<CourseFacts>(courseFacts(db.orgId, wanted));
    const byCourse = new Map(facts.map((each) => [each.courseId, each]));
    return courses.flatMap(({ courseId }) => {
      const found = byCourse.get(courseId);
      return found ? [courseGrade(found)] : [];
    });
  }

  /** One course of a whole cohort, by the trainees' names. Throws NOT_FOUND. */
  async ofCohort(
    db: TenantDb,
    { cohortId, courseId }: { cohortId: string; courseId: string },
    args: PageArgs,
  ): Promise<Page<CourseGrade>> {
    const [name, id] = decodeCursor(args.after, 2) ?? [null, null];
    const members = sql`FROM enrollment e JOIN person p ON p.id = e.person_id WHERE e.org_id = ${db.orgId} AND e.cohort_id = ${cohortId}`;
    const [[cohort], rows] = await db.readAll<[{ seen: boolean }, { enrollmentId: string; name: string }]>([
      sql`SELECT true AS seen FROM cohort c
        JOIN course k ON k.org_id = c.org_id AND k.program_version_id = c.program_version_id AND k.id = ${courseId}
        WHERE c.org_id = ${db.orgId} AND c.id = ${cohortId} AND may_see_cohort(${db.orgId}::uuid, ${db.viewer.membershipId}::uuid, c.id)`,
      sql`SELECT * FROM (SELECT e.id AS "enrollmentId", concat_ws(' ', p.family_name, p.given_name) AS name ${members}) m
        WHERE (${name}::text IS NULL OR (m.name, m."enrollmentId") > (${name}::text, ${id}::uuid))
        ORDER BY m.name, m."enrollmentId" LIMIT ${args.first + 1}`,
    ]);
    if (!cohort) throw notFound();
    const wanted = rows.map(({ enrollmentId }) => ({ enrollmentId, courseId }));
    const facts = await db.read<CourseFacts>(courseFacts(db.orgId, wanted));
    const grades = new Map(facts.map((each) => [each.enrollmentId, courseGrade(each)]));
    const nodes = rows.flatMap((row) => {
      const grade = grades.get(row.enrollmentId);
      return grade ? [Object.assign(grade, { sortName: row.name })] : [];
    });
    return pageOf(
      nodes,
      args,
      (node) => [node.sortName, node.enrollmentId],
      async () =>
        (await db.read<{ count: number }>(sql`SELECT count(*)::int AS count ${members}`))[0]?.count ?? 0,
    );
  }

  /** Every entry, corrected and voided ones too, in the order they were made. */
  async entries(
    db: TenantDb,
    of: { enrollmentId: string; courseId: string | null },
    args: PageArgs,
  ): Promise<Page<GradeEntry>> {
    const [afterId] = decodeCursor(args.after, 1) ?? [null];
    const window = { afterId: afterId === null ? null : String(afterId), limit: args.first + 1 };
    const rows = await db.read<GradeEntry>(gradeEntries(db, of, window));
    const counted = sql`SELECT count(*)::int AS count ${entriesOf(db, of.enrollmentId, of.courseId)}`;
    return pageOf(
      rows,
      args,
      (row) => [row.id],
      async () => (await db.read<{ count: number }>(counted))[0]?.count ?? 0,
    );
  }
}

function courseGrade(facts: CourseFacts): CourseGrade {
  const { currentPercent, finalPercent, outcome } = countersOfCourse(facts);
  const { enrollmentId, personId, courseId, courseCode, attempt } = facts;
  const subject = { enrollmentId, personId, courseId, courseCode, attemptNumber: attempt?.number ?? null };
  const reasons = outcome === 'CREDITED' ? [] : [...outcomeOf(facts).reasons];
  const shares = currentGrade(gradebookOf(facts)).categories;
  const categories = shares.map((share, index) => {
    const { id: categoryId = '', closed = false } = facts.categories[index] ?? {};
    return { ...share, categoryId, closed };
  });
  return Object.assign(new CourseGrade(), {
    ...subject,
    currentPercent,
    finalPercent,
    outcome,
    reasons,
    categories,
  });
}
