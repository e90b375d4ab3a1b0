import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { decimal, multiply, roundHalfUp, sum, type Rational } from '../src/features/records/rational.js';
import type { Choice, QuestionContent, QuizResponse } from '../src/features/quizzes/bank/question-content.js';
import { contentOf, contentProblems, misfit } from '../src/features/quizzes/bank/question.rules.js';
import { creditOf } from '../src/features/quizzes/grading/grading.rules.js';
import { MOODLE_QUESTIONS } from './support/moodle-questions.js';

/** Where Moodle keeps the attempts it walks through: what was answered, and what each answer earns. */
const ORACLES = path.resolve('../shared/oracles/moodle');
const FOLDERS = ['mod/quiz/tests/fixtures', 'mod/quiz/report/statistics/tests/fixtures'];

type Row = Readonly<Record<string, string>>;
const rows = (folder: string, file: string): Row[] =>
  parse(readFileSync(path.join(ORACLES, folder, file)), { columns: true, bom: true, skip_empty_lines: true });

/** Numbers of the walkthroughs that are graded once, at the end, as quizzes here are. */
const numbers = (folder: string): string[] => {
  const behaviours = new Map(
    rows(folder, 'quizzes.csv').map((row) => [row['testnumber'], row['preferredbehaviour']]),
  );
  const found = readdirSync(path.join(ORACLES, folder)).flatMap(
    (file) => /^questions(\d+)\.csv$/.exec(file)?.[1] ?? [],
  );
  return found.filter((number) => behaviours.get(number) === 'deferredfeedback');
};

const there = FOLDERS.filter((folder) => existsSync(path.join(ORACLES, folder)));
const walkthroughs = there.flatMap((folder) => numbers(folder).map((number) => ({ folder, number })));

interface Asked {
  readonly mark: string;
  readonly moodleType: string;
  readonly content: QuestionContent;
}

let ids = 0;
function asked({ type = '', which, mark = '' }: Row): Asked {
  const known = MOODLE_QUESTIONS[type];
  const question = which ? known?.[which] : Object.values(known ?? {})[0];
  if (!question) throw new Error(`No question "${type}" "${which}" is known here`);
  const content = contentOf(question, () => `c${ids++}`);
  expect(contentProblems(content)).toEqual([]);
  return { mark, moodleType: type, content };
}

/** The questions by slot; a slot drawn at random has the rows after it that name none, by their type. */
function slots(folder: string, number: string): Map<string, Asked[]> {
  const found = new Map<string, Asked[]>();
  let slot = '';
  for (const row of rows(folder, `questions${number}.csv`)) {
    slot = row['slot'] || slot;
    const here = found.get(slot) ?? [];
    found.set(slot, row['type'] === 'random' ? here : [...here, asked(row)]);
  }
  return found;
}

const idOf = (items: readonly Choice[] = [], text: string): string =>
  items.find((item) => item.text === text)?.id ?? 'unknown';

/** What a row of the steps answers in a slot, by the names Moodle gives the parts of a response. */
function response(
  { type, presentation }: QuestionContent,
  parts: ReadonlyMap<string, string>,
): QuizResponse | null {
  const answer = parts.get('answer') ?? '';
  const { choices, prompts, blanks = [] } = presentation;
  switch (type) {
    case 'SHORT_TEXT':
      return answer ? { text: answer } : null;
    case 'NUMBER':
    case 'CALCULATED':
      return answer ? { number: answer } : null;
    case 'TRUE_FALSE':
      return answer ? { isTrue: answer === '1' } : null;
    case 'SINGLE_CHOICE':
      return answer ? { choiceIds: [idOf(choices, answer)] } : null;
    case 'MULTIPLE_CHOICE':
      return {
        choiceIds: [...parts].flatMap(([text, ticked]) => (ticked === '1' ? [idOf(choices, text)] : [])),
      };
    case 'MATCHING':
      return {
        matches: [...parts].flatMap(([prompt, choice]) =>
          choice ? [{ promptId: idOf(prompts, prompt), choiceId: idOf(choices, choice) }] : [],
        ),
      };
    case 'CLOZE':
      return {
        blanks: blanks.map(({ id, kind, choices: those }) => {
          const given = parts.get(`${id}.answer`) ?? '';
          return { blankId: id, answer: kind === 'CHOICE' && given ? idOf(those, given) : given };
        }),
      };
    default:
      throw new Error(`No walkthrough answers a ${type} question`);
  }
}

function earned(slot: string, questions: readonly Asked[], step: Row): Rational {
  const drawn = step[`randqs.${slot}`];
  const { mark, content } = questions.find(({ moodleType }) => !drawn || moodleType === drawn)!;
  const prefix = `responses.${slot}.`;
  const parts = new Map(
    Object.entries(step).flatMap(([name, value]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), value] as const] : [],
    ),
  );
  const given = response(content, parts);
  if (given) expect(misfit(content.type, content.presentation, given)).toBeNull();
  const variant = step[`variants.${slot}`];
  return multiply(
    decimal(mark),
    creditOf({ ...content, response: given, variant: variant ? Number(variant) - 1 : null }),
  );
}

/** In as many places as the results give. */
const inPlaces = (value: Rational, expected: string): string =>
  String(Number(roundHalfUp(value, expected.split('.')[1]?.length ?? 0)));

describe('Moodle walks through a quiz', () => {
  if (!walkthroughs.length) it.skip('and its files are not here: ../shared/oracles', () => undefined);
  for (const { folder, number } of walkthroughs)
    it(`and each answer of ${folder} ${number} earns what it earns there`, () => {
      const questions = slots(folder, number);
      const steps = new Map(rows(folder, `steps${number}.csv`).map((row) => [row['quizattempt'], row]));
      const results = rows(folder, `results${number}.csv`);
      expect(results.length).toBeGreaterThan(0);
      for (const { quizattempt, summarks, ...result } of results) {
        const step = steps.get(quizattempt)!;
        const marks = [...questions].map(([slot, here]) => ({ slot, mark: earned(slot, here, step) }));
        for (const { slot, mark } of marks) {
          const expected = result[`slots.${slot}.mark`]!;
          const found = `attempt ${quizattempt}, slot ${slot}: ${inPlaces(mark, expected)}`;
          expect(found).toBe(`attempt ${quizattempt}, slot ${slot}: ${Number(expected)}`);
        }
        expect(inPlaces(sum(marks.map(({ mark }) => mark)), summarks!)).toBe(String(Number(summarks)));
      }
    });
});
