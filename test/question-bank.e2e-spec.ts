import { newId } from '../src/platform/ids/ids.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

interface Rich {
  markdown: string;
}
interface Version {
  id: string;
  number: number;
  status: string;
  revision: number;
  stem: Rich;
  choices: { id: string; text: Rich }[];
  key: {
    choices: { choiceId: string; correct: boolean; feedback: Rich | null }[];
    explanation: Rich | null;
  };
}
interface Question {
  __typename: string;
  id: string;
  code: string;
  retiredAt: string | null;
  latestVersion: Version;
  versions: Version[];
}

const VERSION =
  'id number status revision stem { markdown } choices { id text { markdown } } key { choices { choiceId correct feedback { markdown } } explanation { markdown } }';
const QUESTION = `... on Question { id code retiredAt latestVersion { ${VERSION} } versions { ${VERSION} } }`;

const planes = (code = `Q-${newId().slice(-8)}`) => ({
  code,
  category: 'Anatomy',
  tags: ['planes', 'body'],
  stem: 'Which plane divides left from right?',
  content: {
    singleChoice: {
      choices: [
        { text: 'Frontal', feedback: 'Front from back.' },
        { text: 'Sagittal', correct: true, feedback: 'Yes.' },
      ],
    },
  },
  explanation: 'The sagittal plane.',
  learningOutcomes: ['Names the planes of movement'],
});

