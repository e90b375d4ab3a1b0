import type {
  AcceptedNumber,
  AcceptedText,
  AuthoredChoice,
  AuthoredQuestion,
} from '../bank/question-content.js';
import { decimalOf, productOf } from './decimal.rules.js';
import { plainOfMarkdown } from './markdown-text.js';
import { accentsOf, gradePercent, NotTaken } from './moodle-answers.rules.js';
import { NotCarried } from './written-file.js';

/** What Moodle's formats write for an answer: what it is worth in percent, as on Moodle's list of grades. */
export function gradeOf(percent: string): string {
  try {
    return gradePercent(Number(percent));
  } catch (error) {
    throw error instanceof NotTaken ? new NotCarried(error.message) : error;
  }
}

/** A choice with what it is worth. */
export interface WorthChoice {
  readonly text: string;
  readonly percent: string;
  readonly feedback: string | null;
}

/**
 * What each choice is worth. Where choices are right or wrong and no more, right ones share 100 percent and a wrong
 * one takes away what a right one earns.
 */
export function worthOfChoices(
  { type, choices = [], scoring }: AuthoredQuestion,
  losses: Set<string>,
): WorthChoice[] {
  const right = choices.filter(({ correct }) => correct).length;
  const inPercent = choices.some(({ percent }) => percent);
  const several = type === 'MULTIPLE_CHOICE';
  if (several && (scoring === 'ALL_OR_NOTHING' || (!scoring && !inPercent)))
    losses.add('That nothing is earned unless all is right is not kept: right choices earn their share.');
  const share = several ? 100 / right : 100;
  const plain = ({ correct }: AuthoredChoice): number => (correct ? share : several ? -share : 0);
  return choices.map((choice) => ({
    text: choice.text,
    percent: gradeOf(inPercent ? (choice.percent ?? (choice.correct ? '100' : '0')) : String(plain(choice))),
    feedback: choice.feedback ?? null,
  }));
}

/** A typed answer: a pattern, or a number with its absolute tolerance. */
export interface WorthAnswer {
  readonly text: string;
  readonly tolerance?: string;
  readonly percent: string;
  readonly feedback: string | null;
}

export function worthOfTexts(
  accepted: readonly AcceptedText[],
  whenIncorrect: string | null | undefined,
  losses: Set<string>,
): WorthAnswer[] {
  return withElse(
    accepted.map(({ pattern, percent = '100', feedback = null }) => ({
      text: pattern,
      percent: gradeOf(percent),
      feedback,
    })),
    whenIncorrect,
    losses,
  );
}

/** A relative tolerance becomes the absolute one it stands for. */
export function worthOfNumbers(
  numbers: readonly AcceptedNumber[],
  whenIncorrect: string | null | undefined,
  losses: Set<string>,
): WorthAnswer[] {
  return withElse(
    numbers.map(({ number, tolerance, toleranceKind, percent = '100', feedback = null }) => ({
      text: decimalOf(number) ?? number,
      tolerance: absolute(number, tolerance, toleranceKind === 'RELATIVE'),
      percent: gradeOf(percent),
      feedback,
    })),
    whenIncorrect,
    losses,
  );
}

function absolute(number: string, tolerance: string, relative: boolean): string {
  const given = decimalOf(tolerance) ?? '0';
  return relative ? (productOf(number.replace(/^-/, ''), given) ?? '0') : given;
}

/** What is said to a wrong answer is said to every answer that is none of these. */
function withElse(
  answers: WorthAnswer[],
  whenIncorrect: string | null | undefined,
  losses: Set<string>,
): WorthAnswer[] {
  if (!whenIncorrect) return answers;
  if (answers.some(({ text }) => text === '*')) {
    losses.add('The feedback for a wrong answer is not kept: there is one for "*".');
    return answers;
  }
  return [...answers, { text: '*', tolerance: '0', percent: '0', feedback: whenIncorrect }];
}

/** Plain text of Markdown where Moodle knows no other; what formatting says is lost. */
export function plainText(markdown: string, losses: Set<string>): string {
  const plain = plainOfMarkdown(markdown);
  if (plain === null) losses.add('Formatting is not kept where Moodle takes plain text alone.');
  return (plain ?? markdown).replaceAll('\n', ' ');
}

/** Moodle always tells accents apart. */
export function tellAccents({ accepted = [], accentSensitive }: AuthoredQuestion, losses: Set<string>): void {
  if ((accentsOf(accepted).accentSensitive ?? false) !== (accentSensitive ?? false))
    losses.add('Whether accents matter is not kept: Moodle always tells them apart.');
}

/** Names the texts for which a type has no place in Moodle's formats. */
export function tellUnsaid(
  question: AuthoredQuestion,
  unsaid: readonly ('whenCorrect' | 'whenPartlyCorrect' | 'whenIncorrect')[],
  losses: Set<string>,
): void {
  if (unsaid.some((name) => question[name]))
    losses.add('Feedback for right, partly right or wrong answers is not kept.');
}
