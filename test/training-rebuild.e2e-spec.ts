import fc from 'fast-check';
import { CounterService } from '../src/features/records/counters.service.js';
import { ChecklistCompletion } from '../src/features/training/completion/checklist-completion.service.js';
import { hourLogState, type HourDecisionKind } from '../src/features/training/hours/hour-log.rules.js';
import { AssignmentRecords } from '../src/features/training/placements/assignment-record.service.js';
import { SkillStandings } from '../src/features/training/sign-offs/skill-standing.service.js';
import { Database } from '../src/platform/database/database.js';
import { hoursAgo, logHours, type OjtPlacement, ojtPlacement, verifyHours } from './support/ojt.js';
import { loadLicenseTypes } from './support/rules.js';
import { itemOf, observed, signedOff } from './support/sign-offs.js';
import { TestApp } from './support/test-app.js';
import { dayFromToday } from './support/training.js';

type Step =
  | { do: 'hours'; slot: number; verdict: 'VERIFIED' | 'REJECTED' | null }
  | { do: 'reopen' }
  | { do: 'sign'; skill: number }
  | { do: 'revoke' | 'suspend' | 'reinstate' }
  | { do: 'class'; slot: number }
  | { do: 'dates'; days: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constant('hours' as const), slot: fc.nat(5), verdict: fc.constantFrom('VERIFIED' as const, 'VERIFIED' as const, 'REJECTED' as const, null) }) }, // prettier-ignore
  fc.record({ do: fc.constant('reopen' as const) }),
  { weight: 3, arbitrary: fc.record({ do: fc.constant('sign' as const), skill: fc.nat(1) }) },
  fc.record({ do: fc.constantFrom('revoke' as const, 'suspend' as const, 'reinstate' as const) }),
  fc.record({ do: fc.constant('class' as const), slot: fc.nat(5) }),
  fc.record({ do: fc.constant('dates' as const), days: fc.integer({ min: 1, max: 60 }) }),
);

