import { decodedText } from '../decoded-text.rules.js';
import { type FileReading, oneByOne, read, type ReadItem, refused } from '../exchanged-question.js';
import { markdownOfPlain } from '../markdown-text.js';
import { nameFrom } from '../moodle-answers.rules.js';

const CHOICE = /^([A-Z])[.)]\s+(.*)$/;
const ANSWER = /^ANSWER\s*:\s*(.*)$/i;

interface AikenBlock {
  readonly line: number;
  readonly stem: readonly string[];
  readonly choices: readonly { readonly letter: string; readonly text: string }[];
  /** What ANSWER says; null where the file ends, or the next question begins, before it. */
  readonly answer: string | null;
}

/**
 * Questions in Aiken: a text, choices A), B) … or A., B. …, then ANSWER and a letter. Unlike Moodle, which takes
 * the last line alone, a text of several lines is kept whole, and so is a choice.
 */
export function readAiken(content: Uint8Array): FileReading {
  const text = decodedText(content);
  if (text === null) return { format: 'AIKEN', refusal: 'It is no text.' };
  const blocks = aikenBlocks(text);
  return { format: 'AIKEN', count: blocks.length, items: oneByOne(blocks, readBlock) };
}

/** A question ends with its ANSWER; text after choices without one begins the next. */
function aikenBlocks(text: string): AikenBlock[] {
  const blocks: AikenBlock[] = [];
  let line = 0;
  let stem: string[] = [];
  let choices: { letter: string; text: string }[] = [];
  let apart = false;
  const close = (answer: string | null): void => {
    if (stem.length || choices.length || answer !== null) blocks.push({ line, stem, choices, answer });
    [stem, choices] = [[], []];
  };
  text.split('\n').forEach((raw, index) => {
    const written = raw.trim();
    if (written === '') {
      apart = true;
      return;
    }
    const [, letter, choice = ''] = CHOICE.exec(written) ?? [];
    const answer = ANSWER.exec(written)?.[1];
    if (letter === undefined && answer === undefined && choices.length && apart) close(null);
    if (!stem.length && !choices.length) line = index + 1;
    if (answer !== undefined) close(answer.trim());
    else if (letter !== undefined) choices.push({ letter, text: choice });
    else if (choices.length) choices.at(-1)!.text += `\n${written}`;
    else stem.push(written);
    apart = false;
  });
  close(null);
  return blocks;
}

function readBlock({ line, stem, choices, answer }: AikenBlock): ReadItem {
  const where = { line };
  const name = nameFrom(stem.join(' '));
  const letters = choices.map(({ letter }) => letter);
  const right = (answer ?? '').replace(/[.)]$/, '').toUpperCase();
  if (!stem.length) return refused(where, name, 'It asks nothing before its choices.');
  if (answer === null)
    return refused(where, name, 'It has no line "ANSWER: " with the letter of the right choice.');
  if (new Set(letters).size < letters.length)
    return refused(where, name, 'Two of its choices have the same letter.');
  if (!letters.includes(right))
    return refused(where, name, `Its answer "${answer}" is the letter of none of its choices.`);
  return read(where, {
    name,
    category: null,
    tags: [],
    question: {
      type: 'SINGLE_CHOICE',
      stem: markdownOfPlain(stem.join('\n')),
      choices: choices.map(({ letter, text }) => ({
        text: markdownOfPlain(text),
        correct: letter === right,
      })),
    },
  });
}
