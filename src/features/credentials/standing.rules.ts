import type { Held, HeldEntry } from './held.js';
import type { Standing, StandingStatus } from './standing.js';
import type { TypeVersion } from './types/validity.js';
import { dayAfter, dayBefore, daysBetween, lastDayOf, versionOn } from './types/validity.rules.js';

/** What is different about cards and clearances. */
export interface HeldKind<H extends Held, V extends TypeVersion> {
  /** Why what is held can never satisfy its type, whatever was found of it; null: it can. For a person to read. */
  flawOf(held: H, findings: readonly H['entries'][number][], version: V): string | null;
  /** Why what was looked up does not count; a clearance tells nothing of what was found. */
  notConfirmed(foundOn: string): string;
}

/** What something held is worth, as it was on record at a moment: which days it may count, and what keeps it from it. */
export interface Worth {
  readonly id: string;
  readonly recordedAt: Date;
  /** The first day, and the last by its type and by what is said of it; null: without an end. */
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly isConfirmed: boolean;
  /** From which day on it was found not to be what it says; null: it was not. */
  readonly rejectedFrom: string | null;
  readonly flaw: string | null;
  readonly warnDays: readonly number[];
}

/** Findings that were not taken back by then, in the order of the days on which things were looked up. */
export function findingsAt<Entry extends HeldEntry>(entries: readonly Entry[], knownAt: Date): Entry[] {
  const known = entries.filter(({ recordedAt }) => recordedAt <= knownAt);
  const takenBack = new Set(known.map(({ withdrawsId }) => withdrawsId));
  return known.filter(({ id, kind }) => kind !== 'WITHDRAWN' && !takenBack.has(id)).toSorted(inOrder);
}

/** Whether all of it was taken back by then. */
export const isWithdrawn = (entries: readonly HeldEntry[], knownAt: Date): boolean =>
  entries.some(
    ({ kind, withdrawsId, recordedAt }) =>
      kind === 'WITHDRAWN' && withdrawsId === null && recordedAt <= knownAt,
  );

/**
 * What one card or clearance is worth (inv 49, 50). It counts from its first day through the last one that its type
 * allows or, where that is earlier, the last that its issuer or else its holder says. What was confirmed holds for all these days;
 * that it was not confirmed takes effect on the day it was looked up. The look-up of the latest day is the last word. Null:
 * not on record at that moment, taken back, or of a type that was not defined.
 */
export function worthOf<H extends Held, V extends TypeVersion>(
  held: H,
  versions: readonly V[],
  knownAt: Date,
  kind: HeldKind<H, V>,
): Worth | null {
  const version = versionOn(versions, held.startsOn, knownAt);
  if (!version || held.recordedAt > knownAt || isWithdrawn(held.entries, knownAt)) return null;
  const findings = findingsAt<H['entries'][number]>(held.entries, knownAt);
  const confirmed = findings.findLast(({ kind: each }) => each === 'CONFIRMED');
  const since = confirmed ? findings.slice(findings.indexOf(confirmed) + 1) : findings;
  return {
    id: held.id,
    recordedAt: held.recordedAt,
    startsOn: held.startsOn,
    endsOn: endOf(held, version, confirmed?.expiresOn ?? null),
    isConfirmed: confirmed !== undefined,
    rejectedFrom: since[0]?.foundOn ?? null,
    flaw: kind.flawOf(held, findings, version),
    warnDays: version.warnDays,
  };
}

function endOf(
  { startsOn, claimedUntil }: Held,
  { validityMonths, expiryRule }: TypeVersion,
  said: string | null,
): string | null {
  const most = validityMonths === null ? null : lastDayOf(startsOn, validityMonths, expiryRule);
  return sooner(most, said ?? claimedUntil);
}

type DayStatus = 'IN_FORCE' | 'PENDING' | 'REJECTED' | 'EXPIRED' | 'NOT_YET';

/** What it is worth on one day. What is past its last day has ended, whatever was found of it. */
export function statusOn(
  { startsOn, endsOn, flaw, rejectedFrom, isConfirmed }: Worth,
  on: string,
): DayStatus {
  if (on < startsOn) return 'NOT_YET';
  if (endsOn !== null && on > endsOn) return 'EXPIRED';
  if (flaw !== null || (rejectedFrom !== null && on >= rejectedFrom)) return 'REJECTED';
  return isConfirmed ? 'IN_FORCE' : 'PENDING';
}

/** The status that several of one type have together is the first of these that one of them has. */
const ORDER: readonly DayStatus[] = ['IN_FORCE', 'PENDING', 'REJECTED', 'EXPIRED', 'NOT_YET'];

/**
 * What all cards, or all clearances, of one person and type are worth on a day, as it was on record at a moment. It goes
 * by those in force on that day, whatever came later: a gap stays a gap (inv 52). Ends come near by the longest warning of the type,
 * reckoned from what follows without a gap.
 */
