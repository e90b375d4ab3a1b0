import { newId } from '../src/platform/ids/ids.js';
import { BankImport } from '../src/features/quizzes/bank/bank-import.service.js';
import type { NewBankQuestion } from '../src/features/quizzes/bank/bank-document.js';
import type { QuestionContent } from '../src/features/quizzes/bank/question-content.js';
import { QuestionPictures } from '../src/features/quizzes/bank/question-picture.service.js';
import { ROLES, roleAllows } from '../src/platform/access/permissions.js';
import { Database } from '../src/platform/database/database.js';
import { Files } from '../src/platform/files/files.js';
import { fetchAs, png, upload } from './support/pictures.js';
import { quizOf, start, submit } from './support/quizzes.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

interface Picture {
  fileId: string;
  alternativeText: string;
  url: string;
  expiresAt: string;
}
interface Text {
  html: string;
  pictures: Picture[];
}
interface PicturedQuestion {
  stem: Text;
  choices: { text: Text }[];
  key: { explanation: Text | null } | null;
}

const TEXT = '{ html pictures { fileId alternativeText url expiresAt } }';
const QUESTION = `stem ${TEXT} choices { text ${TEXT} } key { explanation ${TEXT} }`;

const picture = (fileId: string, words = 'a bent knee'): string => `![${words}](file:${fileId})`;

