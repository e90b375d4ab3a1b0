import { imported } from './support/question-imports.js';
import { SECRET, start, submit, traineeWithQuiz } from './support/quizzes.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

interface Export {
  __typename: string;
  file: { url: string; contentType: string } | null;
  exported: number;
  items: { questionId: string; code: string; leftOut: string | null; losses: string[] }[];
}

const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe('exports of questions', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const exportOf = (member: Member, input: object) =>
    member.do<Export>(
      'exportQuestions',
      { format: 'MOODLE_XML', ...input },
      '... on QuestionExport { file { url contentType } exported items { questionId code leftOut losses } }',
    );
  const textOf = async (member: Member, { file }: Export): Promise<string> => {
    const url = file!.url.replace(/^http:\/\/localhost:\d+/, app.url);
    return (await fetch(url, { headers: { authorization: `Bearer ${member.token}` } })).text();
  };

  it('come back as the same questions elsewhere, with their pictures', async () => {
    const [{ owner }, { owner: elsewhere }] = [await World.create(app), await World.create(app)];
    const xml = `<quiz><question type="category"><category><text>$course$/Sinks</text></category></question>
      <question type="truefalse"><name><text>P</text></name><questiontext format="html"><text><![CDATA[<p>A <b>sink</b>? <img src="@@PLUGINFILE@@/a.png" alt="A sink"></p>]]></text><file name="a.png" encoding="base64">${PNG}</file></questiontext>
      <answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text><feedback format="html"><text>No</text></feedback></answer></question>
      <question type="matching"><name><text>M</text></name><questiontext format="html"><text>Match</text></questiontext>${['a', 'b'].map((x) => `<subquestion format="html"><text>${x}</text><answer><text>${x}${x}</text></answer></subquestion>`).join('')}</question></quiz>`;
    await imported(app, owner, xml, {}, { contentType: 'text/xml' });
    const made = await exportOf(owner, { category: 'Sinks' });
    expect(made).toMatchObject({ exported: 2, items: [], file: { contentType: 'application/xml' } });
    const text = await textOf(owner, made);
    expect(text).toContain(PNG);
    const report = await imported(app, elsewhere, text, {}, { contentType: 'application/xml' });
    expect(report.counts).toEqual([{ outcome: 'IMPORTED', count: 2 }]);
    // The same file again adds nothing there; exported from there it is the same file, but for the names of its pictures.
    expect((await imported(app, elsewhere, text, {}, { contentType: 'application/xml' })).counts).toEqual([
      { outcome: 'ALREADY_THERE', count: 2 },
    ]);
    const again = await textOf(elsewhere, await exportOf(elsewhere, {}));
    const nameless = (xml: string): string =>
      xml.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'name');
    expect(nameless(again)).toBe(nameless(text));
  });

  it('tell what is left out and what is lost', async () => {
    const { owner } = await World.create(app);
    const file = '::One::A?{T}\n\n::Two::B?{=[html]<b>a</b> -> b =c -> d}\n\n::Order::C?{>0 ALL\na\nb}';
    await imported(app, owner, file);
    const made = await exportOf(owner, { format: 'GIFT' });
    expect(made).toMatchObject({
      exported: 2,
      items: [{ code: 'Order', leftOut: expect.stringContaining('ORDERING'), losses: [] }],
    });
    expect(await textOf(owner, made)).toContain('::One::[markdown]A?{TRUE}');
    expect(await exportOf(owner, { category: 'nowhere' })).toMatchObject({
      exported: 0,
      file: null,
      items: [],
    });
  });

  it('abuse 18: of an author who is being asked a question leave its key out until they have submitted', async () => {
    const world = await World.create(app);
    const { author: asked, requirementId, enrollmentId, questionIds } = await traineeWithQuiz(world);
    await app.owner.query('UPDATE enrollment SET person_id = $1 WHERE id = $2', [
      asked.personId,
      enrollmentId,
    ]);
    const all = await exportOf(asked, { questionIds });
    expect(all).toMatchObject({ exported: questionIds.length });
    expect(await textOf(asked, all)).toContain(SECRET);
    const attempt = await start(asked, requirementId);
    for (const format of ['GIFT', 'MOODLE_XML'])
      expect(await exportOf(asked, { questionIds, format })).toMatchObject({
        exported: 0,
        file: null,
        items: questionIds.map(() => ({ leftOut: expect.stringContaining('being asked'), losses: [] })),
      });
    expect(await exportOf(world.owner, { questionIds })).toMatchObject({ exported: questionIds.length });
    await submit(asked, attempt.id);
    expect(await exportOf(asked, { questionIds })).toMatchObject({ exported: questionIds.length });
  });

  it('abuse 1: are neither for trainees nor of another organization', async () => {
    const world = await World.create(app);
    const { trainee, questionIds } = await traineeWithQuiz(world);
    await expect(exportOf(trainee, {})).rejects.toThrow('FORBIDDEN');
    const { owner: stranger } = await World.create(app);
    expect(await exportOf(stranger, { questionIds })).toMatchObject({ exported: 0, file: null, items: [] });
  });
});
