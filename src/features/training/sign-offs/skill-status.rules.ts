import { daysLater, monthsLater } from './expiry.rules.js';

export const SKILL_STATUSES = [
  'NOT_STARTED',
  'IN_PROGRESS',
  'CURRENT',
  'EXPIRING',
  'EXPIRED',
  'SUSPENDED',
  'REVOKED',
  'IN_REVIEW',
] as const;
export type SkillStatus = (typeof SKILL_STATUSES)[number];

export const SIGN_OFF_ENTRY_KINDS = [
  'APPROVED',
  'APPROVAL_REFUSED',
  'ACKNOWLEDGED',
  'ACKNOWLEDGEMENT_REFUSED',
  'REVOKED',
  'SUSPENDED',
  'REINSTATED',
  'CORRECTED',
  'REVIEW_OPENED',
  'REVIEW_UPHELD',
] as const;
export type SignOffEntryKind = (typeof SIGN_OFF_ENTRY_KINDS)[number];

/** Something that happened to a sign-off after it was made. */
export interface SignOffEntryFact {
  readonly kind: SignOffEntryKind;
  /** The day it takes effect on. */
  readonly effectiveFrom: string;
  readonly recordedAt: Date;
  readonly reasonCode?: string | null;
}

export interface SignOffFact {
  readonly id: string;
  readonly skillVersionId: string;
  readonly effectiveOn: string;
  /** The last day it counts; null: it does not expire. */
  readonly expiresOn: string | null;
  readonly finalApprovalRequired: boolean;
  readonly signedAt: Date;
  readonly entries: readonly SignOffEntryFact[];
}

/** A published version of the skill, with what it says of sign-offs of earlier ones (inv 8). */
export interface SkillVersionFact {
  readonly id: string;
  readonly number: number;
  readonly publishedAt: Date;
  readonly effect: 'NONE' | 'REVALIDATE_AT_EXPIRY' | 'REVALIDATE_BY';
  readonly revalidateBy: string | null;
  /** Not performed for so many months, the skill is to be looked at again; null: no such limit. */
  readonly inactivityMonths: number | null;
}

/** An observation of the skill, whatever its result: that somebody works on it. */
export interface ObservationFact {
  readonly observedOn: string;
  readonly recordedAt: Date;
  readonly voidedAt: Date | null;
}

/** Everything there is about one person and one skill. */
export interface SkillFacts {
  readonly signOffs: readonly SignOffFact[];
  readonly versions: readonly SkillVersionFact[];
  readonly observations: readonly ObservationFact[];
}

export interface SkillStanding {
  readonly status: SkillStatus;
  /** The sign-off that decides, or waits for its final approval. */
  readonly signOffId: string | null;
  readonly effectiveOn: string | null;
  /** The last day it counts, by its own expiry or by a new version that asks for revalidation. */
  readonly expiresOn: string | null;
  /** Why, in words. */
  readonly because: readonly string[];
}

/** An expiry at most this many days away is announced (design default; derived, never stored: inv 24). */
export const EXPIRING_WITHIN_DAYS = 30;

/**
 * Whatever is on record: for decisions under a lock. What somebody else has just written may bear a later time than that of
 * the transaction that waited for it.
 */
export const EVERYTHING_ON_RECORD = new Date(8.64e15);

/**
 * What somebody's standing in a skill is on a day, as far as it was known at a time. Everything else is only fetched:
 * status is decided here alone, by folding what was recorded by `knownAt` and takes effect by `on` (inv 26, 71).
 */
export function skillStatus(
  facts: SkillFacts,
  on: string,
  knownAt: Date,
  { expiringWithinDays = EXPIRING_WITHIN_DAYS }: { expiringWithinDays?: number } = {},
): SkillStanding {
  const known = asOf(facts, on, knownAt);
  const signOffs = known.signOffs.filter((signOff) => !has(signOff, 'CORRECTED')).sort(byEffect);
  const deciding = signOffs.filter(isApproved).at(-1);
  const waiting = signOffs.at(-1);
  if (!deciding) return beforeSignOff(known, waiting);
  const standing = standingOf(deciding, known, on, expiringWithinDays);
  if (!waiting || waiting === deciding) return standing;
  return { ...standing, because: [...standing.because, `A later sign-off: ${approvalOf(waiting)}`] };
}

/** The facts as they stood: recorded by `knownAt`, in effect by `on`. */
function asOf({ signOffs, versions, observations }: SkillFacts, on: string, knownAt: Date): SkillFacts {
  return {
    signOffs: signOffs
      .filter(({ signedAt, effectiveOn }) => signedAt <= knownAt && effectiveOn <= on)
      .map((signOff) => ({
        ...signOff,
        entries: signOff.entries
          .filter(({ recordedAt, effectiveFrom }) => recordedAt <= knownAt && effectiveFrom <= on)
          .toSorted(byDayThenTime),
      })),
    versions: versions
      .filter(({ publishedAt }) => publishedAt <= knownAt && dayOf(publishedAt) <= on)
      .toSorted((a, b) => a.number - b.number),
    observations: observations.filter(
      ({ observedOn, recordedAt, voidedAt }) =>
        observedOn <= on && recordedAt <= knownAt && (voidedAt === null || voidedAt > knownAt),
    ),
  };
}

