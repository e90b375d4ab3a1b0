import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { madeZip, type MadeEntry } from './support/made-zip.js';
import { imported, outcomesOf } from './support/question-imports.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

const ORACLES = path.resolve('../shared/oracles/qti');
const withOracles = existsSync(ORACLES) ? it : it.skip;
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const choice = (id: string, body: string): string =>
  `<assessmentItem identifier="${id}" title="${id}"><responseDeclaration identifier="R" cardinality="single" baseType="identifier"><correctResponse><value>A</value></correctResponse></responseDeclaration><itemBody><p>${body}</p><choiceInteraction responseIdentifier="R" maxChoices="1"><simpleChoice identifier="A">a</simpleChoice><simpleChoice identifier="B">b</simpleChoice></choiceInteraction></itemBody></assessmentItem>`;
const PACKAGE: MadeEntry[] = [
  { name: 'items/first.xml', content: choice('first', 'Look: <img src="../images/hand.png" alt="A hand"/>') },
  { name: 'items/second.xml', content: '<assessmentItem identifier="second">' },
  { name: 'items/third.xml', content: choice('third', 'Which?') },
  { name: 'images/hand.png', content: PNG },
  {
    name: 'imsmanifest.xml',
    content: `<manifest><resources>${['first', 'second', 'third']
      .map((id) => `<resource identifier="${id}" type="imsqti_item_xmlv2p1" href="items/${id}.xml"/>`)
      .join('')}</resources></manifest>`,
  },
];

describe('packages of questions', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const upload = (member: Member, entries: readonly MadeEntry[]) =>
    imported(app, member, madeZip(entries), {}, { contentType: 'application/zip', name: 'package.zip' });

  it('bring in their items with their pictures; a broken one keeps no other back; twice adds nothing', async () => {
    const { owner } = await World.create(app);
    const report = await upload(owner, PACKAGE);
    expect(report).toMatchObject({ format: 'QTI', status: 'DONE', total: 3 });
    expect(report.items.edges.map(({ node }) => node)).toMatchObject([
      { title: 'first', outcome: 'IMPORTED', element: 'items/first.xml: first' },
      { title: 'items/second.xml', outcome: 'REFUSED', refusal: expect.stringContaining('not well-formed') },
      { title: 'third', outcome: 'IMPORTED' },
    ]);
    const { questions } = await owner.ask<{
      questions: { edges: { node: { latestVersion: { stem: { markdown: string } } } }[] };
    }>('{ questions(first: 10) { edges { node { latestVersion { stem { markdown } } } } } }');
    expect(questions.edges.map(({ node }) => node.latestVersion.stem.markdown)).toEqual([
      expect.stringMatching(/^Look: !\[A hand\]\(file:[0-9a-f-]{36}\)$/),
      'Which?',
    ]);
    expect(outcomesOf(await upload(owner, PACKAGE)).map(([, outcome]) => outcome)).toEqual([
      'ALREADY_THERE',
      'REFUSED',
      'ALREADY_THERE',
    ]);
  });

  it.each<[string, MadeEntry]>([
    ['abuse 60: a path out of the archive', { name: '../../evil.xml', content: 'x' }],
    ['abuse 60: a symbolic link', { name: 'l.xml', content: '/etc/passwd', claims: { mode: 0o120777 } }],
    ['abuse 61: a bomb', { name: 'b.xml', content: Buffer.alloc(19_000_000) }],
    ['abuse 61: shared bytes', { name: 'c.xml', claims: { bytesOf: 0 } }],
  ])('%s refuses the whole package and says why', async (_, entry) => {
    const { owner } = await World.create(app);
    expect(await upload(owner, [...PACKAGE, entry])).toMatchObject({
      status: 'REFUSED',
      total: null,
      refusal: expect.stringMatching(/leads out of the archive|symbolic link|times its size|overlap/),
    });
  });

  withOracles('bring in every item of the packages of another system', async () => {
    for (const name of globSync('*/imsmanifest.xml', { cwd: ORACLES })) {
      const root = path.join(ORACLES, path.dirname(name));
      const files = globSync('**/*', { cwd: root }).filter((file) =>
        statSync(path.join(root, file)).isFile(),
      );
      const { owner } = await World.create(app);
      const report = await upload(
        owner,
        files.map((file) => ({ name: file, content: readFileSync(path.join(root, file)) })),
      );
      expect(report.status).toBe('DONE');
      expect(report.total).toBeGreaterThan(0);
      for (const { node } of report.items.edges) expect(node.outcome).toMatch(/^IMPORTED/);
    }
  });
});
