import { parse, SyntaxError as GiftError, type GIFTQuestion, type TextFormat } from 'gift-pegjs';
import type { AuthoredBlank, AuthoredQuestion } from '../../bank/question-content.js';
import { decodedText } from '../decoded-text.rules.js';
import { type FileReading, oneByOne, read, type ReadItem, refused } from '../exchanged-question.js';
import { markdownOfMoodle, markdownOfPlain } from '../markdown-text.js';
import {
  acceptedOf,
  accentsOf,
  categoryPath,
  choicesOf,
  type GradedAnswer,
  nameFrom,
  NotTaken,
  numbersOf,
  whenNoneFits,
} from '../moodle-answers.rules.js';
import { type GiftBlock, giftBlocks } from './gift-blocks.rules.js';
import { giftOrder } from './gift-order.rules.js';
import { GAP, giftParts, type GiftParts } from './gift-parts.rules.js';

/** Questions in Moodle's GIFT. Each is read by itself, so a bad one spoils no other. */
export function readGift(content: Uint8Array): FileReading {
  const text = decodedText(content);
  if (text === null) return { format: 'GIFT', refusal: 'It is no text.' };
  const blocks = giftBlocks(text);
  return { format: 'GIFT', count: blocks.length, items: oneByOne(blocks, readBlock) };
}

function readBlock(block: GiftBlock): ReadItem {
  const where = { line: block.line };
  try {
    const parts = giftParts(block.text);
    const parsed = grammatical(parts.text);
    const asked = questionOf(parsed, parts);
    const { losses, name, question } = asked;
    const { id: code, tags } = block;
    const category = block.category === null ? null : categoryPath(block.category);
    return read(where, { name, code, category, tags, question }, [...parts.losses, ...losses]);
  } catch (error) {
    if (error instanceof NotTaken) return refused(where, titleOf(block.text), error.message);
    throw error;
  }
}

/** By the grammar of gift-pegjs. Throws NotTaken. */
function grammatical(text: string): GIFTQuestion {
  try {
    const [question] = parse(`${text}\n`);
    return question!;
  } catch (error) {
    if (!(error instanceof GiftError)) throw error;
    const { found, expected } = error;
    if (expected.some((e) => 'description' in e && e.description.startsWith('a value between')))
      throw new NotTaken('A weight is no percentage from -100 to 100.');
    throw new NotTaken(
      `It breaks off at ${found === null ? 'its end' : `"${found}"`}, which GIFT does not expect there.`,
    );
  }
}

