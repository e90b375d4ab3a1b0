import { Injectable } from '@nestjs/common';
import sql, { raw } from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { ListLoader, Loader } from '../../platform/graphql/loader.js';
import { Course, CoursePrerequisite, GradebookCategory } from './course.entity.js';
import { CourseModule, CourseRequirement, Lesson } from './module.entity.js';
import { mayReadVersion } from './program-access.js';
import { Program, ProgramVersion } from './program.entity.js';

/** All of a lesson but its body, which is long and mostly not asked for. */
const LESSON_COLUMNS = raw(
  'id, org_id, program_version_id, course_id, module_id, position, title, minutes, objectives, media, required, credit_minutes',
);

const IN_ORDER = 'position, id';

/** The parts of versions, level by level: one statement a level, however many there are. */
@Injectable()
export class VersionTree {
  readonly program = byId(Program, 'program');
  readonly version = byId(ProgramVersion, 'program_version');
  readonly course = byId(Course, 'course');
  readonly module = byId(CourseModule, 'module');

  /** Newest first; only those that the viewer may read. */
  readonly versions = new ListLoader<string, ProgramVersion>(
    (db, ids) =>
      db.entities(
        ProgramVersion,
        sql`SELECT v.* FROM program_version v WHERE v.org_id = ${db.orgId} AND v.program_id = ANY(${ids}::uuid[])
          AND ${mayReadVersion(db, sql`v.id`)} ORDER BY v.created_at DESC, v.id DESC`,
      ),
    (version) => version.programId,
  );
  readonly courses = listBy(Course, 'course', 'program_version_id', IN_ORDER, (c) => c.programVersionId);
  readonly modules = listBy(CourseModule, 'module', 'course_id', IN_ORDER, (m) => m.courseId);
  readonly categories = listBy(
    GradebookCategory,
    'gradebook_category',
    'course_id',
    IN_ORDER,
    (c) => c.courseId,
  );
  readonly requirements = listBy(
    CourseRequirement,
    'course_requirement',
    'course_id',
    IN_ORDER,
    (r) => r.courseId,
  );

  readonly lessons = new ListLoader<string, Lesson>(
    (db, ids) =>
      db.entities(
        Lesson,
        sql`SELECT ${LESSON_COLUMNS} FROM lesson WHERE org_id = ${db.orgId} AND module_id = ANY(${ids}::uuid[])
          ORDER BY module_id, position, id`,
      ),
    (lesson) => lesson.moduleId,
  );

  private readonly bodies = new Loader<string, { id: string; body: string }>(
    (db, ids) =>
      db.read(sql`SELECT id, body FROM lesson WHERE org_id = ${db.orgId} AND id = ANY(${ids}::uuid[])`),
    (lesson) => lesson.id,
  );

  private readonly prerequisiteRows = listBy(
    CoursePrerequisite,
    'course_prerequisite',
    'course_id',
    'course_id',
    (p) => p.courseId,
  );

  async prerequisites(db: TenantDb, course: Course): Promise<Course[]> {
    const before = new Set(
      (await this.prerequisiteRows.load(db, course.id)).map((row) => row.prerequisiteCourseId),
    );
    return (await this.courses.load(db, course.programVersionId)).filter(({ id }) => before.has(id));
  }

  /** What stands on the course itself. */
  async courseRequirements(db: TenantDb, course: Course): Promise<CourseRequirement[]> {
    return (await this.requirements.load(db, course.id)).filter(({ moduleId }) => moduleId === null);
  }

  async moduleRequirements(db: TenantDb, module: CourseModule): Promise<CourseRequirement[]> {
    return (await this.requirements.load(db, module.courseId)).filter(
      ({ moduleId }) => moduleId === module.id,
    );
  }

  async bodyOf(db: TenantDb, lesson: Lesson): Promise<string> {
    return lesson.body ?? (await this.bodies.load(db, lesson.id))?.body ?? '';
  }
}

function byId<E extends { id: string }>(entity: new () => E, table: string): Loader<string, E> {
  return new Loader(
    (db, ids) =>
      db.entities(
        entity,
        sql`SELECT * FROM ${raw(table)} WHERE org_id = ${db.orgId} AND id = ANY(${ids}::uuid[])`,
      ),
    (row) => row.id,
  );
}

function listBy<E extends object>(
  entity: new () => E,
  table: string,
  parent: string,
  order: string,
  keyOf: (row: E) => string,
): ListLoader<string, E> {
  return new ListLoader(
    (db, ids) =>
      db.entities(
        entity,
        sql`SELECT * FROM ${raw(table)} WHERE org_id = ${db.orgId} AND ${raw(parent)} = ANY(${ids}::uuid[])
          ORDER BY ${raw(order)}`,
      ),
    keyOf,
  );
}
