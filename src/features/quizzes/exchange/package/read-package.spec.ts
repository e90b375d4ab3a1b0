import {
  existsSync,
  globSync,
  readFileSync,
  readlinkSync,
  statSync,
  writeFileSync,
  truncateSync,
  mkdtempSync,
  rmSync,
} from 'node:fs';
import { createWriteStream } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { madeZip, type MadeEntry } from '../../../../../test/support/made-zip.js';
import type { AuthoredQuestion } from '../../bank/question-content.js';
import { until } from '../../../../../test/support/until.js';
import { contentOf, contentProblems } from '../../bank/question.rules.js';
import type { FileReading, ReadItem } from '../exchanged-question.js';
import { BrokenFile, type PackageFiles } from './package-files.js';
import { readPackageFiles } from './package-reading.js';
import { readPackage, readQtiFile } from './read-package.js';

const ORACLES = path.resolve('../shared/oracles/qti');
const withOracles = existsSync(ORACLES) ? describe : describe.skip;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'qti-package-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function itemsIn(reading: FileReading): Promise<ReadItem[]> {
  if ('refusal' in reading) throw new Error(reading.refusal);
  const items: ReadItem[] = [];
  for await (const item of reading.items) items.push(item);
  expect(items).toHaveLength(reading.count);
  return items;
}

const linkOf = (held: string): string | null => {
  try {
    return readlinkSync(held);
  } catch {
    return null; // closed meanwhile
  }
};

/** Files as they would lie in a folder or an archive. */
const inMemory = (files: Record<string, string | Uint8Array>): PackageFiles => ({
  names: Object.keys(files),
  bytes: async (name) => new Uint8Array(Buffer.from(files[name] as string)),
});

/** The same reading from an archive on disk. */
async function zipped(files: Record<string, string | Uint8Array>): Promise<string> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content as string), name);
  zip.end();
  const file = path.join(folder, `${Math.abs(hash(JSON.stringify(Object.keys(files))))}.zip`);
  await pipeline(zip.outputStream, createWriteStream(file));
  return file;
}
const hash = (text: string): number =>
  [...text].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) | 0, 7);

const made = (entries: readonly MadeEntry[], count?: number): string => {
  const file = path.join(folder, 'made.zip');
  writeFileSync(file, madeZip(entries, count));
  return file;
};
const refusalOf = async (file: string): Promise<string> => {
  const reading = await readPackage(file);
  return 'refusal' in reading ? reading.refusal : `${reading.count} questions`;
};

const PNG = Buffer.concat([
  Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
  Buffer.from([0, 0, 0, 13]),
  Buffer.from('IHDR'),
  Buffer.from([0, 0, 0, 30, 0, 0, 0, 20, 8, 2, 0, 0, 0]),
]);
const essay = (id: string, body = 'Why?'): string =>
  `<assessmentItem identifier="${id}" title="Item ${id}"><responseDeclaration identifier="R" cardinality="single" baseType="string"/><itemBody><p>${body}</p><extendedTextInteraction responseIdentifier="R"/></itemBody></assessmentItem>`;
const manifest = (resources: string, base = ''): string =>
  `<manifest ${base}><resources>${resources}</resources></manifest>`;
const resource = (id: string, href: string, type = 'imsqti_item_xmlv2p1'): string =>
  `<resource identifier="${id}" type="${type}" href="${href}"><file href="${href}"/></resource>`;

