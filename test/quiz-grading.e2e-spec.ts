import { newId } from '../src/platform/ids/ids.js';
import { publishedQuiz, save, submit } from './support/quizzes.js';
import { TestApp } from './support/test-app.js';
import { World, type Enrolled, type Member } from './support/world.js';

const ESSAY = 'Because the patient may fall.';

/** Essays worth 4 and 2 points, the first with a rubric, and a statement worth 4. */
const QUESTIONS = [
  {
    points: '4',
    stem: 'Why is a gait belt used?',
    content: {
      essay: {
        gradingNotes: 'Names the fall.',
        rubric: [
          {
            title: 'Safety',
            levels: [
              { title: 'missed', points: '0' },
              { title: 'named', points: '1' },
              { title: 'explained', points: '3' },
            ],
          },
          {
            title: 'Words',
            levels: [
              { title: 'unclear', points: '0' },
              { title: 'clear', points: '1' },
            ],
          },
        ],
      },
    },
  },
  { points: '2', stem: 'When is it not used?', content: { essay: {} } },
  { points: '4', stem: 'Redness that stays is reported.', content: { trueFalse: { isTrue: true } } },
];

interface Waiting {
  answerId: string;
  stem: { markdown: string };
  rubric: { id: string; title: string; levels: { id: string; title: string }[] }[];
  gradingNotes: { markdown: string } | null;
  response: { text: string };
  submittedAt: string | null;
  attemptId: string | null;
  personId: string | null;
  traineeName: string;
}
interface Late {
  attemptId: string;
  questionVersionId: string;
  revision: number;
  response: object | null;
  countedResponse: object | null;
}
interface Page<Node> {
  totalCount: number;
  edges: { node: Node; cursor: string }[];
}
interface Graded {
  __typename: string;
  earned: string;
  pending: number;
  passed: boolean | null;
}
interface Reviewed extends Graded {
  scores: { kind: string; earned: string; passed: boolean | null; pending: number; reason: string | null }[];
  questions: {
    type: string;
    correctness: string;
    mark: { earned: string | null; comment: { markdown: string } | null };
    answer: { response: object } | null;
  }[];
}