const titleOf = (block: string): string =>
  nameFrom(/^::(.*?)::/s.exec(block)?.[1] ?? block.split(/(?<!\\)\{/)[0]!);

interface Asked {
  readonly name: string;
  readonly question: AuthoredQuestion;
  readonly losses: readonly string[];
}

function questionOf(parsed: GIFTQuestion, parts: GiftParts): Asked {
  if (parsed.type === 'Category' || parsed.type === 'Description')
    throw new NotTaken('It is a description: it asks nothing, as no answers stand between braces.');
  const losses = new Set<string>();
  const markdown = (text: TextFormat | null): string => markdownOf(text, losses);
  const explanation = markdown(parsed.globalFeedback);
  const stem = markdown(parsed.stem);
  const asked =
    parts.kind === 'ORDERING' ? ordering(parts, parsed, losses) : contentOf(parsed, parts, losses);
  const general = explanation ? { explanation } : {};
  const question = stem.includes(GAP) ? withGap(stem, asked) : { stem, ...asked };
  const name = nameFrom(parsed.title ?? stem.replaceAll(GAP, '_____'));
  return { name, question: { ...question, ...general }, losses: [...losses] };
}

function markdownOf(text: TextFormat | null, losses: Set<string>): string {
  if (!text) return '';
  const read = markdownOfMoodle(text.format, text.text);
  read.losses.forEach((loss) => losses.add(loss));
  return read.markdown;
}

type Asks = Omit<AuthoredQuestion, 'stem'>;

function contentOf(
  parsed: Exclude<GIFTQuestion, { type: 'Category' | 'Description' }>,
  parts: GiftParts,
  losses: Set<string>,
): Asks {
  const markdown = (text: TextFormat | null): string => markdownOf(text, losses);
  const worth = (choice: { isCorrect: boolean; weight: number | null; feedback: TextFormat | null }) => ({
    percent: choice.weight ?? (choice.isCorrect ? 100 : 0),
    feedback: markdown(choice.feedback) || null,
  });
  switch (parsed.type) {
    case 'Essay':
      return { type: 'ESSAY' };
    case 'TF':
      return trueFalse(parsed.isTrue, markdown(parsed.trueFeedback), markdown(parsed.falseFeedback));
    case 'Matching':
      return {
        type: 'MATCHING',
        pairs: parsed.matchPairs.map(({ subquestion, subanswer }) => ({
          prompt: markdown(subquestion) || null,
          choice: markdownOfPlain(decodedPlain(subanswer)),
        })),
      };
    case 'Short': {
      const given = parsed.choices.map((choice): GradedAnswer => ({
        text: choice.text.text,
        ...worth(choice),
      }));
      const accepted = acceptedOf(given, losses);
      return { type: 'SHORT_TEXT', ...whenNoneFits(accepted), ...accentsOf(accepted) };
    }
    case 'Numerical': {
      if (!Array.isArray(parsed.choices)) throw new NotTaken('Its numbers cannot be read.');
      const given = parsed.choices.map((choice, i) => ({ ...parts.numbers[i]!, ...worth(choice) }));
      return { type: 'NUMBER', ...numbersOf(given, losses) };
    }
    case 'MC': {
      const single = parsed.choices.some(({ isCorrect }) => isCorrect);
      const given = parsed.choices.map((choice): GradedAnswer => ({
        text: markdown(choice.text),
        ...worth(choice),
      }));
      const choices = choicesOf(given, single);
      return single
        ? { type: 'SINGLE_CHOICE', choices }
        : { type: 'MULTIPLE_CHOICE', scoring: 'PARTIAL', choices };
    }
  }
}

/** The grammar leaves the text of a match as it found it, its escapes written in this way. */
const decodedPlain = (text: string): string =>
  text.replace(/&&(\d{3});/g, (_, code: string) => String.fromCharCode(Number(code)));

/** The first feedback is for the wrong answer, the second for the right one. */
function trueFalse(isTrue: boolean, whenWrong: string, whenRight: string): Asks {
  const [whenTrue, whenFalse] = isTrue ? [whenRight, whenWrong] : [whenWrong, whenRight];
  return {
    type: 'TRUE_FALSE',
    isTrue,
    ...(whenTrue ? { whenTrue } : {}),
    ...(whenFalse ? { whenFalse } : {}),
  };
}

function ordering({ ordering }: GiftParts, { stem }: { stem: TextFormat }, losses: Set<string>): Asks {
  const { items, orderScoring, losses: lost } = giftOrder(ordering);
  lost.forEach((loss) => losses.add(loss));
  const choices = items.map((text) => {
    const [, format, body] = /^\[(html|markdown|plain|moodle)\](.*)$/s.exec(text) ?? [];
    const written = { format: format ?? stem.format, text: unescaped(body ?? text) } as TextFormat;
    return { text: markdownOf(written, losses) };
  });
  return { type: 'ORDERING', choices, orderScoring };
}

const unescaped = (text: string): string =>
  text.replace(/\\([\\:#={}~n])/g, (_, sign: string) => (sign === 'n' ? '\n' : sign));

/** A word missing in the middle of a sentence is a blank; what cannot be one keeps a line where it stood. */
function withGap(stem: string, asks: Asks): AuthoredQuestion {
  const { whenIncorrect, ...rest } = asks;
  const blank = blankOf(rest);
  if (!blank) return { stem: stem.replaceAll(GAP, '\\_\\_\\_\\_\\_'), ...asks };
  const wrong = whenIncorrect ? { whenIncorrect } : {};
  return { type: 'CLOZE', stem: stem.replaceAll(GAP, '[[1]]'), blanks: [blank], ...wrong };
}

function blankOf({ type, choices, accepted, numbers }: Asks): AuthoredBlank | null {
  if (type === 'SINGLE_CHOICE') return { id: '1', kind: 'CHOICE', choices };
  if (type === 'SHORT_TEXT') return { id: '1', kind: 'TEXT', accepted };
  return type === 'NUMBER' ? { id: '1', kind: 'NUMBER', numbers } : null;
}
