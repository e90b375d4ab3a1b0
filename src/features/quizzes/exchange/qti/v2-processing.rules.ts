import type { Element } from '@xmldom/xmldom';
import { attributeOf, childrenOf, textOf } from '../xml.rules.js';
import { same, type Feedback, type Processing, type Responses } from './award.rules.js';
import { isIn, shapeOf } from './shape.rules.js';
import { placeOf, stepCounter, Unreadable } from './unreadable.rules.js';
import { normalized, type Declaration, type Mapping } from './v2-declaration.rules.js';

/** Values of a variable or expression; null: none (NULL in the specification). Truth is `true` or `false`. */
type Value = readonly string[] | null;

/** Feedback and when it shows. */
export interface ConditionalFeedback {
  readonly feedback: Feedback;
  readonly outcome: string;
  readonly identifier: string;
  readonly hide: boolean;
}

interface Trial {
  readonly responses: ReadonlyMap<string, { declaration: Declaration; given: Value }>;
  readonly outcomes: Map<string, Value>;
  readonly tick: () => void;
}

/**
 * Response processing of QTI 2.x as a function, run anew for each response that is tried. What it does not know
 * (random values, templates, custom operators) throws {@link Unreadable} when it is reached.
 */
export function v2Processing(
  rules: Element,
  responses: readonly Declaration[],
  outcomes: readonly Declaration[],
  feedback: readonly ConditionalFeedback[],
): Processing {
  const tick = stepCounter();
  return (given) => {
    const trial: Trial = {
      responses: new Map(
        responses.map((declaration) => [
          declaration.identifier,
          { declaration, given: given_(given, declaration) },
        ]),
      ),
      outcomes: new Map(outcomes.map(({ identifier, initially }) => [identifier, initially])),
      tick,
    };
    runAll(childrenOf(rules), trial);
    return {
      score: Number(trial.outcomes.get(scoreOf(outcomes))?.[0] ?? 0),
      feedback: feedback
        .filter(({ outcome, identifier, hide }) => {
          const values = trial.outcomes.get(outcome) ?? [];
          return values.includes(identifier) !== hide;
        })
        .map((one) => one.feedback),
    };
  };
}

/** The outcome that is the score: `SCORE`, as the specification reserves it, else the first number. */
const scoreOf = (outcomes: readonly Declaration[]): string =>
  (
    outcomes.find(({ identifier }) => identifier === 'SCORE') ??
    outcomes.find(({ baseType }) => baseType === 'float' || baseType === 'integer')
  )?.identifier ?? 'SCORE';

function given_(responses: Responses, { identifier, baseType }: Declaration): Value {
  const values = responses[identifier];
  return values?.length ? values.map((value) => normalized(value, baseType)) : null;
}

/** False: the processing is to stop. */
function runAll(rules: readonly Element[], trial: Trial): boolean {
  return rules.every((rule) => run(rule, trial));
}

function run(rule: Element, trial: Trial): boolean {
  trial.tick();
  switch (rule.localName) {
    case 'responseProcessingFragment':
      return runAll(childrenOf(rule), trial);
    case 'exitResponse':
      return false;
    case 'setOutcomeValue':
      trial.outcomes.set(attributeOf(rule, 'identifier') ?? '', valueOf(childrenOf(rule)[0]!, trial));
      return true;
    case 'responseCondition': {
      for (const branch of childrenOf(rule)) {
        const [condition, ...then] = childrenOf(branch);
        if (branch.localName === 'responseElse') return runAll(childrenOf(branch), trial);
        if (condition && isTrue(valueOf(condition, trial))) return runAll(then, trial);
      }
      return true;
    }
    default:
      throw unknown(rule);
  }
}

const unknown = (element: Element): Unreadable =>
  new Unreadable(`Its response processing says ${placeOf(element)}, which has no counterpart here.`, element);

const isTrue = (value: Value): boolean => value?.[0] === 'true';
const truth = (value: boolean): Value => [String(value)];
const number = (value: number): Value => (Number.isFinite(value) ? [String(value)] : null);

