import fc from 'fast-check';
import { authored, KEPT_SECRET } from '../../../../test/support/authored-questions.js';
import {
  QUESTION_TYPES,
  type AuthoredQuestion,
  type QuestionType,
  type QuizResponse,
} from './question-content.js';
import { contentOf, contentProblems, idsOf, misfit } from './question.rules.js';

const ids = (): (() => string) => {
  let next = 0;
  return () => `c${next++}`;
};
/** Ids that do not follow the order in which they are given out, as random ones. */
const turned = (): (() => string) => {
  let next = 99;
  return () => `c${next--}`;
};
const content = (question: Partial<AuthoredQuestion> & { type: QuestionType }) =>
  contentOf({ stem: 'Which?', ...question }, ids());
const problemsOf = (question: Partial<AuthoredQuestion> & { type: QuestionType }): string[] =>
  contentProblems(content(question)).map(({ field }) => field);

describe.each(QUESTION_TYPES.map((type) => [type] as const))(
  'setting the key of a %s question apart',
  (type) => {
    it('abuse 18: leaves nothing of the key in the presentation', () => {
      fc.assert(
        fc.property(authored(type), (question) => {
          const { presentation, answerKey } = content(question);
          expect(JSON.stringify(presentation)).not.toContain(KEPT_SECRET);
          expect(JSON.stringify(presentation)).not.toMatch(/correct|percent|feedback|matches|regions/i);
          expect(JSON.stringify(answerKey)).toContain(KEPT_SECRET);
        }),
      );
    });

    it('takes a whole question for ready to be published', () => {
      fc.assert(
        fc.property(authored(type), (question) => expect(contentProblems(content(question))).toEqual([])),
      );
    });
  },
);

describe('setting the key apart', () => {
  it('keeps the id of a choice of the version before, once, and takes no foreign one', () => {
    const choices = ['old', 'old', 'foreign'].map((id) => ({ id, text: id }));
    const { presentation } = contentOf(
      { type: 'SINGLE_CHOICE', stem: '?', choices },
      ids(),
      new Set(['old']),
    );
    expect(presentation.choices!.map(({ id }) => id)).toEqual(['old', 'c0', 'c1']);
  });

  it('stores items to be ordered or matched by their ids, so that their order tells nothing', () => {
    const items = ['first', 'second', 'third'];
    const ordering = contentOf(
      { type: 'ORDERING', stem: '?', choices: items.map((text) => ({ text })) },
      turned(),
    );
    expect(ordering.presentation.choices!.map(({ text }) => text)).toEqual(['third', 'second', 'first']);
    expect(ordering.answerKey.order).toEqual(['c99', 'c98', 'c97']);
    const pairs = items.map((text) => ({ prompt: text, choice: `${text} choice` }));
    const matching = contentOf({ type: 'MATCHING', stem: '?', pairs }, turned());
    expect(matching.presentation.choices!.map(({ text }) => text)).toEqual([
      'third choice',
      'second choice',
      'first choice',
    ]);
    expect(matching.presentation.prompts!.map(({ text }) => text)).toEqual(items);
  });

  it('makes one choice of those that say the same', () => {
    const pairs = [
      { prompt: 'frog', choice: 'amphibian' },
      { prompt: 'newt', choice: ' amphibian' },
      { choice: 'insect' },
    ];
    const { presentation, answerKey } = content({ type: 'MATCHING', pairs });
    expect(presentation.choices).toHaveLength(2);
    expect(new Set(Object.values(answerKey.matches!)).size).toBe(1);
  });

  it('knows again every part that had an id', () => {
    fc.assert(
      fc.property(authored('MATCHING'), (question) => {
        const before = content(question);
        const { prompts = [], choices = [] } = before.presentation;
        const pairs = prompts.map(({ id, text }) => ({
          promptId: id,
          prompt: text,
          choiceId: before.answerKey.matches![id]!,
          choice: choices.find((choice) => choice.id === before.answerKey.matches![id])!.text,
        }));
        const after = contentOf({ ...question, pairs }, () => 'new', idsOf(before.presentation));
        expect(after.answerKey.matches).toEqual(before.answerKey.matches);
      }),
    );
  });

  it('abuse 57: takes HTML out of every text, and leaves patterns and formulas as they are', () => {
    const bad = 'a<script>alert(1)</script><img src=x onerror=alert(1)>b';
    const question = content({
      type: 'SHORT_TEXT',
      stem: bad,
      explanation: bad,
      accepted: [{ pattern: 'x<y>', feedback: bad }],
    });
    expect(question).toMatchObject({ stem: 'ab', answerKey: { explanation: 'ab' } });
    expect(question.answerKey.accepted).toEqual([{ pattern: 'x<y>', feedback: 'ab' }]);
  });
});