/** Whatever happened: what is kept for speed follows from the entries alone. */
describe('everything that is derived in training', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
    await loadLicenseTypes(app);
  });
  afterAll(() => app.stop());

  const rows = async <Row extends object>(text: string, values: unknown[]): Promise<Row[]> =>
    (await app.owner.query<Row>(text, values)).rows;

  async function take(each: Step, scene: OjtPlacement): Promise<unknown> {
    const {
      school,
      clinic,
      site,
      supervisor,
      trainee,
      assignment,
      skills,
      cohortId,
      courseId,
      enrollmentId,
    } = scene;
    switch (each.do) {
      case 'hours': {
        const log = await logHours(trainee, assignment, hoursAgo(100 - each.slot * 6), 8);
        if (log.__typename !== 'HourLog' || each.verdict === null) return undefined;
        return verifyHours(supervisor, assignment, [log.id], each.verdict);
      }
      case 'reopen': {
        const [log] = await rows<{ id: string }>(
          `SELECT hour_log_id AS id FROM hour_decision d JOIN hour_log l ON l.id = d.hour_log_id WHERE l.assignment_id = $1 ORDER BY d.id DESC LIMIT 1`,
          [assignment.id],
        );
        const reopening = { assignmentId: assignment.id, hourLogId: log?.id, reason: 'Second look' };
        return log && supervisor.do('reopenHours', reopening, '');
      }
      case 'sign': {
        const skill = skills[each.skill]!;
        const seen = { assignment, site, siteOrgId: clinic.orgId, skill, by: supervisor };
        const observation = await observed(app, seen);
        // In the way may be what is signed and current already.
        return signedOff(app, supervisor, [itemOf(assignment, skill, [observation])]).catch(() => undefined);
      }
      case 'revoke':
      case 'suspend':
      case 'reinstate': {
        const [signOff] = await rows<{ id: string }>(
          `SELECT id FROM sign_off WHERE assignment_id = $1 ORDER BY signed_at DESC, id DESC LIMIT 1`,
          [assignment.id],
        );
        const input = { signOffId: signOff?.id, reasonCode: 'INCIDENT', note: 'Second look' };
        const by = each.do === 'reinstate' ? clinic.owner : supervisor;
        return signOff && by.do(`${each.do}SignOff`, input, '');
      }
      case 'class': {
        const [startsAt, endsAt] = [hoursAgo(102 - each.slot * 6), hoursAgo(99 - each.slot * 6)];
        const { id: sessionId } = await school.owner.do<{ id: string }>(
          'scheduleClassSession',
          { cohortId, courseId, kind: 'LECTURE', title: 'Class', startsAt, endsAt },
          '... on ClassSession { id }',
        );
        return school.owner.do(
          'takeAttendance',
          { sessionId, lines: [{ enrollmentId, status: 'PRESENT' }] },
          '',
        );
      }
      case 'dates':
        return school.owner.do(
          'changeAssignmentDates',
          {
            assignmentId: assignment.id,
            startsOn: dayFromToday(-30),
            endsOn: dayFromToday(each.days),
            reason: 'Moved',
          },
          '',
        );
    }
  }

  /** Every status on these days, as it was known at these moments. */
  async function statuses(scene: OjtPlacement, moments: readonly Date[]): Promise<object> {
    const { school, skills, trainee, assignment } = scene;
    const days = [-400, -1, 0, 100, 400].map(dayFromToday);
    const logs = await rows<{
      id: string;
      withdrawn: boolean;
      decisions: { decision: HourDecisionKind; recordedAt: string }[];
    }>(
      `SELECT l.id, l.withdrawn, coalesce((SELECT jsonb_agg(jsonb_build_object('decision', d.decision, 'recordedAt', d.recorded_at) ORDER BY d.number)
         FROM hour_decision d WHERE d.hour_log_id = l.id), '[]') AS decisions FROM hour_log l WHERE l.assignment_id = $1 ORDER BY l.id`,
      [assignment.id],
    );
    const skillStatuses: string[] = [];
    const hourStates: string[] = [];
    for (const knownAt of moments) {
      const db = app.app.get(Database).forOrganization(school.orgId);
      for (const { id: skillId } of skills)
        for (const on of days) {
          const key = { personId: trainee.personId, skillOrgId: school.orgId, skillId };
          const { status, expiresOn } = await app.app.get(SkillStandings).of(db, key, on, knownAt);
          skillStatuses.push(`${skillId} ${on} ${knownAt.toISOString()} ${status} ${expiresOn}`);
        }
      for (const { id, withdrawn, decisions } of logs) {
        const decided = decisions.map((each) => ({ ...each, recordedAt: new Date(each.recordedAt) }));
        hourStates.push(`${id} ${hourLogState({ withdrawn, successor: null, decisions: decided }, knownAt)}`);
      }
    }
    return { skillStatuses, hourStates, ...(await kept(scene)) };
  }

  async function kept({ school, enrollmentId, assignment }: OjtPlacement): Promise<object> {
    return {
      standing: await rows(
        `SELECT person_id, site_org_id, site_id, time_zone, checklist_version_id, starts_on::text, ends_on::text, cancelled
         FROM assignment_standing WHERE assignment_id = $1`,
        [assignment.id],
      ),
      courses: await rows(
        `SELECT course_id, course_attempt_id, met_minutes, requirements_met, lecture_minutes, placement_minutes, outcome, complete
         FROM course_progress WHERE enrollment_id = $1`,
        [enrollmentId],
      ),
      // Nothing earned yet reads the same with a row of zeros as without one.
      enrollment: await rows(
        `SELECT met_minutes, courses_complete, complete FROM enrollment_progress
         WHERE enrollment_id = $1 AND (met_minutes, courses_complete, complete) <> (0, 0, false)`,
        [enrollmentId],
      ),
      results: await rows(
        `SELECT id, met, reason, supersedes_id FROM requirement_result WHERE enrollment_id = $1 ORDER BY id`,
        [enrollmentId],
      ),
      attempts: await rows(
        'SELECT id, number, outcome FROM course_attempt WHERE org_id = $1 AND enrollment_id = $2 ORDER BY id',
        [school.orgId, enrollmentId],
      ),
    };
  }

  async function forget({ school }: OjtPlacement): Promise<void> {
    for (const table of ['assignment_standing', 'course_progress', 'enrollment_progress'])
      await app.owner.query(`DELETE FROM ${table} WHERE org_id = $1`, [school.orgId]);
  }

  async function rebuild({ school, enrollmentId, assignment }: OjtPlacement): Promise<void> {
    const db = app.app.get(Database).forOrganization(school.orgId);
    await db.write(async (tx) => {
      await app.app.get(AssignmentRecords).rebuildIn(tx);
      await app.app.get(CounterService).recompute(tx, enrollmentId);
      await app.app.get(ChecklistCompletion).decide(tx, [assignment.id]);
    });
  }

  it('inv 26, 71: is the same when projections and counters are deleted and rebuilt from the entries, at every (on, knownAt)', async () => {
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 9 }), async (history) => {
        const scene = await ojtPlacement(app, { minutes: 480 });
        const moments = [new Date()];
        for (const each of history) {
          await take(each, scene);
          moments.push(new Date());
        }
        const before = await statuses(scene, moments);
        await forget(scene);
        expect(await kept(scene)).toMatchObject({ standing: [], courses: [], enrollment: [] });
        await rebuild(scene);
        expect(await statuses(scene, moments)).toEqual(before);
        for (const { outcome } of (before as { attempts: { outcome: string }[] }).attempts)
          outcomes.add(outcome);
      }),
      {
        numRuns: 8,
        endOnFailure: true,
        examples: [
          [
            [
              { do: 'hours', slot: 0, verdict: 'VERIFIED' },
              { do: 'sign', skill: 0 },
              { do: 'sign', skill: 1 },
              { do: 'class', slot: 0 },
              { do: 'revoke' },
              { do: 'dates', days: 12 },
            ],
          ],
          [
            [
              { do: 'sign', skill: 0 },
              { do: 'sign', skill: 1 },
              { do: 'suspend' },
              { do: 'hours', slot: 1, verdict: 'VERIFIED' },
              { do: 'reopen' },
              { do: 'reinstate' },
            ],
          ],
        ],
      },
    );
    expect([...outcomes].sort()).toEqual(['IN_PROGRESS', 'PASSED']);
  }, 120_000);
});