function valueOf(element: Element | undefined, trial: Trial): Value {
  if (!element) return null;
  trial.tick();
  const identifier = attributeOf(element, 'identifier') ?? '';
  const response = trial.responses.get(identifier);
  switch (element.localName) {
    case 'baseValue':
      return [normalized(textOf(element), attributeOf(element, 'baseType') ?? 'string')];
    case 'null':
      return null;
    case 'variable':
      return response ? response.given : (trial.outcomes.get(identifier) ?? null);
    case 'correct':
      return response?.declaration.correct ?? null;
    case 'default':
      return response?.declaration.initially ?? null;
    case 'mapResponse':
      return number(response ? mapped(response.declaration, response.given) : 0);
    case 'mapResponsePoint':
      return number(response ? mappedArea(response.declaration, response.given) : 0);
    default:
      return operate(element, trial);
  }
}

function operate(element: Element, trial: Trial): Value {
  const parts = childrenOf(element);
  const values = () => parts.map((part) => valueOf(part, trial));
  const numbers = () => values().map((value) => (value ? Number(value[0]) : NaN));
  switch (element.localName) {
    case 'and':
      return truth(parts.every((part) => isTrue(valueOf(part, trial))));
    case 'or':
      return truth(parts.some((part) => isTrue(valueOf(part, trial))));
    case 'anyN':
      return truth(isBetween(values().filter(isTrue).length, element));
    case 'not':
      return truth(!isTrue(valueOf(parts[0], trial)));
    case 'isNull': {
      const [value] = values();
      return truth(!value || value.every((one) => one === ''));
    }
    case 'match':
    case 'equal':
    case 'equalRounded':
    case 'stringMatch':
    case 'substring':
    case 'member':
    case 'contains':
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      return compared(element, values(), parts, trial);
    case 'sum':
      return number(
        values()
          .flatMap((value) => value ?? [])
          .reduce((sum, value) => sum + Number(value), 0),
      );
    case 'product':
      return number(numbers().reduce((product, value) => product * value, 1));
    case 'subtract':
      return number(numbers()[0]! - numbers()[1]!);
    case 'divide':
      return number(numbers()[0]! / numbers()[1]!);
    case 'min':
      return number(Math.min(...numbers()));
    case 'max':
      return number(Math.max(...numbers()));
    case 'round':
      return number(Math.floor(numbers()[0]! + 0.5));
    case 'truncate':
      return number(Math.trunc(numbers()[0]!));
    case 'integerToFloat':
      return values()[0] ?? null;
    case 'multiple':
    case 'ordered': {
      const all = values().flatMap((value) => value ?? []);
      return all.length ? all : null;
    }
    case 'delete': {
      const [gone, from] = values();
      const left = (from ?? []).filter((value) => !gone?.includes(value));
      return left.length ? left : null;
    }
    case 'index': {
      const found = values()[0]?.[Number(attributeOf(element, 'n')) - 1];
      return found === undefined ? null : [found];
    }
    case 'containerSize':
      return number(values()[0]?.length ?? 0);
    case 'inside': {
      const [x = NaN, y = NaN] = (values()[0]?.[0] ?? '').split(' ').map(Number);
      return truth(isIn(shapeOf(element).region, { x, y }));
    }
    default:
      throw unknown(element);
  }
}

const isBetween = (count: number, element: Element): boolean =>
  count >= Number(attributeOf(element, 'min')) && count <= Number(attributeOf(element, 'max'));

