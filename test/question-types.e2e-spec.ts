import { newId } from '../src/platform/ids/ids.js';
import { png, upload } from './support/pictures.js';
import { everyNewType, FORM, newAnswerTo, RESPONSE, type Form } from './support/question-types.js';
import { publishedQuiz, SECRET } from './support/quizzes.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

const KEY = `key { rightAnswer { markdown } choices { choiceId correct percent feedback { markdown } } scoring
  acceptedTexts { pattern percent feedback { markdown } } numbers { number formula tolerance toleranceKind percent feedback { markdown } }
  units { unit factor } unitPenaltyPercent matches { promptId choiceId } order orderScoring
  blanks { blankId weight accepted { pattern } numbers { number } choices { choiceId correct } }
  regions { shape x y radius width height points { x y } } gradingNotes { markdown } explanation { markdown } }`;

interface Question extends Form {
  questionVersionId: string;
  answer: { response: object } | null;
  mark: { earned: string | null; possible: string } | null;
  key: Record<string, unknown> & { rightAnswer: { markdown: string } | null };
}
interface Attempt {
  id: string;
  status: string;
  questions: Question[];
}

const ATTEMPT = `... on QuizAttempt { id status questions { questionVersionId ${FORM} answer { response { ${RESPONSE} } } mark { earned possible } ${KEY} } }`;