function beforeSignOff(known: SkillFacts, waiting: SignOffFact | undefined): SkillStanding {
  const observed = known.observations.length > 0;
  return {
    status: waiting || observed ? 'IN_PROGRESS' : 'NOT_STARTED',
    signOffId: waiting?.id ?? null,
    effectiveOn: waiting?.effectiveOn ?? null,
    expiresOn: waiting?.expiresOn ?? null,
    because: [
      waiting
        ? `Signed; ${approvalOf(waiting)}`
        : observed
          ? 'Observed, not signed yet.'
          : 'Not observed yet.',
    ],
  };
}

const approvalOf = (waiting: SignOffFact): string =>
  has(waiting, 'APPROVAL_REFUSED')
    ? 'the final approval was refused.'
    : 'the final approval by another person is still missing.';

function standingOf(
  signOff: SignOffFact,
  known: SkillFacts,
  on: string,
  expiringWithinDays: number,
): SkillStanding {
  const { id: signOffId, effectiveOn } = signOff;
  const { expiresOn, because: ending } = lastDay(signOff, known.versions);
  const standing = (status: SkillStatus, ...because: string[]): SkillStanding => ({
    status,
    signOffId,
    effectiveOn,
    expiresOn,
    because,
  });
  const revoked = signOff.entries.find(({ kind }) => kind === 'REVOKED');
  if (revoked) return standing('REVOKED', `Revoked from ${revoked.effectiveFrom}${reasonOf(revoked)}.`);
  if (expiresOn !== null && on > expiresOn)
    return standing('EXPIRED', `Expired: it counted through ${expiresOn}.`, ...ending);
  const suspension = signOff.entries.findLast(({ kind }) => kind === 'SUSPENDED' || kind === 'REINSTATED');
  if (suspension?.kind === 'SUSPENDED')
    return standing('SUSPENDED', `Suspended from ${suspension.effectiveFrom}${reasonOf(suspension)}.`);
  const reviews = openReviews(signOff).map(
    (review) => `In review from ${review.effectiveFrom}${reasonOf(review)}.`,
  );
  const doubts = [...reviews, ...inactivity(signOff, known, on)];
  if (doubts.length > 0) return standing('IN_REVIEW', ...doubts);
  if (expiresOn === null) return standing('CURRENT', 'Signed; it does not expire.', ...ending);
  return daysLater(on, expiringWithinDays) >= expiresOn
    ? standing('EXPIRING', `Counts through ${expiresOn}: renew it before.`, ...ending)
    : standing('CURRENT', `Signed; it counts through ${expiresOn}.`, ...ending);
}

/** The day a sign-off counts through, by itself and by what later versions of the skill ask for (inv 8). */
function lastDay(
  { expiresOn, skillVersionId }: SignOffFact,
  versions: readonly SkillVersionFact[],
): { expiresOn: string | null; because: string[] } {
  const signed = versions.find(({ id }) => id === skillVersionId);
  const later = versions.filter(({ number }) => number > (signed?.number ?? Infinity));
  const by = later.flatMap(({ revalidateBy }) => revalidateBy ?? []).toSorted()[0];
  const because = later
    .filter(({ effect }) => effect !== 'NONE')
    .map(({ number, revalidateBy }) =>
      revalidateBy === null
        ? `Version ${number} asks for revalidation when it expires.`
        : `Version ${number} asks for revalidation by ${revalidateBy}.`,
    );
  return { expiresOn: by !== undefined && (expiresOn === null || by < expiresOn) ? by : expiresOn, because };
}

/** Upholding answers every review opened before it: what was doubted has held all along. */
function openReviews({ entries }: SignOffFact): SignOffEntryFact[] {
  const upheld = entries
    .filter(({ kind }) => kind === 'REVIEW_UPHELD')
    .map(({ recordedAt }) => recordedAt.getTime());
  const answered = Math.max(-Infinity, ...upheld);
  return entries.filter(
    ({ kind, recordedAt }) => kind === 'REVIEW_OPENED' && recordedAt.getTime() > answered,
  );
}

/** Long inactivity makes an old assessment doubtful, where the version signed says how long that is (inv 29). */
function inactivity(signOff: SignOffFact, known: SkillFacts, on: string): string[] {
  const months = known.versions.find(({ id }) => id === signOff.skillVersionId)?.inactivityMonths ?? null;
  if (months === null) return [];
  const days = known.observations.map(({ observedOn }) => observedOn);
  const last = [signOff.effectiveOn, ...days].toSorted().at(-1)!;
  return on > monthsLater(last, months)
    ? [`Not performed since ${last}, for more than ${months} months.`]
    : [];
}

const has = ({ entries }: SignOffFact, kind: SignOffEntryKind): boolean =>
  entries.some((entry) => entry.kind === kind);

const isApproved = (signOff: SignOffFact): boolean =>
  !signOff.finalApprovalRequired || has(signOff, 'APPROVED');

const reasonOf = ({ reasonCode }: SignOffEntryFact): string =>
  reasonCode ? `: ${reasonCode.toLowerCase().replaceAll('_', ' ')}` : '';

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** The one that takes effect last decides; of one day, the one signed last. */
const byEffect = (a: SignOffFact, b: SignOffFact): number =>
  a.effectiveOn.localeCompare(b.effectiveOn) || a.signedAt.getTime() - b.signedAt.getTime();

const byDayThenTime = (a: SignOffEntryFact, b: SignOffEntryFact): number =>
  a.effectiveFrom.localeCompare(b.effectiveFrom) || a.recordedAt.getTime() - b.recordedAt.getTime();