describe('a QTI package', () => {
  it('is read in the order of its tests, then of its manifest, then of what nobody speaks of', async () => {
    const files = {
      'a.xml': essay('a'),
      'b/b.xml': essay('b'),
      'c.xml': essay('c'),
      'silent.xml': essay('silent'),
      'other.xml': '<html/>',
      'tests/t.xml':
        '<assessmentTest title="Final"><testPart><assessmentSection title="Legs"><assessmentItemRef href="../c.xml"/><assessmentSectionRef href="s.xml"/></assessmentSection></testPart></assessmentTest>',
      'tests/s.xml':
        '<assessmentSection title="Arms"><assessmentItemRef href="../b/b.xml"/></assessmentSection>',
      'imsmanifest.xml': manifest(
        resource('T', 'tests/t.xml', 'imsqti_test_xmlv2p1') +
          resource('S', 'tests/s.xml', 'imsqti_section_xmlv2p2') +
          resource('A', 'a.xml') +
          resource('B', 'b/b.xml') +
          resource('C', 'c.xml'),
      ),
    };
    for (const reading of [await readPackageFiles(inMemory(files)), await readPackage(await zipped(files))]) {
      const items = await itemsIn(reading);
      expect(
        items.map((item) => [item.where.element, item.outcome === 'READ' && item.question.category]),
      ).toEqual([
        ['c.xml: c', 'Final/Legs'],
        ['b/b.xml: b', 'Final/Legs/Arms'],
        ['a.xml: a', null],
        ['silent.xml: silent', null],
      ]);
    }
  });

  it('keeps every other item where one is broken, missing or none', async () => {
    const items = await itemsIn(
      await readPackageFiles(
        inMemory({
          'good.xml': essay('good'),
          'broken.xml': '<assessmentItem>',
          'bomb.xml': '<!DOCTYPE a [<!ENTITY x "y">]><a/>',
          'other.xml': '<html/>',
          'imsmanifest.xml': manifest(
            ['broken.xml', 'missing.xml', 'bomb.xml', 'other.xml', 'good.xml']
              .map((href) => resource(href, href))
              .join(''),
          ),
        }),
      ),
    );
    expect(
      items.map((item) =>
        item.outcome === 'REFUSED' ? `${item.where.element}: ${item.refusal}` : item.title,
      ),
    ).toEqual([
      expect.stringMatching(/^broken.xml: It is not well-formed XML/),
      'missing.xml: The package has no file missing.xml.',
      'bomb.xml: It declares entities or a DTD of its own, which is not accepted. (line 1)',
      'other.xml: It is no QTI item, assessment or question bank: it begins with <html>.',
      'Item good',
    ]);
  });

  it('holds the pictures of its items, and tells of those it cannot hold', async () => {
    const body =
      '<img src="../images/a%20b.png" alt="A hand"/><img src="x.svg" alt="Bones"/><img src="gone.png" alt="Gone"/><img src="http://example.com/t.png" alt="Tracker"/><img src="../images/a%20b.png"/>';
    const files = {
      'items/q.xml': essay('q', body),
      'images/A b.png': PNG,
      'items/x.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
      'imsmanifest.xml': manifest(resource('q', 'items/q.xml')),
    };
    const [item] = await itemsIn(await readPackage(await zipped(files)));
    expect(item).toMatchObject({ outcome: 'READ_WITH_LOSS' });
    if (item?.outcome !== 'READ_WITH_LOSS') throw new Error('refused');
    expect(item.question.pictures).toEqual([{ name: 'a_20b.png', alternativeText: 'A hand', bytes: PNG }]);
    expect(item.question.question.stem).toContain('![A hand](exchange:a_20b.png)');
    expect(item.losses).toEqual(
      expect.arrayContaining([
        'The picture items/x.svg is no PNG, JPEG or WebP: only those are held.',
        'The package has no file items/gone.png.',
        'The picture http://example.com/t.png lies outside the package: nothing is fetched.',
        expect.stringContaining('has no alternative text'),
      ]),
    );
  });

  it('reads pictures that are written out in a document, also one by itself', async () => {
    const file = path.join(folder, 'alone.xml');
    writeFileSync(
      file,
      essay(
        'q',
        `<img alt="Dot" src="data:image/png;base64,${PNG.toString('base64')}"/><img alt="Bad" src="data:image/png;base64,AAAA"/>`,
      ),
    );
    const [item] = await itemsIn(await readQtiFile(file));
    expect(item).toMatchObject({ question: { pictures: [{ name: 'picture', alternativeText: 'Dot' }] } });
  });

  it('reads the quizzes of Canvas once, in full, and its question banks', async () => {
    const document = (title: string) =>
      `<questestinterop><assessment title="${title}"><section ident="root_section"><item ident="1" title="Q"><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>question_type</fieldlabel><fieldentry>essay_question</fieldentry></qtimetadatafield></qtimetadata></itemmetadata><presentation/></item></section></assessment></questestinterop>`;
    const items = await itemsIn(
      await readPackageFiles(
        inMemory({
          'i1/assessment_qti.xml': document('Short'),
          'i1/assessment_meta.xml': '<quiz/>',
          'non_cc_assessments/i1.xml.qti': document('In full'),
          'non_cc_assessments/bank.xml.qti': document('Bank'),
          'imsmanifest.xml': manifest(
            `<resource identifier="i1" type="imsqti_xmlv1p2/imscc_xmlv1p1/assessment"><file href="i1/assessment_qti.xml"/><dependency identifierref="m1"/></resource>
             <resource identifier="m1" type="associatedcontent/imscc_xmlv1p1/learning-application-resource" href="i1/assessment_meta.xml"><file href="i1/assessment_meta.xml"/><file href="non_cc_assessments/i1.xml.qti"/></resource>
             <resource identifier="b1" type="associatedcontent/imscc_xmlv1p1/learning-application-resource" href="non_cc_assessments/bank.xml.qti"><file href="non_cc_assessments/bank.xml.qti"/></resource>`,
          ),
        }),
      ),
    );
    expect(items.map((item) => item.outcome !== 'REFUSED' && item.question.category)).toEqual([
      'In full',
      'Bank',
    ]);
  });

  it('finds its files by xml:base, in a folder, and without any manifest', async () => {
    const based = await readPackageFiles(
      inMemory({
        'pack/content/a.xml': essay('a'),
        'pack/imsmanifest.xml': manifest(resource('a', 'a.xml'), 'xml:base="content"'),
      }),
    );
    expect(await itemsIn(based)).toMatchObject([
      { outcome: 'READ', where: { element: 'pack/content/a.xml: a' } },
    ]);
    const bare = await readPackageFiles(
      inMemory({ 'a.xml': essay('a'), 'b.xml': '<html/>', '__MACOSX/._a.xml': 'x' }),
    );
    expect(await itemsIn(bare)).toHaveLength(1);
    expect(await readPackageFiles(inMemory({ 'b.xml': '<html/>' }))).toMatchObject({
      refusal: expect.stringContaining('no QTI document'),
    });
    expect(await readPackageFiles(inMemory({ 'imsmanifest.xml': '<a>' }))).toMatchObject({
      refusal: expect.stringContaining('imsmanifest.xml is not read'),
    });
  });

  it('refuses more questions than are taken at once', async () => {
    const items = Array.from({ length: 5_001 }, (_, i) => `<item ident="${i}"/>`).join('');
    expect(
      await readPackageFiles(inMemory({ 'a.xml': `<questestinterop>${items}</questestinterop>` })),
    ).toMatchObject({
      refusal: 'It holds more than 5000 questions.',
    });
  });

  it('lets go of the archive when it is read, and when nobody wants more', async () => {
    const file = await zipped({ 'a.xml': essay('a'), 'b.xml': essay('b') });
    const open = async (): Promise<number> =>
      globSync('/proc/self/fd/*').filter((held) => linkOf(held) === file).length;
    await itemsIn(await readPackage(file));
    await until(open, (count) => count === 0);
    const reading = await readPackage(file);
    if ('refusal' in reading) throw new Error(reading.refusal);
    for await (const item of reading.items) {
      expect(item.title).toBe('Item a');
      break;
    }
    await until(open, (count) => count === 0);
  });
});