describe('questions of every type', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  /** A trainee whose course asks for a quiz of the new types. */
  async function made(settings: object = {}) {
    const world = await World.create(app);
    const author = await world.member('INSTRUCTOR');
    const fileId = await upload(app, author, png(100, 50));
    const quiz = await publishedQuiz(author, settings, everyNewType(fileId));
    const program = await world.program();
    const requirementId = program.courses[0]!.quizRequirementId;
    await author.do('attachQuiz', { requirementId, quizId: quiz.quizId }, '');
    const { trainee } = await world.enrolled(program);
    const start = () => trainee.do<Attempt>('startQuizAttempt', { requirementId }, ATTEMPT);
    return { world, author, trainee, fileId, start, ...quiz };
  }

  const save = (trainee: Member, attemptId: string, { questionVersionId }: Question, response: object) =>
    trainee.do('saveAnswer', { attemptId, questionVersionId, response }, '... on SavedAnswer { revision }');
  const submit = async (trainee: Member, attemptId: string): Promise<Attempt> => {
    const { submitQuizAttempt } = await trainee.ask<{ submitQuizAttempt: Attempt }>(
      `mutation ($input: SubmitQuizAttemptInput!) { submitQuizAttempt(input: $input) { ${ATTEMPT} } }`,
      { input: { operationId: newId(), attemptId } },
    );
    return submitQuizAttempt;
  };
  const byType = <T>(questions: Question[], value: (question: Question) => T): Record<string, T> =>
    Object.fromEntries(questions.map((question) => [question.type, value(question)]));

  it('go from author to mark, and the right answers are told in words', async () => {
    const { trainee, start, fileId } = await made({
      shownAfter: ['MARKS', 'RIGHT_ANSWERS', 'FEEDBACK', 'EXPLANATION'],
    });
    const attempt = await start();
    expect(JSON.stringify(attempt)).not.toContain(SECRET);
    const calculated = attempt.questions.find(({ type }) => type === 'CALCULATED')!;
    expect(calculated).toMatchObject({ unit: 'm' });
    expect(calculated.stem.markdown).toMatch(
      /^A patient walks [\d.]+\.\d m and then \d\d m\. How far in all\?$/,
    );
    expect(attempt.questions.find(({ type }) => type === 'HOTSPOT')).toMatchObject({
      placesToMark: 2,
      picture: { fileId, width: 100, height: 50 },
    });
    expect(attempt.questions.find(({ type }) => type === 'ESSAY')).toMatchObject({
      minWords: 5,
      maxWords: 200,
      rubric: [{ title: 'Safety', levels: [{ points: '0' }, { points: '4' }] }],
    });
    for (const question of attempt.questions) {
      const response = newAnswerTo(question);
      expect(await save(trainee, attempt.id, question, response)).toMatchObject({
        __typename: 'SavedAnswer',
      });
    }
    const done = await submit(trainee, attempt.id);
    expect(byType(done.questions, ({ answer }) => answer!.response)).toMatchObject(
      byType(attempt.questions, (question) => newAnswerTo(question)),
    );
    const marks = byType(done.questions, ({ mark }) => mark!.earned);
    const { ESSAY: _, ...graded } = marks;
    for (const [type, earned] of Object.entries(graded)) expect(`${type} ${earned}`).toBe(`${type} 4.0000`);
    const { CALCULATED: sum, ...told } = byType(
      done.questions,
      ({ key }) => key.rightAnswer?.markdown ?? null,
    );
    const given = newAnswerTo(calculated) as { number: string };
    expect(sum).toBe(`${Number(given.number)} m (± 1 %)`);
    expect(told).toEqual({
      MULTIPLE_CHOICE: 'Tibia; Fibula',
      SHORT_TEXT: 'range of motion',
      NUMBER: '1.5 kg',
      MATCHING: 'Hip → Ball and socket; Elbow → Hinge; Shoulder → Ball and socket',
      ORDERING: 'Heel strike → Foot flat → Midstance → Toe off',
      CLOZE: '1: knee; 2: 2; 3: synovial',
      HOTSPOT: 'from (10, 10) to (30, 20); at most 10 px from (70, 25)',
      ESSAY: null,
    });
    expect(byType(done.questions, ({ key }) => key['gradingNotes'])).toMatchObject({ ESSAY: null });
  });

  it('earn a part of their points for a part that is right', async () => {
    const { trainee, start } = await made();
    const attempt = await start();
    for (const question of attempt.questions)
      if (question.type !== 'ESSAY') await save(trainee, attempt.id, question, newAnswerTo(question, false));
    const done = await submit(trainee, attempt.id);
    expect(byType(done.questions, ({ mark }) => mark!.earned)).toEqual({
      MULTIPLE_CHOICE: '2.0000',
      SHORT_TEXT: '2.0000',
      NUMBER: '3.0000',
      CALCULATED: '0.0000',
      MATCHING: '2.6667',
      ORDERING: '2.0000',
      CLOZE: '2.0000',
      HOTSPOT: '2.0000',
      ESSAY: '0.0000',
    });
  });

  it('refuse an answer that does not fit, and say why', async () => {
    const { trainee, start } = await made();
    const attempt = await start();
    const wrong: Record<string, [object, string]> = {
      MULTIPLE_CHOICE: [{ text: 'Tibia' }, '`choiceIds`'],
      NUMBER: [{ number: '1', unit: 'lb' }, 'one of the units'],
      CALCULATED: [{ number: '1', unit: 'm' }, '`number`'],
      MATCHING: [{ matches: [{ promptId: 'x', choiceId: 'y' }] }, 'prompts and choices'],
      ORDERING: [{ order: [] }, 'every item'],
      CLOZE: [{ blanks: [{ blankId: '2', answer: 'two' }] }, 'a decimal'],
      HOTSPOT: [{ places: [{ x: 101, y: 1 }] }, 'on the picture'],
      ESSAY: [{ isTrue: true }, '`text`'],
    };
    for (const question of attempt.questions) {
      const [response, why] = wrong[question.type] ?? [{}, '`text`'];
      const { errors } = await trainee.send(
        'mutation ($input: SaveAnswerInput!) { saveAnswer(input: $input) { __typename } }',
        {
          input: {
            operationId: newId(),
            attemptId: attempt.id,
            questionVersionId: question.questionVersionId,
            response,
          },
        },
      );
      expect(errors![0]).toMatchObject({
        message: expect.stringContaining(why),
        extensions: { code: 'BAD_USER_INPUT' },
      });
    }
  });

  it('abuse 18: are stored and shown in an order that does not tell the right one', async () => {
    const { start } = await made({ shuffleChoices: false });
    const attempt = await start();
    const again = await start();
    expect(again.questions).toEqual(attempt.questions);
    const { rows } = await app.owner.query<{ ids: string[] }>(
      `SELECT ARRAY(SELECT c ->> 'id' FROM jsonb_array_elements(presentation -> 'choices') c) AS ids
       FROM question_version WHERE type IN ('MATCHING', 'ORDERING')`,
    );
    for (const { ids } of rows) expect(ids).toEqual([...ids].sort());
  });

  describe('are written', () => {
    const create = (member: Member, question: object) =>
      member.send<{ createQuestion: { id: string; latestVersion: Record<string, unknown> } }>(
        `mutation ($input: CreateQuestionInput!) { createQuestion(input: $input) { ... on Question {
          id latestVersion { stem { markdown } presentation { choices { id text { markdown } } valueSets { values { name value } } } ${KEY} } } } }`,
        { input: { operationId: newId(), code: `Q-${newId().slice(-10)}`, stem: 'What?', ...question } },
      );
    const publish = (member: Member, questionId: string) =>
      member.do<{ problems?: { field: string; message: string }[] }>(
        'publishQuestion',
        { questionId },
        '... on QuestionNotReady { problems { field message } }',
      );

    it('with values drawn from ranges, or given as sets', async () => {
      const { owner } = await World.create(app);
      const formulas = [{ formula: '{a} * 2' }];
      const drawn = { ranges: [{ name: 'a', min: '1', max: '2', decimals: 1 }], count: 5 };
      const { data } = await create(owner, { content: { calculated: { formulas, values: { drawn } } } });
      const { valueSets } = data!.createQuestion.latestVersion['presentation'] as {
        valueSets: { values: { name: string; value: string }[] }[];
      };
      const values = valueSets.map((set) => set.values[0]!.value);
      expect(new Set(values).size).toBe(5);
      for (const value of values) expect(value).toMatch(/^(1\.\d|2\.0)$/);
      const sets = [{ values: [{ name: 'a', value: '1.50' }] }];
      const given = await create(owner, { content: { calculated: { formulas, values: { sets } } } });
      expect(given.data!.createQuestion.latestVersion).toMatchObject({
        presentation: { valueSets: sets },
        key: { numbers: [{ number: null, formula: '{a} * 2' }] },
      });
    });

    it('abuse 63: a formula that would do more than arithmetic is never published', async () => {
      const { owner } = await World.create(app);
      const hostile = [
        'process.exit()',
        'constructor.constructor("return process")()',
        'x = 1',
        'f(x) = x',
        '"a" || "b"',
        '{a}.constructor',
        'random()',
      ];
      for (const formula of hostile) {
        const values = { sets: [{ values: [{ name: 'a', value: '1' }] }] };
        const { data } = await create(owner, {
          content: { calculated: { formulas: [{ formula }], values } },
        });
        const refused = await publish(owner, data!.createQuestion.id);
        expect(refused.problems!.map(({ field }) => field)).toEqual(['numbers.0.number']);
      }
    });

    it('abuse 28: no percent, weight, tolerance, factor or value beyond its bounds is taken', async () => {
      const { owner } = await World.create(app);
      const beyond = [
        { multipleChoice: { choices: [{ text: 'a', percent: '101' }] } },
        { multipleChoice: { choices: [{ text: 'a', percent: '-100.5' }] } },
        { multipleChoice: { choices: [{ text: 'a', percent: 'NaN' }] } },
        { shortText: { patterns: [{ pattern: 'a', percent: '-1' }] } },
        { number: { number: 'Infinity' } },
        { number: { number: '1e999' } },
        { number: { number: '1', tolerance: '-1' } },
        { number: { number: '1', units: [{ unit: 'kg', factor: '-1' }] } },
        { number: { number: '1', unitPenaltyPercent: '1000' } },
        { cloze: { blanks: [{ id: '1', kind: 'TEXT', weight: 0 }] } },
        { cloze: { blanks: [{ id: '1', kind: 'TEXT', weight: 1_000_000 }] } },
        { calculated: { formulas: [], values: { sets: [{ values: [{ name: 'a', value: 'NaN' }] }] } } },
        { calculated: { formulas: [], values: { drawn: { ranges: [], count: 1_000 } } } },
        { hotspot: { regions: [{ circle: { x: -1, y: 0, radius: 1 } }] } },
        { hotspot: { regions: [{ circle: { x: 1, y: 0, radius: 1e9 } }] } },
        { essay: { rubric: [{ title: 'a', levels: [{ title: 'b', points: '-1' }] }] } },
        { essay: { maxWords: 1_000_000 } },
      ];
      for (const content of beyond) {
        const { errors } = await create(owner, { content });
        expect(`${JSON.stringify(content)} ${errors?.[0]?.extensions.code}`).toMatch(
          / (BAD_USER_INPUT|GRAPHQL_VALIDATION_FAILED)$/,
        );
      }
    });

    it('and everything that stands in the way of publishing is said at once', async () => {
      const { owner } = await World.create(app);
      const content = {
        cloze: {
          blanks: [
            { id: '1', kind: 'TEXT' },
            { id: '2', kind: 'CHOICE' },
          ],
        },
      };
      const { data } = await create(owner, { stem: 'See [[1]] and [[3]]', content });
      const { problems } = await publish(owner, data!.createQuestion.id);
      expect(problems!.map(({ field }) => field)).toEqual([
        'stem',
        'blanks.2',
        'blanks.1.accepted',
        'blanks.2.choices',
        'blanks.2.choices',
      ]);
    });

    it('abuse 57: without scripts, handlers and frames, and else as they were', async () => {
      const { owner } = await World.create(app);
      const bad =
        '**5 < 6 & 7**<script>alert(1)</script><img src=x onerror=alert(1)><iframe src="//evil"></iframe>';
      const { data } = await create(owner, {
        stem: bad,
        explanation: bad,
        content: { singleChoice: { choices: [{ text: bad, correct: true, feedback: bad }, { text: 'b' }] } },
      });
      const { rows } = await app.owner.query<{ stored: string }>(
        'SELECT concat(stem, presentation, answer_key) AS stored FROM question_version WHERE question_id = $1',
        [data!.createQuestion.id],
      );
      expect(rows[0]!.stored).not.toMatch(/script|onerror|iframe|<img/i);
      expect(data!.createQuestion.latestVersion).toMatchObject({ stem: { markdown: '**5 < 6 & 7**' } });
    });
  });

  describe('are found', () => {
    const find = async (member: Member, filter: string): Promise<string[]> => {
      const { questions } = await member.ask<{
        questions: { edges: { node: { code: string } }[]; totalCount: number };
      }>(`{ questions(${filter}) { totalCount edges { node { code } } } }`);
      expect(questions.totalCount).toBe(questions.edges.length);
      return questions.edges.map(({ node }) => node.code);
    };
    const write = (member: Member, code: string, more: object) =>
      member.do(
        'createQuestion',
        { code, stem: `The stem of ${code}`, content: { trueFalse: { isTrue: true } }, ...more },
        '... on Question { id }',
      );

    it('by category and what is below it, tags, difficulty, outcome and words', async () => {
      const { owner } = await World.create(app);
      await write(owner, 'A', { category: 'Anatomy', difficulty: 'EASY', tags: ['bone'] });
      await write(owner, 'B', { category: 'Anatomy/Knee', difficulty: 'HARD', tags: ['bone', 'knee'] });
      await write(owner, 'C', {
        category: 'Anatomy/Knee/Menisci',
        learningOutcomes: ['Names 100 % of the menisci'],
      });
      await write(owner, 'D', { category: 'Anatomy of the hip' });
      await write(owner, 'E', {});
      expect(await find(owner, 'category: "Anatomy"')).toEqual(['A', 'B', 'C']);
      expect(await find(owner, 'category: "Anatomy/Knee"')).toEqual(['B', 'C']);
      expect(await find(owner, 'category: "%"')).toEqual([]);
      expect(await find(owner, 'difficulty: HARD')).toEqual(['B']);
      expect(await find(owner, 'tags: ["bone"], difficulty: EASY')).toEqual(['A']);
      expect(await find(owner, 'learningOutcome: "Names 100 % of the menisci"')).toEqual(['C']);
      expect(await find(owner, 'search: "stem anatomy KNEE"')).toEqual(['B', 'C']);
      expect(await find(owner, 'search: "hip D"')).toEqual(['D']);
      expect(await find(owner, 'search: "_"')).toEqual([]);
      const { questionCategories } = await owner.ask<{ questionCategories: object[] }>(
        '{ questionCategories { path questionCount } }',
      );
      expect(questionCategories).toEqual([
        { path: 'Anatomy', questionCount: 3 },
        { path: 'Anatomy/Knee', questionCount: 2 },
        { path: 'Anatomy/Knee/Menisci', questionCount: 1 },
        { path: 'Anatomy of the hip', questionCount: 1 },
      ]);
      for (const category of ['/', 'a//b', ' a', 'a/', 'a/b/c/d/e/f/g/h/i/j/k'])
        await expect(write(owner, 'Z', { category })).rejects.toThrow('path');
    });

    it('with the quizzes that hold them, in one statement for all', async () => {
      const { author, questionIds, quizCode } = await made();
      const usedIn = () =>
        author.ask<{ questions: { edges: { node: { id: string; usedIn: object[] } }[] } }>(
          '{ questions { edges { node { id usedIn { quizCode quizVersionNumber status questionVersionNumber drawn } } } } }',
        );
      const { questions } = await usedIn();
      expect(questions.edges).toHaveLength(questionIds.length);
      for (const { node } of questions.edges)
        expect(node.usedIn).toEqual([
          { quizCode, quizVersionNumber: 1, status: 'PUBLISHED', questionVersionNumber: 1, drawn: false },
        ]);
      expect(
        (await app.statementsOf(usedIn)).filter((text) => text.includes('quiz_draw_question')),
      ).toHaveLength(1);
    });
  });
});
