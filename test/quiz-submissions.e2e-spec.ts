import { QuizAttemptService } from '../src/features/quizzes/attempts/quiz-attempt.service.js';
import { SubmitQuizAttemptInput } from '../src/features/quizzes/attempts/quiz-attempt.input.js';
import { CounterService } from '../src/features/records/counters.service.js';
import { Database } from '../src/platform/database/database.js';
import { newId } from '../src/platform/ids/ids.js';
import { answerAll, publishedQuiz, save, start, traineeWithQuiz, type QuizWorld } from './support/quizzes.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

interface Sitter {
  readonly trainee: Member;
  readonly enrollmentId: string;
  readonly attemptId: string;
}

describe('a class that submits at the same moment', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  /** Trainees of one cohort in mid-attempt; every second one has one answer wrong, worth 2 of 8 points. */
  const sitting = async (world: World, quiz: QuizWorld, count: number): Promise<Sitter[]> => {
    const sitters: Sitter[] = [];
    for (let i = 0; i < count; i++) {
      const { trainee, enrollmentId } = await world.enrolled(quiz.program, { cohortId: quiz.cohortId });
      const attempt = await start(trainee, quiz.requirementId);
      await answerAll(trainee, attempt, i % 2 ? ['MULTIPLE_CHOICE', 'SHORT_TEXT'] : []);
      sitters.push({ trainee, enrollmentId, attemptId: attempt.id });
    }
    return sitters;
  };
  /** As the resolver calls it: all that are sent in one moment meet. */
  const send = (trainee: Member, attemptId: string, operationId = newId()) =>
    app.app
      .get(QuizAttemptService)
      .submit(
        app.app.get(Database).forViewer(trainee.viewer),
        Object.assign(new SubmitQuizAttemptInput(), { operationId, attemptId }),
        false,
      );
  const rowsOf = async <Row extends object>(statement: string, ...values: unknown[]): Promise<Row[]> =>
    (await app.owner.query<Row>(statement, values)).rows;

  it('is graded in as many statements as one trainee, each by their own answers and in their own name', async () => {
    const world = await World.create(app);
    const quiz = await traineeWithQuiz(world);
    const sitters = await sitting(world, quiz, 6);
    const one = await app.statementsOf(() => send(sitters[0]!.trainee, sitters[0]!.attemptId));
    let answers: Awaited<ReturnType<typeof send>>[] = [];
    const five = await app.statementsOf(async () => {
      answers = await Promise.all(sitters.slice(1).map(({ trainee, attemptId }) => send(trainee, attemptId)));
    });
    expect(five.length - 5).toBe(one.length - 1); // each reads their own answer
    expect(answers.map(({ id, percent, passed }) => ({ id, percent, passed }))).toEqual(
      sitters.slice(1).map(({ attemptId }, i) => ({
        id: attemptId,
        percent: i % 2 ? '100.00' : '62.50',
        passed: i % 2 === 1,
      })),
    );
    for (const [i, { trainee, enrollmentId, attemptId }] of sitters.entries()) {
      expect(
        await rowsOf(
          `SELECT r.met, r.source_id, g.recorded_by FROM requirement_result r JOIN grade_entry g ON g.quiz_attempt_id = r.source_id
           WHERE r.enrollment_id = $1`,
          enrollmentId,
        ),
      ).toEqual([{ met: i % 2 === 0, source_id: attemptId, recorded_by: trainee.personId }]);
      expect(
        await rowsOf(
          'SELECT kind, actor_id FROM ledger_entry WHERE person_id = $1 ORDER BY seq',
          trainee.personId,
        ),
      ).toEqual([
        { kind: 'quiz.submitted', actor_id: trainee.personId },
        { kind: 'grade.entered', actor_id: trainee.personId },
      ]);
      const counters = () =>
        rowsOf(
          'SELECT course_id, met_minutes, requirements_met, current_percent, outcome FROM course_progress WHERE enrollment_id = $1',
          enrollmentId,
        );
      const kept = await counters();
      await app.app
        .get(Database)
        .forOrganization(world.orgId)
        .write((tx) => app.app.get(CounterService).recompute(tx, enrollmentId));
      expect(await counters()).toEqual(kept);
    }
  });

  it('abuse 26: who names the attempt of another submits nothing, though its owner submits it beside them', async () => {
    const world = await World.create(app);
    const quiz = await traineeWithQuiz(world);
    const [thief, owner, peer] = (await sitting(world, quiz, 3)) as [Sitter, Sitter, Sitter];
    const stolen = send(thief.trainee, owner.attemptId);
    const foreign = await World.create(app);
    const answers = await Promise.allSettled([
      stolen,
      send(foreign.owner, owner.attemptId),
      send(peer.trainee, peer.attemptId),
      send(thief.trainee, newId()),
    ]);
    const missing = { status: 'rejected', reason: { code: 'NOT_FOUND' } };
    expect(answers).toMatchObject([missing, missing, { status: 'fulfilled' }, missing]);
    const standing = (attemptId: string) =>
      rowsOf<{ status: string }>('SELECT status FROM quiz_attempt WHERE id = $1', attemptId);
    expect(await standing(owner.attemptId)).toEqual([{ status: 'IN_PROGRESS' }]);

    const together = await Promise.allSettled([
      send(thief.trainee, owner.attemptId),
      send(owner.trainee, owner.attemptId),
    ]);
    expect(together).toMatchObject([missing, { status: 'fulfilled', value: { id: owner.attemptId } }]);
    expect(await rowsOf('SELECT 1 FROM operation WHERE name = $1 AND person_id = $2', 'SubmitQuizAttemptInput', thief.trainee.personId)).toEqual([]); // prettier-ignore
    expect(await standing(thief.attemptId)).toEqual([{ status: 'IN_PROGRESS' }]);
  });

  it('one that waits for a grader counts nothing yet, those beside it count', async () => {
    const world = await World.create(app);
    const quiz = await traineeWithQuiz(world);
    const { quizId } = await publishedQuiz(quiz.author, {}, [
      { points: '5', stem: 'Explain.', content: { essay: {} } },
    ]);
    const [first, second] = (await sitting(world, quiz, 2)) as [Sitter, Sitter];
    const program = await world.program();
    const requirementId = program.courses[0]!.quizRequirementId;
    await quiz.author.do('attachQuiz', { requirementId, quizId }, '');
    const writer = await world.enrolled(program);
    const essay = await start(writer.trainee, requirementId);
    await save(writer.trainee, essay.id, essay.questions[0]!.questionVersionId, { text: 'Because …' });
    const answers = await Promise.all([
      send(first.trainee, first.attemptId),
      send(writer.trainee, essay.id),
      send(second.trainee, second.attemptId),
    ]);
    expect(answers).toMatchObject([{ passed: true }, { passed: null, pending: 1 }, { passed: false }]);
    const results = await rowsOf(
      'SELECT enrollment_id FROM requirement_result WHERE org_id = $1 ORDER BY enrollment_id',
      world.orgId,
    );
    expect(results).toEqual(
      [first, second]
        .map(({ enrollmentId }) => ({ enrollment_id: enrollmentId }))
        .toSorted((a, b) => (a.enrollment_id < b.enrollment_id ? -1 : 1)),
    );
  });

  it('no mark is entered for an attempt that is not there, though others of the statement are', async () => {
    const world = await World.create(app);
    const quiz = await traineeWithQuiz(world);
    const [{ attemptId }] = (await sitting(world, quiz, 1)) as [Sitter];
    const enter = (...attemptIds: string[]) =>
      app.owner.query(
        `INSERT INTO quiz_mark (org_id, attempt_id, position, question_version_id, earned, possible)
         SELECT $1, a, 1, $2, 1, 1 FROM unnest($3::uuid[]) AS a`,
        [world.orgId, newId(), attemptIds],
      );
    await expect(enter(attemptId, newId())).rejects.toMatchObject({ code: '23503' });
    const foreign = await World.create(app);
    const elsewhere = (await sitting(foreign, await traineeWithQuiz(foreign), 1))[0]!;
    await expect(enter(elsewhere.attemptId)).rejects.toMatchObject({ code: '23503' });
    expect(await rowsOf('SELECT 1 FROM quiz_mark WHERE attempt_id = $1', attemptId)).toEqual([]);
    expect((await enter(attemptId)).rowCount).toBe(1);
  });

  it('asked with the questions or without, the same attempt is answered as each asks', async () => {
    const world = await World.create(app);
    const quiz = await traineeWithQuiz(world);
    const [{ trainee, attemptId }] = (await sitting(world, quiz, 1)) as [Sitter];
    const input = { operationId: newId(), attemptId };
    const ask = (selection: string) =>
      trainee.ask<{ submitQuizAttempt: { status: string; questions?: object[] } }>(
        `mutation ($input: SubmitQuizAttemptInput!) { submitQuizAttempt(input: $input) { ... on QuizAttempt { status ${selection} } } }`,
        { input },
      );
    const [brief, inFull] = await Promise.all([ask(''), ask('questions { mark { earned } }')]);
    expect(brief).toEqual({ submitQuizAttempt: { status: 'SUBMITTED' } });
    expect(inFull.submitQuizAttempt).toMatchObject({
      status: 'SUBMITTED',
      questions: [1, 2, 1.5, 1, 2.5].map((points) => ({ mark: { earned: points.toFixed(4) } })),
    });
  });
});
