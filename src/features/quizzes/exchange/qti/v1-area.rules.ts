import type { Element } from '@xmldom/xmldom';
import { textOf } from '../xml.rules.js';
import { numbersIn, regionOf, type Shape } from './shape.rules.js';
import { placeOf, Unreadable } from './unreadable.rules.js';

/** Pixels of the picture that an area lies on. */
export interface AreaScale {
  readonly width: number;
  readonly height: number;
}

/**
 * What `rarea` or `areatype` and the content say: a rectangle by its corner and size, an ellipse by its middle and
 * diameters (errata 1.2.1), a bounded area by its corners. Numbers up to 1 are shares of the picture (Canvas): then
 * a rectangle is given by two corners. Throws {@link Unreadable}.
 */
export function areaOf(element: Element, kind: string | undefined, scale?: AreaScale): Shape {
  const numbers = numbersIn(textOf(element));
  const shares = numbers.length > 0 && numbers.every((number) => number >= 0 && number <= 1);
  const found = shares ? sharesOf(kind, numbers, scale) : pixelsOf(kind, numbers);
  if (!found) throw new Unreadable(`The ${placeOf(element)} says no region that can be marked.`, element);
  return found;
}

function pixelsOf(kind: string | undefined, numbers: readonly number[]): Shape | null {
  const [x = 0, y = 0, width = 0, height = 0] = numbers;
  switch ((kind ?? 'Ellipse').toLowerCase()) {
    case 'rectangle':
      return numbers.length === 4 ? regionOf('rect', [x, y, x + width, y + height]) : null;
    case 'ellipse':
      return numbers.length === 4 ? regionOf('ellipse', [x, y, width / 2, height / 2]) : null;
    default:
      return regionOf('poly', numbers);
  }
}

function sharesOf(
  kind: string | undefined,
  numbers: readonly number[],
  scale: AreaScale | undefined,
): Shape | null {
  if (!scale) return null;
  const pixels = numbers.map((number, i) => Math.round(number * (i % 2 ? scale.height : scale.width)));
  if (kind?.toLowerCase() === 'rectangle') return numbers.length === 4 ? regionOf('rect', pixels) : null;
  return kind?.toLowerCase() === 'ellipse' ? null : regionOf('poly', pixels);
}
