import fc from 'fast-check';
import { parse } from 'gift-pegjs';
import {
  exchanged,
  exchangedOf,
  missingWord,
  PLAIN_TYPES,
} from '../../../../../test/support/exchanged-questions.js';
import type { AuthoredQuestion } from '../../bank/question-content.js';
import type { ExchangedQuestion, ReadItem } from '../exchanged-question.js';
import { readGift } from './read-gift.rules.js';
import { writeGift } from './write-gift.rules.js';

const questionsOf = (text: string): ExchangedQuestion[] => {
  const reading = readGift(new TextEncoder().encode(text));
  if ('refusal' in reading) throw new Error(reading.refusal);
  return [...(reading.items as Iterable<ReadItem>)].map((item) => {
    if (item.outcome === 'REFUSED') throw new Error(`${item.refusal}\n${text}`);
    return item.question;
  });
};
const some = (question: AuthoredQuestion): ExchangedQuestion => ({
  name: 'Q',
  code: 'Q',
  category: null,
  tags: [],
  question,
});

describe('GIFT that is written', () => {
  const file = fc.array(fc.oneof(exchanged(PLAIN_TYPES), exchangedOf(missingWord)), {
    minLength: 1,
    maxLength: 4,
  });

  it('gives the same questions when it is read, for every type that GIFT carries', () => {
    fc.assert(
      fc.property(file, (questions) => {
        const { text, items } = writeGift(questions);
        expect(items.map(({ leftOut, losses }) => [leftOut, losses])).toEqual(
          questions.map(() => [null, []]),
        );
        expect(questionsOf(text)).toEqual(questions);
      }),
      { numRuns: 500 },
    );
  });

  it('is read as a whole by an independent reader', () => {
    fc.assert(
      fc.property(file, (questions) => {
        const parsed = parse(writeGift(questions).text).filter(({ type }) => type !== 'Category');
        expect(parsed.map(({ title }) => title)).toEqual(questions.map(({ name }) => name));
      }),
      { numRuns: 300 },
    );
  });

  it('looks as people write it', () => {
    const question: AuthoredQuestion = {
      type: 'SINGLE_CHOICE',
      stem: 'Which is *long*: {1} or 2?\nSay so.',
      choices: [{ text: 'The femur', correct: true, feedback: 'Yes!' }, { text: 'None' }],
      explanation: 'Because.',
    };
    expect(writeGift([{ name: 'Q', code: 'A-1', category: 'Bones/Leg', tags: ['leg'], question }]).text).toBe(
      '$CATEGORY: $course$/top/Bones/Leg\n\n' +
        '// [id:A-1] [tag:leg]\n' +
        '::Q::[markdown]Which is *long*\\: \\{1\\} or 2?\\nSay so.{\n=The femur#Yes!\n~None\n####Because.}\n',
    );
  });

  it.each<[string, AuthoredQuestion]>([
    ['CALCULATED', { type: 'CALCULATED', stem: 'a' }],
    ['ORDERING', { type: 'ORDERING', stem: 'a' }],
    ['HOTSPOT', { type: 'HOTSPOT', stem: 'a' }],
    [
      'one blank',
      { type: 'CLOZE', stem: '[[1]]', blanks: [{ id: '1', kind: 'TEXT', accepted: [{ pattern: 'a' }] }] },
    ],
    [
      '37 %',
      {
        type: 'SINGLE_CHOICE',
        stem: 'a',
        choices: [
          { text: 'a', percent: '100' },
          { text: 'b', percent: '37' },
        ],
      },
    ],
    [
      'units',
      {
        type: 'NUMBER',
        stem: 'a',
        numbers: [{ number: '1', tolerance: '0' }],
        units: [{ unit: 'm', factor: '1' }],
      },
    ],
  ])('leaves out what GIFT cannot carry and says so: %s', (reason, question) => {
    const { text, items } = writeGift([some(question), some({ type: 'ESSAY', stem: 'b' })]);
    expect(items).toEqual([
      { name: 'Q', leftOut: expect.stringContaining(reason), losses: [] },
      { name: 'Q', leftOut: null, losses: [] },
    ]);
    expect(questionsOf(text)).toHaveLength(1);
  });

  it.each<[RegExp, Partial<AuthoredQuestion>]>([
    [
      /unless all is right/,
      { type: 'MULTIPLE_CHOICE', choices: [{ text: 'a', correct: true }, { text: 'b' }] },
    ],
    [/Feedback/, { type: 'TRUE_FALSE', isTrue: true, whenCorrect: 'x' }],
    [/unit beside/, { type: 'NUMBER', numbers: [{ number: '1', tolerance: '0' }], unit: 'm' }],
    [/capital letters/, { type: 'SHORT_TEXT', accepted: [{ pattern: 'a' }], caseSensitive: true }],
    [/accents/, { type: 'SHORT_TEXT', accepted: [{ pattern: 'é' }] }],
    [/Grading notes/, { type: 'ESSAY', maxWords: 5 }],
    [/Formatting/, { type: 'MATCHING', pairs: [{ prompt: 'a', choice: '**b**' }] }],
    [/Pictures/, { type: 'ESSAY', stem: '![a](exchange:b.png)' }],
  ])('names what is lost: %s', (loss, question) => {
    expect(writeGift([some({ type: 'ESSAY', stem: 'a', ...question })]).items).toMatchObject([
      { leftOut: null, losses: [expect.stringMatching(loss)] },
    ]);
  });
});
