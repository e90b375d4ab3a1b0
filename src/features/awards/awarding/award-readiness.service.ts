import { Injectable } from '@nestjs/common';
import sql, { empty, type Sql } from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { notFound } from '../../../platform/faults/fault.js';
import { pageOf, type Page } from '../../../platform/graphql/page.js';
import { checkedCursor, isText, isUuid, seenCohort } from '../../enrollments/cohort.queries.js';
import { type AwardDecision, AwardDecisions } from './award-decisions.service.js';
import type { CohortAwardReadinessArgs } from './award.input.js';
import { nextOfAward } from './award-readiness.rules.js';
import { AwardReading } from './award-reading.service.js';
import { SORT_NAME } from './award-record.queries.js';
import { AwardReadiness, MyAwards } from './award.type.js';

type Keyed = AwardReadiness & { readonly sortName: string };

/** Tells who can be awarded what, and what is missing: the same decision that awarding takes. */
@Injectable()
export class AwardReadinessService {
  constructor(
    private readonly decisions: AwardDecisions,
    private readonly reading: AwardReading,
  ) {}

  /** One's own, or of a cohort the viewer may see as staff. Throws NOT_FOUND. */
  async ofEnrollment(db: TenantDb, enrollmentId: string, trackId: string | null): Promise<AwardReadiness> {
    const which = sql`e.id = ${enrollmentId} AND (${ownBy(db)} OR ${seenByStaff(db)})`;
    const [decision] = await db.load((tx) => this.decisions.of(tx, which, trackId));
    if (!decision || (trackId !== null && !decision.subject.track)) throw notFound();
    return readinessOf(decision);
  }

  /** Trainees of a cohort who have not left it, by name. */
  async ofCohort(db: TenantDb, args: CohortAwardReadinessArgs): Promise<Page<AwardReadiness>> {
    const [name, id] = checkedCursor(args.after, [isText, isUuid]) ?? [null, null];
    const after =
      id === null ? empty : sql`AND (${SORT_NAME}, e.id) > (${String(name)}::text, ${String(id)}::uuid)`;
    const page = sql`${inCohort(db, args)} ${after} ORDER BY ${SORT_NAME}, e.id LIMIT ${args.first + 1}`;
    const decisions = await db.load((tx) => this.decisions.of(tx, page));
    return pageOf<Keyed>(
      decisions.map((decision) =>
        Object.assign(readinessOf(decision), { sortName: decision.subject.sortName }),
      ),
      args,
      ({ sortName, enrollmentId }) => [sortName, enrollmentId],
      async () => (await db.read<{ count: number }>(cohortSize(db, args)))[0]!.count,
    );
  }

  /** Their awards, and the enrollments that have none that is valid. */
  async ofViewer(db: TenantDb): Promise<MyAwards> {
    const which = sql`${ownBy(db)} AND e.status NOT IN ('WITHDRAWN', 'DISMISSED') ORDER BY e.enrolled_on DESC, e.id`;
    const decisions = await db.load((tx) => this.decisions.of(tx, which));
    const awards = await this.reading.ofPerson(db, db.viewer.personId);
    const open = decisions
      .filter(({ award }) => award?.standing.status !== 'VALID')
      .map((decision) => readinessOf(decision));
    const next =
      open[0]?.next ??
      (awards.length
        ? 'Nothing is missing: your certificates are listed here.'
        : 'There is nothing to be awarded yet: you are not enrolled in a program here.');
    return Object.assign(new MyAwards(), { awards, open, next });
  }
}

/** Of enrollment `e`: the viewer's, under an id that is theirs to read. */
const ownBy = ({ viewer }: TenantDb): Sql => sql`may_read_as_own(${viewer.personId}, e.person_id)`;

const seenByStaff = (db: TenantDb): Sql =>
  db.viewer.can('award:read') ? seenCohort(db, sql`e.cohort_id`) : sql`false`;

const inCohort = (
  db: TenantDb,
  { cohortId, coursesComplete = null }: CohortAwardReadinessArgs,
): Sql => sql`e.cohort_id = ${cohortId} AND ${seenCohort(db, sql`e.cohort_id`)} AND e.status NOT IN ('WITHDRAWN', 'DISMISSED')
  AND (${coursesComplete}::boolean IS NULL OR ${coursesComplete}::boolean = EXISTS (
    SELECT 1 FROM enrollment_progress g WHERE g.org_id = e.org_id AND g.enrollment_id = e.id AND g.complete))`;

const cohortSize = (db: TenantDb, args: CohortAwardReadinessArgs): Sql =>
  sql`SELECT count(*)::int AS count FROM enrollment e WHERE e.org_id = ${db.orgId} AND ${inCohort(db, args)}`;

function readinessOf({ subject, requirements, ready, award }: AwardDecision): AwardReadiness {
  const { enrollmentId, personId, recipientName: personName, today: on, track, policy } = subject;
  const automatic = track === null && (policy?.automatic ?? false);
  return Object.assign(new AwardReadiness(), {
    ...{ enrollmentId, personId, personName, on, ready, requirements },
    title: track?.title ?? subject.title,
    missing: requirements.filter(({ met }) => !met),
    awardId: award?.id ?? null,
    next: nextOfAward({ requirements, automatic, award }),
  });
}
