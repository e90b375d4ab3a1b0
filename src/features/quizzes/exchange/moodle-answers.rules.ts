import type {
  AcceptedNumber,
  AcceptedText,
  AuthoredChoice,
  AuthoredQuestion,
} from '../bank/question-content.js';

/** Why a question is not taken: one sentence for its author. */
export class NotTaken extends Error {}

/** Moodle's list of grades (question_bank::fraction_options_full), in percent. */
const GRADES = [
  '100', '90', '83.33333', '80', '75', '70', '66.66667', '60', '50', '40', '33.33333', '30', '25', '20', '16.66667',
  '14.28571', '12.5', '11.11111', '10', '5', '0',
]; // prettier-ignore
/** How far from a grade of the list a file may be, in percent (match_grade_options: 0.00001 of 1). */
const NEAR = 0.001;

/**
 * The percentage as Moodle takes it. Throws NotTaken for one that is on no list of Moodle's: it refuses such a
 * question, because what was meant by 33 may be a third or not.
 */
export function gradePercent(percent: number): string {
  const grade = GRADES.find((listed) => Math.abs(Number(listed) - Math.abs(percent)) < NEAR);
  if (grade === undefined)
    throw new NotTaken(`${percent} % is none of the grades Moodle knows, such as 33.33333.`);
  return percent < 0 && grade !== '0' ? `-${grade}` : grade;
}

/** An answer with what it is worth, as Moodle's formats give it. Text and feedback are Markdown, or a pattern. */
export interface GradedAnswer {
  readonly text: string;
  readonly percent: number;
  readonly feedback: string | null;
}

type Part = Partial<AuthoredQuestion>;

/** Choices of which one or several are chosen. */
export function choicesOf(answers: readonly GradedAnswer[], single: boolean): AuthoredChoice[] {
  const graded = answers.map((answer) => ({ ...answer, percent: gradePercent(answer.percent) }));
  const plain = single && graded.every(({ percent }) => percent === '100' || percent === '0');
  return graded.map(({ text, percent, feedback }) => ({
    text,
    correct: single ? percent === '100' : Number(percent) > 0,
    ...(plain ? {} : { percent }),
    ...(feedback ? { feedback } : {}),
  }));
}

/** Texts that are accepted, with those that earn nothing and are there for what is said to them. */
export const acceptedOf = (answers: readonly GradedAnswer[], losses: Set<string>): AcceptedText[] =>
  earning(answers, losses).map(({ text, percent, feedback }) => ({
    pattern: text,
    ...worthOf(percent, feedback),
  }));

/** What is said to every other answer (`*`, worth nothing) is said to a wrong one. */
export function whenNoneFits(
  accepted: readonly AcceptedText[],
): Pick<AuthoredQuestion, 'accepted' | 'whenIncorrect'> {
  const other = accepted.find(
    ({ pattern, percent, feedback }) => pattern === '*' && percent === '0' && feedback,
  );
  if (!other) return { accepted };
  return { accepted: accepted.filter((answer) => answer !== other), whenIncorrect: other.feedback! };
}

/** A number that is accepted, with what it is worth. A `*` for the number stands for every other. */
export interface GradedNumber extends Omit<GradedAnswer, 'text'> {
  readonly number: string;
  readonly tolerance: string;
  readonly toleranceKind?: 'RELATIVE';
}

/** Numbers that are accepted. What is said to every other is said to a wrong answer. */
export function numbersOf(
  answers: readonly GradedNumber[],
  losses: Set<string>,
): Pick<AuthoredQuestion, 'whenIncorrect'> & { numbers: AcceptedNumber[] } {
  const given = earning(
    answers.map((answer) => ({ ...answer, text: answer.number })),
    losses,
  );
  const other = given.find(({ number }) => number === '*');
  if (other && gradePercent(other.percent) !== '0')
    throw new NotTaken('It accepts any number: such a question asks nothing.');
  return {
    numbers: given
      .filter(({ number }) => number !== '*')
      .map(({ number, tolerance, toleranceKind, percent, feedback }) => ({
        number,
        tolerance,
        ...(toleranceKind ? { toleranceKind } : {}),
        ...worthOf(percent, feedback),
      })),
    ...(other?.feedback ? { whenIncorrect: other.feedback } : {}),
  };
}

/** No typed answer can cost points: what is below 0 earns nothing. */
const earning = <A extends GradedAnswer>(answers: readonly A[], losses: Set<string>): A[] =>
  answers.map((answer) => {
    if (Number(gradePercent(answer.percent)) >= 0) return answer;
    losses.add(`That "${answer.text}" costs points is not kept: it earns nothing.`);
    return { ...answer, percent: 0 };
  });

function worthOf(percent: number, feedback: string | null): { percent?: string; feedback?: string } {
  const grade = gradePercent(percent);
  return { ...(grade === '100' ? {} : { percent: grade }), ...(feedback ? { feedback } : {}) };
}

/** Whether letters of these patterns carry accents: then they matter, as in Moodle. */
export const accentsOf = (accepted: readonly AcceptedText[]): Part =>
  accepted.some(({ pattern }) => /\p{M}/u.test(pattern.normalize('NFD'))) ? { accentSensitive: true } : {};

/** What a question is called that has no name: the beginning of what it asks. */
export function nameFrom(text: string): string {
  const words = text
    .replace(/[\\*_`#[\]]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  return words.length > 80 ? `${words.slice(0, 79)}…` : words || 'Question';
}

/** The path of a category, without Moodle's names for where it hangs (`$course$/top`). */
export function categoryPath(path: string): string | null {
  const names = path
    .replaceAll('//', '\uE000')
    .split('/')
    .map((name) => name.replaceAll('\uE000', '-').trim())
    .filter((name, i) => name !== '' && !(i === 0 && /^\$\w+\$$/.test(name)));
  if (names[0] === 'top') names.shift();
  return names.length ? names.join('/') : null;
}
