import { newId } from '../src/platform/ids/ids.js';
import {
  answerAll,
  answerTo,
  type Attempt,
  ATTEMPT,
  read,
  save,
  SECRET,
  start,
  submit,
  traineeWithQuiz,
} from './support/quizzes.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

const MINUTE = 60_000;

interface Question {
  place: number;
  questionVersionId: string;
  finished: boolean;
  correctness: string | null;
  mark: { earned: string } | null;
  key: {
    explanation: object | null;
    whenCorrect: object | null;
    choices: { correct: boolean | null }[];
  } | null;
}

describe('a quiz is taken by its rules', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  const inMinutes = (minutes: number): string =>
    new Date(app.clock.now().getTime() + minutes * MINUTE).toISOString();
  const myQuiz = async (trainee: Member, requirementId: string) =>
    (
      await trainee.ask<{ myQuiz: Record<string, unknown> }>(
        `query ($id: ID!) { myQuiz(requirementId: $id) { opensAt closesAt timeLimitSeconds needsAccessCode navigation retryDelayMinutes
          blockedBy { __typename message ... on QuizNotOpen { opensAt } ... on QuizClosed { closesAt } ... on RetryTooSoon { retryAt } } } }`,
        { id: requirementId },
      )
    ).myQuiz;
  const finish = (trainee: Member, attemptId: string, question: { questionVersionId: string }, more = {}) =>
    trainee.do<{ __typename: string; questions: Question[]; currentPlace?: number }>(
      'finishQuestion',
      { attemptId, questionVersionId: question.questionVersionId, ...more },
      `... on QuizAttempt { questions { place questionVersionId finished correctness mark { earned }
        key { explanation { markdown } whenCorrect { markdown } choices { correct } } } } ... on QuestionNotReached { currentPlace }`,
    );
  const review = async (member: Member, id: string) =>
    (
      await member.ask<{ quizAttempt: { questions: Question[] } }>(
        `query ($id: ID!) { quizAttempt(id: $id) { questions { place questionVersionId finished correctness mark { earned }
          key { explanation { markdown } whenCorrect { markdown } choices { correct } } } } }`,
        { id },
      )
    ).quizAttempt.questions;

  describe('when', () => {
    it('it has not opened yet, or has closed, nobody starts it and everybody is told when', async () => {
      const [opensAt, closesAt] = [inMinutes(5), inMinutes(10)];
      const { trainee, requirementId } = await traineeWithQuiz(await World.create(app), {
        opensAt,
        closesAt,
      });
      expect(await myQuiz(trainee, requirementId)).toMatchObject({
        opensAt,
        closesAt,
        blockedBy: { __typename: 'QuizNotOpen', opensAt },
      });
      expect(await start(trainee, requirementId)).toMatchObject({ __typename: 'QuizNotOpen' });
      app.clock.advance({ minutes: 6 });
      expect(await start(trainee, requirementId)).toMatchObject({ __typename: 'QuizAttempt' });
      app.clock.advance({ minutes: 5 });
      expect(await myQuiz(trainee, requirementId)).toMatchObject({
        blockedBy: { __typename: 'QuizClosed', closesAt },
      });
    });

    it('it closes, an attempt that runs ends with it', async () => {
      const { trainee, requirementId } = await traineeWithQuiz(await World.create(app), {
        closesAt: inMinutes(10),
        timeLimitMinutes: 60,
      });
      const attempt = await start(trainee, requirementId);
      expect(Date.parse(attempt.deadline!) - Date.parse(attempt.startedAt)).toBeLessThanOrEqual(10 * MINUTE);
      await answerAll(trainee, attempt);
      app.clock.advance({ minutes: 11 });
      expect(await read(trainee, attempt.id)).toMatchObject({
        status: 'SUBMITTED',
        timedOut: true,
        percent: '100.00',
      });
    });

    it('there is a grace, answers within it count and the attempt ends after it', async () => {
      const { trainee, requirementId } = await traineeWithQuiz(await World.create(app), {
        timeLimitMinutes: 10,
        graceSeconds: 60,
      });
      const attempt = await start(trainee, requirementId);
      app.clock.advance({ minutes: 10, seconds: 30 });
      const [first, second] = attempt.questions;
      expect(await save(trainee, attempt.id, first!.questionVersionId, answerTo(first!))).toMatchObject({
        revision: 1,
      });
      app.clock.advance({ seconds: 31 });
      expect(await save(trainee, attempt.id, second!.questionVersionId, answerTo(second!))).toMatchObject({
        kept: true,
      });
      expect(await read(trainee, attempt.id)).toMatchObject({ earned: '1.0000', timedOut: true });
    });

    it('there is a delay between attempts, the next waits for it', async () => {
      const { trainee, requirementId } = await traineeWithQuiz(await World.create(app), {
        retryDelayMinutes: 10,
      });
      const { id } = await start(trainee, requirementId);
      await submit(trainee, id);
      expect(await start(trainee, requirementId)).toMatchObject({ __typename: 'RetryTooSoon' });
      expect(await myQuiz(trainee, requirementId)).toMatchObject({
        blockedBy: { __typename: 'RetryTooSoon' },
      });
      app.clock.advance({ minutes: 11 });
      expect(await start(trainee, requirementId)).toMatchObject({ __typename: 'QuizAttempt', number: 2 });
    });

    it('it asks for an access code, only who has it starts, and nobody reads it', async () => {
      const { trainee, author, requirementId, quizId } = await traineeWithQuiz(await World.create(app));
      await author.ask(
        'mutation ($input: SetQuizAccessCodeInput!) { setQuizAccessCode(input: $input) { __typename } }',
        { input: { operationId: newId(), quizId, accessCode: 'Room 12, Tuesday' } },
      );
      expect(await myQuiz(trainee, requirementId)).toMatchObject({ needsAccessCode: true, blockedBy: null });
      for (const more of [{}, { accessCode: 'room 13' }])
        expect(await start(trainee, requirementId, more)).toMatchObject({ __typename: 'AccessCodeWrong' });
      const attempt = await start(trainee, requirementId, { accessCode: ' Room 12, Tuesday ' });
      expect(attempt).toMatchObject({ __typename: 'QuizAttempt' });
      // going on with a running attempt needs none
      expect((await start(trainee, requirementId)).id).toBe(attempt.id);
    });
  });

  describe('abuse 23: one question after the other', () => {
    it('shows no question before it is reached and takes no answer to it', async () => {
      const { trainee, requirementId } = await traineeWithQuiz(await World.create(app), {
        navigation: 'SEQUENTIAL',
      });
      const attempt = await start(trainee, requirementId);
      expect(attempt.questions.map(({ place }) => place)).toEqual([1]);
      const { rows } = await app.owner.query<{ id: string }>(
        'SELECT question_version_id AS id FROM quiz_attempt_question WHERE attempt_id = $1 AND place = 3',
        [attempt.id],
      );
      const ahead = { questionVersionId: rows[0]!.id };
      expect(await save(trainee, attempt.id, ahead.questionVersionId, { isTrue: true })).toMatchObject({
        __typename: 'QuestionNotReached',
      });
      expect(await finish(trainee, attempt.id, ahead)).toMatchObject({
        __typename: 'QuestionNotReached',
        currentPlace: 1,
      });
      const [first] = attempt.questions;
      await save(trainee, attempt.id, first!.questionVersionId, answerTo(first!));
      const further = await finish(trainee, attempt.id, first!);
      expect(further.questions.map(({ place, finished }) => [place, finished])).toEqual([
        [1, true],
        [2, false],
      ]);
      expect(
        await save(trainee, attempt.id, first!.questionVersionId, answerTo(first!, false)),
      ).toMatchObject({
        __typename: 'QuestionFinished',
      });
      expect((await finish(trainee, attempt.id, first!)).questions).toHaveLength(2); // finishing again changes nothing
      expect((await read(trainee, attempt.id)).questions).toHaveLength(2); // at a reload too
      const result = await submit(trainee, attempt.id);
      expect(result.questions).toHaveLength(5);
      expect(result.earned).toBe('1.0000');
    });

    it('a question may be left unanswered, and the last answer may come with the finish', async () => {
      const { trainee, requirementId } = await traineeWithQuiz(await World.create(app), {
        navigation: 'SEQUENTIAL',
      });
      const attempt = await start(trainee, requirementId);
      await finish(trainee, attempt.id, attempt.questions[0]!);
      const second = (await read(trainee, attempt.id)).questions[1]!;
      const { questions } = await finish(trainee, attempt.id, second, { response: answerTo(second) });
      expect(questions).toHaveLength(3);
      expect((await submit(trainee, attempt.id)).earned).toBe('2.0000');
    });

    it('of twenty finishes at once one is kept', async () => {
      const { trainee, requirementId } = await traineeWithQuiz(await World.create(app), {
        navigation: 'SEQUENTIAL',
      });
      const attempt = await start(trainee, requirementId);
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => finish(trainee, attempt.id, attempt.questions[0]!)),
      );
      expect(answers.map(({ questions }) => questions.length)).toEqual(Array(20).fill(2));
    });
  });

  describe('what is shown', () => {
    const NOTHING = { shownDuring: [], shownAfter: [], shownAfterClosing: [] };
    const everyPath = async (trainee: Member, requirementId: string, id: string): Promise<string> =>
      JSON.stringify([
        await read(trainee, id),
        await trainee.ask(`query ($id: ID!) { myQuiz(requirementId: $id) { bestAttempt { ${ATTEMPT} } } }`, {
          id: requirementId,
        }),
        await trainee.ask(`{ quizAttempts(first: 10) { edges { node { ${ATTEMPT} } } } }`),
        await submit(trainee, id),
        await trainee.ask(
          `mutation ($input: StartQuizAttemptInput!) { startQuizAttempt(input: $input) { __typename } }`,
          {
            input: { operationId: newId(), requirementId },
          },
        ),
      ]);

    it('nothing but the result when the quiz says so, on every path, while a grader sees all', async () => {
      const { trainee, author, requirementId } = await traineeWithQuiz(await World.create(app), {
        ...NOTHING,
        maxAttempts: 1,
      });
      const attempt = await start(trainee, requirementId);
      await answerAll(trainee, attempt, ['NUMBER']);
      const result = await submit(trainee, attempt.id);
      expect(result).toMatchObject({ earned: '5.5000', passed: false });
      for (const { mark, key } of result.questions) expect([mark, key]).toEqual([null, null]);
      expect(await everyPath(trainee, requirementId, attempt.id)).not.toContain(SECRET);
      expect(JSON.stringify(await read(author, attempt.id))).toContain(SECRET);
    });

    it.each<[string, object]>([
      ['MARKS', { mark: true, correctness: null, key: null }],
      ['CORRECTNESS', { mark: false, correctness: 'CORRECT', key: null }],
      [
        'EXPLANATION',
        { mark: false, correctness: null, key: { explanation: true, whenCorrect: false, right: false } },
      ],
      [
        'FEEDBACK',
        { mark: false, correctness: null, key: { explanation: false, whenCorrect: true, right: false } },
      ],
      [
        'RIGHT_ANSWERS',
        { mark: false, correctness: null, key: { explanation: false, whenCorrect: false, right: true } },
      ],
    ])('%s alone', async (item, expected) => {
      const { trainee, requirementId } = await traineeWithQuiz(await World.create(app), {
        ...NOTHING,
        shownAfter: [item],
      });
      const attempt = await start(trainee, requirementId);
      await answerAll(trainee, attempt);
      await submit(trainee, attempt.id);
      const [first] = await review(trainee, attempt.id);
      expect({
        mark: first!.mark !== null,
        correctness: first!.correctness,
        key: first!.key && {
          explanation: first!.key.explanation !== null,
          whenCorrect: first!.key.whenCorrect !== null,
          right: first!.key.choices.some(({ correct }) => correct),
        },
      }).toEqual(expected);
    });

    it('more after the quiz has closed, for this trainee', async () => {
      const { trainee, requirementId } = await traineeWithQuiz(await World.create(app), {
        ...NOTHING,
        shownAfterClosing: ['RIGHT_ANSWERS', 'EXPLANATION'],
        closesAt: inMinutes(10),
      });
      const attempt = await start(trainee, requirementId);
      await answerAll(trainee, attempt);
      await submit(trainee, attempt.id);
      expect((await review(trainee, attempt.id))[0]!.key).toBeNull();
      app.clock.advance({ minutes: 11 });
      expect((await review(trainee, attempt.id))[0]!.key).toMatchObject({
        explanation: { markdown: SECRET },
      });
    });

    it('abuse 18: during the attempt only of what is finished, and only what the quiz says', async () => {
      const { trainee, requirementId } = await traineeWithQuiz(await World.create(app), {
        ...NOTHING,
        shownDuring: ['CORRECTNESS', 'FEEDBACK'],
      });
      const attempt = await start(trainee, requirementId);
      const [first, second] = attempt.questions;
      await save(trainee, attempt.id, first!.questionVersionId, answerTo(first!));
      const { questions } = await finish(trainee, attempt.id, first!);
      expect(questions.map(({ correctness, mark, key }) => [correctness, mark, key !== null])).toEqual([
        ['CORRECT', null, true],
        ...Array(4).fill([null, null, false]),
      ]);
      expect(questions[0]!.key!.explanation).toBeNull();
      await save(trainee, attempt.id, second!.questionVersionId, answerTo(second!));
      expect((await review(trainee, attempt.id))[1]!.key).toBeNull();
    });
  });

  it('twenty parallel starts give one attempt with one set of questions', async () => {
    const { trainee, requirementId } = await traineeWithQuiz(await World.create(app), { maxAttempts: 1 });
    const attempts = await Promise.all(Array.from({ length: 20 }, () => start(trainee, requirementId)));
    expect(new Set(attempts.map(({ id }) => id)).size).toBe(1);
    const asked = new Set(
      attempts.map(({ questions }: Attempt) => questions.map((q) => q.questionVersionId).join()),
    );
    expect(asked.size).toBe(1);
  });
});
