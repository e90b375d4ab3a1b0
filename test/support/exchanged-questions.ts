import fc from 'fast-check';
import type {
  AuthoredChoice,
  AuthoredQuestion,
  QuestionType,
} from '../../src/features/quizzes/bank/question-content.js';
import type { ExchangedQuestion } from '../../src/features/quizzes/exchange/exchanged-question.js';
import { markdownOfPlain } from '../../src/features/quizzes/exchange/markdown-text.js';

/** Markdown full of what formats give a meaning, on one or more lines. */
const sign = fc.constantFrom(
  ...'\\`*_{}[]()<>#+-.!|~&;:="\'%$/1aé漢 ',
  '\n', '->', '//', '####', '::', '=%50%', '[html]', '&amp;', ']]>', '<![CDATA[', '$CATEGORY:', '{1:SA:=x}', '\\n',
); // prettier-ignore
const tidy = (text: string): string =>
  text
    .replace(/[\p{Cc}\u2028\u2029\uE000-\uE010]/gu, (c) => (c === '\n' ? c : ''))
    .normalize('NFC')
    .trim();
const isText = (text: string): boolean => text !== '' && !/&&\d{3};|!\[|\[\[/.test(text);
export const markdown = fc
  .oneof(
    fc.array(sign, { minLength: 1, maxLength: 20 }).map((parts) => parts.join('')),
    fc.string({ unit: 'grapheme', minLength: 1 }),
  )
  .map(tidy)
  .filter(isText);
/** As plain text shows in Markdown, on one line. */
const plain = markdown
  .map((text) => text.replace(/\s+/g, ' ').replace(/<[^>]*>|&/g, ''))
  .map((text) => markdownOfPlain(text))
  .filter((text) => text !== '' && !text.includes('\n'));
const pattern = fc
  .stringMatching(/^[A-Za-z0-9](?:[ A-Za-z0-9*=~#{}:%.,-]{0,8}[A-Za-z0-9])?$/)
  .filter((text) => !/ {2}/.test(text));
const feedback = fc.option(
  markdown.map((text) => text.replaceAll('->', '→')),
  { nil: undefined },
);
const decimal = fc
  .tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.nat(3))
  .map(([n, places]) => String(n / 10 ** places));
const tolerance = fc.nat(500).map((n) => String(n / 100));

const lean = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T;

const choicesOf = (
  texts: string[],
  feedbacks: (string | undefined)[],
  worth: (i: number) => Partial<AuthoredChoice>,
) => texts.map((text, i) => lean({ text, feedback: feedbacks[i], ...worth(i) }));
const texts = (of: fc.Arbitrary<string>, min = 2) => fc.uniqueArray(of, { minLength: min, maxLength: 5 });
const feedbacks = fc.array(feedback, { minLength: 5, maxLength: 5 });

const single = fc.tuple(texts(markdown), feedbacks, fc.boolean()).map(([list, said, inPercent]) =>
  choicesOf(list, said, (i) => ({
    correct: i === 1,
    ...(inPercent ? { percent: ['-50', '100', '33.33333', '0', '25'][i] } : {}),
  })),
);
const plainSingle = fc
  .tuple(texts(plain), feedbacks)
  .map(([list]) => choicesOf(list, [], (i) => ({ correct: i === 0 })));
const accepted = fc
  .tuple(texts(pattern, 1), feedbacks)
  .map(([list, said]) =>
    list.map((text, i) => lean({ pattern: text, feedback: said[i], percent: i ? '50' : undefined })),
  );
const numbers = fc
  .tuple(fc.array(fc.tuple(decimal, tolerance), { minLength: 1, maxLength: 3 }), feedbacks)
  .map(([list, said]) =>
    list.map(([number, around], i) =>
      lean({ number, tolerance: around, feedback: said[i], percent: i ? '50' : undefined }),
    ),
  );

type Part = Partial<AuthoredQuestion>;

/** What the formats of Moodle have in common. */
export const PLAIN_TYPES = {
  SINGLE_CHOICE: single.map((choices) => ({ choices })),
  MULTIPLE_CHOICE: fc.tuple(texts(markdown), feedbacks).map(([list, said]) => ({
    scoring: 'PARTIAL' as const,
    choices: choicesOf(list, said, (i) => ({ correct: i < 2, percent: i < 2 ? '50' : '-50' })),
  })),
  TRUE_FALSE: fc.record({ isTrue: fc.boolean(), whenTrue: feedback, whenFalse: feedback }).map(lean),
  SHORT_TEXT: fc.record({ accepted, whenIncorrect: feedback }).map(lean),
  NUMBER: fc.record({ numbers, whenIncorrect: feedback }).map(lean),
  MATCHING: fc
    .tuple(
      texts(markdown.map((text) => text.replaceAll('->', '→'))).filter((list) =>
        list.every((text) => text.trim() === text && text),
      ),
      texts(plain),
    )
    .map(([prompts, choices]) => ({
      pairs: [
        ...prompts.map((prompt, i) => ({ prompt, choice: choices[i % choices.length]! })),
        { prompt: null, choice: 'fits none' },
      ],
    })),
  ESSAY: fc.constant({}),
} satisfies Partial<Record<QuestionType, fc.Arbitrary<Part>>>;

/** Those that Moodle's XML has beside. */
export const XML_TYPES = {
  ...PLAIN_TYPES,
  ORDERING: texts(markdown).map((list) => ({
    orderScoring: 'RELATIVE_NEXT' as const,
    choices: list.map((text) => ({ text })),
  })),
  CALCULATED: fc
    .tuple(fc.array(fc.tuple(tolerance, tolerance), { minLength: 1, maxLength: 4 }), feedback)
    .map(([sets, said]) => ({
      stem: 'What is {a} + {b}?',
      valueSets: sets.map(([a, b]) => ({ a, b })),
      numbers: [
        lean({ number: '{a} + {b}', tolerance: '0.01', toleranceKind: 'RELATIVE' as const, feedback: said }),
        { number: '{a} * {b}', tolerance: '0.5', percent: '50' },
      ],
    })),
  CLOZE: fc.tuple(plainSingle, accepted, numbers).map(([choices, list, some]) => ({
    stem: 'The [[1]] comes *before* the [[2]] and the [[3]].',
    blanks: [
      { id: '1', kind: 'TEXT' as const, weight: 2, caseSensitive: true, accepted: withoutFeedback(list) },
      { id: '2', kind: 'CHOICE' as const, choices },
      { id: '3', kind: 'NUMBER' as const, numbers: withoutFeedback(some) },
    ],
  })),
} satisfies Partial<Record<QuestionType, fc.Arbitrary<Part>>>;

const withoutFeedback = <T extends { feedback?: string }>(list: T[]): Omit<T, 'feedback'>[] =>
  list.map(({ feedback: _, ...rest }) => rest);

/** GIFT's missing word. */
export const missingWord = fc
  .tuple(
    markdown,
    fc.oneof(
      single.map((choices) => ({ kind: 'CHOICE' as const, choices })),
      accepted.map((list) => ({ kind: 'TEXT' as const, accepted: list })),
      numbers.map((list) => ({ kind: 'NUMBER' as const, numbers: list })),
    ),
  )
  .map(([before, blank]): AuthoredQuestion => ({
    type: 'CLOZE',
    stem: `${before} [[1]] and so on`,
    blanks: [{ id: '1', ...blank }],
  }));

const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,9}$/);

export const exchangedOf = (asked: fc.Arbitrary<AuthoredQuestion>): fc.Arbitrary<ExchangedQuestion> =>
  fc
    .tuple(
      asked,
      word,
      feedback,
      fc.option(fc.array(word, { minLength: 1, maxLength: 3 })),
      fc.uniqueArray(word, { maxLength: 2 }),
    )
    .map(([question, code, explanation, path, tags]) => ({
      name: code,
      code,
      category: path && path[0] !== 'top' ? path.join('/') : null,
      tags,
      question: lean({ ...question, explanation }),
    }));

export const exchanged = (
  types: Partial<Record<QuestionType, fc.Arbitrary<Part>>>,
): fc.Arbitrary<ExchangedQuestion> =>
  exchangedOf(
    fc.oneof(
      ...Object.entries(types).map(([type, parts]) =>
        fc
          .tuple(parts, markdown)
          .map(([part, stem]): AuthoredQuestion => ({ type: type as QuestionType, stem, ...part })),
      ),
    ),
  );