describe('an archive that means harm', () => {
  const item: MadeEntry = { name: 'a.xml', content: essay('a') };

  it('is told apart from an honest one', async () => {
    expect(await refusalOf(made([item]))).toBe('1 questions');
  });

  it.each(['../evil.xml', '/etc/evil.xml', 'C:/evil.xml', 'a\\..\\evil.xml', 'x/../../evil.xml', 'aux.xml'])(
    'abuse 60: an entry called %s refuses it all',
    async (name) =>
      expect(await refusalOf(made([item, { name, content: essay('evil') }]))).toMatch(/^The name /),
  );

  it('abuse 60: a symbolic link refuses it all', async () => {
    const link: MadeEntry = { name: 'link.xml', content: '/etc/passwd', claims: { mode: 0o120777 } };
    expect(await refusalOf(made([item, link]))).toBe('The entry link.xml is a symbolic link.');
  });

  /** Megabytes by which the process grows at most, asked again and again while it works: of buffers, and in all. */
  async function growth(work: () => Promise<unknown>): Promise<{ buffers: number; all: number }> {
    const before = process.memoryUsage();
    const most = { buffers: 0, all: 0 };
    const look = (): void => {
      const { arrayBuffers, rss } = process.memoryUsage();
      most.buffers = Math.max(most.buffers, (arrayBuffers - before.arrayBuffers) / 1e6);
      most.all = Math.max(most.all, (rss - before.rss) / 1e6);
    };
    const watch = setInterval(look, 1);
    await work();
    clearInterval(watch);
    look();
    return most;
  }
  /** The bombs of these tests unpack to about a hundred. */
  const expectSmall = ({ buffers, all }: { buffers: number; all: number }): void => {
    expect(buffers).toBeLessThan(20);
    expect(all).toBeLessThan(60);
  };

  it('abuse 61: a bomb is refused by its directory, in constant memory', async () => {
    const zeros = Buffer.alloc(19_000_000);
    const bombs = Array.from({ length: 5 }, (_, i): MadeEntry => ({ name: `${i}.xml`, content: zeros }));
    const file = made(bombs);
    expect(statSync(file).size).toBeLessThan(200_000);
    let refusal = '';
    expectSmall(await growth(async () => (refusal = await refusalOf(file))));
    expect(refusal).toBe('The entry 0.xml unpacks to more than 200 times its size.');
    const total = Array.from({ length: 11 }, (_, i): MadeEntry => ({
      name: `${i}.xml`,
      claims: { unpackedBytes: 19_000_000, packedBytes: 1_000_000 },
    }));
    expect(await refusalOf(made(total))).toBe('It holds more than 200 MB unpacked.');
  });

  it('abuse 61: an entry that is larger than it says is stopped there, in constant memory', async () => {
    const bomb = Buffer.alloc(100_000_000);
    const file = made([item, { name: 'b.xml', content: bomb, claims: { unpackedBytes: 500 } }]);
    let items: ReadItem[] = [];
    const grown = await growth(async () => (items = await itemsIn(await readPackage(file))));
    expectSmall(grown);
    expect(items).toMatchObject([
      { title: 'Item a' },
      { refusal: expect.stringMatching(/^The file b.xml cannot be unpacked: /) },
    ]);
    const short = made([item, { name: 'b.xml', content: essay('b'), claims: { unpackedBytes: 5_000 } }]);
    expect((await itemsIn(await readPackage(short)))[1]).toMatchObject({ outcome: 'REFUSED' });
    const forged = made([item, { name: 'b.xml', content: essay('b'), claims: { crc32: 1 } }]);
    expect((await itemsIn(await readPackage(forged)))[1]).toMatchObject({
      refusal: expect.stringContaining('it is broken'),
    });
  });

  it('abuse 61: too many entries are refused, whatever their number is said to be', async () => {
    const many = Array.from({ length: 10_001 }, (_, i): MadeEntry => ({ name: `${i}` }));
    expect(await refusalOf(made(many))).toBe('It has more than 10000 entries.');
    expect(await refusalOf(made(many.slice(0, 20), 65_000))).toBe('It has more than 10000 entries.');
  });

  it('abuse 61: entries that share one body are refused', async () => {
    const shared = Array.from({ length: 50 }, (_, i): MadeEntry => ({
      name: `${i}.xml`,
      content: essay('a'),
      ...(i ? { claims: { bytesOf: 0 } } : {}),
    }));
    expect(await refusalOf(made(shared))).toMatch(/overlap/);
  });

  it('abuse 61: an archive in an archive is not opened', async () => {
    const inner = madeZip([{ name: 'inner.xml', content: essay('inner') }]);
    const files = [
      item,
      { name: 'inner.zip', content: inner },
      { name: 'imsmanifest.xml', content: manifest(resource('z', 'inner.zip')) },
    ];
    expect(await itemsIn(await readPackage(made(files)))).toMatchObject([
      { outcome: 'REFUSED', where: { element: 'inner.zip' } },
      { title: 'Item a' },
    ]);
  });

  it('abuse 61: files larger than are taken are not even opened', async () => {
    for (const [start, limit] of [
      ['PK', '50 MB'],
      ['<a>', '10 MB'],
    ] as const) {
      const file = path.join(folder, 'large');
      writeFileSync(file, start);
      truncateSync(file, 100_000_000);
      let reading: FileReading | undefined;
      expectSmall(await growth(async () => (reading = await readQtiFile(file))));
      expect(reading).toMatchObject({ refusal: `It is larger than ${limit}.` });
    }
  });

  it('refuses what is encrypted, packed otherwise, cut off or no archive at all', async () => {
    expect(await refusalOf(made([{ ...item, claims: { flags: 0x0801 } }]))).toContain('encrypted');
    expect(await refusalOf(made([{ ...item, claims: { method: 12 } }]))).toContain('(12)');
    const whole = madeZip([item]);
    const file = path.join(folder, 'made.zip');
    for (const bytes of [whole.subarray(0, 60), Buffer.from('PK'), whole.subarray(0, whole.length - 30)]) {
      writeFileSync(file, bytes);
      expect(await refusalOf(file)).toMatch(/^It is no ZIP archive that can be read: /);
    }
  });
});

