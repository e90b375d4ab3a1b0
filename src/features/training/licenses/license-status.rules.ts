import { Temporal } from 'temporal-polyfill';
import type { StatusEntry, Verification } from './license.js';

/**
 * inv 3: the entry that says which status a license had on a day, as it was on record at a moment. Of entries that cover
 * the day the one recorded last holds, so a day never has two statuses; first and last day count. Null: no entry
 * speaks of the day, which is not an active license.
 */
export function statusEntryOn<Entry extends StatusEntry>(
  entries: readonly Entry[],
  on: string,
  knownAt: Date,
): Entry | null {
  return entries
    .filter((entry) => entry.recordedAt <= knownAt && covers(entry, on))
    .reduce<Entry | null>((last, entry) => (last && isLater(last, entry) ? last : entry), null);
}

/** A stretch of days on which one entry holds. */
export interface StatusPeriod<Entry extends StatusEntry = StatusEntry> {
  readonly startsOn: string;
  /** Null: open. */
  readonly endsOn: string | null;
  readonly entry: Entry;
}

/** The whole history as it was known at a moment: stretches in order, none overlapping; days without one have no status. */
export function statusPeriods<Entry extends StatusEntry>(
  entries: readonly Entry[],
  knownAt: Date,
): StatusPeriod<Entry>[] {
  const turns = entries.flatMap(({ startsOn, endsOn }) => [
    startsOn,
    ...(endsOn !== null && endsOn < LAST_DAY ? [dayAfter(endsOn)] : []),
  ]);
  const starts = [...new Set(turns)].sort();
  const pieces = starts.flatMap((startsOn, i) => {
    const entry = statusEntryOn(entries, startsOn, knownAt);
    const next = starts[i + 1];
    return entry ? [{ startsOn, endsOn: next ? dayBefore(next) : null, entry }] : [];
  });
  return pieces.reduce<StatusPeriod<Entry>[]>((joined, piece) => {
    const last = joined.at(-1);
    const goesOn = last?.endsOn && last.entry === piece.entry && dayAfter(last.endsOn) === piece.startsOn;
    return goesOn ? [...joined.slice(0, -1), { ...last, endsOn: piece.endsOn }] : [...joined, piece];
  }, []);
}

/** From which to which day, both inclusive; null: open. */
export interface Days {
  readonly startsOn: string;
  readonly endsOn: string | null;
}

/** The days on which the license was active before the entry came and is not with it: sign-offs of these are to be reviewed. */
export function daysThatLostActive(before: readonly StatusEntry[], added: StatusEntry): Days[] {
  if (added.status === 'ACTIVE') return [];
  return statusPeriods(before, added.recordedAt)
    .filter(({ entry }) => entry.status === 'ACTIVE')
    .flatMap((period) => {
      const startsOn = later(period.startsOn, added.startsOn);
      const endsOn = sooner(period.endsOn, added.endsOn);
      return endsOn !== null && endsOn < startsOn ? [] : [{ startsOn, endsOn }];
    });
}

/** Last day of the active stretch that covers the day; null: open, or not active then. */
export function activeUntil(entries: readonly StatusEntry[], on: string, knownAt: Date): string | null {
  const active = statusPeriods(entries, knownAt).filter(({ entry }) => entry.status === 'ACTIVE');
  let until = active.find((period) => covers(period, on));
  while (until?.endsOn && until.endsOn < LAST_DAY) {
    const next = active.find(({ startsOn }) => startsOn === dayAfter(until!.endsOn!));
    if (!next) break;
    until = next;
  }
  return until?.endsOn ?? null;
}

/**
 * The organizations' last word on a license for a day, as it was known. What the board confirmed holds for any day, of
 * which the status periods tell; that it did not confirm takes effect on the day it was looked up. Where several
 * organizations looked, one that found it not confirmed prevails. Null: nobody has confirmed it.
 */
export function confirmationOn<Word extends Verification>(
  verifications: readonly Word[],
  on: string,
  knownAt: Date,
): Word | null {
  const speaking = verifications.filter(
    ({ recordedAt, outcome, verifiedOn }) =>
      recordedAt <= knownAt && (outcome === 'CONFIRMED' || verifiedOn <= on),
  );
  const lastWords = [...Map.groupBy(speaking, ({ orgId }) => orgId).values()].map((words) =>
    words.reduce((last, word) => (isLaterWord(last, word) ? last : word)),
  );
  if (lastWords.some(({ outcome }) => outcome === 'NOT_CONFIRMED')) return null;
  return lastWords.reduce<Word | null>((last, word) => (last && isLaterWord(last, word) ? last : word), null);
}

const covers = ({ startsOn, endsOn }: Days, on: string): boolean =>
  startsOn <= on && (endsOn === null || on <= endsOn);

const isLater = (a: StatusEntry, b: StatusEntry): boolean =>
  a.recordedAt > b.recordedAt || (a.recordedAt.getTime() === b.recordedAt.getTime() && a.id > b.id);

const isLaterWord = (a: Verification, b: Verification): boolean => {
  if (a.verifiedOn !== b.verifiedOn) return a.verifiedOn > b.verifiedOn;
  return a.recordedAt > b.recordedAt || (a.recordedAt.getTime() === b.recordedAt.getTime() && a.id > b.id);
};

/** After this day there is none with four digits of a year. */
const LAST_DAY = '9999-12-31';

const later = (a: string, b: string): string => (a > b ? a : b);
const sooner = (a: string | null, b: string | null): string | null => {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
};
const dayAfter = (day: string): string => Temporal.PlainDate.from(day).add({ days: 1 }).toString();
const dayBefore = (day: string): string => Temporal.PlainDate.from(day).subtract({ days: 1 }).toString();
