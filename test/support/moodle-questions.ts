import type { AuthoredQuestion } from '../../src/features/quizzes/bank/question-content.js';

const choices = (...right: string[]) =>
  ['One', 'Two', 'Three', 'Four'].map((text) => ({
    text,
    percent: right.includes(text) ? String(100 / right.length) : '0',
  }));

/** What another accepted answer is worth: nothing, but it says why. */
const nothing = (number: string) => ({ number, tolerance: '0', percent: '0' });

/** The sets of values of `sumwithvariants`, as the form of that question enters them. */
const SUMS = [
  ['2.3', '7.6'],
  ['2.1', '6.4'],
  ['1.4', '1.9'],
  ['9.9', '9.5'],
  ['9.0', '5.2'],
  ['2.1', '7.3'],
  ['7.9', '1.2'],
  ['2.3', '3.4'],
  ['1.9', '5.2'],
  ['3.4', '3.4'],
].map(([b, a]) => ({ a: a!, b: b! }));

const city = (id: string, right: string) => ({
  id,
  kind: 'CHOICE' as const,
  choices: ['California', 'Arizona'].map((text) => ({ text, correct: text === right })),
});

/**
 * The questions that the test generator of Moodle makes, by type and name; the first of a type is the one it makes
 * where none is named (`question/type/<type>/tests/helper.php`).
 */
export const MOODLE_QUESTIONS: Readonly<Record<string, Readonly<Record<string, AuthoredQuestion>>>> = {
  shortanswer: {
    frogtoad: {
      type: 'SHORT_TEXT',
      stem: 'Name an amphibian: __________',
      accentSensitive: true,
      accepted: [{ pattern: 'frog' }, { pattern: 'toad', percent: '80' }, { pattern: '*', percent: '0' }],
    },
  },
  numerical: {
    pi: {
      type: 'NUMBER',
      stem: 'What is pi to two d.p.?',
      numbers: [{ number: '3.14', tolerance: '0' }, ...['3.142', '3.1', '3'].map(nothing)],
    },
  },
  calculatedsimple: {
    sumwithvariants: {
      type: 'CALCULATED',
      stem: 'What is {a} + {b}?',
      valueSets: SUMS,
      numbers: [{ number: '{a} + {b}', tolerance: '0.01', toleranceKind: 'RELATIVE' }],
    },
  },
  match: {
    foursubq: {
      type: 'MATCHING',
      stem: 'Classify the animals.',
      pairs: [
        { prompt: 'frog', choice: 'amphibian' },
        { prompt: 'cat', choice: 'mammal' },
        { prompt: 'newt', choice: 'amphibian' },
        { choice: 'insect' },
      ],
    },
  },
  truefalse: {
    true: { type: 'TRUE_FALSE', stem: 'The answer is true.', isTrue: true },
    false: { type: 'TRUE_FALSE', stem: 'The answer is false.', isTrue: false },
  },
  multichoice: {
    two_of_four: {
      type: 'MULTIPLE_CHOICE',
      stem: 'Which are the odd numbers?',
      choices: choices('One', 'Three'),
    },
    one_of_four: { type: 'SINGLE_CHOICE', stem: 'Which is the oddest number?', choices: choices('One') },
  },
  multianswer: {
    twosubq: {
      type: 'CLOZE',
      stem: 'Complete this opening line of verse: "The [[1]] and the [[2]] went to sea".',
      blanks: [
        { id: '1', kind: 'TEXT', accepted: [{ pattern: 'Dog', percent: '0' }, { pattern: 'Owl' }] },
        {
          id: '2',
          kind: 'CHOICE',
          choices: ['Bow-wow', 'Wiggly worm', 'Pussy-cat'].map((text) => ({
            text,
            correct: text === 'Pussy-cat',
          })),
        },
      ],
    },
    fourmc: {
      type: 'CLOZE',
      stem: 'San Francisco: [[1]] Tucson: [[2]] Los Angeles: [[3]] Phoenix: [[4]]',
      blanks: [city('1', 'California'), city('2', 'Arizona'), city('3', 'California'), city('4', 'Arizona')],
    },
  },
};