describe('a question ready to be published', () => {
  const two = [{ text: 'a', correct: true }, { text: 'b' }];
  const one = { tolerance: '0' };
  const picture = { fileId: 'f', alternativeText: 'A knee', width: 100, height: 50 };
  const circle = { shape: 'CIRCLE', x: 50, y: 25, radius: 10 } as const;
  it.each<[string, Partial<AuthoredQuestion> & { type: QuestionType }, string[]]>([
    ['one right choice', { type: 'SINGLE_CHOICE', choices: two }, []],
    ['no right choice', { type: 'SINGLE_CHOICE', choices: [{ text: 'a' }, { text: 'b' }] }, ['choices']],
    [
      'two right choices',
      { type: 'SINGLE_CHOICE', choices: two.map((c) => ({ ...c, correct: true })) },
      ['choices'],
    ],
    [
      'no choice worth everything',
      {
        type: 'SINGLE_CHOICE',
        choices: [
          { text: 'a', percent: '50' },
          { text: 'b', percent: '-101' },
        ],
      },
      ['choices', 'choices.1.percent'],
    ],
    ['too few choices', { type: 'MULTIPLE_CHOICE', choices: two.slice(0, 1) }, ['choices']],
    [
      'percents that make no whole',
      {
        type: 'MULTIPLE_CHOICE',
        choices: [
          { text: 'a', percent: '50' },
          { text: 'b', percent: '40' },
        ],
      },
      ['choices'],
    ],
    [
      'percents of thirds',
      { type: 'MULTIPLE_CHOICE', choices: ['a', 'b', 'c'].map((text) => ({ text, percent: '33.33333' })) },
      [],
    ],
    [
      'doubled and empty choices',
      { type: 'MULTIPLE_CHOICE', choices: [...two, { text: ' a ' }, { text: '' }] },
      ['choices.3.text', 'choices.2.text'],
    ],
    ['an undecided statement', { type: 'TRUE_FALSE' }, ['isTrue']],
    ['a decided statement', { type: 'TRUE_FALSE', isTrue: false }, []],
    ['nothing accepted', { type: 'SHORT_TEXT', accepted: [] }, ['accepted']],
    [
      'anything accepted',
      { type: 'SHORT_TEXT', accepted: [{ pattern: 'ok' }, { pattern: ' * ' }] },
      ['accepted.1'],
    ],
    [
      'a word for everything else',
      { type: 'SHORT_TEXT', accepted: [{ pattern: 'ok' }, { pattern: '*', percent: '0', feedback: 'No.' }] },
      [],
    ],
    [
      'nothing that earns everything',
      {
        type: 'SHORT_TEXT',
        accepted: [
          { pattern: 'ok', percent: '99' },
          { pattern: 'x', percent: '101' },
        ],
      },
      ['accepted', 'accepted.1.percent'],
    ],
    ['a number', { type: 'NUMBER', numbers: [{ number: '37.5', tolerance: '0.5' }], unit: '°C' }, []],
    ['no number', { type: 'NUMBER' }, ['numbers']],
    [
      'a negative tolerance',
      { type: 'NUMBER', numbers: [{ number: '1', tolerance: '-1' }] },
      ['numbers.0.tolerance'],
    ],
    [
      'numbers that are none',
      {
        type: 'NUMBER',
        numbers: [
          { number: 'NaN', tolerance: 'Infinity' },
          { number: '1e9', tolerance: '2', toleranceKind: 'RELATIVE' },
        ],
      },
      ['numbers.0.number', 'numbers.0.tolerance', 'numbers.1.number', 'numbers.1.tolerance'],
    ],
    [
      'units that do not fit together',
      {
        type: 'NUMBER',
        numbers: [{ number: '1', tolerance: '0' }],
        unit: 'kg',
        units: [
          { unit: 'g', factor: '0' },
          { unit: 'g', factor: 'NaN' },
        ],
        unitPenaltyPercent: '-5',
      },
      ['unit', 'units.0.factor', 'units.1.unit', 'units.1.factor', 'units', 'unitPenaltyPercent'],
    ],
    [
      'a sum',
      { type: 'CALCULATED', stem: '{a}?', valueSets: [{ a: '1' }], numbers: [{ ...one, number: '{a} + 1' }] },
      [],
    ],
    ['no values', { type: 'CALCULATED', numbers: [{ ...one, number: '1' }] }, ['valueSets']],
    [
      'values that are none, and names that are missing',
      {
        type: 'CALCULATED',
        stem: '{a} and {c}, not \\frac{x}{y}',
        valueSets: [{ a: '1', '9': '1' }, { a: 'NaN' }],
        numbers: [{ ...one, number: '{b}' }],
      },
      ['valueSets', 'stem', 'valueSets.1', 'valueSets.1', 'numbers.0.number'],
    ],
    [
      'a formula without a result for one set',
      { type: 'CALCULATED', valueSets: [{ a: '1' }, { a: '0' }], numbers: [{ ...one, number: '1 / {a}' }] },
      ['numbers.0.number'],
    ],
    ['one pair', { type: 'MATCHING', pairs: [{ prompt: 'a', choice: 'b' }] }, ['pairs', 'pairs']],
    [
      'a prompt twice',
      { type: 'MATCHING', pairs: ['b', 'c', ''].map((choice) => ({ prompt: 'a', choice })) },
      ['prompts.1.text', 'prompts.2.text', 'pairs'],
    ],
    ['one item', { type: 'ORDERING', choices: [{ text: 'a' }] }, ['choices']],
    [
      'items alike',
      { type: 'ORDERING', choices: [{ text: 'a' }, { text: 'a' }, { text: ' ' }] },
      ['choices', 'choices'],
    ],
    ['no blanks', { type: 'CLOZE', stem: 'All [[1]]' }, ['blanks', 'stem']],
    [
      'blanks and placeholders at odds',
      {
        type: 'CLOZE',
        stem: '[[1]] [[1]] [[3]]',
        blanks: [
          { id: '1', kind: 'TEXT', accepted: [{ pattern: 'a' }], weight: 0 },
          { id: '2', kind: 'NUMBER', numbers: [{ number: 'x', tolerance: '0' }] },
          { id: '3', kind: 'CHOICE', choices: [{ text: 'a' }, { text: 'b' }] },
        ],
      },
      ['stem', 'blanks.2', 'blanks.1.weight', 'blanks.3.choices', 'blanks.2.numbers.0.number'],
    ],
    ['no picture and no region', { type: 'HOTSPOT' }, ['picture', 'regions']],
    ['a region', { type: 'HOTSPOT', picture, regions: [circle] }, []],
    [
      'regions that lie outside or have no area',
      {
        type: 'HOTSPOT',
        picture: { ...picture, alternativeText: ' ' },
        placesToMark: 9,
        regions: [
          { ...circle, radius: 26 },
          { shape: 'RECTANGLE', x: 0, y: 0, width: 0, height: 5 },
          {
            shape: 'POLYGON',
            points: [
              { x: 0, y: 0 },
              { x: 1, y: 1 },
              { x: 2, y: 2 },
            ],
          },
          { ...circle, x: NaN },
          { shape: 'POLYGON', points: [] },
        ],
      },
      [
        'regions.0',
        'regions.1',
        'regions.2',
        'regions.3',
        'regions.4',
        'placesToMark',
        'picture.alternativeText',
      ],
    ],
    ['an essay', { type: 'ESSAY' }, []],
    [
      'word limits and a rubric that make no sense',
      {
        type: 'ESSAY',
        minWords: 10,
        maxWords: 5,
        rubric: [
          { title: '', levels: [{ title: '', points: 'NaN' }] },
          { title: 'a', levels: [] },
        ],
      },
      ['maxWords', 'rubric.0.title', 'rubric.0.levels', 'rubric.0.levels', 'rubric.1.levels'],
    ],
    ['no stem and more', { type: 'NUMBER', stem: ' ' }, ['stem', 'numbers']],
  ])('with %s', (_, question, fields) => {
    expect(problemsOf(question)).toEqual(fields);
  });
});