/** Comparisons with nothing are not true (strictly: NULL). */
function compared(element: Element, [a, b]: Value[], [part]: Element[], trial: Trial): Value {
  if (!a || !b) return null;
  const [x, y] = [Number(a[0]), Number(b[0])];
  switch (element.localName) {
    case 'match':
      return truth(matches(a, b, cardinalityOf(part!, trial) === 'ordered'));
    case 'equal':
      return truth(isEqual(x, y, element));
    case 'equalRounded':
      return truth(rounded(x, element) === rounded(y, element));
    case 'stringMatch':
    case 'substring': {
      const exact = attributeOf(element, 'caseSensitive') !== 'false';
      const [left, right] = exact ? [a[0]!, b[0]!] : [a[0]!.toLowerCase(), b[0]!.toLowerCase()];
      const within = element.localName === 'substring' || attributeOf(element, 'substring') === 'true';
      return truth(
        !within
          ? left === right
          : element.localName === 'substring'
            ? right.includes(left)
            : left.includes(right),
      );
    }
    case 'member':
      return truth(b.includes(a[0]!));
    case 'contains':
      return truth(b.every((value) => a.includes(value)));
    case 'gt':
      return truth(x > y);
    case 'gte':
      return truth(x >= y);
    case 'lt':
      return truth(x < y);
    default:
      return truth(x <= y);
  }
}

function cardinalityOf(element: Element, trial: Trial): string {
  const response = trial.responses.get(attributeOf(element, 'identifier') ?? '');
  return response ? response.declaration.cardinality : String(element.localName);
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** Values are the same as text, or as numbers where both are numbers. */
const isSame = (a: string, b: string): boolean =>
  a === b || (NUMBER.test(a) && NUMBER.test(b) && same(Number(a), Number(b)));

export const matches = (a: readonly string[], b: readonly string[], ordered: boolean): boolean => {
  const [left, right] = ordered ? [a, b] : [[...a].sort(), [...b].sort()];
  return left.length === right.length && left.every((value, i) => isSame(value, right[i]!));
};

/** `toleranceMode` and `tolerance` (below, above; relative in percent) of an `equal`. */
function isEqual(value: number, right: number, element: Element): boolean {
  const mode = attributeOf(element, 'toleranceMode') ?? 'exact';
  const [under = 0, over = under] = (attributeOf(element, 'tolerance') ?? '')
    .split(/[\s,]+/)
    .filter(Boolean)
    .map(Number);
  if (mode === 'absolute') return value >= right - under - 1e-12 && value <= right + over + 1e-12;
  if (mode === 'relative') {
    const ends = [right * (1 - under / 100), right * (1 + over / 100)];
    return value >= Math.min(...ends) - 1e-12 && value <= Math.max(...ends) + 1e-12;
  }
  return same(value, right);
}

function rounded(value: number, element: Element): string {
  const figures = Math.min(15, Math.max(0, Number(attributeOf(element, 'figures') ?? 0)));
  return attributeOf(element, 'roundingMode') === 'decimalPlaces'
    ? value.toFixed(figures)
    : value.toPrecision(Math.max(1, figures));
}

export function mapped({ mapping, baseType }: Declaration, given: Value): number {
  if (!mapping) return 0;
  const total = [...new Set(given ?? [])].reduce(
    (sum, value) => sum + mappedValue(mapping, value, baseType),
    0,
  );
  return Math.min(mapping.highest, Math.max(mapping.lowest, total));
}

function mappedValue(mapping: Mapping, value: string, baseType: string): number {
  const text = baseType === 'string';
  const entry = mapping.entries.find(({ key, caseSensitive }) =>
    text && !caseSensitive
      ? key.toLowerCase() === value.toLowerCase()
      : text
        ? key === value
        : isSame(key, value),
  );
  return entry ? entry.value : mapping.otherwise;
}

/** Each area counts once, however many of the places lie in it. */
export function mappedArea({ areas }: Declaration, given: Value): number {
  if (!areas) return 0;
  const places = (given ?? []).map((value) => value.split(' ').map(Number));
  const taken = new Set<number>();
  const total = places.reduce((sum, [x = NaN, y = NaN]) => {
    const found = areas.entries.findIndex(({ shape }, i) => !taken.has(i) && isIn(shape.region, { x, y }));
    taken.add(found);
    return sum + (areas.entries[found]?.value ?? areas.otherwise);
  }, 0);
  return Math.min(areas.highest, Math.max(areas.lowest, total));
}
