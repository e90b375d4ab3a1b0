import type { ItemStatistics } from './item-statistics.rules.js';
import type { QuestionAnalysis, QuizAnalysis } from './quiz-analysis.rules.js';
import { csvOf, type Cell } from './statistics-csv.rules.js';

/** One line per figure of the whole quiz, and one per remark. */
export function quizTable(analysis: QuizAnalysis): string {
  const { attempts, waiting, possible, mean, median, standardDeviation, skewness, kurtosis } = analysis;
  const { internalConsistency, errorRatio, standardError } = analysis;
  const figures: [string, number | null][] = [
    ['attempts', attempts],
    ['attempts waiting for a grader', waiting],
    ['points', possible],
    ['mean', mean],
    ['median', median],
    ['standard deviation', standardDeviation],
    ['skewness', skewness],
    ['kurtosis', kurtosis],
    ['coefficient of internal consistency', internalConsistency],
    ['error ratio', errorRatio],
    ['standard error', standardError],
  ];
  return csvOf([
    ['figure', 'value'],
    ['quiz', analysis.title],
    ['versions', analysis.versionNumbers.join(' ')],
    ...figures.map(([name, value]) => [name, rounded(value)]),
    ...analysis.flags.map(({ message }) => ['remark', message]),
  ]);
}

const ITEM_COLUMNS = [
  'attempts',
  'points',
  'facility',
  'standard deviation',
  'discrimination index',
  'discriminative efficiency',
];

const itemCells = (item: ItemStatistics): Cell[] =>
  [
    item.attempts,
    item.points,
    item.facility,
    item.standardDeviation,
    item.discriminationIndex,
    item.discriminativeEfficiency,
  ].map(rounded);

/** One line per question, and one per variant of a calculated question below it. */
export function questionsTable(questions: readonly QuestionAnalysis[]): string {
  return csvOf([
    [
      ...['number', 'code', 'question', 'type', 'positions', 'variant'],
      ...ITEM_COLUMNS,
      ...[
        'intended weight',
        'effective weight',
        'random guess score',
        'upper group',
        'lower group',
        'remarks',
      ],
    ],
    ...questions.flatMap((question) => {
      const { number, code, stem, type, positions, variants, flags } = question;
      const named = [number, code, stem, type, positions.join(' ')];
      return [
        [
          ...named,
          null,
          ...itemCells(question),
          ...[question.intendedWeight, question.effectiveWeight, question.randomGuessScore].map(rounded),
          ...[question.upperShare, question.lowerShare].map(rounded),
          flags.map(({ message }) => message).join(' '),
        ],
        ...variants.map((variant) => [
          ...named,
          variant.variant,
          ...itemCells(variant),
          ...Array<null>(6).fill(null),
        ]),
      ];
    }),
  ]);
}

/** One line per answer; the one without text is no answer. */
export const answersTable = (questions: readonly QuestionAnalysis[]): string =>
  csvOf([
    ['number', 'code', 'answer', 'right', 'all', 'upper group', 'lower group'],
    ...questions.flatMap(({ number, code, answers }) =>
      answers.map(({ text, correct, all, upper, lower }) => [
        number,
        code,
        text,
        correct === null ? null : correct ? 'yes' : 'no',
        all,
        upper,
        lower,
      ]),
    ),
  ]);

const rounded = (figure: number | null): number | null =>
  figure === null ? null : Math.round(figure * 10_000) / 10_000;
