import type { Element } from '@xmldom/xmldom';
import { decimalOf } from '../decimal.rules.js';
import { attributeOf, below, childOf, childrenOf, textOf } from '../xml.rules.js';
import { same, type Feedback, type Processing, type Responses } from './award.rules.js';
import { isIn } from './shape.rules.js';
import { placeOf, stepCounter, Unreadable } from './unreadable.rules.js';
import { areaOf } from './v1-area.rules.js';
import type { V1Response } from './v1-response.rules.js';

interface Trial {
  readonly given: Responses;
  readonly responses: ReadonlyMap<string, V1Response>;
  /** Whether a condition that scores was true before. */
  scored: boolean;
  readonly tick: () => void;
}

/**
 * Response processing of QTI 1.2 as a function, run anew for each response that is tried. Conditions stop after the
 * first that is true, unless it says `continue` or only adds to the score, as many systems write without `continue`.
 */
export function v1Processing(
  item: Element,
  all: readonly V1Response[],
  feedback: ReadonlyMap<string, Feedback>,
): Processing {
  const tick = stepCounter();
  const processings = childrenOf(item, 'resprocessing');
  const conditions = processings.flatMap((one) => childrenOf(one, 'respcondition'));
  const declared = processings.flatMap((one) => below(one, 'decvar'));
  const variable = scoreVariable(declared, conditions);
  const declaration = declared.find((one) => nameOf(one) === variable);
  const start = Number((declaration && attributeOf(declaration, 'defaultval')) ?? 0) || 0;
  const most = Number((declaration && attributeOf(declaration, 'maxvalue')) ?? 1) || 1;
  const responses = new Map(all.map((response) => [response.id, response]));
  return (given) => {
    const trial: Trial = { given, responses, scored: false, tick };
    const shown: Feedback[] = [];
    let score = start;
    for (const condition of conditions) {
      tick();
      if (!isMet(childOf(condition, 'conditionvar'), trial)) continue;
      const changes = childrenOf(condition, 'setvar').filter((change) => nameOf(change) === variable);
      for (const change of changes) score = changed(score, change, most);
      if (changes.length) trial.scored = true;
      for (const link of childrenOf(condition, 'displayfeedback')) {
        const linked = feedback.get(attributeOf(link, 'linkrefid') ?? '');
        if (linked) shown.push(linked);
      }
      if (stops(condition, changes)) break;
    }
    return { score, feedback: shown };
  };
}

const nameOf = (element: Element): string =>
  attributeOf(element, 'varname') ?? attributeOf(element, 'variablename') ?? 'SCORE';

/** `SCORE`, as the specification calls it where nothing is said, else the first that is declared or set. */
function scoreVariable(declared: readonly Element[], conditions: readonly Element[]): string {
  const names = [...declared, ...conditions.flatMap((one) => childrenOf(one, 'setvar'))].map(nameOf);
  return names.find((name) => /^(que_)?score$/i.test(name)) ?? names[0] ?? 'SCORE';
}

function changed(score: number, change: Element, most: number): number {
  const text = textOf(change);
  const value = Number(text || 'NaN');
  const amount = Number.isFinite(value) ? value : /max/i.test(text) ? most : 0;
  switch ((attributeOf(change, 'action') ?? 'Set').toLowerCase()) {
    case 'add':
      return score + amount;
    case 'subtract':
      return score - amount;
    case 'multiply':
      return score * amount;
    case 'divide':
      return amount === 0 ? score : score / amount;
    default:
      return amount;
  }
}

function stops(condition: Element, changes: readonly Element[]): boolean {
  const said = attributeOf(condition, 'continue')?.toLowerCase();
  if (said) return said !== 'yes';
  return changes.some((change) => (attributeOf(change, 'action') ?? 'Set').toLowerCase() === 'set');
}

/** Without conditions it is met. */
function isMet(conditionvar: Element | undefined, trial: Trial): boolean {
  return conditionvar ? isAllMet(childrenOf(conditionvar), trial) : true;
}

