import type { Place, Region } from './question-content.js';

/** Whether the place lies in the region, its edge included. Whole pixels: nothing is rounded. */
export function contains(region: Region, { x, y }: Place): boolean {
  switch (region.shape) {
    case 'CIRCLE':
      return (x - region.x) ** 2 + (y - region.y) ** 2 <= region.radius ** 2;
    case 'RECTANGLE':
      return x >= region.x && x <= region.x + region.width && y >= region.y && y <= region.y + region.height;
    case 'POLYGON':
      return inPolygon(region.points, { x, y });
  }
}

/** By the even-odd rule (M. Shimrat, "Algorithm 112", 1962), with the edges counted in. */
function inPolygon(corners: readonly Place[], place: Place): boolean {
  const edges = corners.map((to, i) => [corners.at(i - 1)!, to] as const);
  if (edges.some((edge) => onEdge(edge, place))) return true;
  const crossed = edges.filter(([from, to]) => crosses(from, to, place));
  return crossed.length % 2 === 1;
}

/** Twice the area of the triangle: 0 when the three lie on one line. */
const turn = (a: Place, b: Place, c: Place): number => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);

const between = (a: number, b: number, value: number): boolean =>
  value >= Math.min(a, b) && value <= Math.max(a, b);

const onEdge = ([from, to]: readonly [Place, Place], place: Place): boolean =>
  turn(from, to, place) === 0 && between(from.x, to.x, place.x) && between(from.y, to.y, place.y);

/** Whether a ray from the place to the right crosses the edge. */
function crosses(from: Place, to: Place, place: Place): boolean {
  if (from.y > place.y === to.y > place.y) return false;
  return turn(from, to, place) > 0 === to.y > from.y;
}

/**
 * How many regions are marked when each place marks one region at most: a largest matching, by augmenting paths
 * (H. W. Kuhn, 1955), so that overlapping regions cost nobody a mark.
 */
export function regionsMarked(regions: readonly Region[], places: readonly Place[]): number {
  const placeOf = new Map<number, Place>();
  return places.filter((place) => placed(place, regions, placeOf, new Set())).length;
}

function placed(
  place: Place,
  regions: readonly Region[],
  placeOf: Map<number, Place>,
  tried: Set<number>,
): boolean {
  return regions.some((region, i) => {
    if (tried.has(i) || !contains(region, place)) return false;
    tried.add(i);
    const before = placeOf.get(i);
    if (before && !placed(before, regions, placeOf, tried)) return false;
    placeOf.set(i, place);
    return true;
  });
}

/** A place in the region. */
export function placeIn(region: Region): Place {
  switch (region.shape) {
    case 'CIRCLE':
      return { x: region.x, y: region.y };
    case 'RECTANGLE':
      return { x: region.x + Math.floor(region.width / 2), y: region.y + Math.floor(region.height / 2) };
    case 'POLYGON':
      return region.points[0] ?? { x: 0, y: 0 };
  }
}
