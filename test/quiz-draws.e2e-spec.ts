import { newId } from '../src/platform/ids/ids.js';
import { bank, heldBy } from './support/quiz-bank.js';
import { itemsOf, quizOf, start, submit } from './support/quizzes.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

const ITEM = `__typename ... on QuizQuestion { position section points question { id } version { id } }
  ... on QuizDraw { position section count points category tags learningOutcomes difficulty poolSize }`;
const VERSION = `id number status revision possible questionCount items { ${ITEM} }
  sections { position title points possible instructions { markdown } items { ${ITEM} } }`;
const QUIZ = `... on Quiz { id draftProblems { field message } latestVersion { ${VERSION} } }`;

interface Item {
  __typename: string;
  position: number;
  section: number | null;
  points: string;
  count: number;
  poolSize: number;
}
interface Quiz {
  __typename: string;
  id: string;
  problems: { field: string; message: string }[];
  draftProblems: { field: string; message: string }[] | null;
  latestVersion: {
    id: string;
    number: number;
    status: string;
    revision: number;
    possible: string;
    questionCount: number;
    items: Item[];
    sections: { position: number; title: string; points: string | null; possible: string; items: Item[] }[];
  };
}

describe('random draws and sections', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const create = (author: Member, input: object) =>
    author.do<Quiz>(
      'createQuiz',
      { code: `Z-${newId().slice(-8)}`, title: 'Drawn', passMarkPercent: '50', ...input },
      QUIZ,
    );
  const publish = (author: Member, quizId: string) =>
    author.do<Quiz>('publishQuiz', { quizId }, `${QUIZ} ... on QuizNotReady { problems { field message } }`);
  const quiz = async (author: Member, id: string) =>
    (await author.ask<{ quiz: Quiz }>(`query ($id: ID!) { quiz(id: $id) { ${QUIZ} } }`, { id })).quiz;

  /** A trainee whose course asks for a quiz with these settings. */
  async function asked(world: World, settings: object) {
    const { quizId } = await quizOf(world.owner, [], settings);
    const program = await world.program();
    const requirementId = program.courses[0]!.quizRequirementId;
    await world.owner.do('attachQuiz', { requirementId, quizId }, '');
    return { quizId, requirementId, ...(await world.enrolled(program)) };
  }

  it('draw from what the bank has: category and those below, all tags, any outcome, difficulty', async () => {
    const world = await World.create(app);
    const { owner } = world;
    const [bones] = await bank(owner, 1, { category: 'Anatomy' });
    await bank(owner, 1, { category: 'Anatomy/Bones', tags: ['final', 'new'] });
    await bank(owner, 1, { category: 'Anatomy-2', tags: ['final'], learningOutcomes: ['Names bones'] });
    const [hard] = await bank(owner, 1, { tags: ['new'], learningOutcomes: ['Names muscles'] });
    await app.owner.query(`UPDATE question SET difficulty = 'HARD' WHERE id = $1`, [hard]);
    const sizes = async (...draws: object[]) => {
      const items = draws.map((draw) => ({ draw: { count: 1, ...draw } }));
      const { latestVersion } = await create(owner, { items });
      return latestVersion.items.map(({ poolSize }) => poolSize);
    };
    expect(
      await sizes(
        {},
        { category: 'Anatomy' },
        { category: 'Anatomy/Bones' },
        { tags: ['final'] },
        { tags: ['final', 'new'] },
        { learningOutcomes: ['Names bones', 'Names muscles'] },
        { difficulty: 'HARD' },
        { category: 'Anat%' },
      ),
    ).toEqual([4, 2, 1, 2, 1, 2, 1, 0]);
    await owner.do('retireQuestion', { questionId: bones }, '');
    expect(await sizes({})).toEqual([3]);
    const fixed = await create(owner, { items: [{ draw: { count: 1 } }, ...itemsOf([hard!])] });
    expect(fixed.latestVersion.items.map(({ poolSize }) => poolSize)).toEqual([2, undefined]);
  });

  it('inv 38: pin what they draw from at publication, whatever happens to the bank later', async () => {
    const world = await World.create(app);
    const { owner } = world;
    const tag = newId();
    const questionIds = await bank(owner, 4, { tags: [tag] });
    const { quizId, requirementId, trainee } = await asked(world, {
      items: [{ draw: { count: 4, tags: [tag], points: '2.5' } }],
    });
    await bank(owner, 3, { tags: [tag] });
    await owner.do('retireQuestion', { questionId: questionIds[0] }, '');
    expect(await quiz(owner, quizId)).toMatchObject({
      draftProblems: null,
      latestVersion: { status: 'PUBLISHED', possible: '10.00', questionCount: 4, items: [{ poolSize: 4 }] },
    });
    const { id } = await start(trainee, requirementId);
    const held = await heldBy(app, id);
    expect(held.map(({ questionId }) => questionId).sort()).toEqual([...questionIds].sort());
    expect(held.map(({ points }) => points)).toEqual(Array(4).fill('2.5000'));
  });

  it('give each attempt other questions until all were seen, and never one twice', async () => {
    const world = await World.create(app);
    const tag = newId();
    const questionIds = await bank(world.owner, 6, { tags: [tag] });
    const draw = { count: 1, tags: [tag] };
    const { requirementId, trainee } = await asked(world, {
      items: [...itemsOf([questionIds[0]!]), { draw }, { draw }],
      passMarkPercent: '100',
    });
    const attempts: string[][] = [];
    for (let i = 0; i < 3; i++) {
      const { id } = await start(trainee, requirementId);
      attempts.push((await heldBy(app, id)).map(({ questionId }) => questionId));
      await submit(trainee, id, 'id');
    }
    for (const held of attempts) {
      expect(new Set(held).size).toBe(3);
      expect(held).toContain(questionIds[0]);
    }
    const [first, second] = attempts.map((held) => held.filter((id) => id !== questionIds[0]));
    expect(new Set([...first!, ...second!]).size).toBe(4);
    expect(new Set(attempts.flat()).size).toBe(6);
  });

  it('stand in sections, each worth what it weighs, in their order though questions are shuffled', async () => {
    const world = await World.create(app);
    const tag = newId();
    const fixed = await bank(world.owner, 3);
    await bank(world.owner, 5, { tags: [tag] });
    const { quizId, requirementId, trainee } = await asked(world, {
      shuffleQuestions: true,
      sections: [
        { title: 'Bones', instructions: '*Think.*', points: '10', items: itemsOf(fixed, ['1', '1', '1']) },
        { title: 'Muscles', items: [{ draw: { count: 4, tags: [tag], points: '0.5' } }] },
      ],
    });
    const { latestVersion } = await quiz(world.owner, quizId);
    expect(latestVersion).toMatchObject({
      possible: '12.00',
      questionCount: 7,
      sections: [
        { position: 1, title: 'Bones', points: '10.00', possible: '10.00', items: [{}, {}, {}] },
        { position: 2, title: 'Muscles', points: null, possible: '2.00', items: [{ position: 4, count: 4 }] },
      ],
    });
    const attempt = await start(trainee, requirementId);
    const held = await heldBy(app, attempt.id);
    expect(held.map(({ section }) => section)).toEqual([1, 1, 1, 2, 2, 2, 2]);
    expect(
      held
        .slice(0, 3)
        .map(({ points }) => points)
        .sort(),
    ).toEqual(['3.3333', '3.3333', '3.3334']);
    expect(Number(attempt.possible)).toBe(12);
  });

  it('say all that stands in the way, as a draft and at publication', async () => {
    const { owner } = await World.create(app);
    const tag = newId();
    const [retired] = await bank(owner, 1);
    await owner.do('retireQuestion', { questionId: retired }, '');
    await bank(owner, 3, { tags: [tag] });
    const { id } = await create(owner, {
      sections: [
        { title: 'Empty', items: [] },
        {
          title: 'Full',
          items: [
            ...itemsOf([retired!]),
            { draw: { count: 2, tags: [tag] } },
            { draw: { count: 2, tags: [tag] } },
          ],
        },
      ],
    });
    const problems = [
      { field: 'sections.1', message: '"Empty" has no questions: add some or take it out.' },
      { field: 'sections.2.items.1', message: expect.stringContaining('was retired') },
      {
        field: 'sections.2.items.3',
        message: '2 are to be drawn, but 3 of the bank fit, and earlier draws may take 2 of them.',
      },
    ];
    expect((await quiz(owner, id)).draftProblems).toEqual(problems);
    expect((await publish(owner, id)).problems).toEqual(problems);
    await bank(owner, 1, { tags: [tag] });
    expect((await quiz(owner, id)).draftProblems).toEqual(problems.slice(0, 2));
  });

  it('are copied into the next draft, with all settings', async () => {
    const { owner } = await World.create(app);
    const tag = newId();
    const fixed = await bank(owner, 1);
    await bank(owner, 2, { tags: [tag] });
    const settings = `opensAt closesAt graceSeconds retryDelayMinutes navigation attemptGrading capRepeats
      shownDuring shownAfter shownAfterClosing anonymousGrading`;
    const given = {
      opensAt: '2027-01-01T08:00:00.000Z',
      closesAt: '2027-02-01T08:00:00.000Z',
      graceSeconds: 60,
      retryDelayMinutes: 90,
      navigation: 'SEQUENTIAL',
      attemptGrading: 'AVERAGE',
      capRepeats: true,
      shownDuring: ['CORRECTNESS', 'FEEDBACK'],
      shownAfter: ['MARKS'],
      shownAfterClosing: ['RIGHT_ANSWERS'],
      anonymousGrading: true,
    };
    const made = await create(owner, {
      ...given,
      sections: [
        {
          title: 'All',
          instructions: 'Go.',
          points: '7',
          items: [...itemsOf(fixed), { draw: { count: 1, tags: [tag] } }],
        },
      ],
    });
    const before = (await publish(owner, made.id)).latestVersion;
    const next = await owner.do<Quiz>(
      'editQuiz',
      { quizId: made.id, revision: before.revision, graceSeconds: 30 },
      `... on Quiz { latestVersion { ${VERSION} ${settings} } }`,
    );
    const { sections } = next.latestVersion;
    const unpinned = before.sections[0]!.items.map((item): Item | object =>
      item.__typename === 'QuizDraw' ? item : { ...item, version: null },
    );
    expect(next.latestVersion).toMatchObject({ number: 2, status: 'DRAFT', ...given, graceSeconds: 30 });
    expect(sections).toEqual([{ ...before.sections[0], items: unpinned }]);
    const replaced = await owner.do<Quiz>(
      'editQuiz',
      { quizId: made.id, revision: next.latestVersion.revision, items: itemsOf(fixed), opensAt: null },
      `... on Quiz { latestVersion { ${VERSION} ${settings} } }`,
    );
    expect(replaced.latestVersion).toMatchObject({ sections: [], questionCount: 1, opensAt: null });
  });

  it('abuse 28: take no impossible counts, weights, points, windows or lists', async () => {
    const { owner } = await World.create(app);
    const send = async (input: object) => {
      const variables = {
        input: { operationId: newId(), code: 'X', title: 'X', passMarkPercent: '75', ...input },
      };
      const { errors } = await owner.send(
        'mutation ($input: CreateQuizInput!) { createQuiz(input: $input) { __typename } }',
        variables,
      );
      return errors?.[0]?.extensions.code;
    };
    const refused = [
      ...[0, -1, 201].map((count) => ({ items: [{ draw: { count } }] })),
      ...['0', '-1', '1000.01', 'NaN', 'Infinity', '1e3', '0.001'].map((points) => ({
        items: [{ draw: { count: 1, points } }],
      })),
      ...['0', '-5', '100000.01', 'NaN', '1e9'].map((points) => ({
        sections: [{ title: 'A', points, items: [{ draw: { count: 1 } }] }],
      })),
      { items: [{ draw: { count: 200 } }, { draw: { count: 1 } }] },
      { items: [], sections: [{ title: 'A', items: [] }] },
      { sections: [] },
      { items: [{ draw: { count: 1, tags: ['a', 'a'] } }] },
      { opensAt: '2027-02-01T00:00:00Z', closesAt: '2027-02-01T00:00:00Z' },
      ...[-1, 3601].map((graceSeconds) => ({ graceSeconds })),
      ...[0, 525_601].map((retryDelayMinutes) => ({ retryDelayMinutes })),
      { shownAfter: ['MARKS', 'MARKS'] },
    ];
    for (const input of refused) expect([input, await send(input)]).toEqual([input, 'BAD_USER_INPUT']);
  });

  it('abuse 28: the window stays a window when one of its ends is moved', async () => {
    const { owner } = await World.create(app);
    const made = await create(owner, { opensAt: '2027-02-01T00:00:00Z' });
    const { errors } = await owner.send(
      'mutation ($input: EditQuizInput!) { editQuiz(input: $input) { __typename } }',
      { input: { operationId: newId(), quizId: made.id, revision: 1, closesAt: '2027-01-01T00:00:00Z' } },
    );
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
  });

  it('keep the access code for who may write quizzes', async () => {
    const world = await World.create(app);
    const { owner } = world;
    const { id: quizId } = await create(owner, {});
    const set = (accessCode: string | null, by = owner) =>
      by.ask<{ setQuizAccessCode: { accessCode: string | null } }>(
        'mutation ($input: SetQuizAccessCodeInput!) { setQuizAccessCode(input: $input) { ... on Quiz { accessCode } } }',
        { input: { operationId: newId(), quizId, accessCode } },
      );
    const readBy = async (member: Member) =>
      (
        await member.ask<{ quiz: { accessCode: string | null } }>(
          'query ($id: ID!) { quiz(id: $id) { accessCode } }',
          { id: quizId },
        )
      ).quiz.accessCode;
    expect(await readBy(owner)).toBeNull();
    expect(await set('open sesame')).toEqual({ setQuizAccessCode: { accessCode: 'open sesame' } });
    expect(await set('other one')).toEqual({ setQuizAccessCode: { accessCode: 'other one' } });
    expect(await readBy(await world.member('AUDITOR'))).toBeNull();
    await expect(readBy(await world.member('TRAINEE'))).rejects.toThrow('FORBIDDEN');
    await expect(set('abc')).rejects.toThrow('BAD_USER_INPUT');
    await expect(set(' abcd')).rejects.toThrow('BAD_USER_INPUT');
    expect(await set(null)).toEqual({ setQuizAccessCode: { accessCode: null } });
    const other = (await World.create(app)).owner;
    await expect(set('mine now', other)).rejects.toThrow('NOT_FOUND');
  });
});
