import type { AwardFacts, AwardLife, AwardStanding } from './award.js';

/**
 * Where an award stands on a day, as far as was on record at a moment: folded from what became of it, so that a
 * revocation entered today with yesterday's day changes no answer that was given before. Null: not awarded by then.
 *
 * Revoked stays revoked, whatever follows it. A specialty is suspended while no certificate that it rests on is valid,
 * and no longer: nothing was decided about the specialty itself, and the certificate may be given back.
 */
export function awardStanding(facts: AwardFacts, on: string, knownAt: Date): AwardStanding | null {
  const own = lifeStanding(facts, on, knownAt);
  if (own?.status !== 'VALID' || !facts.base) return own;
  const bases = facts.base.flatMap((base) => lifeStanding(base, on, knownAt) ?? []);
  if (bases.some(({ status }) => status === 'VALID')) return own;
  const since =
    bases
      .map((base) => base.since)
      .sort()
      .at(-1) ?? own.since;
  return { status: 'SUSPENDED', since: since > own.since ? since : own.since, byBase: true };
}

/** The same of an award by itself. */
export function lifeStanding(life: AwardLife, on: string, knownAt: Date): AwardStanding | null {
  const isKnown = (recordedAt: string | Date): boolean => new Date(recordedAt) <= knownAt;
  if (life.awardedOn > on || !isKnown(life.recordedAt)) return null;
  const entries = life.entries
    .filter((entry) => entry.effectiveOn <= on && isKnown(entry.recordedAt))
    .sort(byDay);
  const revoked = entries.find(({ kind }) => kind === 'REVOKED');
  if (revoked) return { status: 'REVOKED', since: revoked.effectiveOn, byBase: false };
  const { successor } = life;
  if (successor && successor.issuedOn <= on && isKnown(successor.recordedAt))
    return { status: 'SUPERSEDED', since: successor.issuedOn, byBase: false };
  const last = entries.at(-1);
  if (last?.kind === 'SUSPENDED') return { status: 'SUSPENDED', since: last.effectiveOn, byBase: false };
  return { status: 'VALID', since: last?.effectiveOn ?? life.awardedOn, byBase: false };
}

type Entry = AwardLife['entries'][number];

/** By the day they take effect on; of one day, in the order they were entered. */
const byDay = (a: Entry, b: Entry): number =>
  a.effectiveOn.localeCompare(b.effectiveOn) ||
  new Date(a.recordedAt).getTime() - new Date(b.recordedAt).getTime();

/** The same in words, for a person to read. */
export function standingSentence({ status, since, byBase }: AwardStanding): string {
  if (byBase) return `Suspended since ${since}: the certificate it rests on is not valid.`;
  switch (status) {
    case 'VALID':
      return `Valid since ${since}.`;
    case 'SUSPENDED':
      return `Suspended since ${since}: it may be reinstated.`;
    case 'REVOKED':
      return `Revoked since ${since}, for good.`;
    case 'SUPERSEDED':
      return `Replaced on ${since} by a certificate that was issued in its place.`;
  }
}
