import fc from 'fast-check';
import { CounterService } from '../src/features/records/counters.service.js';
import { PlacementHours } from '../src/features/records/placement-hours.service.js';
import { RequirementResults } from '../src/features/records/requirement-results.js';
import { Database } from '../src/platform/database/database.js';
import type { SampleProgram } from './support/sample-program.js';
import { TestApp } from './support/test-app.js';
import { World, type Enrolled, type Member } from './support/world.js';

type Step =
  | { do: 'lesson'; lesson: number }
  | { do: 'quiz'; earned: number; source: number }
  | { do: 'mark'; category: string; item: number; earned: number }
  | { do: 'correct'; earned: number }
  | { do: 'void' }
  | { do: 'practical'; percent: number; critical: boolean }
  | { do: 'close' | 'reopen'; category: string }
  | { do: 'hours'; course: number; hour: number; status: string; late: number }
  | { do: 'makeUp' | 'correctMakeUp'; minutes: number }
  | { do: 'voidMakeUp' }
  | { do: 'placement'; course: number; claim: number; hour: number; minutes: number }
  | { do: 'credit'; granted: boolean }
  | { do: 'repeat' };

const category = fc.constantFrom('quizzes', 'lab', 'final');
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('lesson' as const), lesson: fc.nat(3) }) },
  fc.record({ do: fc.constant('quiz' as const), earned: fc.nat(10), source: fc.nat(2) }),
  fc.record({ do: fc.constant('mark' as const), category, item: fc.nat(2), earned: fc.nat(10) }),
  fc.record({ do: fc.constant('correct' as const), earned: fc.nat(10) }),
  fc.record({ do: fc.constant('void' as const) }),
  fc.record({
    do: fc.constant('practical' as const),
    percent: fc.integer({ min: 60, max: 100 }),
    critical: fc.boolean(),
  }),
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('close' as const, 'reopen' as const), category }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('hours' as const), course: fc.nat(1), hour: fc.nat(2), status: fc.constantFrom('PRESENT', 'ABSENT', 'EXCUSED'), late: fc.nat(30) }) }, // prettier-ignore
  fc.record({
    do: fc.constantFrom('makeUp' as const, 'correctMakeUp' as const),
    minutes: fc.integer({ min: 1, max: 60 }),
  }),
  fc.record({ do: fc.constant('voidMakeUp' as const) }),
  // As verified, verified anew otherwise, or taken back: on the days of the classes.
  { weight: 2, arbitrary: fc.record({ do: fc.constant('placement' as const), course: fc.nat(1), claim: fc.nat(2), hour: fc.nat(4), minutes: fc.constantFrom(0, 30, 90) }) }, // prettier-ignore
  fc.record({ do: fc.constant('credit' as const), granted: fc.boolean() }),
  fc.record({ do: fc.constant('repeat' as const) }),
);
/** Steps one after the other, each a batch of up to three at once. */
const history = fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 7 });

