import type { AuthoredBlank } from '../../bank/question-content.js';
import { attributeOf, below, childrenOf } from '../xml.rules.js';
import type { ItemQuestion } from './item-question.rules.js';
import { chosenBlank, NOTHING_IS_RIGHT, type Option } from './choice.rules.js';
import { slotWorth, type Slot } from './cloze.rules.js';
import { innerHtml } from './item-html.rules.js';
import { mark, resolved } from './item-reading.rules.js';
import { textKey } from './text.rules.js';
import { mustBeFew, placeOf, Unreadable } from './unreadable.rules.js';
import { candidateTexts, numericKey } from './v2-entry.rules.js';
import { choicesIn, optionsOf, promptOf, type Interaction, type V2Item } from './v2-interaction.rules.js';

/** A gap of the stem, with the interaction it comes from. */
interface Gap extends Slot {
  readonly interaction: Interaction;
  readonly options: readonly Option[] | null;
}

/** Several things to fill in, or one that is no question of its own here: a text with blanks. */
export function clozeOf(interactions: readonly Interaction[], item: V2Item): ItemQuestion {
  const all = interactions.flatMap((interaction) => gapsOf(interaction, item));
  const gaps = mustBeFew(all, 'gaps').map((gap, i) => ({ ...gap, id: String(i + 1) }));
  const { scoring, weights, worth, feedback } = slotWorth(gaps, item);
  const blanks = gaps.map((gap, i) => blankOf(gap, weights[i]!, (answer) => worth(gap, answer), item));
  const stem = item.stemWith((found) => {
    const those = gaps.filter(({ interaction }) => interaction.element === found);
    return those.length ? gapHtml(those) : undefined;
  });
  return {
    question: { type: 'CLOZE', stem: resolved(stem, (id) => `[[${id}]]`), blanks, scoring, ...feedback },
  };
}

function gapsOf(interaction: Interaction, item: V2Item): Omit<Gap, 'id'>[] {
  const { element, declaration } = interaction;
  const { identifier: responseId, correct } = declaration;
  const one = (options: readonly Option[] | null, candidates: readonly string[]): Omit<Gap, 'id'> => ({
    interaction,
    responseId,
    options,
    candidates,
    right: correct?.[0] ?? null,
    valueOf: (answer) => answer,
  });
  switch (element.localName) {
    case 'textEntryInteraction':
    case 'sliderInteraction':
      return [one(null, candidateTexts(interaction, item))];
    case 'inlineChoiceInteraction':
      return [chosen(one, optionsOf(childrenOf(element, 'inlineChoice'), item.reading))];
    case 'choiceInteraction':
      if (declaration.cardinality === 'single')
        return [chosen(one, optionsOf(choicesIn(element), item.reading))];
      break;
    case 'gapMatchInteraction':
      return gapMatch(interaction, item);
    default:
      break;
  }
  throw new Unreadable(
    `The ${placeOf(element)} stands beside other interactions, which has no counterpart here.`,
    element,
  );
}

const chosen = <T>(
  one: (options: readonly Option[], candidates: readonly string[]) => T,
  options: readonly Option[],
): T =>
  one(
    options,
    options.map(({ id }) => id),
  );

function gapMatch(interaction: Interaction, item: V2Item): Omit<Gap, 'id'>[] {
  const { element, declaration } = interaction;
  const options = optionsOf(
    childrenOf(element).filter(({ localName }) => /^gap(Text|Img)$/.test(localName!)),
    item.reading,
  );
  const gaps = below(element, 'gap');
  if (gaps.length > 1) item.reading.lose('A word can be put into as many gaps as one likes here.');
  return gaps.map((gap) => {
    const gapId = attributeOf(gap, 'identifier') ?? '';
    const right = declaration.correct?.map((pair) => pair.split(' ')).find(([, into]) => into === gapId)?.[0];
    return {
      interaction: { element, declaration },
      responseId: declaration.identifier,
      options,
      candidates: options.map(({ id }) => id),
      right: right ?? null,
      valueOf: (answer: string) => `${answer} ${gapId}`,
    };
  });
}

/** What stands in the place of an interaction: its blanks in its text. */
function gapHtml(gaps: readonly Gap[]): string {
  const { element } = gaps[0]!.interaction;
  const marks = gaps.map(({ id }) => mark(id));
  if (element.localName !== 'gapMatchInteraction') {
    const prompt = promptOf(element);
    return prompt ? `${prompt}<p>${marks.join(' ')}</p>` : marks.join(' ');
  }
  const places = below(element, 'gap');
  const text = innerHtml(element, (found) => {
    if (/^(prompt|gapText|gapImg)$/.test(found.localName!)) return '';
    return found.localName === 'gap' ? marks[places.indexOf(found)] : undefined;
  });
  return promptOf(element) + text;
}

function blankOf(gap: Gap, weight: number, worth: (answer: string) => number, item: V2Item): AuthoredBlank {
  const { id, options, interaction, candidates } = gap;
  const weighted = weight === 1 ? { id } : { id, weight };
  if (options) return { ...weighted, kind: 'CHOICE', choices: chosenBlank(options, worth) };
  const { baseType } = interaction.declaration;
  const numbers =
    baseType === 'float' || baseType === 'integer' ? numericKey(interaction, item, worth) : null;
  if (numbers) return { ...weighted, kind: 'NUMBER', numbers };
  const key = textKey(candidates, worth);
  if (!key) throw new Unreadable(NOTHING_IS_RIGHT, interaction.element);
  return { ...weighted, kind: 'TEXT', ...key };
}
