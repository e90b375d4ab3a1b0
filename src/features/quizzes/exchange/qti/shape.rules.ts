import type { Element } from '@xmldom/xmldom';
import type { Place, Region } from '../../bank/question-content.js';
import { attributeOf } from '../xml.rules.js';
import { placeOf, Unreadable } from './unreadable.rules.js';

/** A part of a picture, in pixels from its upper left corner. */
export interface Shape {
  readonly region: Region;
  /** Whether the region only comes near to what the file says. */
  readonly approximate: boolean;
}

/** What `shape` and `coords` say, as in an HTML area: circle, rect, poly or ellipse. Throws {@link Unreadable}. */
export function shapeOf(element: Element): Shape {
  const kind = attributeOf(element, 'shape') ?? '';
  const numbers = numbersIn(attributeOf(element, 'coords') ?? '');
  return regionOf(kind, numbers) ?? complain(kind, element);
}

const complain = (kind: string, element: Element): never => {
  throw new Unreadable(
    `The ${placeOf(element)} has no region that can be marked (${kind || 'no shape'}).`,
    element,
  );
};

/** Numbers that commas or white space set apart; percentages and other units are no pixels. */
export function numbersIn(coords: string): number[] {
  const numbers = coords
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(Number);
  return numbers.every(Number.isFinite) ? numbers : [];
}

export function regionOf(kind: string, numbers: readonly number[]): Shape | null {
  const whole = numbers.map(Math.round);
  const approximate = whole.some((n, i) => n !== numbers[i]);
  const [a = 0, b = 0, c = 0, d = 0] = whole;
  switch (kind.toLowerCase()) {
    case 'circle':
      return whole.length === 3 && c > 0
        ? { region: { shape: 'CIRCLE', x: a, y: b, radius: c }, approximate }
        : null;
    case 'rect':
    case 'rectangle':
      return whole.length === 4 && c !== a && d !== b ? { region: rectangle(a, b, c, d), approximate } : null;
    case 'poly':
    case 'polygon':
      return whole.length >= 6 && whole.length % 2 === 0
        ? { region: { shape: 'POLYGON', points: pointsOf(whole) }, approximate }
        : null;
    case 'ellipse':
      return whole.length === 4 && c > 0 && d > 0 ? ellipse(a, b, c, d) : null;
    default:
      return null;
  }
}

const rectangle = (left: number, top: number, right: number, bottom: number): Region => ({
  shape: 'RECTANGLE',
  x: Math.min(left, right),
  y: Math.min(top, bottom),
  width: Math.abs(right - left),
  height: Math.abs(bottom - top),
});

/** A circle where both radii are the same, else a polygon of 24 corners. */
function ellipse(x: number, y: number, across: number, down: number): Shape {
  if (across === down) return { region: { shape: 'CIRCLE', x, y, radius: across }, approximate: false };
  const points = Array.from({ length: 24 }, (_, i) => ({
    x: Math.round(x + across * Math.cos((i * Math.PI) / 12)),
    y: Math.round(y + down * Math.sin((i * Math.PI) / 12)),
  }));
  return { region: { shape: 'POLYGON', points }, approximate: true };
}

function pointsOf(numbers: readonly number[]): Place[] {
  const points = numbers.flatMap((x, i) => (i % 2 === 0 ? [{ x, y: numbers[i + 1]! }] : []));
  const [first, last] = [points[0]!, points.at(-1)!];
  return points.length > 3 && first.x === last.x && first.y === last.y ? points.slice(0, -1) : points;
}

/** Whether a place lies in a region; a border belongs to it. */
export function isIn(region: Region, { x, y }: Place): boolean {
  switch (region.shape) {
    case 'CIRCLE':
      return (x - region.x) ** 2 + (y - region.y) ** 2 <= region.radius ** 2;
    case 'RECTANGLE':
      return x >= region.x && y >= region.y && x <= region.x + region.width && y <= region.y + region.height;
    case 'POLYGON':
      return region.points.reduce((inside, a, i) => {
        const b = region.points[(i + 1) % region.points.length]!;
        const crosses = a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x;
        return crosses ? !inside : inside;
      }, false);
  }
}

/** A place that lies in a region, to try what it is worth. */
export const aPlaceIn = (region: Region): Place =>
  region.shape === 'CIRCLE'
    ? { x: region.x, y: region.y }
    : region.shape === 'RECTANGLE'
      ? { x: region.x + Math.floor(region.width / 2), y: region.y + Math.floor(region.height / 2) }
      : { x: region.points[0]!.x, y: region.points[0]!.y };