describe('pictures of questions', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  afterEach(() => app.clock.reset());

  const author = async (world: World): Promise<Member> => world.member('INSTRUCTOR');

  const create = (member: Member, question: object) =>
    member.send<{ createQuestion: { id: string } }>(
      'mutation ($input: CreateQuestionInput!) { createQuestion(input: $input) { ... on Question { id } } }',
      {
        input: {
          operationId: newId(),
          code: `Q-${newId().slice(-10)}`,
          content: { trueFalse: { isTrue: true } },
          ...question,
        },
      },
    );

  const created = async (member: Member, question: object): Promise<string> => {
    const { data, errors } = await create(member, question);
    if (!data) throw new Error(JSON.stringify(errors));
    return data.createQuestion.id;
  };

  const publish = (member: Member, questionId: string) =>
    member.do<{ __typename: string; problems?: { field: string; message: string }[] }>(
      'publishQuestion',
      { questionId },
      '... on QuestionNotReady { problems { field message } }',
    );

  const latest = async (member: Member, id: string): Promise<PicturedQuestion> =>
    (
      await member.ask<{ question: { latestVersion: PicturedQuestion } }>(
        `query ($id: ID!) { question(id: $id) { latestVersion { ${QUESTION} } } }`,
        { id },
      )
    ).question.latestVersion;

  const kept = async (questionId: string): Promise<string[]> => {
    const { rows } = await app.owner.query<{ file_id: string }>(
      `SELECT p.file_id FROM question_picture p JOIN question_version v ON v.org_id = p.org_id AND v.id = p.question_version_id
       WHERE v.question_id = $1 ORDER BY v.number, p.file_id`,
      [questionId],
    );
    return rows.map(({ file_id }) => file_id);
  };

  /** A trainee who is asked a question with one picture in its stem, one in a choice, one in its explanation. */
  async function asked() {
    const world = await World.create(app);
    const writer = await author(world);
    const [stem, choice, explanation] = [
      await upload(app, writer, png(3, 2)),
      await upload(app, writer, png(4, 2)),
      await upload(app, writer, png(5, 2)),
    ];
    const choices = [{ text: picture(choice, 'a hip'), correct: true }, { text: 'neither' }];
    const questionId = await created(writer, {
      stem: `Which joint? ${picture(stem)}`,
      content: { singleChoice: { choices } },
      explanation: picture(explanation, 'the hip, marked'),
    });
    expect(await publish(writer, questionId)).toMatchObject({ __typename: 'Question' });
    const { quizId } = await quizOf(writer, [questionId]);
    const program = await world.program();
    const requirementId = program.courses[0]!.quizRequirementId;
    await writer.do('attachQuiz', { requirementId, quizId }, '');
    const { trainee, cohortId } = await world.enrolled(program);
    return {
      world,
      writer,
      questionId,
      requirementId,
      program,
      cohortId,
      trainee,
      stem,
      choice,
      explanation,
    };
  }

  const questionOf = async (member: Member, attemptId: string): Promise<PicturedQuestion> =>
    (
      await member.ask<{ quizAttempt: { questions: PicturedQuestion[] } }>(
        `query ($id: ID!) { quizAttempt(id: $id) { questions { ${QUESTION} } } }`,
        { id: attemptId },
      )
    ).quizAttempt.questions[0]!;

  it('are shown in place to who may read the text they stand in', async () => {
    const { writer, questionId, stem, choice, explanation } = await asked();
    const shown = await latest(writer, questionId);
    expect(shown.stem.html).toBe(`<p>Which joint? <img data-file="${stem}" alt="a bent knee" /></p>\n`);
    expect(shown.stem.pictures).toEqual([
      {
        fileId: stem,
        alternativeText: 'a bent knee',
        url: expect.any(String),
        expiresAt: expect.any(String),
      },
    ]);
    expect(shown.choices[0]!.text.pictures[0]).toMatchObject({ fileId: choice, alternativeText: 'a hip' });
    expect(shown.choices[1]!.text.pictures).toEqual([]);
    expect(shown.key!.explanation!.pictures[0]).toMatchObject({ fileId: explanation });

    const response = await fetchAs(app, shown.stem.pictures[0]!.url, writer);
    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(png(3, 2));
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'image/png',
      'content-disposition': expect.stringMatching(/^inline; /),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-store',
    });
  });

  it('abuse 18: of the key are not even named to a trainee before the end', async () => {
    const { trainee, requirementId, stem, choice, explanation } = await asked();
    const attempt = await start(trainee, requirementId);
    const before = await questionOf(trainee, attempt.id);
    expect(before.stem.pictures.map(({ fileId }) => fileId)).toEqual([stem]);
    expect(before.choices.flatMap(({ text }) => text.pictures)).toMatchObject([{ fileId: choice }]);
    expect(JSON.stringify(before)).not.toContain(explanation);
    expect((await fetchAs(app, before.stem.pictures[0]!.url, trainee)).status).toBe(200);
    const guessed = before.stem.pictures[0]!.url.replaceAll(stem, explanation);
    expect((await fetchAs(app, guessed, trainee)).status).toBe(404);

    await submit(trainee, attempt.id, 'id');
    const after = await questionOf(trainee, attempt.id);
    expect((await fetchAs(app, after.key!.explanation!.pictures[0]!.url, trainee)).status).toBe(200);
  });

  it('abuse 65: open for the person the link was made for alone, and for minutes', async () => {
    const { world, writer, program, cohortId, trainee, requirementId } = await asked();
    const elsewhere = await World.create(app);
    const { trainee: peer } = await world.enrolled(program, { cohortId });
    const attempt = await start(trainee, requirementId);
    const { url } = (await questionOf(trainee, attempt.id)).stem.pictures[0]!;
    const others = [peer, writer, elsewhere.owner, undefined];
    const answers = await Promise.all(others.map((member) => fetchAs(app, url, member)));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    expect((await fetchAs(app, url, trainee)).status).toBe(200);
    app.clock.advance({ minutes: 16 });
    expect((await fetchAs(app, url, trainee)).status).toBe(404);
  });

  it('abuse 5: have no link for who is not asked the question', async () => {
    const { world, writer, program, cohortId, requirementId, stem } = await asked();
    const { trainee: peer } = await world.enrolled(program, { cohortId });
    const pictures = app.app.get(QuestionPictures);
    const linkFor = (member: Member) =>
      pictures.shown(app.app.get(Database).forViewer(member.viewer), stem, 'a bent knee');
    expect(await linkFor(peer)).toBeNull();
    expect(await linkFor((await World.create(app)).owner)).toBeNull();
    expect(await linkFor(writer)).toMatchObject({ fileId: stem });
    await start(peer, requirementId);
    expect(await linkFor(peer)).toMatchObject({ fileId: stem });
  });

  it.each(ROLES.filter((role) => roleAllows(role, 'record:read')))(
    'are open to %s, who may read attempts, because the bank is',
    (role) => expect(roleAllows(role, 'quiz:read')).toBe(true),
  );

  it('abuse 58: that turn out to be something else are saved and never shown', async () => {
    const { writer, questionId, stem } = await asked();
    const { url } = (await latest(writer, questionId)).stem.pictures[0]!;
    for (const type of ['image/svg+xml', 'text/html', 'application/pdf']) {
      await app.owner.query('UPDATE stored_file SET content_type = $2 WHERE id = $1', [stem, type]);
      const { headers } = await fetchAs(app, url, writer);
      expect(headers.get('content-disposition')).toMatch(/^attachment; /);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    }
  });

  it('abuse 58: are shown by their own links alone: any other link saves', async () => {
    const { writer, stem } = await asked();
    const { fileLink } = await writer.ask<{ fileLink: { url: string } }>(
      'query ($id: ID!) { fileLink(fileId: $id) { url } }',
      { id: stem },
    );
    const { headers } = await fetchAs(app, fileLink.url, writer);
    expect(headers.get('content-disposition')).toMatch(/^attachment; /);
  });

  describe('on which places are marked', () => {
    const HOTSPOT = 'picture { fileId alternativeText width height shown { fileId url } }';
    const hotspot = (fileId: string, radius = 20) => ({
      stem: 'Mark the thumb.',
      content: {
        hotspot: {
          picture: { fileId, alternativeText: 'a hand' },
          regions: [{ circle: { x: 60, y: 50, radius } }],
        },
      },
    });

    it('are measured by the server and shown to who is asked', async () => {
      const world = await World.create(app);
      const writer = await author(world);
      const fileId = await upload(app, writer, png(120, 90));
      const questionId = await created(writer, hotspot(fileId));
      const { question } = await writer.ask<{ question: { latestVersion: object } }>(
        `query ($id: ID!) { question(id: $id) { latestVersion { presentation { ${HOTSPOT} } } } }`,
        { id: questionId },
      );
      const picture = {
        ...{ fileId, alternativeText: 'a hand', width: 120, height: 90 },
        shown: { fileId, url: expect.any(String) },
      };
      expect(question.latestVersion).toEqual({ presentation: { picture } });
      expect(await kept(questionId)).toEqual([fileId]);
      expect(await publish(writer, questionId)).toMatchObject({ __typename: 'Question' });

      const { quizId } = await quizOf(writer, [questionId]);
      const program = await world.program();
      const requirementId = program.courses[0]!.quizRequirementId;
      await writer.do('attachQuiz', { requirementId, quizId }, '');
      const { trainee } = await world.enrolled(program);
      const { id } = await start(trainee, requirementId);
      const asked = await trainee.ask<{
        quizAttempt: { questions: { picture: { shown: { url: string } } }[] };
      }>(`query ($id: ID!) { quizAttempt(id: $id) { questions { ${HOTSPOT} } } }`, { id });
      expect(asked.quizAttempt.questions).toEqual([{ picture }]);
      const { url } = asked.quizAttempt.questions[0]!.picture.shown;
      expect((await fetchAs(app, url, trainee)).status).toBe(200);
      expect((await fetchAs(app, url, writer)).status).toBe(404);
      await submit(trainee, id, 'id');
      const practice = await trainee.ask<{ practiceCards: { edges: { node: object }[] } }>(
        `{ practiceCards { edges { node { ${HOTSPOT} } } } }`,
      );
      expect(practice.practiceCards.edges).toEqual([{ node: { picture } }]);
    });

    it('keep regions inside', async () => {
      const writer = await author(await World.create(app));
      const questionId = await created(writer, hotspot(await upload(app, writer, png(120, 90)), 61));
      expect((await publish(writer, questionId)).problems).toMatchObject([{ field: 'regions.0' }]);
    });

    it('abuse 3: of another organization are answered as ones that are not there', async () => {
      const writer = await author(await World.create(app));
      const foreign = await upload(app, (await World.create(app)).owner);
      const [a, b] = [await create(writer, hotspot(foreign)), await create(writer, hotspot(newId()))];
      expect(a).toEqual(b);
      expect(a.errors![0]!.extensions.code).toBe('NOT_FOUND');
    });

    it('are pictures: a text of the author names its field', async () => {
      const writer = await author(await World.create(app));
      const fileId = await upload(app, writer, Buffer.from('a,b'), 'text/csv');
      expect((await create(writer, hotspot(fileId))).errors![0]!.extensions).toMatchObject({
        code: 'BAD_USER_INPUT',
        fields: [{ field: 'input.picture.fileId' }],
      });
    });
  });

  it('must be uploaded images of an author here: foreign, missing and hidden files are answered alike', async () => {
    const [world, elsewhere] = [await World.create(app), await World.create(app)];
    const writer = await author(world);
    const announced = await writer.do<{ fileId: string }>(
      'createUpload',
      { name: 'late.png', contentType: 'image/png', bytes: 5 },
      '... on Upload { fileId }',
    );
    const unusable = [
      newId(),
      await upload(app, elsewhere.owner),
      await upload(app, await world.member('TRAINEE')),
      await upload(app, await world.member('RECORDS')),
      announced.fileId,
      await upload(app, writer, Buffer.from('<svg/>'), 'text/plain'),
    ];
    for (const fileId of unusable) {
      const { errors } = await create(writer, { stem: picture(fileId), explanation: picture(fileId) });
      expect(errors![0]!.extensions).toEqual({
        code: 'BAD_USER_INPUT',
        fields: ['input.stem', 'input.explanation'].map((field) => ({
          field,
          message: `${fileId} is no PNG, JPEG or WebP picture that an author uploaded here`,
        })),
      });
    }
    const colleague = await author(world);
    await created(writer, { stem: picture(await upload(app, colleague)) });
  });

  it('stay usable when who uploaded them has another role, because the bank shows them', async () => {
    const world = await World.create(app);
    const [writer, colleague] = [await author(world), await author(world)];
    const [fileId, unused] = [await upload(app, writer), await upload(app, writer)];
    await created(writer, { stem: picture(fileId) });
    await app.owner.query(`UPDATE membership SET role = 'TRAINEE' WHERE id = $1`, [writer.membershipId]);
    await created(colleague, { stem: picture(fileId) });
    expect((await create(colleague, { stem: picture(unused) })).errors![0]!.extensions.code).toBe(
      'BAD_USER_INPUT',
    );
  });

  it('from elsewhere and without alternative text keep a question from being published', async () => {
    const writer = await author(await World.create(app));
    const fileId = await upload(app, writer);
    const questionId = await created(writer, {
      stem: `![x](https://example.org/x.png) ![](file:${fileId})`,
      whenCorrect: '![x](data:image/png;base64,AAAA)',
      content: { singleChoice: { choices: [{ text: 'a', correct: true }, { text: '![ ](file:nothing)' }] } },
    });
    expect((await latest(writer, questionId)).stem.html).not.toContain('<img');
    const { __typename, problems } = await publish(writer, questionId);
    expect(__typename).toBe('QuestionNotReady');
    expect(problems!.map(({ field, message }) => [field, /upload it/.test(message)])).toEqual([
      ['stem', true],
      ['stem', false],
      ['whenCorrect', true],
      ['choices.1.text', true],
    ]);
  });

  it('are known by the version that shows them: a draft forgets, what is published keeps', async () => {
    const writer = await author(await World.create(app));
    const [first, second] = [await upload(app, writer), await upload(app, writer)].sort() as [string, string];
    const questionId = await created(writer, { stem: picture(first), explanation: picture(second) });
    expect(await kept(questionId)).toEqual([first, second]);
    const edit = (revision: number, stem: string) =>
      writer.do('editQuestion', { questionId, revision, stem, content: { trueFalse: { isTrue: true } } }, '');
    await edit(1, picture(second));
    expect(await kept(questionId)).toEqual([second]);
    await publish(writer, questionId);
    await edit(2, picture(first));
    expect(await kept(questionId)).toEqual([second, first]);
    await edit(3, 'No picture.');
    expect(await kept(questionId)).toEqual([second]);
    await expect(
      app.owner.query('DELETE FROM question_picture WHERE file_id = $1', [second]),
    ).rejects.toThrow('keeps its pictures');
  });

  it('of a list of questions take one statement', async () => {
    const { writer } = await asked();
    await created(writer, { stem: picture(await upload(app, writer)) });
    const list = (selection: string) =>
      app.statementsOf(() =>
        writer.ask(`{ questions { edges { node { latestVersion { ${selection} } } } } }`),
      );
    const [without, with_] = [
      await list('stem { html }'),
      await list(`stem ${TEXT} choices { text ${TEXT} }`),
    ];
    expect(with_.length - without.length).toBe(1);
  });

  describe('out of a package', () => {
    const system = (world: World) => app.app.get(Database).forOrganization(world.orgId);
    const files = (): Files => app.app.get(Files);

    it('are stored once, whoever brings them, and come with their questions', async () => {
      const world = await World.create(app);
      const content = png(7, 5);
      const given = { name: 'images\\..\\kn\u0000ee.png', contentType: 'image/png', content };
      const fileId = await files().store(system(world), given);
      expect(await files().store(system(world), given)).toBe(fileId);
      const { rows } = await app.owner.query(
        'SELECT name, uploaded_by, stored_at FROM stored_file WHERE id = $1',
        [fileId],
      );
      expect(rows).toEqual([{ name: 'knee.png', uploaded_by: null, stored_at: expect.any(Date) }]);

      const question: NewBankQuestion = {
        code: 'PACKED',
        type: 'TRUE_FALSE',
        stem: picture(fileId),
        isTrue: true,
        category: null,
        tags: [],
        learningOutcomes: [],
      };
      const takeIn = () =>
        system(world).write((tx) => app.app.get(BankImport).importBank(tx, [question], []));
      await takeIn();
      await takeIn();
      const { rows: found } = await app.owner.query<{ question_id: string }>(
        'SELECT v.question_id FROM question_version v WHERE v.org_id = $1',
        [world.orgId],
      );
      expect(found).toHaveLength(1);
      expect(await kept(found[0]!.question_id)).toEqual([fileId]);
      await expect(
        system(world).write((tx) =>
          app.app.get(BankImport).importBank(tx, [{ ...question, code: 'X', stem: picture(newId()) }], []),
        ),
      ).rejects.toMatchObject({ code: 'BAD_USER_INPUT', fields: [{ field: 'X.stem' }] });
    });

    it('abuse 66: that are not what they say, or nothing we take, are refused', async () => {
      const world = await World.create(app);
      const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
      for (const [contentType, content, field] of [
        ['image/png', svg, 'content'],
        ['image/svg+xml', svg, 'contentType'],
        ['image/png', Buffer.alloc(0), 'content'],
      ] as const)
        await expect(files().store(system(world), { name: 'x', contentType, content })).rejects.toMatchObject(
          {
            code: 'BAD_USER_INPUT',
            fields: [{ field }],
          },
        );
    });

    it('are measured where places are marked on them, whatever was said of their size', async () => {
      const world = await World.create(app);
      const fileId = await files().store(system(world), {
        name: 'hand.png',
        contentType: 'image/png',
        content: png(640, 480),
      });
      const hotspot = (id: string): QuestionContent => ({
        type: 'HOTSPOT',
        stem: 'Mark the thumb.',
        presentation: { picture: { fileId: id, alternativeText: 'a hand', width: 1, height: 1 } },
        answerKey: { regions: [{ shape: 'CIRCLE', x: 9, y: 9, radius: 3 }] },
      });
      const check = (id: string) =>
        system(world).write((tx) => app.app.get(QuestionPictures).checked(tx, [hotspot(id)]));
      expect((await check(fileId.toUpperCase()))[0]!.presentation.picture).toEqual({
        fileId,
        alternativeText: 'a hand',
        width: 640,
        height: 480,
      });
      await expect(check(newId())).rejects.toMatchObject({ code: 'NOT_FOUND' });
    });
  });
});
