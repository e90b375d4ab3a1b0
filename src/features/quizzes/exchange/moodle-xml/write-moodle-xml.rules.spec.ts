import { existsSync, readFileSync } from 'node:fs';
import type { Element } from '@xmldom/xmldom';
import fc from 'fast-check';
import { exchanged, XML_TYPES } from '../../../../../test/support/exchanged-questions.js';
import type { AuthoredQuestion } from '../../bank/question-content.js';
import type { ExchangedQuestion, ReadItem } from '../exchanged-question.js';
import { attributeOf, childrenOf, readXml } from '../xml.rules.js';
import { readMoodleXml } from './read-moodle-xml.rules.js';
import { writeMoodleXml } from './write-moodle-xml.rules.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const questionsOf = (text: string): ExchangedQuestion[] => {
  const reading = readMoodleXml(bytes(text));
  if ('refusal' in reading) throw new Error(`${reading.refusal}\n${text}`);
  return [...(reading.items as Iterable<ReadItem>)].map((item) => {
    if (item.outcome === 'REFUSED') throw new Error(`${item.refusal}\n${text}`);
    return item.question;
  });
};
const some = (question: Partial<AuthoredQuestion>): ExchangedQuestion => ({
  name: 'Q',
  code: 'Q',
  category: null,
  tags: [],
  question: { type: 'ESSAY', stem: 'a', ...question },
});

describe('Moodle XML that is written', () => {
  it('gives the same questions when it is read, for every type that it carries', () => {
    fc.assert(
      fc.property(fc.array(exchanged(XML_TYPES), { minLength: 1, maxLength: 4 }), (questions) => {
        const { text, items } = writeMoodleXml(questions);
        expect(items.map(({ leftOut, losses }) => [leftOut, losses])).toEqual(
          questions.map(() => [null, []]),
        );
        expect(questionsOf(text)).toEqual(questions);
      }),
      { numRuns: 500 },
    );
  });

  it('carries feedback, units, words and pictures', () => {
    const picture = { name: 'a_b.png', alternativeText: 'A sink', bytes: Buffer.from('picture') };
    const questions: ExchangedQuestion[] = [
      {
        ...some({
          type: 'MULTIPLE_CHOICE',
          stem: 'What? ![A sink](exchange:a_b.png)',
          scoring: 'PARTIAL',
          choices: [
            { text: '![A sink](exchange:a_b.png)', correct: true, percent: '100' },
            { text: 'b', correct: false, percent: '-100' },
          ],
          whenCorrect: 'c',
          whenPartlyCorrect: 'p',
          whenIncorrect: 'i',
        }),
        pictures: [picture],
      },
      some({
        type: 'NUMBER',
        numbers: [{ number: '1', tolerance: '0' }],
        units: [
          { unit: 'm', factor: '1' },
          { unit: 'cm', factor: '0.01' },
        ],
        unitPenaltyPercent: '25',
      }),
      some({ type: 'NUMBER', numbers: [{ number: '1', tolerance: '0' }], unit: '°C' }),
      some({ type: 'ESSAY', minWords: 1, maxWords: 20, gradingNotes: 'n' }),
    ];
    const { text, items } = writeMoodleXml(questions);
    expect(items.flatMap(({ losses }) => losses)).toEqual([]);
    expect(questionsOf(text)).toEqual(questions);
  });

  it.each<[RegExp, Partial<AuthoredQuestion>]>([
    [
      /unless all is right/,
      { type: 'MULTIPLE_CHOICE', choices: [{ text: 'a', correct: true }, { text: 'b' }] },
    ],
    [/rubric/, { rubric: [{ title: 'a', levels: [] }] }],
    [/Feedback/, { type: 'SHORT_TEXT', accepted: [{ pattern: 'a' }], whenCorrect: 'x' }],
    [/\^/, { type: 'CALCULATED', numbers: [{ number: '{a}^2', tolerance: '0' }], valueSets: [{ a: '1' }] }],
  ])('names what is lost: %s', (loss, question) => {
    expect(writeMoodleXml([some(question)]).items).toMatchObject([
      { leftOut: null, losses: [expect.stringMatching(loss)] },
    ]);
  });

  it('leaves out what it cannot carry and says so', () => {
    expect(writeMoodleXml([some({ type: 'HOTSPOT' }), some({})]).items).toEqual([
      { name: 'Q', leftOut: expect.stringContaining('HOTSPOT'), losses: [] },
      { name: 'Q', leftOut: null, losses: [] },
    ]);
  });
});

const fixtures = '../shared/oracles/moodle/question/format/xml/tests/fixtures';

(existsSync(fixtures) ? describe : describe.skip)(
  'beside XML files of Moodle (skipped where they are not at hand)',
  () => {
    const rootOf = (text: string): Element => {
      const reading = readXml(bytes(text));
      if ('refusal' in reading) throw new Error(reading.refusal);
      return reading.root;
    };
    const questionOf = (root: Element, type: string): Element =>
      childrenOf(root, 'question').find((question) => attributeOf(question, 'type') === type)!;
    /** Each element by its path, each path once, in order. */
    const pathsOf = (at: Element, above = ''): string[] => [
      ...new Set(
        childrenOf(at).flatMap((child) => {
          const path = `${above}/${child.localName}`;
          return [path, ...pathsOf(child, path)];
        }),
      ),
    ];

    it.each([
      ['multichoice.xml', 'multichoice'],
      ['error_invalid_grades.xml', 'multichoice'],
      ['truefalse.xml', 'truefalse'],
      ['nested_categories.xml', 'truefalse'],
      ['nested_categories.xml', 'category'],
    ])('has every element of %s, nested and in order as there: %s', (name, type) => {
      const picture = { name: 'a.png', alternativeText: 'A', bytes: Buffer.from('picture') };
      const shown = '![A](exchange:a.png)';
      const choices = [
        { text: shown, correct: true, feedback: shown },
        { text: 'b', correct: false },
      ];
      const ours = [
        { ...some({ type: 'SINGLE_CHOICE', stem: shown, choices, explanation: shown }), pictures: [picture] },
        {
          ...some({ type: 'TRUE_FALSE', stem: shown, isTrue: true, whenTrue: shown, explanation: shown }),
          pictures: [picture],
        },
      ] satisfies ExchangedQuestion[];
      const written = questionOf(rootOf(writeMoodleXml(ours).text), type);
      const theirs = questionOf(rootOf(readFileSync(`${fixtures}/${name}`, 'utf8')), type);
      const there = pathsOf(theirs);
      expect(there.length).toBeGreaterThan(2);
      expect(pathsOf(written).filter((path) => there.includes(path))).toEqual(there);
      // Nothing else but what later versions of Moodle write as well.
      const added = [
        '/idnumber',
        '/showstandardinstruction',
        '/shownumcorrect',
        '/info',
        '/info/text',
        '/generalfeedback/file',
        '/questiontext/file',
        '/answer/file',
        '/answer/feedback/file',
      ];
      expect(pathsOf(written).filter((path) => !there.includes(path) && !added.includes(path))).toEqual([]);
    });
  },
);
