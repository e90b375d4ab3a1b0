import type { Element } from '@xmldom/xmldom';
import { attributeOf, below, childOf } from '../xml.rules.js';
import { sortedFeedback, type Responses } from './award.rules.js';
import { NOTHING_IS_RIGHT } from './choice.rules.js';
import type { ItemQuestion } from './item-question.rules.js';
import { aPlaceIn, type Shape } from './shape.rules.js';
import { Unreadable } from './unreadable.rules.js';
import { areaOf } from './v1-area.rules.js';
import { promptHtml, stemOf, identOf, type V1Item, type V1Response } from './v1-response.rules.js';

/** Places of a picture to be marked. */
export function v1Hotspot(item: V1Item): ItemQuestion {
  const { responses, reading, processing, feedback } = item;
  const [response] = responses;
  const { element } = response!;
  if (responses.length > 1)
    throw new Unreadable('Several pictures are to be marked, which has no counterpart here.', element);
  const [image] = [...below(element, 'matimage'), ...below(item.item, 'matimage')];
  const address = image && attributeOf(image, 'uri');
  if (!image || !address) throw new Unreadable('It names no picture.', element);
  const held = reading.picture(address, attributeOf(image, 'label') ?? '');
  if (!held) throw new Unreadable(`Its picture ${address} cannot be held.`, image);
  const [width, height] = ['width', 'height'].map((name) =>
    Math.round(Number(attributeOf(image, name) ?? NaN)),
  );
  const size = { width: width! > 0 ? width! : held.width, height: height! > 0 ? height! : held.height };
  const right = rightAreas(response!, item, size);
  if (!right.length) throw new Unreadable(NOTHING_IS_RIGHT, element);
  if (right.some(({ shape }) => shape.approximate))
    reading.lose('Regions lie on whole pixels here: their borders differ by less than a pixel.');
  if (response!.labels.length > 1)
    reading.lose(
      'The places to choose from are outlined there; here any place of the picture can be marked.',
    );
  const {
    unplaced,
    byChoice: _none,
    ...whole
  } = sortedFeedback(feedback, processing, { right: right[0]!.response, wrong: [{}] });
  if (unplaced.length) reading.lose('Feedback that shows for certain answers alone is not kept.');
  return {
    question: {
      type: 'HOTSPOT',
      stem: stemOf(item, (found) =>
        found === element ? promptHtml(element) : found === image ? '' : undefined,
      ),
      regions: right.map(({ shape }) => shape.region),
      placesToMark: response!.cardinality === 'Multiple' ? right.length : 1,
      ...whole,
    },
    hotspot: { picture: held.name, ...size },
  };
}

interface Area {
  readonly shape: Shape;
  readonly response: Responses;
}

/** The areas that score: those of choices, else those of conditions; one alone that nothing is said of is right. */
function rightAreas(
  response: V1Response,
  { item, processing }: V1Item,
  size: { width: number; height: number },
): Area[] {
  const { id, labels } = response;
  const tried = labels.map((label) => {
    const shape = areaOf(label, attributeOf(label, 'rarea'), size);
    const { x, y } = aPlaceIn(shape.region);
    const [byId, byPlace] = [{ [id]: [identOf(label)] }, { [id]: [`${x},${y}`] }];
    const isById = score(processing, byId) > 0;
    return { shape, response: isById ? byId : byPlace, score: isById ? 1 : score(processing, byPlace) };
  });
  const scoring = tried.filter((one) => one.score > 0);
  if (scoring.length) return scoring;
  const inside = scoringConditions(item).flatMap((condition) => below(condition, 'varinside'));
  if (inside.length)
    return inside.map((one) => {
      const shape = areaOf(one, attributeOf(one, 'areatype'), size);
      const { x, y } = aPlaceIn(shape.region);
      return { shape, response: { [id]: [`${x},${y}`] } };
    });
  return scoringConditions(item).length ? [] : tried.length === 1 ? tried : [];
}

const score = (processing: V1Item['processing'], response: Responses): number => {
  try {
    return processing(response).score;
  } catch (error) {
    if (error instanceof Unreadable) return 0; // an area given in shares of the picture
    throw error;
  }
};

const scoringConditions = (item: Element): Element[] =>
  below(item, 'respcondition').filter((condition) => childOf(condition, 'setvar'));
