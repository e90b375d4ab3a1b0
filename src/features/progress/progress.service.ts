import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { notFound } from '../../platform/faults/fault.js';
import type { CourseFacts } from '../records/course-facts.js';
import { courseFacts } from '../records/course-facts.queries.js';
import type { Missing } from './missing.rules.js';
import type { Outline } from './outline.js';
import { outlineOf } from './progress.queries.js';
import { progressOf, type CourseProgress as CourseResult } from './progress.rules.js';
import type { CourseProgress, EnrollmentProgress, MissingRequirement } from './progress.type.js';
import { gradeReasons, recordsOf, requirementsOf } from './requirements-of.rules.js';

/** The whole answer to "how far, what next, why not": computed from the records, not from counters. */
@Injectable()
export class ProgressService {
  /** Two statements. Throws NOT_FOUND. */
  async ofEnrollment(db: TenantDb, enrollmentId: string): Promise<EnrollmentProgress> {
    const [outline] = await db.read<Outline>(outlineOf(db, enrollmentId));
    if (!outline) throw notFound();
    const wanted = outline.courses.map(({ id }) => ({ enrollmentId, courseId: id }));
    const facts = new Map(
      (await db.read<CourseFacts>(courseFacts(db.orgId, wanted))).map((each) => [each.courseId, each]),
    );
    return explained(outline, facts);
  }
}

function explained(outline: Outline, facts: ReadonlyMap<string, CourseFacts>): EnrollmentProgress {
  const requirements = requirementsOf(outline, facts);
  const progress = progressOf(requirements, recordsOf(requirements, outline, facts));
  const wording = new Wording(outline, facts);
  const { enrollmentId, programVersionId } = outline;
  return {
    enrollmentId,
    programVersionId,
    percent: progress.percent,
    status: progress.status,
    next: progress.next && wording.of(progress.next)[0]!,
    missing: progress.missing.flatMap((each) => wording.of(each)),
    courses: progress.courses.map((course) => wording.ofCourse(course)),
  };
}

/** Says in the names of the program what the rules say in ids. */
class Wording {
  constructor(
    private readonly outline: Outline,
    private readonly facts: ReadonlyMap<string, CourseFacts>,
  ) {}

  /** One entry each; the grade of a course gives its reasons one by one. */
  of(missing: Missing): MissingRequirement[] {
    const { blockedByIds, ...rest } = missing;
    const worded = { ...rest, blockedBy: this.coursesNamed(blockedByIds) };
    const facts = missing.courseId === null ? undefined : this.facts.get(missing.courseId);
    if (missing.kind !== 'GRADE' || !facts) return [worded];
    return gradeReasons(facts).map(({ message, wouldMeet }) => ({ ...worded, message, wouldMeet }));
  }

  ofCourse(course: CourseResult): CourseProgress {
    const { code, title, modules } = this.outline.courses.find(({ id }) => id === course.courseId)!;
    const titles = new Map(modules.map((module) => [module.id, module.title]));
    return {
      courseId: course.courseId,
      code,
      title,
      percent: course.percent,
      status: course.status,
      blockedBy: this.coursesNamed(course.blockedByIds),
      missing: course.missing.flatMap((each) => this.of(each)),
      modules: course.modules.map(({ moduleId, percent, status, missing }) => ({
        moduleId, title: titles.get(moduleId)!, percent, status, missing: missing.flatMap((each) => this.of(each)),
      })),
    }; // prettier-ignore
  }

  private coursesNamed(ids: readonly string[]) {
    return this.outline.courses
      .filter(({ id }) => ids.includes(id))
      .map(({ id, code, title }) => ({ courseId: id, code, title }));
  }
}
