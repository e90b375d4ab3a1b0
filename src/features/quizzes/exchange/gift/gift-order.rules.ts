import type { OrderScoring } from '../../bank/question-content.js';

/** What stands between the braces of an ordering question, as Moodle's qtype_ordering extends GIFT. */
export interface GiftOrder {
  readonly items: readonly string[];
  readonly orderScoring: OrderScoring;
  readonly losses: readonly string[];
}

const SCORINGS: readonly (readonly [RegExp, OrderScoring, exact: boolean])[] = [
  [/^ALL_OR_NOTHING$/, 'ALL_OR_NOTHING', true],
  [/^(ABSOLUTE_POSITION|ABSOLUTE|ABS)$/, 'ABSOLUTE_POSITION', true],
  [/^(RELATIVE_NEXT_EXCLUDE_LAST|RELATIVE|REL)$/, 'RELATIVE_NEXT', true],
  [/^LONGEST_ORDERED_SUBSET$/, 'LONGEST_ORDERED_SUBSET', true],
  [/^LONGEST_CONTIGUOUS_SUBSET$/, 'LONGEST_ORDERED_SUBSET', false],
  [/^RELATIVE_\w+$/, 'RELATIVE_NEXT', false],
];
const SELECTION = /^(ALL|EXACT|RANDOM|REL|CONTIGUOUS|CONTIG)$/;
const LAYOUT = /^(HORIZONTAL|HORI|H|1|VERTICAL|VERT|V|0)$/;
const SHOWING = /^(SHOW|TRUE|YES|1|HIDE|FALSE|NO|0)$/;
const NUMBERING = /^(none|123|abc|ABCD|iii|IIII)$/;

/**
 * Reads `>4 CONTIGUOUS VERT ABSOLUTE TRUE ABCD` and the items below it, one on each line, in their right order.
 * Each word of the first line may be left out.
 */
export function giftOrder(inside: string): GiftOrder {
  const [first = '', ...rest] = inside.slice(1).split('\n');
  const losses: string[] = [];
  const words = first.trim().split(/\s+/).filter(Boolean);
  const next = (pattern: RegExp): string | null =>
    words[0] !== undefined && pattern.test(words[0]) ? words.shift()! : null;
  const count = next(/^\d+$/);
  const selection = next(SELECTION) ?? 'ALL';
  next(LAYOUT);
  const scoring = SCORINGS.find(([pattern]) => next(pattern) !== null) ?? SCORINGS[1]!;
  next(SHOWING);
  next(NUMBERING);
  const items = [words.join(' '), ...rest].map((line) => line.trim()).filter(Boolean);
  if (!/^(ALL|EXACT)$/.test(selection) && count !== null && Number(count) < items.length)
    losses.push(`Each attempt asks for all ${items.length} items, not for ${count} of them.`);
  if (!scoring[2])
    losses.push(`Partly right orders earn by ${scoring[1]}, the nearest to what the file says.`);
  return { items, orderScoring: scoring[1], losses };
}
