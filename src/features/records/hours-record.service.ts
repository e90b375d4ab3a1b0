import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { notFound } from '../../platform/faults/fault.js';
import type { CountedEntry } from './attendance.js';
import { ClassHours, countEntries, type HoursOnRecord } from './class-hours.js';
import { type CourseHours, HoursEntry, HoursRecord } from './class-session.type.js';
import { readableBy } from './grading.queries.js';

/** Class hours as they are counted, with the reason for every minute that is not. */
@Injectable()
export class HoursRecordService {
  constructor(private readonly hours: ClassHours) {}

  /** Throws NOT_FOUND. */
  async ofEnrollment(db: TenantDb, enrollmentId: string): Promise<HoursRecord> {
    const { courses, record } = await db.load(async (tx) => {
      const [found] = await tx.query<{ personId: string; courses: CourseHours[] }>(sql`
        SELECT e.person_id AS "personId", (SELECT coalesce(jsonb_agg(jsonb_build_object('courseId', c.id, 'courseCode', c.code,
            'lectureMinutesRequired', c.lecture_minutes, 'labMinutesRequired', c.lab_minutes, 'lectureMinutes', coalesce(p.lecture_minutes, 0),
            'labMinutes', coalesce(p.lab_minutes, 0)) ORDER BY c.position), '[]')
          FROM course c LEFT JOIN course_progress p ON p.org_id = c.org_id AND p.enrollment_id = e.id AND p.course_id = c.id
          WHERE c.org_id = e.org_id AND c.program_version_id = e.program_version_id) AS courses
        FROM enrollment e WHERE e.org_id = ${tx.orgId} AND e.id = ${enrollmentId} AND ${readableBy(db)}`);
      if (!found) throw notFound();
      return { courses: found.courses, record: await this.hours.recordOf(tx, [found.personId]) };
    });
    const own = explained(record).filter((entry) => entry.enrollmentId === enrollmentId);
    return Object.assign(new HoursRecord(), { enrollmentId, courses, entries: own });
  }

  /** One entry, counted among all of its person's. Throws NOT_FOUND. */
  async entry(db: TenantDb, id: string): Promise<HoursEntry> {
    const record = await db.load(async (tx) => {
      const [found] = await tx.query<{ personId: string }>(sql`
        SELECT e.person_id AS "personId" FROM hours_entry h JOIN enrollment e ON e.org_id = h.org_id AND e.id = h.enrollment_id
        WHERE h.org_id = ${tx.orgId} AND h.id = ${id} AND ${readableBy(db)}`);
      if (!found) throw notFound();
      return this.hours.recordOf(tx, [found.personId]);
    });
    const entry = explained(record).find((each) => each.id === id);
    if (!entry) throw notFound();
    return entry;
  }
}

/** The class entries of one person, each with what counts of it. */
function explained(record: HoursOnRecord): HoursEntry[] {
  const counted = new Map(countEntries(record).map((each) => [each.entryId, each]));
  return record.classes.flatMap((entry) => {
    const count = counted.get(entry.id);
    return count ? [Object.assign(new HoursEntry(), entry, accounted(count))] : [];
  });
}

function accounted({ source, creditMinutes, countedMinutes, notCounted }: CountedEntry) {
  return { source, creditMinutes, countedMinutes, notCounted: [...notCounted] };
}
