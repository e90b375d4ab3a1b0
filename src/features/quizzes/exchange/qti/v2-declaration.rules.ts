import type { Element } from '@xmldom/xmldom';
import { attributeOf, childOf, childrenOf, textOf } from '../xml.rules.js';
import { shapeOf, type Shape } from './shape.rules.js';
import { mustBeFew } from './unreadable.rules.js';

/** A variable of an item: a response to be given or an outcome to be computed. */
export interface Declaration {
  readonly identifier: string;
  readonly cardinality: 'single' | 'multiple' | 'ordered' | 'record';
  readonly baseType: string;
  /** Null where the file does not say. */
  readonly correct: readonly string[] | null;
  readonly initially: readonly string[] | null;
  readonly mapping: Mapping | null;
  readonly areas: AreaMapping | null;
}

interface Bounds {
  readonly otherwise: number;
  readonly lowest: number;
  readonly highest: number;
}

export interface Mapping extends Bounds {
  readonly entries: readonly {
    readonly key: string;
    readonly value: number;
    readonly caseSensitive: boolean;
  }[];
}

export interface AreaMapping extends Bounds {
  readonly entries: readonly { readonly shape: Shape; readonly value: number }[];
}

const CARDINALITIES = ['single', 'multiple', 'ordered', 'record'] as const;

export function declarationOf(element: Element): Declaration {
  const cardinality = attributeOf(element, 'cardinality');
  const mapping = childOf(element, 'mapping');
  const areas = childOf(element, 'areaMapping');
  const baseType = attributeOf(element, 'baseType') ?? 'string';
  return {
    identifier: attributeOf(element, 'identifier') ?? '',
    cardinality: CARDINALITIES.find((known) => known === cardinality) ?? 'single',
    baseType,
    correct: valuesOf(childOf(element, 'correctResponse'), baseType),
    initially: valuesOf(childOf(element, 'defaultValue'), baseType),
    mapping: mapping
      ? {
          ...boundsOf(mapping),
          entries: mustBeFew(childrenOf(mapping, 'mapEntry'), 'entries in a mapping').map((entry) => ({
            key: normalized(attributeOf(entry, 'mapKey') ?? '', baseType),
            value: numberOf(entry, 'mappedValue', 0),
            caseSensitive: attributeOf(entry, 'caseSensitive') !== 'false',
          })),
        }
      : null,
    areas: areas
      ? {
          ...boundsOf(areas),
          entries: mustBeFew(childrenOf(areas, 'areaMapEntry'), 'areas').map((entry) => ({
            shape: shapeOf(entry),
            value: numberOf(entry, 'mappedValue', 0),
          })),
        }
      : null,
  };
}

function valuesOf(element: Element | undefined, baseType: string): readonly string[] | null {
  if (!element) return null;
  const values = childrenOf(element, 'value').map((value) => normalized(textOf(value), baseType));
  return values.length ? values : null;
}

const boundsOf = (element: Element): Bounds => ({
  otherwise: numberOf(element, 'defaultValue', 0),
  lowest: numberOf(element, 'lowerBound', -Infinity),
  highest: numberOf(element, 'upperBound', Infinity),
});

function numberOf(element: Element, name: string, otherwise: number): number {
  const value = Number(attributeOf(element, name) ?? NaN);
  return Number.isFinite(value) ? value : otherwise;
}

/** White space does not tell values apart; the two of an undirected pair have no order. */
export function normalized(value: string, baseType: string): string {
  const text = value.trim().replace(/\s+/g, ' ');
  return baseType === 'pair' ? text.split(' ').sort().join(' ') : text;
}
