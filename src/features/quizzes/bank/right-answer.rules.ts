import { acceptedNumbers } from './accepted-numbers.rules.js';
import type {
  AcceptedNumber,
  AnswerKey,
  Blank,
  BlankKey,
  Choice,
  QuestionContent,
  Region,
} from './question-content.js';
import { fullyRight } from './right-response.rules.js';

/** The right answer in words (Markdown), as it is told after the end; null for an essay, and where there is none. */
export function rightAnswer(question: Omit<QuestionContent, 'stem'>, variant: number | null): string | null {
  const { type, presentation, answerKey: key } = question;
  const { choices = [], prompts = [], blanks = [] } = presentation;
  switch (type) {
    case 'SINGLE_CHOICE':
    case 'MULTIPLE_CHOICE':
      return list(key.correctChoiceIds?.map((id) => textOf(choices, id)));
    case 'TRUE_FALSE':
      return key.isTrue === undefined ? null : key.isTrue ? 'True' : 'False';
    case 'SHORT_TEXT':
      return verbatim(fullyRight(key.accepted)?.pattern ?? null);
    case 'NUMBER':
    case 'CALCULATED':
      return numberInWords(fullyRight(acceptedNumbers(question, variant)), presentation.unit ?? unitOf(key));
    case 'MATCHING':
      return key.matches
        ? list(prompts.map(({ id, text }) => `${text} → ${textOf(choices, key.matches?.[id])}`))
        : null;
    case 'ORDERING':
      return key.order?.map((id) => textOf(choices, id)).join(' → ') ?? null;
    case 'CLOZE':
      return key.blanks
        ? list(blanks.map((blank) => `${blank.id}: ${blankInWords(blank, key.blanks?.[blank.id] ?? {})}`))
        : null;
    case 'HOTSPOT':
      return list(key.regions?.map(regionInWords));
    case 'ESSAY':
      return null;
  }
}

const list = (parts: readonly string[] = []): string | null => (parts.length ? parts.join('; ') : null);

/** Text that is no Markdown, so that it shows as it is. */
const verbatim = <T extends string | null>(text: T): T =>
  (text && text.replace(/[\\`*_[\]<>#|~!&]/g, '\\$&')) as T;

const textOf = (items: readonly Choice[], id: string | undefined): string =>
  items.find((item) => item.id === id)?.text ?? '–';

const unitOf = ({ units = [] }: AnswerKey): string | undefined =>
  units.find(({ factor }) => Number(factor) === 1)?.unit;

function numberInWords(accepted: AcceptedNumber | undefined, unit = ''): string | null {
  if (!accepted) return null;
  const { number, tolerance, toleranceKind } = accepted;
  const within =
    toleranceKind === 'RELATIVE'
      ? ` (± ${Number((Number(tolerance) * 100).toFixed(4))} %)`
      : ` (± ${tolerance})`;
  return `${number}${unit && ` ${verbatim(unit)}`}${Number(tolerance) > 0 ? within : ''}`;
}

function blankInWords(
  { kind, choices = [] }: Blank,
  { accepted, numbers, choicePercents = {} }: BlankKey,
): string {
  if (kind === 'TEXT') return verbatim(fullyRight(accepted)?.pattern ?? '–');
  if (kind === 'NUMBER') return numberInWords(fullyRight(numbers)) ?? '–';
  const percents = Object.entries(choicePercents).map(([id, percent]) => ({ id, percent }));
  return textOf(choices, fullyRight(percents)?.id);
}

/** In pixels from the upper left corner. */
function regionInWords(region: Region): string {
  switch (region.shape) {
    case 'CIRCLE':
      return `at most ${region.radius} px from (${region.x}, ${region.y})`;
    case 'RECTANGLE':
      return `from (${region.x}, ${region.y}) to (${region.x + region.width}, ${region.y + region.height})`;
    case 'POLYGON':
      return `within ${region.points.map(({ x, y }) => `(${x}, ${y})`).join(', ')}`;
  }
}
