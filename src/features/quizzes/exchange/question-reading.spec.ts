import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import type { ReadItem, ReadText } from './exchanged-question.js';
import { readAiken } from './aiken/read-aiken.rules.js';
import { readGift } from './gift/read-gift.rules.js';
import { readMoodleXml } from './moodle-xml/read-moodle-xml.rules.js';
import { readQuestions } from './question-reading.js';

describe('files of questions on disk', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'preceptor-questions-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const file = (name: string, content: string): string => {
    const at = path.join(folder, name);
    writeFileSync(at, content);
    return at;
  };

  it.each([
    ['GIFT', 'A?{T}'],
    ['AIKEN', 'A?\nA) a\nB) b\nANSWER: A'],
    ['MOODLE_XML', '<quiz><question type="essay"><name><text>a</text></name></question></quiz>'],
  ])('are read as what they are: %s', async (format, content) => {
    expect(await readQuestions(file(format, content), null)).toMatchObject({ format, count: 1 });
  });

  it.each(['GIFT', 'AIKEN', 'MOODLE_XML', 'QTI'] as const)(
    'abuse 61, 62: of 100 MB are refused as %s without being read into memory',
    async (format) => {
      const beginning = { GIFT: 'A?{T}\n\n', AIKEN: 'A?\n', MOODLE_XML: '<quiz>', QTI: '<questestinterop>' }[
        format
      ];
      const large = file(`large.${format}`, beginning);
      truncateSync(large, 100_000_000);
      const before = process.memoryUsage();
      const reading = await readQuestions(large, format);
      const { rss, arrayBuffers } = process.memoryUsage();
      expect(reading).toMatchObject({ refusal: expect.stringContaining('larger than 10 MB') });
      expect(arrayBuffers - before.arrayBuffers).toBeLessThan(5_000_000);
      expect(rss - before.rss).toBeLessThan(30_000_000);
    },
  );

  it('of too many questions, or of none, are refused', async () => {
    const many = file('many.txt', 'A?{T}\n\n'.repeat(5_001));
    expect(await readQuestions(many, null)).toMatchObject({
      refusal: expect.stringContaining('5001 questions'),
    });
    expect(await readQuestions(file('none.txt', '// nothing\n'), null)).toMatchObject({
      refusal: 'It has no questions.',
    });
    expect(await readQuestions(file('empty.txt', ''), null)).toMatchObject({
      refusal: 'It has no questions.',
    });
  });
});

describe('whatever a file holds, no reader fails, and each question is told of', () => {
  const GIFT =
    '$CATEGORY: a\n\n// [id:1]\n::A::[html]<b>x</b>{=a#f ~%50%b#g\n####h}\n\nB {#=1:2 =%50%3..4} c\n\nD{=a -> b =c -> d}\n\nE{>2 ALL\na\nb}';
  const XML =
    '<quiz><question type="multichoice"><name><text>a</text></name><questiontext format="html"><text><![CDATA[<p>{1:MC:=a~b}</p>]]></text><file name="a.png" encoding="base64">AAAA</file></questiontext><single>true</single><answer fraction="100"><text>a</text></answer></question><question type="calculated"><answer fraction="100"><text>{a}</text><tolerance>1</tolerance></answer><dataset_definition><name><text>a</text></name><dataset_item><value>1</value></dataset_item></dataset_definition></question><question type="cloze"><questiontext><text>{1:NM:=1:2~%50%3} {2:SA:=x#y}</text></questiontext></question></quiz>';
  const AIKEN = 'A?\nA) a\nB) b\nANSWER: A\n\nB?\nA. a\nB. b\nANSWER: B';

  it.each<[string, ReadText, string]>([
    ['GIFT', readGift, GIFT],
    ['Aiken', readAiken, AIKEN],
    ['Moodle XML', readMoodleXml, XML],
  ])('%s', (_, read, sample) => {
    const cut = fc.nat(sample.length);
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(...'{}=~#:\\%<>&[]"\n', '<text>', 'fraction="x"', ']]>', '->', '..'),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(cut, fc.nat(6), piece), { minLength: 1, maxLength: 6 }), (edits) => {
        const text = edits.reduce(
          (now, [at, gone, put]) => now.slice(0, at) + put + now.slice(at + gone),
          sample,
        );
        const reading = read(new TextEncoder().encode(text));
        if ('refusal' in reading) return;
        expect([...(reading.items as Iterable<ReadItem>)]).toHaveLength(reading.count);
      }),
      { numRuns: 2_000 },
    );
  });
});
