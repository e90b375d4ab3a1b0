/** Where an enrollment stands on a day. */
export type EnrollmentStatus = 'APPLIED' | 'ACTIVE' | 'ON_LEAVE' | 'WITHDRAWN' | 'COMPLETED' | 'DISMISSED';

/** What happened that day. Two ways lead to ACTIVE for the first time or again: rates count them apart. */
export type EnrollmentEvent =
  | 'APPLIED'
  | 'ENROLLED'
  | 'LEAVE_STARTED'
  | 'LEAVE_ENDED'
  | 'WITHDREW'
  | 'DISMISSED'
  | 'COMPLETED'
  | 'RE_ENTERED';

interface Recorded {
  readonly id: string;
  readonly recordedAt: Date;
  readonly reason: string | null;
  readonly approvedByPersonId: string | null;
}

/** A change of status from `effectiveOn` (ISO date, inclusive) on. It may stand in the place of an earlier entry. */
export interface StatusEntry extends Recorded {
  readonly event: EnrollmentEvent;
  readonly effectiveOn: string;
  readonly correctsId: string | null;
}

/** Takes an entry back without putting another in its place. */
export interface VoidEntry extends Recorded {
  readonly event: 'VOIDED';
  readonly correctsId: string;
}

/** Append-only and in the order of recording: nothing in it is ever changed or removed. */
export type StatusHistory = readonly (StatusEntry | VoidEntry)[];

/** The days from `from` to `to`, both inclusive; `to` is null while the period lasts. */
export interface StatusPeriod {
  readonly status: EnrollmentStatus;
  readonly event: EnrollmentEvent;
  readonly from: string;
  readonly to: string | null;
  readonly entryId: string;
}

const STATUS_AFTER: Record<EnrollmentEvent, EnrollmentStatus> = {
  APPLIED: 'APPLIED',
  ENROLLED: 'ACTIVE',
  LEAVE_STARTED: 'ON_LEAVE',
  LEAVE_ENDED: 'ACTIVE',
  WITHDREW: 'WITHDRAWN',
  DISMISSED: 'DISMISSED',
  COMPLETED: 'COMPLETED',
  RE_ENTERED: 'ACTIVE',
};

const DAY = 86_400_000;

export function statusAfter(event: EnrollmentEvent): EnrollmentStatus {
  return STATUS_AFTER[event];
}

/**
 * The entries that stand, by effective date. One that corrects another takes its place among entries of the
 * same day, so that correcting a reason does not turn the order of a day around.
 */
export function standingEntries(history: StatusHistory): StatusEntry[] {
  const corrected = new Set(history.map((entry) => entry.correctsId));
  const places = placesIn(history);
  const place = (entry: StatusEntry) => places.get(entry.id) ?? 0;
  return history
    .filter((entry): entry is StatusEntry => entry.event !== 'VOIDED' && !corrected.has(entry.id))
    .sort((a, b) => compareText(a.effectiveOn, b.effectiveOn) || place(a) - place(b));
}

/**
 * The history as periods without gap or overlap (inv 44), from the first entry to an open end. Of several
 * entries on one day the last stands; the others lasted no day and are no period.
 */
export function periodsOf(history: StatusHistory): StatusPeriod[] {
  const entries = standingEntries(history);
  return entries.flatMap((entry, index) => {
    const next = entries[index + 1];
    if (next?.effectiveOn === entry.effectiveOn) return [];
    const { id: entryId, event, effectiveOn: from } = entry;
    return [
      { status: statusAfter(event), event, from, to: next ? dayBefore(next.effectiveOn) : null, entryId },
    ];
  });
}

/** The period that holds on a day by everything on record; null before the first. */
export function statusOn(history: StatusHistory, on: string): StatusPeriod | null {
  return periodsOf(history).findLast(({ from }) => from <= on) ?? null;
}

/** The same by what was on record at `knownAt`: a later, back-dated entry does not rewrite the answer. */
export function statusAsKnown(history: StatusHistory, on: string, knownAt: Date): StatusPeriod | null {
  return statusOn(
    history.filter(({ recordedAt }) => recordedAt <= knownAt),
    on,
  );
}

/**
 * The last day before the latest withdrawal that holds on `on`, or null. For a school that takes attendance
 * this is the last date attended (inv 44; 34 CFR 668.22(b)).
 */
export function withdrawalDate(history: StatusHistory, on: string): string | null {
  const period = statusOn(history, on);
  return period?.status === 'WITHDRAWN' ? dayBefore(period.from) : null;
}

/** The first day a withdrawal holds: the trainee was still enrolled on the last date attended. */
export function withdrawnFrom(lastDateAttended: string): string {
  return dayAfter(lastDateAttended);
}

/** A calendar date as YYYY-MM-DD that exists. */
export function isDate(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && isoDate(Date.parse(text)) === text;
}

/** Where each entry stands in order of recording; a correction stands where the first entry it replaces stood. */
function placesIn(history: StatusHistory): Map<string, number> {
  const places = new Map<string, number>();
  history.forEach(({ id, correctsId }, index) => {
    places.set(id, (correctsId === null ? undefined : places.get(correctsId)) ?? index);
  });
  return places;
}

function dayBefore(date: string): string {
  return isoDate(Date.parse(date) - DAY);
}

function dayAfter(date: string): string {
  return isoDate(Date.parse(date) + DAY);
}

function isoDate(milliseconds: number): string {
  return Number.isNaN(milliseconds) ? '' : new Date(milliseconds).toISOString().slice(0, 10);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
