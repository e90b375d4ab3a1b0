import type { Element } from '@xmldom/xmldom';
import type { AcceptedNumber } from '../../bank/question-content.js';
import { attributeOf, below, childrenOf, textOf } from '../xml.rules.js';
import { percentOf, same } from './award.rules.js';
import { decimalOf, middleOf, productOf } from '../decimal.rules.js';
import type { Interaction, V2Item } from './v2-interaction.rules.js';

/** Every text that the item says something about. */
export function candidateTexts({ declaration }: Interaction, { rules }: V2Item): string[] {
  const { correct, mapping } = declaration;
  const constants = rules ? below(rules, 'baseValue').map(textOf) : [];
  return [...(correct ?? []), ...(mapping?.entries ?? []).map(({ key }) => key), ...constants];
}

/** Share of the points (1: all) that a text earns. */
type Worth = (text: string) => number;

/**
 * The numbers that are accepted: those the item names that earn points, with the tolerance it compares them by, and
 * whatever lies between two of them where that earns too. Null: none.
 */
export function numericKey(interaction: Interaction, item: V2Item, worth: Worth): AcceptedNumber[] | null {
  const candidates = [
    ...new Set(candidateTexts(interaction, item).flatMap((text) => decimalOf(text) ?? [])),
  ].sort((a, b) => Number(a) - Number(b));
  const ranges = candidates.slice(1).flatMap((high, i) => rangeOf(candidates[i]!, high, worth));
  const inRange = (number: string) =>
    ranges.some(({ low, high }) => Number(low) <= Number(number) && Number(number) <= Number(high));
  const alone = candidates
    .filter((number) => worth(number) > 0 && !inRange(number))
    .map((number) => ({ ...toleranceOf(number, interaction, item), ...worthPercent(worth(number)) }));
  const between = ranges.map(({ low, high, share }) => {
    if (!same(worth(low), share) || !same(worth(high), share))
      item.reading.lose(
        `${low} and ${high} themselves are accepted here too, there only what lies between them.`,
      );
    return { ...middleOf(low, high)!, ...worthPercent(share) };
  });
  const numbers = [...between, ...alone].sort((a, b) => Number(b.percent ?? 100) - Number(a.percent ?? 100));
  return numbers.length ? numbers : null;
}

const worthPercent = (share: number): { percent?: string } =>
  same(share, 1) ? {} : { percent: percentOf(share, 1) };

function rangeOf(low: string, high: string, worth: Worth): { low: string; high: string; share: number }[] {
  const share = worth(middleOf(low, high)!.number);
  return share > 0 ? [{ low, high, share }] : [];
}

/** By the `equal` or `equalRounded` that compares the response. */
function toleranceOf(
  number: string,
  { declaration }: Interaction,
  { rules, reading }: V2Item,
): Pick<AcceptedNumber, 'number' | 'tolerance' | 'toleranceKind'> {
  const comparing = rules
    ? below(rules, 'equal', 'equalRounded').find((one) => names(one, declaration.identifier))
    : undefined;
  const exact = { number, tolerance: '0' };
  if (!comparing) return exact;
  if (comparing.localName === 'equalRounded') {
    const figures = Number(attributeOf(comparing, 'figures'));
    if (
      attributeOf(comparing, 'roundingMode') === 'decimalPlaces' &&
      Number.isInteger(figures) &&
      figures >= 0
    )
      return { number, tolerance: decimalOf(`5e-${figures + 1}`) ?? '0' };
    reading.lose('Answers are rounded before they are compared there; here they are compared as they are.');
    return exact;
  }
  const [under = '0', over = under] = (attributeOf(comparing, 'tolerance') ?? '')
    .split(/[\s,]+/)
    .flatMap((part) => decimalOf(part) ?? []);
  const mode = attributeOf(comparing, 'toleranceMode');
  if (mode !== 'absolute' && mode !== 'relative') return exact;
  if (under !== over)
    reading.lose(
      `The tolerance above (${over}) and below (${under}) differ there; here the smaller one counts.`,
    );
  const tolerance = Number(under) < Number(over) ? under : over;
  if (mode === 'absolute') return { number, tolerance };
  return { number, tolerance: productOf(tolerance, '0.01')!, toleranceKind: 'RELATIVE' };
}

const names = (comparing: Element, identifier: string): boolean =>
  childrenOf(comparing, 'variable').some((variable) => attributeOf(variable, 'identifier') === identifier);
