import type { Form } from './question-types.js';

/** What a trainee may do with a question. */
export const CONDUCTS = ['right', 'partly', 'wrong', 'unanswered'] as const;
export type Conduct = (typeof CONDUCTS)[number];

/** Points by what was done; a type that knows no half has no `partly`. */
export type Marks = Partial<Record<Conduct, string>>;

/** A question of a type on its whole way. Marks and facilities are worked out by hand; every question is worth 4 points. */
export interface WholeWay {
  type: string;
  stem: string;
  content: (fileId: string) => object;
  /** What is sent; nothing for `unanswered`. */
  answers: (form: Form) => Partial<Record<Conduct, object>>;
  marks: Marks;
  /** In words, as the review tells it. */
  rightAnswer: string | null;
  /** What the author says to the right answer by the means of the type; absent where it has none. */
  said?: string;
  decision:
    | { action: 'VOID' }
    | { action: 'ACCEPT'; accepted: (form: Form) => object }
    | { action: 'CURRENT_KEY'; content: (form: Form, fileId: string) => object }
    /** Of essays: another mark for the wrong answer. */
    | { action: 'CORRECT'; points: string };
  marksAfter: Marks;
  /** Mean of the marks, as a share of the 4 points. */
  facility: { before: number; after: number | null };
}

const idOf = (items: Form['choices'], text: string): string =>
  items.find((item) => item.text.markdown === text)!.id;
const chosen = (form: Form, ...texts: string[]): object => ({
  choiceIds: texts.map((text) => idOf(form.choices, text)),
});
const ordered = (form: Form, ...texts: string[]): object => ({
  order: texts.map((text) => idOf(form.choices, text)),
});
const matched = ({ prompts, choices }: Form, pairs: Record<string, string>): object => ({
  matches: Object.entries(pairs).map(([prompt, choice]) => ({
    promptId: idOf(prompts, prompt),
    choiceId: idOf(choices, choice),
  })),
});
const filled = ({ blanks }: Form, text: string, number: string, choice: string): object => ({
  blanks: [text, number, idOf(blanks[2]!.choices, choice)].map((answer, i) => ({
    blankId: String(i + 1),
    answer,
  })),
});

const HALVES: Marks = { right: '4.0000', partly: '2.0000', wrong: '0.0000', unanswered: '0.0000' };
/** (4 + 2 + 0 + 0) ÷ 16. */
const OF_HALVES = 0.375;
/** The wrong answer is right as well: (4 + 2 + 4 + 0) ÷ 16. */
const WRONG_ACCEPTED = {
  marksAfter: { ...HALVES, wrong: '4.0000' },
  facility: { before: OF_HALVES, after: 0.625 },
};
/** The wrong answer earns one of four points: (4 + 2 + 1 + 0) ÷ 16. */
const WRONG_EARNS_ONE = {
  marksAfter: { ...HALVES, wrong: '1.0000' },
  facility: { before: OF_HALVES, after: 0.4375 },
};

const WALK = {
  unit: 'm',
  values: { sets: [{ values: [{ name: 'a', value: '3' }, { name: 'b', value: '50' }] }] },
}; // prettier-ignore

