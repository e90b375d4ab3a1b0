import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { QuestionIntake } from '../src/features/quizzes/exchange/question-intake.service.js';
import { Database } from '../src/platform/database/database.js';
import { imported, importOf, outcomesOf } from './support/question-imports.js';
import { LiveUpdates } from '../src/platform/live/live-updates.js';
import { socketClient, Subscribed } from './support/socket.js';
import { TestApp } from './support/test-app.js';
import { until } from './support/until.js';
import { uploaded } from './support/uploads.js';
import { World, type Member } from './support/world.js';

const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const GIFT = `$CATEGORY: Anatomy/Bones

// [id:B-1] [tag:arm]
::Humerus::The humerus is a bone.{T#no#yes}

::Carpals::How many carpal bones? {#8}

::Broken::Which? {=one ~two

::Which::Which? {=one ~%33%two}

::Choice::Which is *long*? {=Femur#Right ~Patella}
`;

describe('imports of questions', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const bankOf = async (member: Member) =>
    (
      await member.ask<{
        questions: { edges: { node: { id: string; code: string; category: string; tags: string[] } }[] };
      }>(
        '{ questions(first: 100) { edges { node { id code category tags latestVersion { status type stem { markdown html } } } } } }',
      )
    ).questions.edges.map(({ node }) => node);

  it('bring in what can be, published, and tell of each question what became of it', async () => {
    const { owner } = await World.create(app);
    const report = await imported(app, owner, GIFT, { category: 'Spring' });
    expect(report).toMatchObject({ format: 'GIFT', status: 'DONE', refusal: null, total: 5, done: 5 });
    expect(report.items.edges.map(({ node }) => node)).toMatchObject([
      { position: 1, line: 4, title: 'Humerus', outcome: 'IMPORTED', losses: [], refusal: null },
      { line: 6, title: 'Carpals', outcome: 'IMPORTED' },
      {
        line: 8,
        title: 'Broken',
        outcome: 'REFUSED',
        refusal: expect.stringContaining('braces'),
        questionId: null,
      },
      { line: 10, title: 'Which', outcome: 'REFUSED', refusal: expect.stringContaining('33 %') },
      { line: 12, title: 'Choice', outcome: 'IMPORTED' },
    ]);
    expect(report.counts).toEqual([
      { outcome: 'IMPORTED', count: 3 },
      { outcome: 'REFUSED', count: 2 },
    ]);
    const bank = await bankOf(owner);
    expect(bank).toMatchObject([
      {
        code: 'B-1',
        category: 'Spring/Anatomy/Bones',
        tags: ['arm'],
        latestVersion: { status: 'PUBLISHED', type: 'TRUE_FALSE' },
      },
      { code: 'Carpals', latestVersion: { type: 'NUMBER' } },
      {
        code: 'Choice',
        latestVersion: { stem: { markdown: 'Which is \\*long\\*?', html: '<p>Which is *long*?</p>\n' } },
      },
    ]);
    expect(report.items.edges[0]!.node.questionId).toBe(bank[0]!.id);
  });

  it('of the same file twice add nothing, also when both come at once', async () => {
    const { owner } = await World.create(app);
    const both = await Promise.all([imported(app, owner, GIFT), imported(app, owner, GIFT)]);
    const all = both.flatMap(outcomesOf).filter(([title]) => title === 'Humerus');
    expect(all.map(([, outcome]) => outcome).sort()).toEqual(['ALREADY_THERE', 'IMPORTED']);
    const again = await imported(app, owner, GIFT, { category: 'Elsewhere' });
    expect(again.counts).toEqual([
      { outcome: 'ALREADY_THERE', count: 3 },
      { outcome: 'REFUSED', count: 2 },
    ]);
    const bank = await bankOf(owner);
    expect(bank).toHaveLength(3);
    expect(again.items.edges[0]!.node.questionId).toBe(bank.find(({ code }) => code === 'B-1')!.id);
  });

  it('as dry runs bring in nothing and tell the same', async () => {
    const { owner } = await World.create(app);
    const file = `${GIFT}\n::Humerus::The humerus is a bone.{T#no#yes}\n\n::Carpals::How many carpal bones? {#8}`;
    const dry = await imported(app, owner, file, { dryRun: true });
    expect(outcomesOf(dry).map(([, outcome]) => outcome)).toEqual([
      'WOULD_BE_IMPORTED', 'WOULD_BE_IMPORTED', 'REFUSED', 'REFUSED', 'WOULD_BE_IMPORTED', 'WOULD_BE_IMPORTED', 'ALREADY_THERE',
    ]); // prettier-ignore
    expect(await bankOf(owner)).toEqual([]);
    const real = await imported(app, owner, file);
    expect(outcomesOf(real)).toEqual(
      outcomesOf(dry).map(([title, outcome]) => [title, outcome.replace('WOULD_BE_', '')]),
    );
  });

  it('give a question another code when its own is taken', async () => {
    const { owner } = await World.create(app);
    await imported(app, owner, '::Bone::A?{T}\n\n::Bone::B?{T}');
    const codes = (await bankOf(owner)).map(({ code }) => code);
    expect(codes).toEqual(['Bone', expect.stringMatching(/^Bone-[0-9a-f]{12}$/)]);
  });

  it('hold the pictures that come with them', async () => {
    const { owner } = await World.create(app);
    const picture = (name: string, content: string) =>
      `<file name="${name}" path="/" encoding="base64">${content}</file>`;
    const stem =
      '<p>What? <img src="@@PLUGINFILE@@/a.png" alt="A sink"> <img src="@@PLUGINFILE@@/b.gif" alt="B"></p>';
    const xml = `<quiz><question type="truefalse"><name><text>P</text></name><questiontext format="html"><text><![CDATA[${stem}]]></text>${picture('a.png', PNG)}${picture('b.gif', 'R0lGODlhAQABAAAAACw=')}</questiontext><answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer></question></quiz>`;
    const report = await imported(app, owner, xml, {}, { contentType: 'application/xml', name: 'a.xml' });
    expect(report).toMatchObject({ format: 'MOODLE_XML', status: 'DONE' });
    expect(report.items.edges[0]!.node).toMatchObject({
      outcome: 'IMPORTED_WITH_LOSS',
      losses: [expect.stringContaining('b.gif')],
      element: 'question (truefalse)',
    });
    expect(await bankOf(owner)).toMatchObject([
      {
        latestVersion: {
          stem: { markdown: expect.stringMatching(/^What\? !\[A sink\]\(file:[0-9a-f-]{36}\) \*B\*$/) },
        },
      },
    ]);
  });

  it('go on where they stopped when their worker was killed, and add nothing twice', async () => {
    const { owner, orgId } = await World.create(app);
    const count = 200; // many batches: one is under way whenever it is looked at
    const file = Array.from({ length: count }, (_, i) => `::Q${i}::Is ${i} a number?{T}`).join('\n\n');
    const report = await imported(app, owner, file);
    expect(report).toMatchObject({ total: count, done: count });
    // The worker died after its first batch: what it had not written is not there.
    const db = app.app.get(Database).forOrganization(orgId);
    const path = `${app.dataDir}/stopped.txt`;
    writeFileSync(path, file.replaceAll('::Q', '::R'));
    const intake = app.app.get(QuestionIntake);
    const wish = { fileName: 'stopped.txt', format: null, dryRun: false, category: null };
    const importId = await intake.begin(db, wish);
    const killed = new AbortController();
    const stopping = intake.work(db, importId, path, killed.signal);
    await until(
      () => importOf(owner, importId),
      ({ done }) => done > 0,
    );
    killed.abort();
    await expect(stopping).rejects.toThrow('aborted');
    const half = await importOf(owner, importId);
    expect(half.status).toBe('RUNNING');
    expect(half.done).toBeLessThan(count);
    await intake.work(db, importId, path);
    const done = await importOf(owner, importId);
    expect(done).toMatchObject({ status: 'DONE', done: count, counts: [{ outcome: 'IMPORTED', count }] });
    await intake.work(db, importId, path);
    expect(await importOf(owner, importId)).toEqual(done);
  });

  it('are followed batch by batch by those who may import, and by nobody else', async () => {
    const world = await World.create(app);
    const intake = app.app.get(QuestionIntake);
    const db = app.app.get(Database).forOrganization(world.orgId);
    const path = `${app.dataDir}/followed.txt`;
    writeFileSync(path, Array.from({ length: 30 }, (_, i) => `::F${i}::Is ${i} a number?{T}`).join('\n\n'));
    const wish = { fileName: 'followed.txt', format: null, dryRun: false, category: null };
    const id = await intake.begin(db, wish);
    const follow = (member: Member) => {
      const client = socketClient(app, member.token);
      const query = 'subscription ($id: ID!) { questionImportChanged(id: $id) { status total done } }';
      return { client, told: new Subscribed(client, query, { id }) };
    };
    const [staff, trainee] = [follow(world.owner), follow(await world.member('TRAINEE'))];
    await app.eventually(() => app.app.get(LiveUpdates).count === 1);
    await intake.work(db, id, path);
    const last = (await staff.told.count(4)).at(-1);
    expect(last).toEqual({ data: { questionImportChanged: { status: 'DONE', total: 30, done: 30 } } });
    expect(await trainee.told.count(1)).toMatchObject([{ errors: [{ extensions: { code: 'FORBIDDEN' } }] }]);
    await Promise.all([staff.client.dispose(), trainee.client.dispose()]);
  });

  it('abuse 62: entity bombs, abuse 61: large files, and files of others are refused', async () => {
    const world = await World.create(app);
    const { owner } = world;
    const bomb = '<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>';
    expect(await imported(app, owner, bomb, {}, { contentType: 'application/xml' })).toMatchObject({
      status: 'REFUSED',
      refusal: expect.stringContaining('declares entities'),
      total: null,
      items: { totalCount: 0 },
    });
    const { fileId } = await owner.do<{ fileId: string }>(
      'createUpload',
      { name: 'a.txt', contentType: 'text/plain', bytes: 10_000_001 },
      '... on Upload { fileId }',
    );
    await app.owner.query(
      `UPDATE stored_file SET sha256 = repeat('0', 64), received_sha256 = repeat('0', 64), bytes = 1, stored_at = now() WHERE id = $1`,
      [fileId],
    );
    expect(
      await owner.do('importQuestions', { fileId }, '... on QuestionFileTooLarge { maxBytes }'),
    ).toMatchObject({ __typename: 'QuestionFileTooLarge', maxBytes: 10_000_000 });
    const other = await world.member('INSTRUCTOR');
    const theirs = await uploaded(app, owner, GIFT);
    await expect(other.do('importQuestions', { fileId: theirs }, '')).rejects.toThrow('NOT_FOUND');
    const trainee = await world.member('TRAINEE');
    const own = await uploaded(app, trainee, GIFT);
    await expect(trainee.do('importQuestions', { fileId: own }, '')).rejects.toThrow('FORBIDDEN');
  });

  const ORACLES = '../shared/oracles/moodle/question';
  const oracles: [file: string, counted: RegExp, refused: number][] = [
    ['format/gift/tests/fixtures/questions.gift.txt', /(?<!\\)\{/g, 0],
    ['type/ordering/tests/fixtures/testimport.gift.txt', /(?<!\\)\{/g, 0],
    ['format/aiken/tests/fixtures/questions.aiken.txt', /^ANSWER:/gm, 0],
    ['format/xml/tests/fixtures/multichoice.xml', /<question type="(?!category)/g, 0],
    ['format/xml/tests/fixtures/truefalse.xml', /<question type="(?!category)/g, 0],
    ['format/xml/tests/fixtures/nested_categories.xml', /<question type="(?!category)/g, 0],
    ['format/xml/tests/fixtures/error_invalid_grades.xml', /<question type="(?!category)/g, 1],
  ];

  (existsSync(ORACLES) ? it.each(oracles) : it.skip.each(oracles))(
    'of %s, a file of Moodle, lose no question in silence (skipped where it is not at hand)',
    async (name, counted, refused) => {
      const { owner } = await World.create(app);
      const content = readFileSync(`${ORACLES}/${name}`);
      const contentType = name.endsWith('.xml') ? 'application/xml' : 'text/plain';
      const report = await imported(app, owner, content, {}, { contentType });
      const count = content.toString().match(counted)!.length;
      const items = report.items.edges.map(({ node }) => node);
      expect([report.status, report.total, report.done, items.length]).toEqual(['DONE', count, count, count]);
      expect(items.filter(({ outcome }) => outcome === 'REFUSED')).toHaveLength(refused);
      for (const { outcome, refusal, questionId, losses } of items)
        expect([outcome === 'REFUSED', outcome.endsWith('LOSS')]).toEqual([
          refusal !== null && questionId === null,
          losses.length > 0,
        ]);
      // What Moodle takes twice is here once: the very same question is already there.
      const made = new Set(items.map(({ questionId }) => questionId).filter((id) => id !== null));
      expect(await bankOf(owner)).toHaveLength(made.size);
    },
  );

  it('of a thousand questions are worked off with progress while others are served', async () => {
    const { owner } = await World.create(app);
    const file = Array.from(
      { length: 1_000 },
      (_, i) => `::Q${i}::[html]<p>Is <b>${i}</b> a number?</p>{=yes#Right ~no ~perhaps####Of course.}`,
    ).join('\n\n');
    const fileId = await uploaded(app, owner, file);
    const { id } = await owner.do<{ id: string }>(
      'importQuestions',
      { fileId },
      '... on QuestionImport { id }',
    );
    const seen = new Set<number>();
    let slowest = 0;
    for (;;) {
      const began = performance.now();
      const { done, status } = await importOf(owner, id);
      slowest = Math.max(slowest, performance.now() - began);
      seen.add(done);
      if (status === 'DONE') break;
    }
    expect(seen.size).toBeGreaterThan(5);
    expect(slowest).toBeLessThan(5_000);
    expect((await importOf(owner, id)).counts).toEqual([{ outcome: 'IMPORTED', count: 1_000 }]);
  });
});
