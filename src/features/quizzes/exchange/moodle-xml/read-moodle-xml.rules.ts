import type { Element } from '@xmldom/xmldom';
import { type FileReading, oneByOne, read, type ReadItem, refused } from '../exchanged-question.js';
import { plainOfHtml } from '../markdown-text.js';
import { categoryPath, nameFrom, NotTaken } from '../moodle-answers.rules.js';
import { attributeOf, below, childOf, childrenOf, readXml, textOf } from '../xml.rules.js';
import { MoodleTexts } from './moodle-texts.rules.js';
import { MOODLE_TYPES } from './moodle-types.rules.js';

interface Placed {
  readonly element: Element;
  readonly category: string | null;
}

/** Questions in Moodle's XML. Each is read by itself; a category stands for the questions that follow it. */
export function readMoodleXml(content: Uint8Array): FileReading {
  const reading = readXml(inUtf8(content));
  if ('refusal' in reading) {
    const where = reading.line === undefined ? '' : ` (line ${reading.line})`;
    return { format: 'MOODLE_XML', refusal: `${reading.refusal}${where}` };
  }
  if (reading.root.localName !== 'quiz')
    return {
      format: 'MOODLE_XML',
      refusal: `Its root is <${reading.root.localName}>, where Moodle writes <quiz>.`,
    };
  const questions = placed(reading.root);
  return { format: 'MOODLE_XML', count: questions.length, items: oneByOne(questions, readQuestion) };
}

/** What says it is UTF-8 and is not was saved by an editor that writes Windows-1252. */
function inUtf8(content: Uint8Array): Uint8Array {
  const start = new TextDecoder('latin1').decode(content.subarray(0, 200));
  const declared = /encoding\s*=\s*["']([\w.:-]+)["']/.exec(start)?.[1] ?? 'utf-8';
  const isUtf16 =
    (content[0] === 0xff && content[1] === 0xfe) || (content[0] === 0xfe && content[1] === 0xff);
  if (isUtf16 || !/^utf-?8$/i.test(declared)) return content;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(content);
    return content;
  } catch {
    return new TextEncoder().encode(new TextDecoder('windows-1252').decode(content));
  }
}

function placed(root: Element): Placed[] {
  let category: string | null = null;
  return childrenOf(root, 'question').flatMap((element) => {
    if (attributeOf(element, 'type') !== 'category') return [{ element, category }];
    category = categoryPath(textOf(childOf(element, 'category')));
    return [];
  });
}

function readQuestion({ element, category }: Placed): ReadItem {
  const type = attributeOf(element, 'type') ?? '';
  const where = {
    ...(element.lineNumber ? { line: element.lineNumber } : {}),
    element: `question (${type})`,
  };
  const name = nameOf(element);
  const texts = new MoodleTexts();
  try {
    const question = asked(element, type, texts);
    const explanation = texts.markdown(childOf(element, 'generalfeedback'));
    sayMore(element, texts.losses);
    return read(
      where,
      {
        name,
        code: textOf(childOf(element, 'idnumber')) || null,
        category,
        tags: below(element, 'tag').map((tag) => texts.text(tag)),
        question: explanation ? { ...question, explanation } : question,
        ...(texts.pictures.length ? { pictures: texts.pictures } : {}),
      },
      [...texts.losses],
    );
  } catch (error) {
    if (error instanceof NotTaken) return refused(where, name, error.message);
    throw error;
  }
}

function asked(element: Element, type: string, texts: MoodleTexts) {
  if (type === 'description') throw new NotTaken('It is a description: it asks nothing.');
  const reader = Object.hasOwn(MOODLE_TYPES, type) ? MOODLE_TYPES[type] : undefined;
  if (!reader) throw new NotTaken(`Questions of the type "${type}" are not known here.`);
  return reader(element, texts);
}

function nameOf(element: Element): string {
  const name = plainOfHtml(textOf(childOf(element, 'name')));
  return nameFrom(name || plainOfHtml(textOf(childOf(element, 'questiontext'))));
}

/** What every type may say and nothing here keeps. */
function sayMore(element: Element, losses: Set<string>): void {
  const grade = textOf(childOf(element, 'defaultgrade'));
  if (grade !== '' && Number(grade) !== 1)
    losses.add(
      `That it is worth ${Number(grade)} points is not kept: a quiz decides what a question is worth.`,
    );
  if (childrenOf(element, 'hint').some((hint) => textOf(hint) !== '')) losses.add('Hints are not kept.');
  if (textOf(childOf(element, 'hidden')) === '1') losses.add('That it is hidden in the file is not kept.');
}