export function standingOn<H extends Held, V extends TypeVersion>(
  code: string,
  versions: readonly V[],
  held: readonly H[],
  on: string,
  knownAt: Date,
  kind: HeldKind<H, V>,
): Standing {
  const version = versionOn(versions, on, knownAt);
  if (!version) return unknownType(code);
  const worths = held.flatMap((each) => worthOf(each, versions, knownAt, kind) ?? []);
  const status = ORDER.find((each) => worths.some((worth) => statusOn(worth, on) === each));
  if (!status)
    return no('MISSING', null, `${version.title}: none is on record. Record one, then have it verified.`);
  const deciding = worths.filter((worth) => statusOn(worth, on) === status).reduce(DECIDES[status]);
  if (status === 'IN_FORCE') return inForce(version.title, deciding, throughWithoutGap(worths, on), on);
  return no(status, deciding.id, `${version.title}: ${REASON[status](deciding, on, kind)}`);
}

/**
 * The last day before a day on which one of them counted; null: none did. What was taken back or never confirmed did not.
 */
export function lapsedOn<H extends Held, V extends TypeVersion>(
  versions: readonly V[],
  held: readonly H[],
  on: string,
  knownAt: Date,
  kind: HeldKind<H, V>,
): string | null {
  return held
    .flatMap((each) => worthOf(each, versions, knownAt, kind) ?? [])
    .filter((worth) => worth.isConfirmed && worth.flaw === null)
    .flatMap((worth) => ({ last: lastCounting(worth), first: worth.startsOn }))
    .filter(({ first, last }) => last !== null && first <= last && last < on)
    .reduce<string | null>(
      (latestDay, { last }) => (latestDay !== null && latestDay > last! ? latestDay : last),
      null,
    );
}

/** A type that the organization has not defined keeps the way shut: nobody can say what would open it. */
export const unknownType = (code: string): Standing =>
  no('UNKNOWN_TYPE', null, `${code} is not defined here: define the type before anything asks for it.`);

const no = (status: StandingStatus, sourceId: string | null, because: string): Standing => ({
  status,
  current: false,
  currentUntil: null,
  sourceId,
  because,
});

function inForce(title: string, deciding: Worth, through: string | null, on: string): Standing {
  const found = { current: true, currentUntil: through, sourceId: deciding.id };
  if (through === null)
    return { ...found, status: 'CURRENT', because: `${title}: in force, without an end.` };
  const left = daysBetween(on, through);
  if (left > Math.max(-1, ...deciding.warnDays))
    return { ...found, status: 'CURRENT', because: `${title}: in force through ${through}.` };
  const because = `${title}: in force through ${through}, which is ${inDays(left)}. Have its renewal on record before.`;
  return { ...found, status: 'EXPIRING', because };
}

/** Last day through which what counts on a day, and what follows it without a day between, counts; null: no end. */
function throughWithoutGap(worths: readonly Worth[], on: string): string | null {
  const counting = worths.filter(({ flaw, isConfirmed }) => isConfirmed && flaw === null);
  let through: string | null = dayBefore(on);
  for (let before = ''; through !== null && through !== before;) {
    before = through;
    const reached: string = through >= LAST_DAY ? through : dayAfter(through);
    through = counting
      .filter((worth) => worth.startsOn <= reached)
      .map(lastCounting)
      .reduce<string | null>(further, through);
  }
  return through;
}

/** After this day there is none with four digits of a year. */
const LAST_DAY = '9999-12-31';

const lastCounting = ({ endsOn, rejectedFrom }: Worth): string | null =>
  sooner(endsOn, rejectedFrom === null ? null : dayBefore(rejectedFrom));

type Choice = (one: Worth, other: Worth) => Worth;
const latest: Choice = (one, other) => (one.recordedAt > other.recordedAt ? one : other);
const longest: Choice = (one, other) => {
  const [a, b] = [lastCounting(one), lastCounting(other)];
  return b !== null && (a === null || a >= b) ? one : other;
};
const DECIDES: Record<DayStatus, Choice> = {
  IN_FORCE: longest,
  PENDING: latest,
  REJECTED: latest,
  EXPIRED: longest,
  NOT_YET: (one, other) => (one.startsOn <= other.startsOn ? one : other),
};

type Reason = (worth: Worth, on: string, kind: Pick<HeldKind<Held, TypeVersion>, 'notConfirmed'>) => string;
const REASON: Record<Exclude<DayStatus, 'IN_FORCE'>, Reason> = {
  PENDING: () => 'recorded and not verified, so it does not count yet. Somebody else is to verify it.',
  REJECTED: ({ flaw, rejectedFrom }, _, kind) => flaw ?? kind.notConfirmed(rejectedFrom!),
  EXPIRED: ({ endsOn }, on) => `ended on ${endsOn}, and none was in force on ${on}. Record the renewal.`,
  NOT_YET: ({ startsOn }) => `what is on record begins on ${startsOn}.`,
};

function inOrder(a: HeldEntry, b: HeldEntry): number {
  if (a.foundOn !== b.foundOn) return (a.foundOn ?? '') < (b.foundOn ?? '') ? -1 : 1;
  return a.recordedAt.getTime() - b.recordedAt.getTime() || (a.id < b.id ? -1 : 1);
}

const inDays = (days: number): string =>
  days === 0 ? 'that very day' : `${days} ${days === 1 ? 'day' : 'days'} later`;

const sooner = (a: string | null, b: string | null): string | null => {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
};
const further = (a: string | null, b: string | null): string | null =>
  a === null || b === null ? null : a > b ? a : b;
