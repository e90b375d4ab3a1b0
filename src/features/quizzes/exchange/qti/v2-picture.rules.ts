import type { Region } from '../../bank/question-content.js';
import { attributeOf, below, childrenOf } from '../xml.rules.js';
import type { ItemQuestion } from './item-question.rules.js';
import { sortedFeedback } from './award.rules.js';
import { NOTHING_IS_RIGHT } from './choice.rules.js';
import { pictureText } from './item-html.rules.js';
import { aPlaceIn, shapeOf, type Shape } from './shape.rules.js';
import { mustBeFew, placeOf, Unreadable } from './unreadable.rules.js';
import { promptOf, type Interaction, type V2Item } from './v2-interaction.rules.js';

/** `hotspotInteraction`: outlined places of a picture, of which some are right. */
export function hotspot(interaction: Interaction, item: V2Item): ItemQuestion {
  const { element, declaration } = interaction;
  const score = (id: string) => item.processing({ [declaration.identifier]: [id] }).score;
  const choices = mustBeFew(childrenOf(element, 'hotspotChoice'), 'places').map((choice) => ({
    id: attributeOf(choice, 'identifier') ?? '',
    shape: shapeOf(choice),
  }));
  const right = choices.filter(({ id }) => declaration.correct?.includes(id) ?? score(id) > 0);
  const full = item.processing({ [declaration.identifier]: right.map(({ id }) => id) }).score;
  if (!right.length || !(full > 0)) throw new Unreadable(NOTHING_IS_RIGHT, element);
  item.reading.lose(
    'The places to choose from are outlined there; here any place of the picture can be marked.',
  );
  if (choices.some(({ id }) => !right.some((one) => one.id === id) && score(id) > 0))
    item.reading.lose('Some places earn a part of the points there; here only the right ones earn any.');
  return questionOf(
    interaction,
    item,
    right.map(({ shape }) => shape),
    right.map(({ id }) => id),
  );
}

/** `selectPointInteraction`: places to be marked, with areas that earn points. */
export function selectPoint(interaction: Interaction, item: V2Item): ItemQuestion {
  const { element, declaration } = interaction;
  const earning = declaration.areas?.entries.filter(({ value }) => value > 0) ?? [];
  const most = Math.max(...earning.map(({ value }) => value));
  const shapes = earning.filter(({ value }) => value === most).map(({ shape }) => shape);
  if (!shapes.length) throw new Unreadable('It names no area in which a mark is right.', element);
  if (shapes.length < earning.length)
    item.reading.lose('Some places earn a part of the points there; here only the right ones earn any.');
  const places = shapes.map(({ region }) => aPlaceIn(region));
  return questionOf(
    interaction,
    item,
    shapes,
    places.map(({ x, y }) => `${x} ${y}`),
  );
}

function questionOf(
  interaction: Interaction,
  item: V2Item,
  shapes: readonly Shape[],
  right: readonly string[],
): ItemQuestion {
  const { element, declaration } = interaction;
  const { reading, processing, feedback } = item;
  if (shapes.some(({ approximate }) => approximate))
    reading.lose('Regions lie on whole pixels here: their borders differ by less than a pixel.');
  const regions = shapes.map(({ region }): Region => region);
  const {
    unplaced,
    byChoice: _none,
    ...whole
  } = sortedFeedback(feedback, processing, {
    right: { [declaration.identifier]: right },
    wrong: [{}],
  });
  if (unplaced.length) reading.lose('Feedback that shows for certain answers alone is not kept.');
  const limit = Number(attributeOf(element, 'maxChoices') ?? 1);
  return {
    question: {
      type: 'HOTSPOT',
      stem: item.stemWith((found) => (found === element ? promptOf(element) : undefined)),
      regions,
      placesToMark: limit > 0 ? Math.min(limit, regions.length) : regions.length,
      ...whole,
    },
    hotspot: hotspotPlace(interaction, item),
  };
}

function hotspotPlace({ element }: Interaction, { reading }: V2Item): NonNullable<ItemQuestion['hotspot']> {
  const [shown] = below(element, 'object', 'img');
  const source = shown && (attributeOf(shown, 'data') ?? attributeOf(shown, 'src'));
  if (!shown || !source) throw new Unreadable(`The ${placeOf(element)} names no picture.`, element);
  const held = reading.picture(source, pictureText(shown));
  if (!held) throw new Unreadable(`Its picture ${source} cannot be held.`, shown);
  const [width, height] = ['width', 'height'].map((name) => Number(attributeOf(shown, name) ?? NaN));
  return {
    picture: held.name,
    width: width! > 0 ? Math.round(width!) : held.width,
    height: height! > 0 ? Math.round(height!) : held.height,
  };
}
