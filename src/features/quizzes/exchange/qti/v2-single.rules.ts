import { attributeOf, below } from '../xml.rules.js';
import type { ItemQuestion } from './item-question.rules.js';
import { same, sortedFeedback, type Responses } from './award.rules.js';
import { multipleChoice, NOTHING_IS_RIGHT, singleChoice } from './choice.rules.js';
import { decimalOf } from '../decimal.rules.js';
import { innerHtml } from './item-html.rules.js';
import { mark, resolved } from './item-reading.rules.js';
import { hotspot, selectPoint } from './v2-picture.rules.js';
import { associated, matched } from './v2-pairs.rules.js';
import { textKey } from './text.rules.js';
import { placeOf, Unreadable } from './unreadable.rules.js';
import { candidateTexts, numericKey } from './v2-entry.rules.js';
import { clozeOf } from './v2-cloze.rules.js';
import {
  choicesIn,
  optionsOf,
  promptOf,
  rightResponses,
  type Interaction,
  type V2Item,
} from './v2-interaction.rules.js';

type Reader = (interaction: Interaction, item: V2Item) => ItemQuestion;

const refusal =
  (why: string): Reader =>
  ({ element }) => {
    throw new Unreadable(`The ${placeOf(element)} has no counterpart here: ${why}.`, element);
  };

/** How an item with one interaction is read, by the name of the interaction. */
export const SINGLE_INTERACTIONS: Readonly<Record<string, Reader>> = {
  choiceInteraction: choice,
  hottextInteraction: hottext,
  orderInteraction: order,
  matchInteraction: matched,
  associateInteraction: associated,
  textEntryInteraction: textEntry,
  extendedTextInteraction: extendedText,
  sliderInteraction: slider,
  hotspotInteraction: hotspot,
  selectPointInteraction: selectPoint,
  inlineChoiceInteraction: (interaction, item) => clozeOf([interaction], item),
  gapMatchInteraction: (interaction, item) => clozeOf([interaction], item),
  graphicOrderInteraction: refusal('places on a picture are put in order'),
  graphicAssociateInteraction: refusal('places on a picture are paired'),
  graphicGapMatchInteraction: refusal('texts are put on a picture'),
  positionObjectInteraction: refusal('pictures are moved on a picture'),
  drawingInteraction: refusal('the answer is a drawing'),
  uploadInteraction: refusal('the answer is a file'),
  mediaInteraction: refusal('it plays sound or film'),
  customInteraction: refusal('it works by a program of its own'),
  portableCustomInteraction: refusal('it works by a program of its own'),
};

/** The body with the prompt alone where the interaction is. */
const stemAround = ({ element }: Interaction, item: V2Item): string =>
  item.stemWith((found) => (found === element ? promptOf(element) : undefined));

/** Feedback for a question that is right in one way. */
function wholeFeedback(item: V2Item, right: Responses, wrong: readonly Responses[]) {
  const {
    byChoice: _none,
    unplaced,
    ...whole
  } = sortedFeedback(item.feedback, item.processing, { right, wrong });
  if (unplaced.length) item.reading.lose('Feedback that shows for certain answers alone is not kept.');
  return whole;
}

function choice(interaction: Interaction, item: V2Item): ItemQuestion {
  const { element, declaration } = interaction;
  const asked = {
    responseId: declaration.identifier,
    options: optionsOf(choicesIn(element), item.reading),
    declared: declaration.correct,
    processing: item.processing,
    feedback: item.feedback,
  };
  const parts = takesOne(interaction)
    ? singleChoice(asked, item.reading)
    : multipleChoice(asked, item.reading);
  return { question: { ...parts, stem: stemAround(interaction, item) } };
}

const takesOne = ({ declaration, element }: Interaction): boolean =>
  declaration.cardinality === 'single' ||
  (attributeOf(element, 'maxChoices') === '1' && (declaration.correct?.length ?? 1) < 2);

/** Words to be marked in a text, as choices below it. */
function hottext(interaction: Interaction, item: V2Item): ItemQuestion {
  const { element, declaration } = interaction;
  const words = below(element, 'hottext');
  const asked = {
    responseId: declaration.identifier,
    options: optionsOf(words, item.reading),
    declared: declaration.correct,
    processing: item.processing,
    feedback: item.feedback,
  };
  const parts = takesOne(interaction)
    ? singleChoice(asked, item.reading)
    : multipleChoice(asked, item.reading);
  item.reading.lose('Words are marked in the text there; here they are in bold and are chosen below it.');
  const stem = item.stemWith((found) =>
    words.includes(found) ? `<strong>${innerHtml(found)}</strong>` : undefined,
  );
  return { question: { ...parts, stem } };
}

