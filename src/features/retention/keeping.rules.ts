import { Temporal } from 'temporal-polyfill';
import type { RecordClass } from './record-class.js';
import type { RetentionRule } from './retention-rule.js';

/** What there is of one kind of records of a person. */
export interface RecordsOfKind {
  readonly recordClass: RecordClass;
  /** A training by its code; null where a class has no kinds. */
  readonly itemCode: string | null;
  readonly records: number;
  /** The last day any of them speaks of. */
  readonly lastOn: string;
}

/** Why records are kept, or until when they were. */
export interface KeepingReason {
  readonly code: 'RULE' | 'NO_RULE' | 'STILL_HERE' | 'LEGAL_HOLD';
  readonly rule: RetentionRule | null;
  /** The last day of keeping by this reason; null: no end is known. */
  readonly until: string | null;
}

/** How long one kind of records is kept, and why. */
export interface Keeping extends RecordsOfKind {
  /** The last day at the earliest; null: no end is known. */
  readonly until: string | null;
  /** Whether every period has run out and nothing holds them. */
  readonly isOver: boolean;
  readonly reasons: readonly KeepingReason[];
}

/** What periods depend on besides the records. */
export interface Situation {
  readonly rules: readonly RetentionRule[];
  /** The day the person left the organization; null while they belong to it. */
  readonly leftOn: string | null;
  readonly isHeld: boolean;
  readonly today: string;
}

/**
 * inv 66: records are kept until the longest of all periods that speak of them has run out, and as long as a legal hold
 * stands; what no rule speaks of is kept (a missing rule never lets go).
 */
export function keepingOf(records: RecordsOfKind, situation: Situation): Keeping {
  const { rules, isHeld, today } = situation;
  const spoken = rules.filter((rule) => speaksOf(rule, records, today));
  const reasons = [
    ...spoken.map((rule) => byRule(rule, records, situation)),
    ...(spoken.length ? [] : [endless('NO_RULE')]),
    ...(isHeld ? [endless('LEGAL_HOLD')] : []),
  ];
  const until = reasons.some((reason) => reason.until === null)
    ? null
    : reasons
        .map((reason) => reason.until!)
        .toSorted()
        .at(-1)!;
  return { ...records, until, isOver: until !== null && until < today, reasons };
}

/** A rule that was in force at any time since the record counts, also when it has ended or been replaced. */
function speaksOf(
  rule: RetentionRule,
  { recordClass, itemCode, lastOn }: RecordsOfKind,
  today: string,
): boolean {
  return (
    rule.recordClass === recordClass &&
    (rule.itemCode === null || rule.itemCode === itemCode) &&
    (rule.effectiveFrom === null || rule.effectiveFrom <= today) &&
    (rule.effectiveTo === null || rule.effectiveTo >= lastOn)
  );
}

/** A period that counts from leaving has not begun before; a record after that is kept no shorter than from its own day. */
function byRule(rule: RetentionRule, { lastOn }: RecordsOfKind, { leftOn }: Situation): KeepingReason {
  if (rule.keepMonths === null) return { code: 'RULE', rule, until: null };
  if (rule.countsFrom === 'RECORD')
    return { code: 'RULE', rule, until: monthsAfter(lastOn, rule.keepMonths) };
  if (leftOn === null) return { code: 'STILL_HERE', rule, until: null };
  return { code: 'RULE', rule, until: monthsAfter(leftOn > lastOn ? leftOn : lastOn, rule.keepMonths) };
}

const endless = (code: KeepingReason['code']): KeepingReason => ({ code, rule: null, until: null });

const monthsAfter = (day: string, months: number): string =>
  Temporal.PlainDate.from(day).add({ months }, { overflow: 'constrain' }).toString();