describe('a response', () => {
  const choices = [{ text: 'a' }, { text: 'b' }];
  const blanks = [
    { id: '1', kind: 'TEXT' },
    { id: '2', kind: 'NUMBER' },
    { id: '3', kind: 'CHOICE', choices },
  ] as const;
  const picture = { fileId: 'f', alternativeText: 'A knee', width: 100, height: 50 };
  const circle = { shape: 'CIRCLE', x: 50, y: 25, radius: 10 } as const;
  const ASKED: Record<QuestionType, Partial<AuthoredQuestion>> = {
    SINGLE_CHOICE: { choices },
    MULTIPLE_CHOICE: { choices },
    TRUE_FALSE: {},
    SHORT_TEXT: {},
    NUMBER: {},
    CALCULATED: { units: [{ unit: 'kg', factor: '1' }] },
    MATCHING: { pairs: ['a', 'b'].map((text) => ({ prompt: text, choice: text })) },
    ORDERING: { choices },
    CLOZE: { stem: '[[1]] [[2]] [[3]]', blanks },
    HOTSPOT: { picture, regions: [circle] },
    ESSAY: {},
  };
  const misfitOf = (type: QuestionType, response: QuizResponse) =>
    misfit(type, content({ type, ...ASKED[type] }).presentation, response);

  it.each<[QuestionType, QuizResponse]>([
    ['SINGLE_CHOICE', { choiceIds: ['c1'] }],
    ['SINGLE_CHOICE', { choiceIds: [] }],
    ['MULTIPLE_CHOICE', { choiceIds: ['c1', 'c0'] }],
    ['TRUE_FALSE', { isTrue: false }],
    ['SHORT_TEXT', { text: 'x' }],
    ['NUMBER', { number: '1' }],
    ['CALCULATED', { number: '1' }],
    ['CALCULATED', { number: '-1.5', unit: 'kg' }],
    ['MATCHING', { matches: [{ promptId: 'c2', choiceId: 'c1' }] }],
    ['ORDERING', { order: ['c1', 'c0'] }],
    [
      'CLOZE',
      {
        blanks: [
          { blankId: '2', answer: '-1.5' },
          { blankId: '3', answer: 'c0' },
        ],
      },
    ],
    [
      'CLOZE',
      {
        blanks: [
          { blankId: '1', answer: '' },
          { blankId: '2', answer: '' },
        ],
      },
    ],
    ['HOTSPOT', { places: [{ x: 100, y: 50 }] }],
    ['HOTSPOT', { places: [] }],
    ['ESSAY', { text: 'x'.repeat(5_000) }],
  ])('to a %s question fits: %j', (type, response) => {
    expect(misfitOf(type, response)).toBeNull();
  });

  it.each<[QuestionType, QuizResponse, string]>([
    ['SINGLE_CHOICE', { choiceIds: ['c0', 'c1'] }, 'at most one'],
    ['MULTIPLE_CHOICE', { choiceIds: ['c0', 'c0'] }, 'twice'],
    ['MULTIPLE_CHOICE', { choiceIds: ['c9'] }, 'of this question'],
    ['NUMBER', { text: '1' }, '`number`'],
    ['NUMBER', { number: '1', text: '1' }, '`number`'],
    ['NUMBER', { number: '1', unit: 'kg' }, '`number`'],
    ['NUMBER', { number: 'NaN' }, 'a decimal'],
    ['CALCULATED', { number: '1', unit: 'lb' }, 'one of the units'],
    ['CALCULATED', { unit: 'kg' }, '`number` and `unit`'],
    ['SHORT_TEXT', {}, '`text`'],
    ['SHORT_TEXT', { text: 'x'.repeat(1_001) }, 'at most 1,000'],
    ['MATCHING', { matches: [{ promptId: 'c2', choiceId: 'c2' }] }, 'of this question'],
    ['MATCHING', { matches: ['c0', 'c1'].map((choiceId) => ({ promptId: 'c2', choiceId })) }, 'once'],
    ['ORDERING', { order: ['c0'] }, 'every item'],
    ['ORDERING', { order: ['c0', 'c0'] }, 'every item'],
    ['CLOZE', { blanks: [{ blankId: '9', answer: 'a' }] }, 'of this question'],
    ['CLOZE', { blanks: ['a', 'b'].map((answer) => ({ blankId: '1', answer })) }, 'once'],
    ['CLOZE', { blanks: [{ blankId: '2', answer: 'two' }] }, 'a decimal'],
    ['CLOZE', { blanks: [{ blankId: '3', answer: 'a' }] }, 'from its choices'],
    [
      'HOTSPOT',
      {
        places: [
          { x: 1, y: 1 },
          { x: 2, y: 2 },
        ],
      },
      'at most 1',
    ],
    ['HOTSPOT', { places: [{ x: 101, y: 1 }] }, 'on the picture'],
    ['HOTSPOT', { places: [{ x: NaN, y: 1 }] }, 'on the picture'],
  ])('to a %s question does not fit: %j', (type, response, why) => {
    expect(misfitOf(type, response)).toContain(why);
  });
});