/** An unpacked package, read by the same code. */
const inFolder = (root: string): PackageFiles => {
  const names = globSync('**/*', { cwd: root }).filter((name) => statSync(path.join(root, name)).isFile());
  return {
    names,
    bytes: async (name) => {
      if (!names.includes(name)) throw new BrokenFile(`The package has no file ${name}.`);
      return readFileSync(path.join(root, name));
    },
  };
};
/** Items as anybody would count them: their opening tags. */
const rawItems = (files: readonly string[]): number =>
  files.reduce(
    (sum, file) => sum + (readFileSync(file, 'utf8').match(/<(assessmentItem|item)[\s>]/g)?.length ?? 0),
    0,
  );

withOracles('packages and items of another system', () => {
  let serial = 0;
  const problemsOf = (item: ReadItem): string[] => {
    if (item.outcome === 'REFUSED') return [item.refusal];
    const { question, hotspot } = item.question;
    const picture = hotspot
      ? { fileId: 'x', alternativeText: 'x', width: hotspot.width, height: hotspot.height }
      : undefined;
    const named = { ...question, ...(picture ? { picture } : {}) };
    const stored = JSON.stringify(named).replace(
      /exchange:[\w.-]+/g,
      'file:00000000-0000-4000-8000-000000000000',
    );
    return contentProblems(contentOf(JSON.parse(stored) as AuthoredQuestion, () => `id${serial++}`)).map(
      ({ message }) => message,
    );
  };

  it('reads every item, as something that can be published', async () => {
    const documents = globSync('**/*.xml', { cwd: ORACLES }).map((file) => path.join(ORACLES, file));
    const items: ReadItem[] = [];
    for (const file of documents) {
      const reading = await readQtiFile(file);
      if (!('refusal' in reading)) items.push(...(await itemsIn(reading)));
    }
    expect(items.length).toBe(rawItems(documents));
    expect(items.flatMap((item) => problemsOf(item).map((problem) => `${item.title}: ${problem}`))).toEqual(
      [],
    );
  });

  it('reads every item of a package once', async () => {
    const packages = globSync('*/imsmanifest.xml', { cwd: ORACLES }).map((file) =>
      path.join(ORACLES, path.dirname(file)),
    );
    expect(packages.length).toBeGreaterThan(0);
    for (const root of packages) {
      const items = await itemsIn(await readPackageFiles(inFolder(root)));
      expect(items.length).toBe(
        rawItems(globSync('**/*.xml', { cwd: root }).map((file) => path.join(root, file))),
      );
      expect(items.flatMap(problemsOf)).toEqual([]);
    }
  });

  it('holds the right answers and the pictures of the entry profile', async () => {
    const items = await itemsIn(await readPackageFiles(inFolder(path.join(ORACLES, 'test_qti_2.1'))));
    const found = items.map((item) => (item.outcome === 'REFUSED' ? null : item.question));
    expect(found.map((one) => one?.question.type)).toEqual([
      'TRUE_FALSE',
      'SINGLE_CHOICE',
      'MULTIPLE_CHOICE',
      'SHORT_TEXT',
      'ESSAY',
    ]);
    const [first, second, third, fourth, fifth] = found;
    expect(first?.question.isTrue).toBe(true);
    expect(second?.question.choices?.find(({ correct }) => correct)?.text).toBe('1/3');
    expect(third?.question.choices?.map(({ correct }) => correct)).toEqual([true, true, false, true, false]);
    expect(fourth?.question.accepted?.map(({ percent = '100' }) => percent)).toEqual([
      '100',
      '100',
      '100',
      '100',
      '50',
      '50',
    ]);
    expect(fifth?.pictures?.map(({ name, bytes }) => [name, bytes.length])).toEqual([
      ['apip_VE_IP_05_title.png', 65_936],
      ['apip_VE_IP_05_croc.png', 116_722],
      ['apip_VE_IP_05_flamingos.png', 52_542],
    ]);
    expect(items[1]).toMatchObject({
      losses: expect.arrayContaining([expect.stringContaining('.svg is no PNG, JPEG or WebP')]),
    });
  });

  it('holds the right answers of single items', async () => {
    const one = async (name: string) => {
      const [item] = await itemsIn(await readQtiFile(path.join(ORACLES, 'items_2.1', name)));
      if (!item || item.outcome === 'REFUSED') throw new Error(item?.refusal);
      return item.question.question;
    };
    expect((await one('choice.xml')).choices?.map(({ correct }) => correct)).toEqual([true, false, false]);
    expect((await one('order.xml')).choices?.map(({ text }) => text)).toEqual([
      'Michael Schumacher',
      'Rubens Barrichello',
      'Jenson Button',
    ]);
    expect((await one('text_entry.xml')).accepted).toEqual([
      { pattern: 'York' },
      { pattern: 'york', percent: '50' },
    ]);
    expect((await one('match.xml')).pairs).toEqual([
      { prompt: 'Antonio', choice: 'Prospero' },
      { prompt: 'Capulet', choice: 'Montague' },
      { prompt: 'Demetrius', choice: 'Lysander' },
    ]);
    const gaps = await one('gap_match.xml');
    expect(
      gaps.blanks?.map(({ weight = 1, choices }) => [weight, choices?.find(({ correct }) => correct)?.text]),
    ).toEqual([
      [1, 'winter'],
      [2, 'summer'],
    ]);
    expect((await one('essay.xml')).type).toBe('ESSAY');
    expect((await one('extended_text_rubric.xml')).gradingNotes).toContain('-1 for each missing');
  });

  it('holds the feedback of a quiz of QTI 1.2', async () => {
    const items = await itemsIn(await readQtiFile(path.join(ORACLES, 'feedback_quiz_1.2.xml')));
    expect(items.map((item) => item.outcome !== 'REFUSED' && item.question.question)).toEqual([
      expect.objectContaining({ type: 'ESSAY', explanation: 'General Feedback' }),
      expect.objectContaining({
        type: 'TRUE_FALSE',
        isTrue: true,
        whenTrue: 'Answer was True',
        whenFalse: 'Answer was False',
        whenCorrect: 'Correct',
        whenIncorrect: 'Incorrect',
        explanation: 'Neutral',
      }),
      expect.objectContaining({
        type: 'TRUE_FALSE',
        isTrue: true,
        whenTrue: 'Correct!',
        whenFalse: 'Incorrect!',
      }),
    ]);
  });
});
