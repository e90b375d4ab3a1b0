import { CountedGrades } from '../src/features/quizzes/attempts/counted-grades.service.js';
import { CounterService } from '../src/features/records/counters.service.js';
import { Database } from '../src/platform/database/database.js';
import { newId } from '../src/platform/ids/ids.js';
import {
  answerAll,
  answerTo,
  publishedQuiz,
  quizOf,
  save,
  start,
  submit,
  traineeWithQuiz,
  type Attempt,
  type QuizWorld,
} from './support/quizzes.js';
import { sampleProgram } from './support/sample-program.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

describe('what attempts count for in the course record', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  /** Sits the quiz: all 8 points, or nothing. */
  const sit = async ({ trainee, requirementId }: QuizWorld, well: boolean): Promise<Attempt> => {
    const attempt = await start(trainee, requirementId);
    if (well) await answerAll(trainee, attempt);
    return submit(trainee, attempt.id);
  };
  const rowsOf = async <Row extends object>(statement: string, ...values: unknown[]): Promise<Row[]> =>
    (await app.owner.query<Row>(statement, values)).rows;
  const results = (enrollmentId: string) =>
    rowsOf<{ met: boolean; earned: number; source_id: string; reason: string | null }>(
      `SELECT met, earned::float, source_id, reason FROM requirement_result WHERE enrollment_id = $1 ORDER BY id`,
      enrollmentId,
    );
  const progress = async (enrollmentId: string, courseId: string) =>
    (
      await rowsOf<{ requirements_met: number; current_percent: string }>(
        'SELECT requirements_met, current_percent FROM course_progress WHERE enrollment_id = $1 AND course_id = $2',
        enrollmentId,
        courseId,
      )
    )[0];
  const expectCountersRecomputed = async ({ orgId }: World, enrollmentId: string): Promise<void> => {
    const counters = () =>
      rowsOf(
        `SELECT c.*, e.met_minutes AS total, e.courses_complete FROM course_progress c
         JOIN enrollment_progress e USING (org_id, enrollment_id) WHERE c.enrollment_id = $1 ORDER BY c.course_id`,
        enrollmentId,
      );
    const withoutTime = (rows: object[]) => rows.map((row) => ({ ...row, updated_at: null }));
    const kept = await counters();
    const db = app.app.get(Database).forOrganization(orgId);
    await db.write((tx) => app.app.get(CounterService).recompute(tx, enrollmentId));
    expect(withoutTime(await counters())).toEqual(withoutTime(kept));
  };

  describe('inv 42: is the policy of the quiz', () => {
    it.each([
      ['HIGHEST', false, { met: 1, percent: '100.00', entries: 1 }],
      ['LATEST', false, { met: 0, percent: '0.00', entries: 2 }],
      ['FIRST', false, { met: 1, percent: '100.00', entries: 1 }],
      ['AVERAGE', false, { met: 0, percent: '50.00', entries: 2 }],
    ] as const)('%s of a passed and a failed attempt', async (attemptGrading, capRepeats, counted) => {
      const world = await World.create(app);
      const quiz = await traineeWithQuiz(world, { attemptGrading, capRepeats });
      await sit(quiz, true);
      await sit(quiz, false);
      const { enrollmentId, program } = quiz;
      expect(await progress(enrollmentId, program.courses[0]!.id)).toEqual({
        requirements_met: counted.met,
        current_percent: counted.percent,
      });
      expect(await results(enrollmentId)).toHaveLength(counted.entries);
      await expectCountersRecomputed(world, enrollmentId);
    });

    it('HIGHEST of a failed attempt and a repeat that is capped at the pass mark', async () => {
      const world = await World.create(app);
      const quiz = await traineeWithQuiz(world, { capRepeats: true });
      await sit(quiz, false);
      const second = await sit(quiz, true);
      expect(await results(quiz.enrollmentId)).toMatchObject([
        { met: false, earned: 0 },
        { met: true, earned: 6, source_id: second.id, reason: 'The best attempt counts.' },
      ]);
      expect(await progress(quiz.enrollmentId, quiz.program.courses[0]!.id)).toEqual({
        requirements_met: 1,
        current_percent: '75.00',
      });
      // What the attempt itself earned is not capped.
      expect(second).toMatchObject({ earned: '8.0000', passed: true });
    });

    it('the trainee reads why a quiz that was passed is not passed any more', async () => {
      const quiz = await traineeWithQuiz(await World.create(app), { attemptGrading: 'LATEST' });
      await sit(quiz, true);
      await sit(quiz, false);
      expect((await results(quiz.enrollmentId)).at(-1)).toMatchObject({
        met: false,
        reason: 'The latest attempt counts.',
      });
      const { enrollmentProgress } = await quiz.trainee.ask<{
        enrollmentProgress: { missing: { code: string; message: string }[] };
      }>('query ($id: ID!) { enrollmentProgress(enrollmentId: $id) { missing { code message } } }', {
        id: quiz.enrollmentId,
      });
      expect(enrollmentProgress.missing).toContainEqual({
        code: 'QUIZ_NOT_PASSED',
        message: expect.stringMatching(/ is not passed\. The latest attempt counts\.$/) as string,
      });
    });
  });

  /** Makes the short text of a quiz an essay before anybody starts it: it earns its point by a grader alone. */
  const withEssay = async (quiz: QuizWorld): Promise<QuizWorld> => {
    await app.owner.query('ALTER TABLE question_version DISABLE TRIGGER published_is_immutable');
    await app.owner.query(
      `UPDATE question_version SET type = 'ESSAY', presentation = '{}', answer_key = '{}' WHERE question_id = $1`,
      [quiz.questionIds[3]],
    );
    await app.owner.query('ALTER TABLE question_version ENABLE TRIGGER published_is_immutable');
    return quiz;
  };
  const answerButEssay = async ({ trainee }: QuizWorld, attempt: Attempt, wrong: string[] = []) => {
    for (const question of attempt.questions.filter(({ type }) => type !== 'ESSAY'))
      await save(
        trainee,
        attempt.id,
        question.questionVersionId,
        answerTo(question, !wrong.includes(question.type)),
      );
  };
  const writeEssay = ({ trainee }: QuizWorld, attempt: Attempt) =>
    save(trainee, attempt.id, attempt.questions[3]!.questionVersionId, {
      text: 'The median plane, because …',
    });
  /** As a grader will: the essay is worth so much of its one point. */
  const grade = async (orgId: string, attemptIds: string[], essay: string) => {
    const db = app.app.get(Database).forOrganization(orgId);
    const counted = app.app.get(CountedGrades);
    await db.write(async (tx) => {
      await counted.hold(tx, attemptIds);
      await app.owner.query(
        `INSERT INTO quiz_score (org_id, attempt_id, entry, kind, earned, possible, percent, passed, pending, marks)
         SELECT org_id, attempt_id, entry + 1, 'MANUAL', earned + $2::numeric, possible, 0, (earned + $2::numeric) / possible >= 0.75, 0, marks
         FROM quiz_score WHERE attempt_id = ANY ($1::uuid[])`,
        [attemptIds, essay],
      );
      await counted.settle(tx, attemptIds, 'Essays were graded.');
    });
  };

  describe('an attempt whose answers wait for a grader', () => {
    it('is submitted, neither passed nor failed, and counts once it is graded', async () => {
      const world = await World.create(app);
      const quiz = await withEssay(await traineeWithQuiz(world));
      const attempt = await start(quiz.trainee, quiz.requirementId);
      await answerButEssay(quiz, attempt, ['MULTIPLE_CHOICE']);
      await writeEssay(quiz, attempt);
      const submitted = await submit(quiz.trainee, attempt.id);
      expect(submitted).toMatchObject({ status: 'SUBMITTED', earned: '5.0000', passed: null });
      expect(
        await rowsOf('SELECT passed, pending, marks FROM quiz_score WHERE attempt_id = $1', attempt.id),
      ).toEqual([{ passed: null, pending: 1, marks: [1, 0, 1.5, null, 2.5] }]);
      expect(await results(quiz.enrollmentId)).toEqual([]);
      await grade(world.orgId, [attempt.id], '1');
      expect(await results(quiz.enrollmentId)).toMatchObject([
        { met: true, earned: 6, source_id: attempt.id },
      ]);
      await expectCountersRecomputed(world, quiz.enrollmentId);
    });

    it('leaves the one before it standing until then, though the latest is to count', async () => {
      const world = await World.create(app);
      const quiz = await withEssay(await traineeWithQuiz(world, { attemptGrading: 'LATEST' }));
      const first = await start(quiz.trainee, quiz.requirementId);
      await answerButEssay(quiz, first);
      await submit(quiz.trainee, first.id);
      const second = await start(quiz.trainee, quiz.requirementId);
      await writeEssay(quiz, second);
      await submit(quiz.trainee, second.id);
      expect(await results(quiz.enrollmentId)).toMatchObject([{ met: true, earned: 7 }]);
      await grade(world.orgId, [second.id], '0.5');
      expect((await results(quiz.enrollmentId)).at(-1)).toMatchObject({
        met: false,
        earned: 0.5,
        source_id: second.id,
        reason: 'Essays were graded.',
      });
    });
  });

  it('scores of many attempts changed at once are told in a fixed number of statements', async () => {
    const world = await World.create(app);
    const quiz = await withEssay(await traineeWithQuiz(world));
    const { program, cohortId, requirementId } = quiz;
    const sitting = async (trainee: Member): Promise<string> => {
      const attempt = await start(trainee, requirementId);
      await writeEssay({ ...quiz, trainee }, attempt);
      await submit(trainee, attempt.id);
      return attempt.id;
    };
    const peers = await Promise.all([1, 2, 3].map(() => world.enrolled(program, { cohortId })));
    const attemptIds = await Promise.all([quiz, ...peers].map(({ trainee }) => sitting(trainee)));
    const one = await app.statementsOf(() => grade(world.orgId, attemptIds.slice(0, 1), '1'));
    const three = await app.statementsOf(() => grade(world.orgId, attemptIds.slice(1), '1'));
    expect(three).toEqual(one);
    expect(one.length).toBeLessThanOrEqual(7);
    for (const { enrollmentId } of [quiz, ...peers])
      expect(await results(enrollmentId)).toMatchObject([{ met: false, earned: 1 }]);
  });

  it('a pass from before a move to another version stands beside the attempts after it', async () => {
    const world = await World.create(app);
    const code = `P-${newId().slice(-6)}`;
    const author = await world.member('INSTRUCTOR');
    const { quizId } = await publishedQuiz(author);
    const attached = async (program: Awaited<ReturnType<typeof sampleProgram>>) => {
      const requirementId = program.courses[0]!.quizRequirementId;
      await author.do('attachQuiz', { requirementId, quizId }, '');
      return requirementId;
    };
    const program = await sampleProgram(app, world.orgId, code);
    const before = await attached(program);
    const enrolled = await world.enrolled(program);
    const { trainee, enrollmentId } = enrolled;
    const passed = await start(trainee, before);
    await answerAll(trainee, passed);
    await submit(trainee, passed.id);

    const next = await sampleProgram(app, world.orgId, code, {
      programId: program.programId,
      lessonTitle: (title) => title,
    });
    const after = await attached(next);
    const toCohortId = await world.cohort(next);
    const { enrollmentMovePreview } = await world.owner.ask<{ enrollmentMovePreview: { hash: string } }>(
      'query ($id: ID!, $to: ID!) { enrollmentMovePreview(enrollmentId: $id, toCohortId: $to) { hash } }',
      { id: enrollmentId, to: toCohortId },
    );
    const move = { enrollmentId, toCohortId, reason: 'New year', previewHash: enrollmentMovePreview.hash };
    await world.owner.do('moveEnrollment', move, '');
    await submit(trainee, (await start(trainee, after)).id);
    expect(await progress(enrollmentId, next.courses[0]!.id)).toMatchObject({
      requirements_met: 1,
      current_percent: '100.00',
    });
    await expectCountersRecomputed(world, enrollmentId);
  });

  it('an attempt begun before the course was repeated counts for nothing in the new course attempt', async () => {
    const quiz = await traineeWithQuiz(await World.create(app));
    await sit(quiz, false);
    const running = await start(quiz.trainee, quiz.requirementId);
    await answerAll(quiz.trainee, running);
    app.clock.advance({ minutes: 1 });
    const { enrollmentId, program } = quiz;
    await app.owner.query(
      `INSERT INTO course_attempt (org_id, id, enrollment_id, course_id, number, started_at)
       SELECT org_id, $2, id, $3, 2, now() + interval '1 minute' FROM enrollment WHERE id = $1`,
      [enrollmentId, newId(), program.courses[0]!.id],
    );
    expect(await submit(quiz.trainee, running.id)).toMatchObject({ passed: true });
    expect(await results(enrollmentId)).toMatchObject([{ met: false }]);
  });

  describe('two quizzes of one course', () => {
    /** Asks for a second quiz in the course, of the same two true-or-false questions. */
    const withSecondQuiz = async (quiz: QuizWorld): Promise<string> => {
      const requirementId = newId();
      const { owner } = app;
      await owner.query('ALTER TABLE course_requirement DISABLE TRIGGER published_is_immutable');
      await owner.query(
        `INSERT INTO course_requirement (org_id, id, program_version_id, course_id, module_id, category_id, kind, position, code, title, credit_minutes)
         SELECT org_id, $2, program_version_id, course_id, module_id, category_id, kind, 1, code || '-2', title, 20
         FROM course_requirement WHERE id = $1`,
        [quiz.requirementId, requirementId],
      );
      await owner.query('ALTER TABLE course_requirement ENABLE TRIGGER published_is_immutable');
      const second = await quizOf(quiz.author, quiz.questionIds.slice(2, 3));
      await quiz.author.do('attachQuiz', { requirementId, quizId: second.quizId }, '');
      return requirementId;
    };

    it('submitted at once by several trainees, each twice, count once each, and no counter is lost', async () => {
      const world = await World.create(app);
      const quiz = await traineeWithQuiz(world);
      const secondRequirementId = await withSecondQuiz(quiz);
      const peers = await Promise.all(
        [1, 2, 3].map(() => world.enrolled(quiz.program, { cohortId: quiz.cohortId })),
      );
      const everybody = [quiz, ...peers];
      const attempts: { trainee: Member; id: string }[] = [];
      for (const { trainee } of everybody)
        for (const requirementId of [quiz.requirementId, secondRequirementId]) {
          const attempt = await start(trainee, requirementId);
          await answerAll(trainee, attempt);
          attempts.push({ trainee, id: attempt.id });
        }
      const answers = await Promise.all(
        [...attempts, ...attempts].map(({ trainee, id }) => submit(trainee, id, 'id status percent passed')),
      );
      for (const answer of answers)
        expect(answer).toMatchObject({ status: 'SUBMITTED', percent: '100.00', passed: true });
      for (const { enrollmentId } of everybody) {
        expect(await results(enrollmentId)).toHaveLength(2);
        expect(await progress(enrollmentId, quiz.program.courses[0]!.id)).toEqual({
          requirements_met: 2,
          current_percent: '100.00',
        });
        await expectCountersRecomputed(world, enrollmentId);
      }
    });

    it('an answer that was acknowledged before the submission is in it, an answer after it is refused', async () => {
      const world = await World.create(app);
      const quiz = await traineeWithQuiz(world);
      const attempt = await start(quiz.trainee, quiz.requirementId);
      const { questionVersionId } = attempt.questions[3]!;
      const answered = await Promise.all([
        ...Array.from({ length: 12 }, (_, i) =>
          save(quiz.trainee, attempt.id, questionVersionId, { text: `answer ${i}` }),
        ),
        submit(quiz.trainee, attempt.id),
      ]);
      const saved = answered.filter((each) => each.__typename === 'SavedAnswer') as { revision: number }[];
      const submitted = answered.at(-1) as Attempt;
      const last = Math.max(0, ...saved.map(({ revision }) => revision));
      expect(submitted.questions[3]!.answer?.revision ?? 0).toBe(last);
      expect(
        await rowsOf(
          `SELECT m.response = s.response AS same FROM quiz_mark m LEFT JOIN quiz_answer s
             ON s.org_id = m.org_id AND s.attempt_id = m.attempt_id AND s.position = m.position AND s.revision = $2
           WHERE m.attempt_id = $1 AND m.position = $3`,
          attempt.id,
          last,
          4,
        ),
      ).toEqual([{ same: last === 0 ? null : true }]);
    });
  });
});
