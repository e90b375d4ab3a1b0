import { newId } from '../src/platform/ids/ids.js';
import { answerTo, publishedQuiz, read, save, start, submit, traineeWithQuiz } from './support/quizzes.js';
import { TestApp } from './support/test-app.js';
import { World, type Enrolled, type Member } from './support/world.js';

const RUBRIC = [
  {
    title: 'Safety',
    levels: [
      { title: 'Not named', points: '0' },
      { title: 'Explained', points: '4' },
    ],
  },
];
/** Two essays of two points, one of them with a rubric. */
const ESSAYS = [
  {
    points: '2',
    stem: 'Why is a gait belt worn?',
    content: { essay: { gradingNotes: 'SECRET-notes', rubric: RUBRIC } },
  },
  { points: '2', stem: 'When is a transfer stopped?', content: { essay: { gradingNotes: 'SECRET-notes' } } },
];

interface Waiting {
  answerId: string;
  traineeName: string;
  questionVersionId: string;
  response: { text: string };
  rubric: { id: string; levels: { id: string; title: string }[] }[];
}

describe('where the parts of a quiz meet', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  async function essays(settings: object = {}) {
    const world = await World.create(app);
    const author = await world.member('INSTRUCTOR');
    const { quizId, questionIds } = await publishedQuiz(author, settings, ESSAYS);
    const program = await world.program();
    const requirementId = program.courses[0]!.quizRequirementId;
    await author.do('attachQuiz', { requirementId, quizId }, '');
    const enrolled = await world.enrolled(program);
    return { world, author, quizId, questionIds, program, requirementId, ...enrolled };
  }

  /** Both essays answered and submitted. */
  async function written({ trainee }: Pick<Enrolled, 'trainee'>, requirementId: string) {
    const attempt = await start(trainee, requirementId);
    for (const { questionVersionId, place } of attempt.questions)
      await save(trainee, attempt.id, questionVersionId, { text: `Of ${place}: it is safe.` });
    return submit(trainee, attempt.id);
  }

  const queue = async (grader: Member, quizId: string) =>
    (
      await grader.ask<{ gradingQueue: { edges: { node: Waiting }[] } }>(
        `query ($quizId: ID!) { gradingQueue(quizId: $quizId, first: 50) { edges { node { answerId traineeName questionVersionId
          response { text } rubric { id levels { id title } } } } } }`,
        { quizId },
      )
    ).gradingQueue.edges.map(({ node }) => node);
  const grade = (grader: Member, answerId: string, mark: object, comment?: string) =>
    grader.do<{ __typename: string }>(
      'gradeAnswer',
      { answerId, mark, comment },
      '... on QuizAttempt { id }',
    );
  const acceptLate = (grader: Member, attemptId: string, questionVersionId: string, revision: number) =>
    grader.do<{ __typename: string }>(
      'acceptLateAnswer',
      { attemptId, questionVersionId, revision, reason: 'The network was down.' },
      '',
    );
  const marks = async (member: Member, id: string) =>
    (
      await member.ask<{
        quizAttempt: {
          questions: { mark: { comment: { markdown: string } | null; rubricLevels: object[] } | null }[];
        };
      }>(
        `query ($id: ID!) { quizAttempt(id: $id) { questions { answer { response { text } }
          mark { earned comment { markdown } rubricLevels { criterionId levelId } } } } }`,
        { id },
      )
    ).quizAttempt.questions;
  const enrollAs = (member: Member, { enrollmentId }: Enrolled) =>
    app.owner.query('UPDATE enrollment SET person_id = $1 WHERE id = $2', [member.personId, enrollmentId]);

  describe('of time and answers', () => {
    it('abuse 19: the last answer of a question that is finished too late is kept as a late claim', async () => {
      const { trainee, requirementId } = await traineeWithQuiz(await World.create(app), {
        navigation: 'SEQUENTIAL',
        timeLimitMinutes: 10,
      });
      const attempt = await start(trainee, requirementId);
      const question = attempt.questions[0]!;
      app.clock.advance({ minutes: 10, seconds: 1 });
      const { questionVersionId } = question;
      const finish = (response?: object) =>
        trainee.do(
          'finishQuestion',
          { attemptId: attempt.id, questionVersionId, response },
          '... on AttemptOver { kept }',
        );
      expect(await finish()).toMatchObject({ __typename: 'AttemptOver', kept: false });
      expect(await finish(answerTo(question))).toMatchObject({ __typename: 'AttemptOver', kept: true });
      const review = await read(trainee, attempt.id);
      expect(review).toMatchObject({ status: 'SUBMITTED', timedOut: true, earned: '0.0000' });
      expect(review.questions[0]).toMatchObject({
        answer: null,
        lateAnswer: { response: { choiceIds: [expect.any(String)] } },
      });
    });

    it('an answer that waited while its attempt was submitted for it is kept, not lost', async () => {
      const { trainee, requirementId } = await traineeWithQuiz(await World.create(app), {
        timeLimitMinutes: 10,
      });
      const attempt = await start(trainee, requirementId);
      app.clock.advance({ minutes: 10, seconds: 1 });
      await submit(trainee, attempt.id);
      app.clock.reset(); // its transaction began before the end
      const [question] = attempt.questions;
      const saved = await save(trainee, attempt.id, question!.questionVersionId, answerTo(question!));
      expect(saved).toMatchObject({ __typename: 'AttemptOver', kept: true });
    });
  });

  describe('of graders', () => {
    it('the mark is for the answer that was read: not for one that took its place', async () => {
      const { trainee, author, quizId, requirementId } = await essays({ timeLimitMinutes: 10 });
      const attempt = await start(trainee, requirementId);
      const { questionVersionId } = attempt.questions[0]!;
      await save(trainee, attempt.id, questionVersionId, { text: 'First.' });
      app.clock.advance({ minutes: 11 });
      await save(trainee, attempt.id, questionVersionId, { text: 'Second.' });
      const [first] = await queue(author, quizId);
      expect(await acceptLate(author, attempt.id, questionVersionId, 2)).toMatchObject({
        __typename: 'QuizAttempt',
      });
      expect(await grade(author, first!.answerId, { points: '2' })).toMatchObject({
        __typename: 'AnswerGraded',
      });
      expect(await acceptLate(author, attempt.id, questionVersionId, 2)).toMatchObject({
        __typename: 'NoLateAnswer',
      });
      const [second, ...others] = await queue(author, quizId);
      expect([second!.response.text, others]).toEqual(['Second.', []]);
      expect(await grade(author, second!.answerId, { points: '1' })).toMatchObject({
        __typename: 'QuizAttempt',
      });
      expect((await read(trainee, attempt.id)).earned).toBe('1.0000');
    });

    it('the trainee reads the comment and the levels that were reached, and keeps the comment when the mark changes', async () => {
      const { trainee, author, quizId, requirementId, ...enrolled } = await essays();
      const { id } = await written({ trainee, ...enrolled }, requirementId);
      const waiting = (await queue(author, quizId)).find(({ rubric }) => rubric.length)!;
      const [criterion] = waiting.rubric;
      const reached = { criterionId: criterion!.id, levelId: criterion!.levels[1]!.id };
      await grade(author, waiting.answerId, { rubricLevels: [reached] }, 'Well put.');
      expect((await marks(trainee, id))[0]!.mark).toMatchObject({
        earned: '2.0000',
        comment: { markdown: 'Well put.' },
        rubricLevels: [reached],
      });
      await author.do(
        'correctMark',
        {
          attemptId: id,
          questionVersionId: waiting.questionVersionId,
          mark: { points: '1' },
          reason: 'Too much.',
        },
        '',
      );
      expect((await marks(trainee, id))[0]!.mark).toMatchObject({
        earned: '1.0000',
        comment: { markdown: 'Well put.' },
        rubricLevels: [],
      });
    });

    it('where grading is anonymous, no answer that waits leads to whose it is', async () => {
      const { trainee, author, quizId, requirementId, ...enrolled } = await essays({
        anonymousGrading: true,
      });
      const { id } = await written({ trainee, ...enrolled }, requirementId);
      const waiting = await queue(author, quizId);
      expect(new Set(waiting.map(({ traineeName }) => traineeName)).size).toBe(2);
      expect(JSON.stringify(waiting)).not.toContain(id);
      const texts = async (member: Member) =>
        JSON.stringify(await marks(member, id)).match(/it is safe/g)?.length ?? 0;
      expect([await texts(author), await texts(trainee)]).toEqual([0, 2]);
      await grade(author, waiting[0]!.answerId, { points: '2' });
      expect(await texts(author)).toBe(1);
    });
  });

  describe('of those who are staff and learn', () => {
    it('abuse 18: nobody reads notes for graders, or the answers of others, to a question they are being asked', async () => {
      const { world, author, quizId, requirementId, program, ...enrolled } = await essays();
      const { id } = await written(enrolled, requirementId);
      const own = await world.enrolled(program, { cohortId: enrolled.cohortId });
      expect(await queue(author, quizId)).toHaveLength(2);
      expect(JSON.stringify(await marks(author, id))).toContain('it is safe');
      await enrollAs(author, own);
      const attempt = await start(author, requirementId);
      expect(await queue(author, quizId)).toEqual([]);
      expect(JSON.stringify(await marks(author, id))).not.toContain('it is safe');
      await submit(author, attempt.id);
      expect(await queue(author, quizId)).toHaveLength(2);
    });

    it('inv 1, abuse 18: nobody decides, or tries, what is right in a quiz they learn for', async () => {
      const { world, author, quizId, requirementId, program, ...enrolled } = await essays();
      const { questions } = await written(enrolled, requirementId);
      const decision = { quizId, questionVersionId: questions[0]!.questionVersionId, action: 'FULL_CREDIT' };
      const preview = async () =>
        (
          await author.ask<{ regradePreview: { __typename: string; fingerprint: string } }>(
            'query ($decision: RegradeDecisionInput!) { regradePreview(decision: $decision) { __typename ... on RegradePreview { fingerprint } } }',
            { decision },
          )
        ).regradePreview;
      const { fingerprint } = await preview();
      await enrollAs(author, await world.enrolled(program, { cohortId: enrolled.cohortId }));
      expect(await preview()).toEqual({ __typename: 'OwnRecord' });
      expect(
        await author.do('regradeQuestion', { decision, fingerprint, reason: 'All were right.' }, ''),
      ).toMatchObject({ __typename: 'OwnRecord' });
    });

    it('abuse 18, 29: a review is closed while the same question is open under another id of the person', async () => {
      const world = await World.create(app);
      const { trainee, requirementId, cohortId, program } = await traineeWithQuiz(world);
      const other = (await world.enrolled(program, { cohortId })).trainee;
      const { id } = await submit(trainee, (await start(trainee, requirementId)).id);
      expect((await read(trainee, id)).questions[0]!.key).not.toBeNull();
      await start(other, requirementId);
      expect((await read(trainee, id)).questions[0]!.key).not.toBeNull();
      await world.owner.do(
        'mergePersons',
        { fromPersonId: other.personId, intoPersonId: trainee.personId, reason: 'One and the same.' },
        '',
      );
      expect((await read(trainee, id)).questions[0]).toMatchObject({ key: null, mark: null });
    });
  });

  describe('of decisions', () => {
    it('what is applied is the decision that was seen, also where it changes nothing yet', async () => {
      const { author, quizId, questionIds } = await essays();
      const { rows } = await app.owner.query<{ id: string }>(
        'SELECT id FROM question_version WHERE question_id = ANY($1) ORDER BY id',
        [questionIds],
      );
      const decision = { quizId, questionVersionId: rows[0]!.id, action: 'FULL_CREDIT' };
      const { regradePreview } = await author.ask<{ regradePreview: { fingerprint: string } }>(
        'query ($decision: RegradeDecisionInput!) { regradePreview(decision: $decision) { ... on RegradePreview { fingerprint } } }',
        { decision },
      );
      const apply = (more: object) =>
        author.do(
          'regradeQuestion',
          {
            decision: { ...decision, ...more },
            fingerprint: regradePreview.fingerprint,
            reason: 'It was unclear.',
          },
          '',
        );
      expect(await apply({ action: 'VOID' })).toMatchObject({ __typename: 'RegradePreviewOutdated' });
      expect(await apply({})).toMatchObject({ __typename: 'QuizRegrade' });
    });

    it('no decision leaves an attempt without anything that counts', async () => {
      const world = await World.create(app);
      const author = await world.member('INSTRUCTOR');
      const { quizId } = await publishedQuiz(author, {}, [
        { points: '1', stem: 'Closer to the midline?', content: { shortText: { accepted: ['medial'] } } },
      ]);
      const program = await world.program();
      const requirementId = program.courses[0]!.quizRequirementId;
      await author.do('attachQuiz', { requirementId, quizId }, '');
      const { trainee } = await world.enrolled(program);
      const { questions } = await submit(trainee, (await start(trainee, requirementId)).id);
      const decision = { quizId, questionVersionId: questions[0]!.questionVersionId, action: 'VOID' };
      await expect(
        author.ask(
          'query ($decision: RegradeDecisionInput!) { regradePreview(decision: $decision) { __typename } }',
          {
            decision,
          },
        ),
      ).rejects.toThrow('FULL_CREDIT');
    });
  });

  describe('of access codes', () => {
    it('after ten wrong ones none is looked at for a quarter of an hour, however many come at once', async () => {
      const world = await World.create(app);
      const { trainee, author, requirementId, quizId, program, cohortId } = await traineeWithQuiz(world);
      await author.ask(
        'mutation ($input: SetQuizAccessCodeInput!) { setQuizAccessCode(input: $input) { __typename } }',
        { input: { operationId: newId(), quizId, accessCode: '4711' } },
      );
      const guess = (member: Member, accessCode?: string) =>
        member.do<{ __typename: string; retryAt?: string }>(
          'startQuizAttempt',
          { requirementId, accessCode },
          '... on TooManyWrongCodes { retryAt }',
        );
      await guess(trainee); // none is no guess
      const began = app.clock.now().getTime();
      const answers = await Promise.all(Array.from({ length: 14 }, (_, i) => guess(trainee, `${1000 + i}`)));
      const kinds = answers.map(({ __typename }) => __typename).sort();
      expect(kinds).toEqual([...Array(10).fill('AccessCodeWrong'), ...Array(4).fill('TooManyWrongCodes')]);
      const no = await guess(trainee, '4711');
      expect(no).toMatchObject({ __typename: 'TooManyWrongCodes' });
      expect(Math.abs(new Date(no.retryAt!).getTime() - began - 15 * 60_000)).toBeLessThan(60_000);
      const peer = (await world.enrolled(program, { cohortId })).trainee;
      expect(await guess(peer, '4711')).toMatchObject({ __typename: 'QuizAttempt' });
      await app.owner.query(
        `UPDATE quiz_code_guess SET since = since - interval '15 minutes' WHERE quiz_id = $1`,
        [quizId],
      );
      expect(await guess(trainee, '4712')).toMatchObject({ __typename: 'AccessCodeWrong' });
      expect(await guess(trainee, '4711')).toMatchObject({ __typename: 'QuizAttempt' });
    });
  });
});