/**
 * Conditions side by side must all be met, but for several values of one response that takes only one: any of these.
 * Values of an ordered response are the whole order.
 */
function isAllMet(conditions: readonly Element[], trial: Trial): boolean {
  const groups = new Map<string, Element[]>();
  for (const condition of conditions) {
    const key = condition.localName === 'varequal' ? `= ${respidentOf(condition)}` : `${groups.size}`;
    groups.set(key, [...(groups.get(key) ?? []), condition]);
  }
  return [...groups.values()].every((group) => {
    const response = trial.responses.get(respidentOf(group[0]!));
    if (group.length === 1 || !response) return group.every((one) => isTrue(one, trial));
    if (response.cardinality === 'Ordered' && group.every((one) => !attributeOf(one, 'index')))
      return isOrder(group, trial);
    return response.cardinality === 'Single'
      ? group.some((one) => isTrue(one, trial))
      : group.every((one) => isTrue(one, trial));
  });
}

const respidentOf = (condition: Element): string => attributeOf(condition, 'respident') ?? '';

function isOrder(group: readonly Element[], { given, tick }: Trial): boolean {
  group.forEach(() => tick());
  const order = given[respidentOf(group[0]!)] ?? [];
  return order.length === group.length && group.every((one, i) => textOf(one) === order[i]);
}

function isTrue(condition: Element, trial: Trial): boolean {
  trial.tick();
  const id = respidentOf(condition);
  const given = trial.given[id] ?? [];
  const value = textOf(condition);
  const number = Number(value || 'NaN');
  const answer = Number(given[0] === undefined || given[0] === '' ? 'NaN' : given[0]);
  switch (condition.localName) {
    case 'and':
      return isAllMet(childrenOf(condition), trial);
    case 'or':
      return childrenOf(condition).some((one) => isTrue(one, trial));
    case 'not':
      return !isAllMet(childrenOf(condition), trial);
    case 'other':
      return !trial.scored;
    case 'unanswered':
      return !given.length;
    case 'varequal':
      return isEqual(condition, given, trial.responses.get(id));
    case 'varsubset':
      return value.split(/\s*,\s*/).every((one) => given.includes(one));
    case 'varsubstring':
      return given.some((one) => one.toLowerCase().includes(value.toLowerCase()));
    case 'vargt':
      return answer > number;
    case 'vargte':
      return answer >= number;
    case 'varlt':
      return answer < number;
    case 'varlte':
      return answer <= number;
    case 'varinside': {
      const [x = NaN, y = NaN] = (given[0] ?? '').split(/[\s,]+/).map(Number);
      return isIn(areaOf(condition, attributeOf(condition, 'areatype')).region, { x, y });
    }
    default:
      throw new Unreadable(
        `Its response processing says ${placeOf(condition)}, which has no counterpart here.`,
        condition,
      );
  }
}

function isEqual(condition: Element, given: readonly string[], response: V1Response | undefined): boolean {
  const value = textOf(condition);
  const index = Number(attributeOf(condition, 'index') ?? 0);
  const values = index > 0 ? given.slice(index - 1, index) : given;
  const exact = !response?.typed || attributeOf(condition, 'case')?.toLowerCase() === 'yes';
  return values.some((one) => {
    if (one === value || (!exact && one.trim().toLowerCase() === value.toLowerCase())) return true;
    return response?.numeric === true && isNearly(one, value, condition);
  });
}

/** `margin` and `margintype` (absolute, percent) are those of Canvas. */
function isNearly(given: string, value: string, condition: Element): boolean {
  if (decimalOf(given) === null || decimalOf(value) === null) return false;
  const margin = Number(attributeOf(condition, 'margin') ?? 0) || 0;
  const percent = attributeOf(condition, 'margintype') === 'percent';
  const allowed = percent ? Math.abs(Number(value) * margin) / 100 : margin;
  const distance = Math.abs(Number(given) - Number(value));
  return distance <= allowed + 1e-12 || same(distance, 0);
}