describe('grading by hand', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  async function asked(settings: object = {}) {
    const world = await World.create(app);
    const author = await world.member('INSTRUCTOR');
    const quiz = await publishedQuiz(author, settings, QUESTIONS);
    const program = await world.program();
    const requirementId = program.courses[0]!.quizRequirementId;
    await author.do('attachQuiz', { requirementId, quizId: quiz.quizId }, '');
    const enrolled = (given: { cohortId?: string } = {}) => world.enrolled(program, given);
    return { world, author, program, requirementId, enrolled, ...quiz };
  }

  /** Starts an attempt with its questions: the first essay, the second, the statement. */
  async function begun(trainee: Member, requirementId: string) {
    const { id, questions } = await trainee.do<{ id: string; questions: { questionVersionId: string }[] }>(
      'startQuizAttempt',
      { requirementId },
      '... on QuizAttempt { id questions { questionVersionId } }',
    );
    const [first, second, statement] = questions.map(({ questionVersionId }) => questionVersionId);
    return { attemptId: id, first: first!, second: second!, statement: statement! };
  }

  /** Submits an attempt with the first essay written and the statement right; with the second essay too when it is given. */
  async function written(trainee: Member, requirementId: string, second?: string) {
    const attempt = await begun(trainee, requirementId);
    await save(trainee, attempt.attemptId, attempt.first, { text: ESSAY });
    if (second) await save(trainee, attempt.attemptId, attempt.second, { text: second });
    await save(trainee, attempt.attemptId, attempt.statement, { isTrue: true });
    await submit(trainee, attempt.attemptId, 'id');
    return attempt;
  }

  const queue = async (grader: Member, args = '') =>
    (
      await grader.ask<{ gradingQueue: Page<Waiting> }>(
        `{ gradingQueue${args && `(${args})`} { totalCount edges { cursor node { answerId quizId quizTitle questionVersionId points
          stem { markdown } rubric { id title levels { id title points } } gradingNotes { markdown } response { text } submittedAt
          attemptId personId traineeName } } } }`,
      )
    ).gradingQueue;
  const waiting = async (grader: Member, args?: string): Promise<Waiting[]> =>
    (await queue(grader, args)).edges.map(({ node }) => node);
  const grade = (grader: Member, answerId: string, mark: object, more: object = {}) =>
    grader.do<Graded>(
      'gradeAnswer',
      { answerId, mark, ...more },
      '... on QuizAttempt { id earned pending passed } ... on AnswerGraded { attemptId }',
    );
  const correct = (grader: Member, attemptId: string, questionVersionId: string, points: string, more = {}) =>
    grader.do<Graded>(
      'correctMark',
      { attemptId, questionVersionId, mark: { points }, reason: 'Read again.', ...more },
      '... on QuizAttempt { id earned pending passed }',
    );
  const late = async (grader: Member): Promise<Late[]> =>
    (
      await grader.ask<{ lateAnswers: Page<Late> }>(
        '{ lateAnswers { totalCount edges { node { attemptId questionVersionId revision response { text isTrue } countedResponse { text isTrue } } } } }',
      )
    ).lateAnswers.edges.map(({ node }) => node);
  const review = async (member: Member, id: string): Promise<Reviewed> =>
    (
      await member.ask<{ quizAttempt: Reviewed }>(
        `query ($id: ID!) { quizAttempt(id: $id) { earned pending passed scores { kind earned passed pending reason }
          questions { type correctness mark { earned comment { markdown } } answer { response { text isTrue } } } } }`,
        { id },
      )
    ).quizAttempt;
  const ledger = async (personId: string, kind: string): Promise<object[]> =>
    (
      await app.owner.query<{ content: string }>(
        'SELECT content FROM ledger_entry WHERE person_id = $1 AND kind = $2 ORDER BY seq',
        [personId, kind],
      )
    ).rows.map(({ content }) => JSON.parse(content) as object);
  const met = async (enrollmentId: string): Promise<boolean[]> =>
    (
      await app.owner.query<{ met: boolean }>(
        'SELECT met FROM requirement_result WHERE enrollment_id = $1 ORDER BY id',
        [enrollmentId],
      )
    ).rows.map((row) => row.met);
  const errorOf = async (work: Promise<unknown>): Promise<string> =>
    work.then(
      () => 'none',
      (error: Error) => /"code": "(\w+)"/.exec(error.message)?.[1] ?? error.message,
    );

  describe('the queue', () => {
    it('has what waits, the longest first, page by page, by quiz, question and cohort', async () => {
      const { author, enrolled, requirementId, quizId, questionIds } = await asked();
      const first = await enrolled();
      const second = await enrolled({ cohortId: first.cohortId });
      const elsewhere = await enrolled();
      const attempts = [];
      for (const { trainee } of [elsewhere, first, second]) {
        attempts.push(
          await written(trainee, requirementId, trainee === second.trainee ? 'Never.' : undefined),
        );
        app.clock.advance({ minutes: 1 });
      }
      const [one, two, three] = attempts.map(({ attemptId }) => attemptId);
      const all = await queue(author);
      expect(all.totalCount).toBe(4);
      expect(all.edges.map(({ node }) => node.attemptId)).toEqual([one, two, three, three]);
      expect(all.edges[0]!.node).toMatchObject({
        personId: elsewhere.trainee.personId,
        traineeName: 'Ada Test',
        stem: { markdown: QUESTIONS[0]!.stem },
        points: '4.0000',
        response: { text: ESSAY },
        gradingNotes: { markdown: 'Names the fall.' },
        rubric: [{ title: 'Safety' }, { title: 'Words' }],
      });
      const pages = [await queue(author, 'first: 3')];
      pages.push(await queue(author, `first: 3, after: "${pages[0]!.edges.at(-1)!.cursor}"`));
      expect(pages.flatMap(({ edges }) => edges)).toEqual(all.edges);
      expect(pages.map(({ totalCount }) => totalCount)).toEqual([4, 4]);

      const counts = async (...filters: string[]) =>
        Promise.all(filters.map(async (filter) => (await queue(author, filter)).totalCount));
      expect(
        await counts(
          `quizId: "${quizId}"`,
          `quizId: "${newId()}"`,
          `questionId: "${questionIds[0]}"`,
          `questionId: "${questionIds[1]}"`,
          `cohortId: "${first.cohortId}"`,
          `cohortId: "${elsewhere.cohortId}", questionId: "${questionIds[1]}"`,
        ),
      ).toEqual([4, 0, 3, 1, 3, 0]);
    });

    it('abuse 6: has only the cohorts a grader may see, and others can not be graded', async () => {
      const { world, author, enrolled, requirementId } = await asked();
      const { trainee } = await enrolled();
      const { attemptId, first } = await written(trainee, requirementId);
      const [{ answerId }] = (await waiting(author)) as [Waiting];
      const limited = await world.member('INSTRUCTOR');
      await app.owner.query('UPDATE membership SET cohort_limited = true WHERE id = $1', [
        limited.membershipId,
      ]);
      expect(await queue(limited)).toEqual({ totalCount: 0, edges: [] });
      expect(await errorOf(grade(limited, answerId, { points: '1' }))).toBe('NOT_FOUND');
      expect(await errorOf(grade(limited, newId(), { points: '1' }))).toBe('NOT_FOUND');
      expect(await errorOf(correct(limited, attemptId, first, '1'))).toBe('NOT_FOUND');
      expect(await errorOf(queue(trainee))).toBe('FORBIDDEN');
      expect(await errorOf(grade(trainee, answerId, { points: '4' }))).toBe('FORBIDDEN');
    });

    it('leads to nobody where grading is anonymous, not even by its order', async () => {
      const { author, enrolled, requirementId } = await asked({ anonymousGrading: true });
      const people: (Enrolled & { attemptId: string })[] = [];
      for (let i = 0; i < 6; i++) {
        const enrolledOne = await enrolled(i ? { cohortId: people[0]!.cohortId } : {});
        const { attemptId } = await written(enrolledOne.trainee, requirementId, i ? undefined : 'Never.');
        people.push({ ...enrolledOne, attemptId });
        app.clock.advance({ minutes: 1 });
      }
      const all = await queue(author);
      const nodes = all.edges.map(({ node }) => node);
      for (const { trainee, enrollmentId, attemptId } of people)
        for (const id of [trainee.personId, trainee.membershipId, enrollmentId, attemptId, trainee.email])
          expect(JSON.stringify(all)).not.toContain(id);
      expect(JSON.stringify(all)).not.toContain('Ada');
      for (const { submittedAt, attemptId, personId, traineeName } of nodes) {
        expect([submittedAt, attemptId, personId]).toEqual([null, null, null]);
        expect(traineeName).toMatch(/^Trainee [0-9A-F]{6}$/);
      }
      const ids = nodes.map(({ answerId }) => answerId);
      expect(ids).toEqual(ids.toSorted());
      for (const id of ids) expect(id[14]).toBe('4'); // random: one that is made by time would tell whose it is
      for (const { node, cursor } of all.edges)
        expect(Buffer.from(cursor, 'base64url').toString()).toContain(node.answerId);
      const names = nodes.map(({ traineeName }) => traineeName);
      expect(new Set(names).size).toBe(7); // of each answer another, also of one attempt
      const pages = [await queue(author, 'first: 4')];
      pages.push(await queue(author, `first: 4, after: "${pages[0]!.edges.at(-1)!.cursor}"`));
      expect(pages.flatMap(({ edges }) => edges)).toEqual(all.edges);
    });
  });

  describe('inv 1', () => {
    it('nobody grades themselves, nor the attempt of a merged duplicate', async () => {
      const { world, author, enrolled, requirementId } = await asked({ timeLimitMinutes: 10 });
      const { trainee } = await enrolled();
      const attempt = await begun(trainee, requirementId);
      await save(trainee, attempt.attemptId, attempt.first, { text: ESSAY });
      app.clock.advance({ minutes: 11 });
      await save(trainee, attempt.attemptId, attempt.statement, { isTrue: true });
      const [{ answerId }] = (await waiting(author)) as [Waiting];
      const [{ revision }] = (await late(author)) as [Late];
      const { attemptId, first, statement } = attempt;
      await app.owner.query('UPDATE person SET merged_into_id = $2 WHERE id = $1', [
        trainee.personId,
        author.personId,
      ]);
      expect(await waiting(author)).toEqual([]);
      expect(await late(author)).toEqual([]);
      const own = { __typename: 'OwnRecord' };
      expect(await grade(author, answerId, { points: '4' })).toMatchObject(own);
      expect(await correct(author, attemptId, first, '4')).toMatchObject(own);
      const accept = { attemptId, questionVersionId: statement, revision, reason: 'Power cut' };
      expect(await author.do('acceptLateAnswer', accept, '')).toMatchObject(own);
      const colleague = await world.member('INSTRUCTOR');
      expect(await waiting(colleague)).toHaveLength(1);
      expect(await grade(colleague, answerId, { points: '4' })).toMatchObject({ earned: '4.0000' });
    });

    it('nor their own attempt, whatever role they have now', async () => {
      const { world, author, enrolled, requirementId } = await asked();
      const { enrollmentId } = await enrolled();
      await app.owner.query('UPDATE enrollment SET person_id = $2 WHERE id = $1', [
        enrollmentId,
        author.personId,
      ]);
      const { attemptId, first } = await written(author, requirementId);
      expect(await waiting(author)).toEqual([]);
      const [{ answerId }] = (await waiting(world.owner)) as [Waiting];
      expect(await grade(author, answerId, { points: '4' })).toMatchObject({ __typename: 'OwnRecord' });
      expect(await correct(author, attemptId, first, '4')).toMatchObject({ __typename: 'OwnRecord' });
    });
  });

  describe('a mark', () => {
    it('by points decides what waited for it, and the trainee sees what was said', async () => {
      const { author, enrolled, requirementId } = await asked();
      const { trainee, enrollmentId } = await enrolled();
      const { attemptId } = await written(trainee, requirementId);
      expect(await review(trainee, attemptId)).toMatchObject({
        earned: '4.0000',
        pending: 1,
        passed: null,
        scores: [{ kind: 'AUTOMATIC', earned: '4.0000', passed: null, pending: 1 }],
        questions: [
          { correctness: 'WAITS_FOR_GRADER', mark: { earned: null } },
          { correctness: 'UNANSWERED', mark: { earned: '0.0000' } },
          { correctness: 'CORRECT', mark: { earned: '4.0000' } },
        ],
      });
      expect(await met(enrollmentId)).toEqual([]); // undecided
      const [{ answerId }] = (await waiting(author)) as [Waiting];
      const graded = await grade(author, answerId, { points: '3.5' }, { comment: '**Well** seen.' });
      // (3.5 + 0 + 4) ÷ 10 is 75 %, which is what it takes
      expect(graded).toMatchObject({
        __typename: 'QuizAttempt',
        earned: '7.5000',
        pending: 0,
        passed: true,
      });
      expect(await met(enrollmentId)).toEqual([true]);
      const seen = await review(trainee, attemptId);
      expect(seen).toMatchObject({
        passed: true,
        scores: [
          { kind: 'AUTOMATIC', passed: null },
          { kind: 'MANUAL', earned: '7.5000', passed: true, pending: 0, reason: null },
        ],
      });
      expect(seen.questions[0]).toMatchObject({
        correctness: 'PARTLY_CORRECT',
        mark: { earned: '3.5000', comment: { markdown: '**Well** seen.' } },
      });
      expect(await ledger(trainee.personId, 'quiz.graded')).toMatchObject([
        { attemptId, before: { pending: 1 }, after: { earned: '7.5000', pending: 0, passed: true } },
      ]);
      expect(await waiting(author)).toEqual([]);
    });

    it('by the rubric is the share of its points that was reached', async () => {
      const { author, enrolled, requirementId } = await asked();
      const { trainee } = await enrolled();
      const { attemptId } = await written(trainee, requirementId);
      const [{ answerId, rubric }] = (await waiting(author)) as [Waiting];
      const levels = (...titles: string[]) =>
        rubric.slice(0, titles.length).map(({ id, levels }, i) => ({
          criterionId: id,
          levelId: levels.find(({ title }) => title === titles[i])!.id,
        }));
      const [safety, words] = levels('named', 'clear');
      for (const rubricLevels of [
        [safety],
        [safety, { ...words, levelId: safety!.levelId }],
        [safety, words, { criterionId: newId().slice(0, 30), levelId: words!.levelId }],
      ])
        expect(await errorOf(grade(author, answerId, { rubricLevels }))).toBe('BAD_USER_INPUT');
      // 1 + 1 of 3 + 1 points: the half of 4
      expect(await grade(author, answerId, { rubricLevels: [safety, words] })).toMatchObject({
        earned: '6.0000',
      });
      expect((await review(trainee, attemptId)).questions[0]!.mark.earned).toBe('2.0000');
    });

    it('is given once: of twenty graders at once one gives it, and the others are told', async () => {
      const { author, enrolled, requirementId } = await asked();
      const { trainee } = await enrolled();
      const { attemptId } = await written(trainee, requirementId);
      const [{ answerId }] = (await waiting(author)) as [Waiting];
      const given = await Promise.all(
        Array.from({ length: 20 }, (_, i) => grade(author, answerId, { points: String(i / 5) })),
      );
      expect(given.filter(({ __typename }) => __typename === 'QuizAttempt')).toHaveLength(1);
      expect(given.filter(({ __typename }) => __typename === 'AnswerGraded')).toHaveLength(19);
      expect(await grade(author, answerId, { points: '4' })).toMatchObject({
        __typename: 'AnswerGraded',
        attemptId,
      });
      expect((await review(trainee, attemptId)).scores).toHaveLength(2);
      expect(await ledger(trainee.personId, 'quiz.graded')).toHaveLength(1);
    });

    it('abuse 28: is no number beyond what the question is worth, nor below 0, nor none', async () => {
      const { author, enrolled, requirementId } = await asked();
      const { trainee } = await enrolled();
      const { attemptId, first, statement } = await written(trainee, requirementId);
      const [{ answerId }] = (await waiting(author)) as [Waiting];
      for (const points of ['4.0001', '5', '-1', '-0.01', 'NaN', 'Infinity', '1e1', '1.00001', '999999999', '']) {
        expect(`${points} ${await errorOf(grade(author, answerId, { points }))}`).toBe(`${points} BAD_USER_INPUT`);
        expect(`${points} ${await errorOf(correct(author, attemptId, statement, points))}`).toBe(`${points} BAD_USER_INPUT`);
      }
      for (const mark of [{}, { points: '1', rubricLevels: [{ criterionId: 'a', levelId: 'b' }] }])
        expect(await errorOf(grade(author, answerId, mark))).not.toBe('none');
      expect((await review(trainee, attemptId)).scores).toHaveLength(1);
      expect(await correct(author, attemptId, first, '4')).toMatchObject({ earned: '8.0000', pending: 0 });
    }); // prettier-ignore

    it('is corrected by a further entry, with a reason, whatever it came from', async () => {
      const { author, enrolled, requirementId } = await asked();
      const { trainee, enrollmentId } = await enrolled();
      const { attemptId, first, statement } = await written(trainee, requirementId);
      const [{ answerId }] = (await waiting(author)) as [Waiting];
      await grade(author, answerId, { points: '4' });
      expect(await met(enrollmentId)).toEqual([true]);
      expect(await errorOf(correct(author, attemptId, first, '1', { reason: '' }))).toBe('BAD_USER_INPUT');
      expect(await correct(author, attemptId, first, '1')).toMatchObject({ earned: '5.0000', passed: false });
      expect(await correct(author, attemptId, statement, '0')).toMatchObject({ earned: '1.0000' });
      expect((await review(trainee, attemptId)).scores).toMatchObject([
        { kind: 'AUTOMATIC', reason: null },
        { kind: 'MANUAL', earned: '8.0000', reason: null },
        { kind: 'MANUAL', earned: '5.0000', reason: 'Read again.' },
        { kind: 'MANUAL', earned: '1.0000', reason: 'Read again.' },
      ]);
      expect(await met(enrollmentId)).toEqual([true, false, false]);
      expect(await ledger(trainee.personId, 'quiz.mark-corrected')).toMatchObject([
        { reason: 'Read again.', before: { earned: '8.0000' }, after: { earned: '5.0000' } },
        { reason: 'Read again.', before: { earned: '5.0000' }, after: { earned: '1.0000' } },
      ]);
    });

    it('is given to nothing that still runs, and to no question of another attempt', async () => {
      const { author, enrolled, requirementId } = await asked();
      const { trainee, cohortId } = await enrolled();
      const { attemptId, first } = await begun(trainee, requirementId);
      expect(await correct(author, attemptId, first, '1')).toMatchObject({ __typename: 'AttemptRunning' });
      const peer = await enrolled({ cohortId });
      const { attemptId: submitted } = await written(peer.trainee, requirementId);
      expect(await errorOf(correct(author, submitted, newId(), '1'))).toBe('NOT_FOUND');
    });
  });

  it('waits for a grader also while the attempt runs, where results are shown of what is finished', async () => {
    const { enrolled, requirementId } = await asked({ shownDuring: ['MARKS', 'CORRECTNESS'] });
    const { trainee } = await enrolled();
    const { attemptId, first, second } = await begun(trainee, requirementId);
    const finish = (questionVersionId: string, response: object | null) =>
      trainee.do<Reviewed>(
        'finishQuestion',
        { attemptId, questionVersionId, response },
        '... on QuizAttempt { questions { correctness mark { earned } } }',
      );
    await finish(first, { text: ESSAY });
    expect(await finish(second, null)).toMatchObject({
      questions: [
        { correctness: 'WAITS_FOR_GRADER', mark: { earned: null } },
        { correctness: 'UNANSWERED', mark: { earned: '0.0000' } },
        { correctness: null, mark: null },
      ],
    });
  });

  describe('a late answer', () => {
    const accept = (grader: Member, { attemptId, questionVersionId, revision }: Late, more: object = {}) =>
      grader.do<Graded & { message?: string }>(
        'acceptLateAnswer',
        { attemptId, questionVersionId, revision, reason: 'The power was out.', ...more },
        '... on QuizAttempt { earned pending passed }',
      );

    /** The statement is answered wrongly in time, and rightly a minute after the end. */
    async function tooLate(text?: string) {
      const made = await asked({ timeLimitMinutes: 10 });
      const { trainee, enrollmentId } = await made.enrolled();
      const attempt = await begun(trainee, made.requirementId);
      await save(trainee, attempt.attemptId, attempt.statement, { isTrue: false });
      app.clock.advance({ minutes: 11 });
      await save(trainee, attempt.attemptId, attempt.statement, { isTrue: true });
      if (text) await save(trainee, attempt.attemptId, attempt.first, { text });
      return { ...made, ...attempt, trainee, enrollmentId };
    }

    it('counts when a grader accepts it with a reason, once of twenty times at once', async () => {
      const { author, trainee, attemptId, statement } = await tooLate();
      const listed = await late(author);
      expect(listed).toMatchObject([
        { attemptId, revision: 2, response: { isTrue: true }, countedResponse: { isTrue: false } },
      ]);
      const [answer] = listed as [Late];
      expect(await review(trainee, attemptId)).toMatchObject({ earned: '0.0000' });
      expect(await errorOf(accept(author, answer, { reason: '' }))).toBe('BAD_USER_INPUT');
      expect(await accept(author, { ...answer, revision: 1 })).toMatchObject({ __typename: 'NoLateAnswer' });
      const accepted = await Promise.all(Array.from({ length: 20 }, () => accept(author, answer)));
      expect(accepted.filter(({ __typename }) => __typename === 'QuizAttempt')).toHaveLength(1);
      expect(accepted.filter(({ __typename }) => __typename === 'NoLateAnswer')).toHaveLength(19);
      const seen = await review(trainee, attemptId);
      expect(seen).toMatchObject({
        earned: '4.0000',
        scores: [
          { kind: 'AUTOMATIC', earned: '0.0000' },
          { kind: 'LATE_ANSWER', earned: '4.0000', reason: 'The power was out.' },
        ],
      });
      expect(seen.questions[2]).toMatchObject({ correctness: 'CORRECT', mark: { earned: '4.0000' } });
      expect(await ledger(trainee.personId, 'quiz.late-answer-accepted')).toMatchObject([
        { reason: 'The power was out.', before: { earned: '0.0000' }, after: { earned: '4.0000' } },
      ]);
      expect(await late(author)).toEqual([]);

      // What becomes of its mark does not make it a late claim again; a later claim is one
      await correct(author, attemptId, statement, '1');
      expect(await late(author)).toEqual([]);
      await save(trainee, attemptId, statement, { isTrue: false });
      expect(await late(author)).toMatchObject([{ revision: 3, response: { isTrue: false } }]);
    });

    it('of an essay waits for its grader', async () => {
      const { author, trainee, attemptId, first } = await tooLate(ESSAY);
      const essay = (await late(author)).find(({ questionVersionId }) => questionVersionId === first)!;
      expect(await accept(author, essay)).toMatchObject({ pending: 1, passed: null, earned: '0.0000' });
      const [{ answerId }] = (await waiting(author)) as [Waiting];
      expect(await grade(author, answerId, { points: '4' })).toMatchObject({ earned: '4.0000', pending: 0 });
      expect((await review(trainee, attemptId)).scores.map(({ kind }) => kind)).toEqual([
        'AUTOMATIC',
        'LATE_ANSWER',
        'MANUAL',
      ]);
    });
  });
});