describe('counters', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  interface Scene extends Enrolled {
    program: SampleProgram;
    owner: Member;
  }

  /** A make-up of yesterday; those of different lengths start at different times. */
  function madeUp({ minutes }: { minutes: number }, supervisor: Member): object {
    const startsAt = new Date(Date.now() - 86_400_000 + minutes * 60_000);
    const endsAt = new Date(startsAt.getTime() + minutes * 60_000);
    return { startsAt, endsAt, supervisedBy: supervisor.personId };
  }

  async function take(step: Step, scene: Scene): Promise<unknown> {
    const { owner, trainee, enrollmentId, cohortId, program } = scene;
    const course = program.courses[0]!;
    switch (step.do) {
      case 'lesson':
        return trainee.do('completeLesson', { enrollmentId, lessonId: course.lessonIds[step.lesson] }, '');
      case 'quiz': {
        const { quizRequirementId: requirementId, id: courseId } = course;
        const sourceId = `${enrollmentId.slice(0, -1)}${step.source}`;
        const grade = { earned: String(step.earned), possible: '10' };
        const decided = { enrollmentId, courseId, requirementId, sourceId, grade, met: step.earned > 6 };
        const db = app.app.get(Database).forViewer(trainee.viewer);
        return db.write((tx) => app.app.get(RequirementResults).record(tx, decided));
      }
      case 'mark': {
        const input = {
          enrollmentId,
          categoryId: course.categoryIds[step.category],
          item: `Item ${step.item}`,
        };
        return owner.do('recordGrade', { ...input, earned: String(step.earned), possible: '10' }, '');
      }
      case 'correct':
      case 'void': {
        const { rows } = await app.owner.query<{ id: string }>(
          `SELECT id FROM grade_entry WHERE enrollment_id = $1 AND technical_percent IS NULL ORDER BY id DESC LIMIT 1`,
          [enrollmentId],
        );
        if (!rows[0]) return undefined;
        const input = { entryId: rows[0].id, reason: 'Second look' };
        const mutation = step.do === 'void' ? 'voidGrade' : 'correctGrade';
        const earned = step.do === 'void' ? {} : { earned: String(step.earned) };
        // An entry of an earlier attempt at the course is closed: a fault that changes nothing.
        return owner.do(mutation, { ...input, ...earned }, '').catch(() => undefined);
      }
      case 'practical': {
        const input = {
          enrollmentId,
          categoryId: course.categoryIds['lab'],
          item: 'Transfer',
          criticalStepsMet: step.critical,
        };
        for (const attemptNumber of [1, 2, 3])
          await owner.do(
            'recordPractical',
            { ...input, attemptNumber, technicalPercent: String(step.percent) },
            '',
          );
        return undefined;
      }
      case 'close':
        return owner.do('closeCategory', { cohortId, categoryId: course.categoryIds[step.category] }, '');
      case 'reopen':
        return owner.do(
          'reopenCategory',
          { cohortId, categoryId: course.categoryIds[step.category], reason: 'More to come' },
          '',
        );
      case 'hours': {
        const startsAt = new Date(Date.now() - 86_400_000 * 2 + step.hour * 1_800_000);
        const time = {
          startsAt,
          endsAt: new Date(startsAt.getTime() + 3_600_000),
          kind: 'LAB',
          title: 'Lab',
        };
        const { id: sessionId } = await owner.do<{ id: string }>(
          'scheduleClassSession',
          { cohortId, courseId: program.courses[step.course]!.id, ...time },
          '... on ClassSession { id }',
        );
        const minutesLate = step.status === 'PRESENT' ? step.late : 0;
        return owner.do(
          'takeAttendance',
          { sessionId, lines: [{ enrollmentId, status: step.status, minutesLate }] },
          '',
        );
      }
      case 'makeUp': {
        const { rows } = await app.owner.query<{ sessionId: string }>(
          `SELECT session_id AS "sessionId" FROM hours_entry WHERE enrollment_id = $1 AND status = 'ABSENT' ORDER BY id DESC LIMIT 1`,
          [enrollmentId],
        );
        if (!rows[0]) return undefined;
        return owner.do('recordMakeUp', { enrollmentId, ...rows[0], ...madeUp(step, owner) }, '');
      }
      case 'correctMakeUp':
      case 'voidMakeUp': {
        const { rows } = await app.owner.query<{ id: string }>(
          `SELECT id FROM hours_entry WHERE enrollment_id = $1 AND status = 'MAKE_UP' ORDER BY id DESC LIMIT 1`,
          [enrollmentId],
        );
        if (!rows[0]) return undefined;
        const input = { entryId: rows[0].id, reason: 'Second look' };
        const time = step.do === 'correctMakeUp' ? madeUp(step, owner) : {};
        return owner.do(step.do, { ...input, ...time }, '');
      }
      case 'placement': {
        const startsAt = new Date(Date.now() - 86_400_000 * 2 + step.hour * 1_800_000);
        const part = { startsAt, endsAt: new Date(startsAt.getTime() + 5_400_000), breakMinutes: 0 };
        const sourceId = `${enrollmentId.slice(0, -2)}${step.course}${step.claim}`;
        const courseId = program.courses[step.course]!.id;
        const parts = step.minutes ? [{ ...part, minutes: step.minutes }] : [];
        const decided = { enrollmentId, courseId, sourceId, startsAt, parts, reason: null };
        const db = app.app.get(Database).forViewer(owner.viewer);
        return db.write((tx) =>
          tx.asSystem((system) => app.app.get(PlacementHours).enter(system, [decided])),
        );
      }
      case 'credit': {
        const decision = { granted: step.granted, reason: 'Learned elsewhere', evidence: 'Transcript' };
        return owner.do('recognizePriorLearning', { enrollmentId, courseId: course.id, ...decision }, '');
      }
      case 'repeat':
        return owner.do('repeatCourse', { enrollmentId, courseId: course.id }, '');
    }
  }

  async function kept(enrollmentId: string): Promise<object> {
    const read = async (text: string) => (await app.owner.query<object>(text, [enrollmentId])).rows;
    return {
      courses: await read(
        `SELECT course_id, course_attempt_id, met_minutes, lessons_done, requirements_met, lecture_minutes, lab_minutes, placement_minutes, current_percent,
          final_percent, outcome, complete FROM course_progress WHERE enrollment_id = $1 ORDER BY course_id`,
      ),
      // Without a record there may be no row yet, which stands for nothing done.
      enrollment: await read(
        `SELECT coalesce(max(met_minutes), 0) AS met_minutes, coalesce(max(courses_complete), 0) AS courses_complete,
          coalesce(bool_or(complete), false) AS complete FROM enrollment_progress WHERE enrollment_id = $1`,
      ),
      attempts: await read(
        'SELECT id, number, outcome, final_percent FROM course_attempt WHERE enrollment_id = $1 ORDER BY course_id, number',
      ),
    };
  }

  it('equal a recomputation from the records, for any history, also of steps taken at once', async () => {
    const world = await World.create(app);
    const program = await world.program();
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(history, async (batches) => {
        const scene = { ...(await world.enrolled(program)), program, owner: world.owner };
        for (const batch of batches) await Promise.all(batch.map((each) => take(each, scene)));
        const before = await kept(scene.enrollmentId);
        const db = app.app.get(Database).forViewer(world.owner.viewer);
        await db.write((tx) => app.app.get(CounterService).recompute(tx, scene.enrollmentId));
        expect(await kept(scene.enrollmentId)).toEqual(before);
        for (const { outcome } of (before as { attempts: { outcome: string }[] }).attempts)
          outcomes.add(outcome);
      }),
      { numRuns: 25, endOnFailure: true },
    );
    expect(outcomes.size).toBeGreaterThan(1);
  }, 120_000);
});