describe('the question bank', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const create = (member: Member, input: object) => member.do<Question>('createQuestion', input, QUESTION);
  const publish = (member: Member, questionId: string) =>
    member.do<Question>('publishQuestion', { questionId }, QUESTION);
  const edit = (
    member: Member,
    question: Question,
    change: object = {},
    revision = question.latestVersion.revision,
  ) => {
    const { code: _, ...content } = planes();
    return member.do<Question & { currentRevision: number }>(
      'editQuestion',
      { questionId: question.id, revision, ...content, ...change },
      `${QUESTION} ... on EditedMeanwhile { currentRevision }`,
    );
  };

  it('takes in a question, its key beside it, and publishes it', async () => {
    const author = await (await World.create(app)).member('INSTRUCTOR');
    const made = await create(author, planes('Q-1'));
    expect(made).toMatchObject({ code: 'Q-1', latestVersion: { number: 1, status: 'DRAFT', revision: 1 } });
    const { choices, key } = made.latestVersion;
    expect(choices.map(({ text }) => text.markdown)).toEqual(['Frontal', 'Sagittal']);
    expect(key.choices).toEqual([
      { choiceId: choices[0]!.id, correct: false, feedback: { markdown: 'Front from back.' } },
      { choiceId: choices[1]!.id, correct: true, feedback: { markdown: 'Yes.' } },
    ]);
    expect((await publish(author, made.id)).latestVersion).toMatchObject({ number: 1, status: 'PUBLISHED' });
    expect(await publish(author, made.id)).toMatchObject({
      __typename: 'NoQuestionDraft',
      code: 'NO_QUESTION_DRAFT',
    });
  });

  it('edits a draft in place, and drafts the next version of a published question', async () => {
    const { owner } = await World.create(app);
    const made = await create(owner, planes());
    const edited = await edit(owner, made, { stem: 'Which one?' });
    expect(edited.versions).toMatchObject([
      { number: 1, status: 'DRAFT', revision: 2, stem: { markdown: 'Which one?' } },
    ]);
    await publish(owner, made.id);
    const { choices } = edited.latestVersion;
    const kept = {
      singleChoice: { choices: [{ id: choices[1]!.id, text: 'Sagittal', correct: true }, { text: 'None' }] },
    };
    const next = await edit(owner, edited, { content: kept });
    expect(next.versions).toMatchObject([
      { number: 2, status: 'DRAFT', revision: 3 },
      { number: 1, status: 'PUBLISHED', stem: { markdown: 'Which one?' } },
    ]);
    expect(next.latestVersion.choices[0]!.id).toBe(choices[1]!.id);
    expect(next.versions[1]!.choices).toEqual(choices);
  });

  it('refuses an edit that somebody overtook', async () => {
    const { owner } = await World.create(app);
    const made = await create(owner, planes());
    await edit(owner, made);
    expect(await edit(owner, made, { stem: 'Mine' })).toMatchObject({
      __typename: 'EditedMeanwhile',
      currentRevision: 2,
    });
    const [a, b] = await Promise.all([
      edit(owner, made, { stem: 'A' }, 2),
      edit(owner, made, { stem: 'B' }, 2),
    ]);
    expect([a.__typename, b.__typename].sort()).toEqual(['EditedMeanwhile', 'Question']);
  });

  it('says everything that stands in the way of publishing', async () => {
    const { owner } = await World.create(app);
    const made = await create(owner, {
      ...planes(),
      stem: ' ',
      content: { singleChoice: { choices: [{ text: 'only' }] } },
    });
    const refused = await owner.do(
      'publishQuestion',
      { questionId: made.id },
      '... on QuestionNotReady { problems { field } }',
    );
    expect(refused).toMatchObject({
      __typename: 'QuestionNotReady',
      problems: [{ field: 'stem' }, { field: 'choices' }, { field: 'choices' }],
    });
  });

  it('retires a question, which is then edited and published no more', async () => {
    const { owner } = await World.create(app);
    const made = await create(owner, planes());
    const retire = () => owner.do<Question>('retireQuestion', { questionId: made.id }, QUESTION);
    expect((await retire()).retiredAt).not.toBeNull();
    expect(await retire()).toMatchObject({ __typename: 'QuestionRetired' });
    expect(await edit(owner, made)).toMatchObject({ __typename: 'QuestionRetired' });
    expect(await publish(owner, made.id)).toMatchObject({ __typename: 'QuestionRetired' });
  });

  it('is searched by text, category, tags and type, page by page', async () => {
    const { owner } = await World.create(app);
    for (const code of ['A-1', 'A-2', 'A-3']) await create(owner, planes(code));
    await create(owner, {
      ...planes('B-1'),
      category: 'Safety',
      tags: ['100%'],
      stem: '100% sure?',
      content: { trueFalse: { isTrue: true } },
    });
    interface Page {
      questions: {
        totalCount: number;
        edges: { node: { code: string } }[];
        pageInfo: { hasNextPage: boolean; endCursor: string };
      };
    }
    const list = async (args: string) =>
      (
        await owner.ask<Page>(
          `{ questions${args} { totalCount edges { node { code latestVersion { stem { html } } } } pageInfo { hasNextPage endCursor } } }`,
        )
      ).questions;
    const codes = async (args: string) => (await list(args)).edges.map(({ node }) => node.code);
    expect(await codes('')).toEqual(['A-1', 'A-2', 'A-3', 'B-1']);
    expect(await codes('(search: "0% s")')).toEqual(['B-1']);
    expect(await codes('(search: "a-2")')).toEqual(['A-2']);
    expect(await codes('(search: "_")')).toEqual([]);
    expect(await codes('(category: "Safety")')).toEqual(['B-1']);
    expect(await codes('(tags: ["planes", "body"])')).toEqual(['A-1', 'A-2', 'A-3']);
    expect(await codes('(type: TRUE_FALSE)')).toEqual(['B-1']);
    const first = await list('(first: 3)');
    expect(first).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: true } });
    expect(await codes(`(first: 3, after: "${first.pageInfo.endCursor}")`)).toEqual(['B-1']);
    const statements = await app.statementsOf(() => codes(''));
    expect(statements).toHaveLength(3); // page, versions, count
  });

  it('refuses wrong input, naming the field', async () => {
    const { owner } = await World.create(app);
    const send = async (input: object) => {
      const answer = await owner.send(
        'mutation ($input: CreateQuestionInput!) { createQuestion(input: $input) { __typename } }',
        {
          input: { operationId: newId(), ...planes(), ...input },
        },
      );
      return answer.errors![0]!.extensions;
    };
    expect(await send({ code: 'with space' })).toMatchObject({
      code: 'BAD_USER_INPUT',
      fields: [{ field: 'input.code' }],
    });
    expect(await send({ content: { shortText: { accepted: ['x'.repeat(201)] } } })).toMatchObject({
      fields: [{ field: 'input.content.shortText.accepted' }],
    });
    expect(await send({ content: { number: { number: '1', tolerance: '-1' } } })).toMatchObject({
      fields: [{ field: 'input.content.number.tolerance' }],
    });
    for (const content of [{}, { trueFalse: { isTrue: true }, number: { number: '1' } }])
      expect(await send({ content })).toMatchObject({ code: 'BAD_USER_INPUT' });
    for (const number of ['NaN', 'Infinity', '1e400', `${'9'.repeat(10)}`])
      expect(await send({ content: { number: { number } } })).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('refuses a code that is taken, in this organization alone', async () => {
    const [a, b] = [await World.create(app), await World.create(app)];
    await create(a.owner, planes('SAME'));
    expect(await create(a.owner, planes('SAME'))).toMatchObject({ __typename: 'QuestionCodeTaken' });
    expect(await create(b.owner, planes('SAME'))).toMatchObject({ __typename: 'Question' });
  });

  it('abuse 1: answers another tenant and a trainee as if there were nothing', async () => {
    const [a, b] = [await World.create(app), await World.create(app)];
    const { id } = await create(a.owner, planes());
    const read = (id: string) => b.owner.send('query ($id: ID!) { question(id: $id) { code } }', { id });
    expect(await read(id)).toEqual(await read(newId()));
    await expect(edit(b.owner, { id, latestVersion: { revision: 1 } } as Question)).rejects.toThrow(
      'NOT_FOUND',
    );
    for (const verb of ['publishQuestion', 'retireQuestion'])
      await expect(b.owner.do(verb, { questionId: id }, '')).rejects.toThrow('NOT_FOUND');
    const trainee = await a.member('TRAINEE');
    await expect(trainee.ask('query ($id: ID!) { question(id: $id) { code } }', { id })).rejects.toThrow(
      'FORBIDDEN',
    );
    await expect(trainee.ask('{ questions { totalCount } }')).rejects.toThrow('FORBIDDEN');
  });

  it('abuse 57: shows Markdown as HTML without scripts', async () => {
    const { owner } = await World.create(app);
    const stem =
      '**Bold** <script>alert(1)</script> [x](javascript:alert(1)) ![y](https://evil.example/z.png)';
    const { id } = await create(owner, { ...planes(), stem });
    const { question } = await owner.ask<{ question: { latestVersion: { stem: { html: string } } } }>(
      'query ($id: ID!) { question(id: $id) { latestVersion { stem { html } } } }',
      { id },
    );
    const { html } = question.latestVersion.stem;
    expect(html).toContain('<strong>Bold</strong>');
    expect(html).not.toMatch(/<script|href="javascript|<img/);
  });

  it('a published version cannot be changed by the runtime role either', async () => {
    const world = await World.create(app);
    const made = await create(world.owner, planes());
    await publish(world.owner, made.id);
    await expect(
      app.owner.query(`UPDATE question_version SET stem = 'x' WHERE id = $1`, [made.latestVersion.id]),
    ).rejects.toThrow('does not change');
  });
});