export const WHOLE_WAYS: readonly WholeWay[] = [
  {
    type: 'SINGLE_CHOICE',
    stem: 'Which plane divides the body into equal halves?',
    content: () => ({
      singleChoice: {
        choices: [
          { text: 'Median', percent: '100', feedback: 'The middle one.' },
          { text: 'Sagittal', percent: '50', feedback: 'Only one of these.' },
          { text: 'Frontal' },
        ],
      },
    }),
    answers: (form) => ({
      right: chosen(form, 'Median'),
      partly: chosen(form, 'Sagittal'),
      wrong: chosen(form, 'Frontal'),
    }),
    marks: HALVES,
    rightAnswer: 'Median',
    said: 'The middle one.',
    decision: { action: 'ACCEPT', accepted: (form) => chosen(form, 'Frontal') },
    ...WRONG_ACCEPTED,
  },
  {
    type: 'MULTIPLE_CHOICE',
    stem: 'Which are bones of the leg?',
    content: () => ({
      multipleChoice: {
        scoring: 'PARTIAL',
        choices: [
          { text: 'Tibia', percent: '50', feedback: 'The shin.' },
          { text: 'Fibula', percent: '50' },
          { text: 'Radius', percent: '-50' },
        ],
      },
    }),
    answers: (form) => ({
      right: chosen(form, 'Tibia', 'Fibula'),
      partly: chosen(form, 'Tibia'),
      wrong: chosen(form, 'Radius'),
    }),
    marks: HALVES,
    rightAnswer: 'Tibia; Fibula',
    said: 'The shin.',
    decision: { action: 'ACCEPT', accepted: (form) => chosen(form, 'Radius') },
    ...WRONG_ACCEPTED,
  },
  {
    type: 'TRUE_FALSE',
    stem: 'Redness that stays is reported.',
    content: () => ({ trueFalse: { isTrue: true, whenTrue: 'To the therapist.', whenFalse: 'It is.' } }),
    answers: () => ({ right: { isTrue: true }, wrong: { isTrue: false } }),
    marks: { right: '4.0000', wrong: '0.0000', unanswered: '0.0000' },
    rightAnswer: 'True',
    said: 'To the therapist.',
    decision: { action: 'VOID' },
    marksAfter: { right: '0.0000', wrong: '0.0000', unanswered: '0.0000' },
    facility: { before: 1 / 3, after: null },
  },
  {
    type: 'SHORT_TEXT',
    stem: 'What does a goniometer measure?',
    content: () => ({
      shortText: {
        patterns: [
          { pattern: 'range of motion', feedback: 'In degrees.' },
          { pattern: 'angle*', percent: '50', feedback: 'Of what?' },
        ],
      },
    }),
    answers: () => ({
      right: { text: ' Range of Motion' },
      partly: { text: 'angles' },
      wrong: { text: 'strength' },
    }),
    marks: HALVES,
    rightAnswer: 'range of motion',
    said: 'In degrees.',
    decision: { action: 'ACCEPT', accepted: () => ({ text: 'strength' }) },
    ...WRONG_ACCEPTED,
  },
  {
    type: 'NUMBER',
    stem: 'How heavy is the dumbbell?',
    content: () => ({
      number: {
        number: '1.5',
        feedback: 'By the label.',
        others: [{ number: '1.6', percent: '50' }],
        units: [
          { unit: 'kg', factor: '1' },
          { unit: 'g', factor: '0.001' },
        ],
      },
    }),
    answers: () => ({
      right: { number: '1500', unit: 'g' },
      partly: { number: '1.6', unit: 'kg' },
      wrong: { number: '3', unit: 'kg' },
    }),
    marks: HALVES,
    rightAnswer: '1.5 kg',
    said: 'By the label.',
    decision: { action: 'ACCEPT', accepted: () => ({ number: '3', unit: 'kg' }) },
    ...WRONG_ACCEPTED,
  },
  {
    type: 'CALCULATED',
    stem: 'A patient walks {a} m and then {b} m. How far in all?',
    content: () => ({
      calculated: {
        formulas: [
          { formula: '{a} + {b}', feedback: 'The sum of both.' },
          { formula: '{b} - {a}', percent: '50' },
        ],
        ...WALK,
      },
    }),
    answers: () => ({ right: { number: '53' }, partly: { number: '47' }, wrong: { number: '150' } }),
    marks: HALVES,
    rightAnswer: '53 m',
    said: 'The sum of both.',
    decision: {
      action: 'CURRENT_KEY',
      content: () => ({ calculated: { formulas: [{ formula: '{a} * {b}' }], ...WALK } }),
    },
    marksAfter: { right: '0.0000', partly: '0.0000', wrong: '4.0000', unanswered: '0.0000' },
    facility: { before: OF_HALVES, after: 0.25 },
  },
  {
    type: 'MATCHING',
    stem: 'Match joint and kind.',
    content: () => ({
      matching: {
        pairs: [
          { prompt: 'Hip', choice: 'Ball and socket' },
          { prompt: 'Elbow', choice: 'Hinge' },
          { prompt: 'Knee', choice: 'Hinge' },
          { prompt: 'Shoulder', choice: 'Ball and socket' },
          { choice: 'Saddle' },
        ],
      },
    }),
    answers: (form) => ({
      right: matched(form, { Hip: 'Ball and socket', Elbow: 'Hinge', Knee: 'Hinge', Shoulder: 'Ball and socket' }),
      partly: matched(form, { Hip: 'Ball and socket', Elbow: 'Hinge', Knee: 'Saddle', Shoulder: 'Hinge' }),
      wrong: matched(form, { Hip: 'Saddle', Elbow: 'Saddle', Knee: 'Saddle', Shoulder: 'Saddle' }),
    }), // prettier-ignore
    marks: HALVES,
    rightAnswer: 'Hip → Ball and socket; Elbow → Hinge; Knee → Hinge; Shoulder → Ball and socket',
    decision: { action: 'ACCEPT', accepted: (form) => matched(form, { Hip: 'Saddle' }) },
    ...WRONG_EARNS_ONE,
  },
  {
    type: 'ORDERING',
    stem: 'Put the phases of gait in order.',
    content: () => ({
      ordering: {
        items: ['Heel strike', 'Foot flat', 'Midstance', 'Toe off'].map((text) => ({ text })),
        scoring: 'ABSOLUTE_POSITION',
      },
    }),
    answers: (form) => ({
      right: ordered(form, 'Heel strike', 'Foot flat', 'Midstance', 'Toe off'),
      partly: ordered(form, 'Heel strike', 'Foot flat', 'Toe off', 'Midstance'),
      wrong: ordered(form, 'Toe off', 'Midstance', 'Foot flat', 'Heel strike'),
    }),
    marks: HALVES,
    rightAnswer: 'Heel strike → Foot flat → Midstance → Toe off',
    decision: {
      action: 'ACCEPT',
      accepted: (form) => ordered(form, 'Toe off', 'Midstance', 'Foot flat', 'Heel strike'),
    },
    ...WRONG_ACCEPTED,
  },
  {
    type: 'CLOZE',
    stem: 'The [[1]] is the largest joint. It has [[2]] menisci and is [[3]].',
    content: () => ({
      cloze: { blanks: joint(['knee'], [{ text: 'synovial', correct: true }, { text: 'fibrous' }]) },
    }),
    answers: (form) => ({
      right: filled(form, 'Knee', '2', 'synovial'),
      partly: filled(form, 'knee', '2', 'fibrous'),
      wrong: filled(form, 'elbow', '3', 'fibrous'),
    }), // prettier-ignore
    marks: HALVES,
    rightAnswer: '1: knee; 2: 2; 3: synovial',
    said: 'The menisci are two.',
    decision: {
      action: 'CURRENT_KEY',
      content: ({ blanks }) => {
        const choices = blanks[2]!.choices.map(({ id, text: { markdown: text } }) => ({
          ...{ id, text },
          correct: text === 'synovial',
        }));
        return { cloze: { blanks: joint(['knee', 'elbow'], choices) } };
      },
    },
    ...WRONG_EARNS_ONE,
  },
  {
    type: 'HOTSPOT',
    stem: 'Mark the patella and the tibia.',
    content: (fileId) => knee(fileId, { x: 70, y: 25, radius: 10 }),
    answers: () => ({
      right: { places: [{ x: 15, y: 15 }, { x: 70, y: 20 }] },
      partly: { places: [{ x: 15, y: 15 }, { x: 50, y: 45 }] },
      wrong: { places: [{ x: 50, y: 45 }, { x: 95, y: 5 }] },
    }), // prettier-ignore
    marks: HALVES,
    rightAnswer: 'from (10, 10) to (30, 20); at most 10 px from (70, 25)',
    decision: {
      action: 'CURRENT_KEY',
      content: (_, fileId) => knee(fileId, { x: 95, y: 5, radius: 3 }),
    },
    marksAfter: { right: '2.0000', partly: '2.0000', wrong: '2.0000', unanswered: '0.0000' },
    facility: { before: OF_HALVES, after: 0.375 },
  },
  {
    type: 'ESSAY',
    stem: 'Why is a gait belt used?',
    content: () => ({
      essay: {
        maxWords: 200,
        gradingNotes: 'A full answer names the fall.',
        rubric: [
          {
            title: 'Safety',
            levels: [
              { title: 'wrong', points: '0' },
              { title: 'partly', points: '1' },
              { title: 'right', points: '2' },
            ],
          },
        ],
      },
    }),
    answers: () => ({
      right: { text: 'So that the therapist can hold a patient who falls.' },
      partly: { text: 'To hold the patient.' },
      wrong: { text: 'For warmth.' },
    }),
    marks: HALVES,
    rightAnswer: null,
    decision: { action: 'CORRECT', points: '1' },
    ...WRONG_EARNS_ONE,
  },
];

/** Blanks that count 1, 1 and 2. */
function joint(names: string[], choices: object[]): object[] {
  return [
    { id: '1', kind: 'TEXT', accepted: names.map((pattern) => ({ pattern })) },
    { id: '2', kind: 'NUMBER', numbers: [{ number: '2', feedback: 'The menisci are two.' }] },
    { id: '3', kind: 'CHOICE', weight: 2, choices },
  ];
}

/** The picture is 100 by 50 pixels. */
function knee(fileId: string, circle: object): object {
  return {
    hotspot: {
      picture: { fileId, alternativeText: 'A knee from the front' },
      regions: [{ rectangle: { x: 10, y: 10, width: 20, height: 10 } }, { circle }],
    },
  };
}
