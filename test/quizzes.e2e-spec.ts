import { newId } from '../src/platform/ids/ids.js';
import { EVERY_TYPE, itemsOf, publishedQuiz, quizOf } from './support/quizzes.js';
import { importDraft, TREE, type Tree } from './support/drafts.js';
import * as outlines from './support/outlines.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

interface Version {
  id: string;
  number: number;
  status: string;
  revision: number;
  passMarkPercent: string;
  maxAttempts: number | null;
  possible: string;
  questionCount: number;
  items: Item[];
}
interface Item {
  position: number;
  section: number | null;
  points: string;
  question: { id: string };
  version: { number: number } | null;
}
interface Quiz {
  __typename: string;
  id: string;
  title: string;
  latestVersion: Version;
  versions: Version[];
  currentRevision: number;
  problems: { field: string; message: string }[];
}
const VERSION = `id number status revision passMarkPercent maxAttempts possible questionCount
  items { ... on QuizQuestion { position section points question { id } version { number } } }`;
const QUIZ = `... on Quiz { id title latestVersion { ${VERSION} } versions { ${VERSION} } }`;

describe('quizzes', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const create = (member: Member, input: object = {}) =>
    member.do<Quiz>(
      'createQuiz',
      { code: `Z-${newId().slice(-8)}`, title: 'Bones', passMarkPercent: '75', ...input },
      QUIZ,
    );
  const edit = (member: Member, quiz: Quiz, change: object, revision = quiz.latestVersion.revision) =>
    member.do<Quiz>(
      'editQuiz',
      { quizId: quiz.id, revision, ...change },
      `${QUIZ} ... on EditedMeanwhile { currentRevision }`,
    );
  const publish = (member: Member, quizId: string) =>
    member.do<Quiz>('publishQuiz', { quizId }, `${QUIZ} ... on QuizNotReady { problems { field message } }`);
  const quiz = async (member: Member, id: string) =>
    (await member.ask<{ quiz: Quiz }>(`query ($id: ID!) { quiz(id: $id) { ${QUIZ} } }`, { id })).quiz;

  it('are written, published with pinned questions, and edited into a next version', async () => {
    const { owner } = await World.create(app);
    const { quizId, questionIds } = await publishedQuiz(owner, { maxAttempts: 3 });
    const first = await quiz(owner, quizId);
    expect(first.latestVersion).toMatchObject({
      number: 1,
      status: 'PUBLISHED',
      possible: '8.00',
      questionCount: 5,
    });
    expect(first.latestVersion.items.map(({ points }) => points)).toEqual([
      '1.00',
      '2.00',
      '1.50',
      '1.00',
      '2.50',
    ]);
    expect(first.latestVersion.items.every(({ version }) => version?.number === 1)).toBe(true);

    const next = await edit(owner, first, { passMarkPercent: '80', maxAttempts: null });
    expect(next.versions).toMatchObject([
      {
        number: 2,
        status: 'DRAFT',
        revision: 2,
        passMarkPercent: '80.00',
        maxAttempts: null,
        questionCount: 5,
      },
      { number: 1, status: 'PUBLISHED', passMarkPercent: '75.00', maxAttempts: 3 },
    ]);
    expect(next.latestVersion.items.every(({ version }) => version === null)).toBe(true);

    const reordered = questionIds
      .slice(0, 2)
      .reverse()
      .map((questionId) => ({ question: { questionId, points: '4' } }));
    const edited = await edit(owner, next, { items: reordered, title: 'Joints' });
    expect(edited).toMatchObject({
      title: 'Joints',
      latestVersion: { revision: 3, possible: '8.00', maxAttempts: null },
    });
    expect(edited.latestVersion.items.map(({ question }) => question.id)).toEqual(
      reordered.map(({ question }) => question.questionId),
    );
    expect((await publish(owner, quizId)).latestVersion).toMatchObject({ number: 2, status: 'PUBLISHED' });
    expect(await publish(owner, quizId)).toMatchObject({ __typename: 'NoQuizDraft' });
  });

  it('say everything that stands in the way of publishing', async () => {
    const { owner } = await World.create(app);
    const empty = await create(owner);
    expect(await publish(owner, empty.id)).toMatchObject({
      __typename: 'QuizNotReady',
      problems: [{ field: 'items' }],
    });
    const { questionIds } = await publishedQuiz(owner);
    const draft = await owner.do<{ id: string }>(
      'createQuestion',
      { code: 'DRAFT', stem: '?', content: { trueFalse: { isTrue: true } } },
      '... on Question { id }',
    );
    await owner.do('retireQuestion', { questionId: questionIds[0]! }, '');
    const made = await create(owner, { items: itemsOf([questionIds[0]!, draft.id, questionIds[1]!]) });
    expect((await publish(owner, made.id)).problems).toEqual([
      { field: 'items.1', message: expect.stringContaining('retired') },
      { field: 'items.2', message: 'DRAFT is a draft: publish it first.' },
    ]);
  });

  it('refuse an edit that somebody overtook', async () => {
    const { owner } = await World.create(app);
    const made = await create(owner);
    const answers = await Promise.all(['A', 'B'].map((title) => edit(owner, made, { title })));
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['EditedMeanwhile', 'Quiz']);
  });

  it('abuse 28: take no negative, zero, infinite or huge points, marks or limits', async () => {
    const { owner } = await World.create(app);
    const { questionIds } = await publishedQuiz(owner);
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
    for (const points of ['-1', '0', '0.00', '1000.01', '1e9', 'NaN', 'Infinity', '0.001'])
      expect(await send({ items: [{ question: { questionId: questionIds[0], points } }] })).toBe(
        'BAD_USER_INPUT',
      );
    for (const passMarkPercent of ['-1', '100.01', 'NaN', '75.555'])
      expect(await send({ passMarkPercent })).toBe('BAD_USER_INPUT');
    for (const maxAttempts of [0, -1, 101]) expect(await send({ maxAttempts })).toBe('BAD_USER_INPUT');
    for (const timeLimitMinutes of [0, 1441]) expect(await send({ timeLimitMinutes })).toBe('BAD_USER_INPUT');
    const twice = itemsOf([questionIds[0]!, questionIds[0]!]);
    expect(await send({ items: twice })).toBe('BAD_USER_INPUT');
  });

  it("abuse 3: take in no other tenant's question", async () => {
    const [a, b] = [await World.create(app), await World.create(app)];
    const { questionIds } = await publishedQuiz(a.owner, {}, EVERY_TYPE.slice(0, 1));
    await expect(create(b.owner, { items: itemsOf(questionIds) })).rejects.toThrow('NOT_FOUND');
    await expect(create(b.owner, { items: itemsOf([newId()]) })).rejects.toThrow('NOT_FOUND');
  });

  it('are attached once to a published program, with their version pinned', async () => {
    const world = await World.create(app);
    const { owner } = world;
    const { quizId, questionIds } = await publishedQuiz(owner);
    const program = await world.program();
    const requirementId = program.courses[0]!.quizRequirementId;
    const attach = (quizId: string) =>
      owner.do<{ __typename: string; quizVersion: { number: number } }>(
        'attachQuiz',
        { requirementId, quizId },
        '... on CourseRequirement { resolved quizVersion { number quiz { id } } }',
      );
    const draft = await create(owner);
    expect(await attach(draft.id)).toMatchObject({ __typename: 'QuizNotPublished' });
    const attached = { resolved: true, quizVersion: { number: 1, quiz: { id: quizId } } };
    expect(await attach(quizId)).toMatchObject(attached);
    expect(await attach(quizId)).toMatchObject(attached);
    const other = await quizOf(owner, questionIds);
    expect(await attach(other.quizId)).toMatchObject({ __typename: 'RequirementResolved' });
    await edit(owner, await quiz(owner, quizId), { passMarkPercent: '10' });
    await publish(owner, quizId);
    expect(await attach(quizId)).toMatchObject({ __typename: 'RequirementResolved' });
    const trainee = await world.member('TRAINEE');
    await expect(trainee.do('attachQuiz', { requirementId, quizId }, '')).rejects.toThrow('FORBIDDEN');
  });

  it('are attached as often as wished while the program is a draft, each time with the newest version', async () => {
    const { owner } = await World.create(app);
    const { quizId, questionIds } = await publishedQuiz(owner);
    const asked = outlines.courseModule({ requirements: [outlines.quiz('Q')] });
    const outline = outlines.program({ courses: [outlines.course('A', { modules: [asked] })] });
    const { versionId } = await importDraft(owner, outline);
    const { programVersion } = await owner.ask<{ programVersion: Tree }>(
      `query ($id: ID!) { programVersion(id: $id) { ${TREE} } }`,
      { id: versionId },
    );
    const requirementId = programVersion.courses[0]!.modules[0]!.requirements[0]!.id;
    const attach = (quizId: string) =>
      owner.do<{ quizVersion: { number: number; quiz: { id: string } } }>(
        'attachQuiz',
        { requirementId, quizId },
        '... on CourseRequirement { quizVersion { number quiz { id } } }',
      );
    expect(await attach(quizId)).toMatchObject({ quizVersion: { number: 1, quiz: { id: quizId } } });
    await edit(owner, await quiz(owner, quizId), { passMarkPercent: '80' });
    await publish(owner, quizId);
    expect(await attach(quizId)).toMatchObject({ quizVersion: { number: 2, quiz: { id: quizId } } });
    const other = await quizOf(owner, questionIds);
    expect(await attach(other.quizId)).toMatchObject({
      quizVersion: { number: 1, quiz: { id: other.quizId } },
    });
  });

  it('are listed with a fixed number of statements', async () => {
    const { owner } = await World.create(app);
    const { questionIds } = await publishedQuiz(owner);
    for (let i = 0; i < 4; i++) await quizOf(owner, questionIds);
    const statements = await app.statementsOf(() =>
      owner.ask(
        `{ quizzes(search: "Quiz") { totalCount edges { node { title latestVersion { ${VERSION} } } } } }`,
      ),
    );
    expect(statements).toHaveLength(8); // page, count, versions, their sections, questions and draws, bank entries, pinned versions
  });

  it("abuse 1: answer another tenant's id and a trainee as if there were nothing", async () => {
    const [a, b] = [await World.create(app), await World.create(app)];
    const made = await create(a.owner);
    await expect(quiz(b.owner, made.id)).rejects.toThrow('NOT_FOUND');
    await expect(publish(b.owner, made.id)).rejects.toThrow('NOT_FOUND');
    await expect(edit(b.owner, made, { title: 'Mine' })).rejects.toThrow('NOT_FOUND');
    await expect(quiz(await a.member('TRAINEE'), made.id)).rejects.toThrow('FORBIDDEN');
  });
});