function order(interaction: Interaction, item: V2Item): ItemQuestion {
  const { element, declaration } = interaction;
  const options = optionsOf(choicesIn(element), item.reading);
  const correct = declaration.correct ?? [];
  if (!correct.length) throw new Unreadable(NOTHING_IS_RIGHT, element);
  const right = correct.flatMap((id) => options.filter((option) => option.id === id));
  if (right.length !== options.length)
    throw new Unreadable(
      'Only some of its items are to be put in order, which has no counterpart here.',
      element,
    );
  const response = { [declaration.identifier]: correct };
  const swapped = { [declaration.identifier]: [correct[1]!, correct[0]!, ...correct.slice(2)] };
  const { processing, reading } = item;
  const full = processing(response).score;
  if (!(full > 0)) throw new Unreadable(NOTHING_IS_RIGHT, element);
  if (processing(swapped).score > 0)
    reading.lose('A partly right order is scored there by a rule of its own; here all must be right.');
  return {
    question: {
      type: 'ORDERING',
      stem: stemAround(interaction, item),
      choices: right.map(({ text }) => ({ text })),
      orderScoring: 'ALL_OR_NOTHING',
      ...wholeFeedback(item, response, [swapped, {}]),
    },
  };
}

function textEntry(interaction: Interaction, item: V2Item): ItemQuestion {
  const { element, declaration } = interaction;
  const { identifier, baseType } = declaration;
  const stem = resolved(
    item.stemWith((found) => (found === element ? mark('gap') : undefined)),
    () => '\\_\\_\\_\\_\\_',
  );
  const worth = worthOf(identifier, candidateTexts(interaction, item), item);
  const { right, wrong } = { right: { [identifier]: [worth.best] }, wrong: [{ [identifier]: ['\u0000'] }] };
  const whole = wholeFeedback(item, right, wrong);
  if (baseType === 'float' || baseType === 'integer') {
    const numbers = numericKey(interaction, item, worth.of);
    if (numbers) return { question: { type: 'NUMBER', stem, numbers, ...whole } };
  }
  const key = textKey(worth.candidates, worth.of);
  if (!key) throw new Unreadable(NOTHING_IS_RIGHT, element);
  const accents = key.caseSensitive && key.accepted.some(({ pattern }) => /\P{ASCII}/u.test(pattern));
  return {
    question: { type: 'SHORT_TEXT', stem, ...key, ...(accents ? { accentSensitive: true } : {}), ...whole },
  };
}

/** What each text is worth as a share of the most that any of them earns. */
function worthOf(identifier: string, candidates: readonly string[], { processing }: V2Item) {
  const score = (text: string) => processing({ [identifier]: [text] }).score;
  const full = Math.max(0, ...candidates.map(score));
  const best = candidates.find((text) => same(score(text), full)) ?? '';
  return { candidates, best, of: (text: string) => (full > 0 ? score(text) / full : 0) };
}

function extendedText(interaction: Interaction, item: V2Item): ItemQuestion {
  const { declaration } = interaction;
  const model = declaration.correct?.join('\n\n');
  if (declaration.mapping)
    item.reading.lose('Texts that are scored by themselves there are graded by people here.');
  return {
    question: {
      type: 'ESSAY',
      stem: stemAround(interaction, item),
      ...(model ? { gradingNotes: `Model answer: ${model}` } : {}),
      ...wholeFeedback(item, rightResponses([declaration]), []),
    },
  };
}

function slider(interaction: Interaction, item: V2Item): ItemQuestion {
  const { element, declaration } = interaction;
  const worth = worthOf(declaration.identifier, candidateTexts(interaction, item), item);
  const numbers = numericKey(interaction, item, worth.of);
  if (!numbers) throw new Unreadable(NOTHING_IS_RIGHT, element);
  const [low, high] = ['lowerBound', 'upperBound'].map((name) => decimalOf(attributeOf(element, name) ?? ''));
  item.reading.lose(`The slider (${low ?? '?'} to ${high ?? '?'}) becomes a number to be typed.`);
  return {
    question: {
      type: 'NUMBER',
      stem: stemAround(interaction, item),
      numbers,
      ...wholeFeedback(item, { [declaration.identifier]: [worth.best] }, [
        { [declaration.identifier]: ['\u0000'] },
      ]),
    },
  };
}
