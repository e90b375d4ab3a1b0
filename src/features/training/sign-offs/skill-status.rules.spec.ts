import fc from 'fast-check';
import { daysLater } from './expiry.rules.js';
import {
  SIGN_OFF_ENTRY_KINDS,
  skillStatus,
  type SignOffEntryFact,
  type SignOffEntryKind,
  type SignOffFact,
  type SkillFacts,
  type SkillVersionFact,
} from './skill-status.rules.js';

const FIRST = '2026-01-01';
const dayAt = (days: number): string => daysLater(FIRST, days);
const timeAt = (days: number, milliseconds = 0): Date =>
  new Date(Date.parse(`${dayAt(days)}T12:00:00Z`) + milliseconds);
const LATER = timeAt(4000);

const VERSION: SkillVersionFact = {
  id: 'v1',
  number: 1,
  publishedAt: timeAt(-100),
  effect: 'NONE',
  revalidateBy: null,
  inactivityMonths: null,
};
const signed = (given: Partial<SignOffFact> = {}): SignOffFact => ({
  id: 's1',
  skillVersionId: 'v1',
  effectiveOn: dayAt(0),
  expiresOn: dayAt(365),
  finalApprovalRequired: false,
  signedAt: timeAt(0),
  entries: [],
  ...given,
});
const entry = (
  kind: SignOffEntryKind,
  effective: number,
  recorded: number = effective,
): SignOffEntryFact => ({
  kind,
  effectiveFrom: dayAt(effective),
  recordedAt: timeAt(recorded),
});
const facts = (given: Partial<SkillFacts> = {}): SkillFacts => ({
  signOffs: [],
  versions: [VERSION],
  observations: [],
  ...given,
});
const statusAt = (given: SkillFacts, on: number, knownAt: Date = LATER): string =>
  skillStatus(given, dayAt(on), knownAt).status;

describe('skill status', () => {
  it('begins with what was observed', () => {
    const observed = facts({
      observations: [{ observedOn: dayAt(3), recordedAt: timeAt(4), voidedAt: timeAt(6) }],
    });
    expect(statusAt(facts(), 5)).toBe('NOT_STARTED');
    expect(statusAt(observed, 2, timeAt(5))).toBe('NOT_STARTED');
    expect(statusAt(observed, 5, timeAt(5))).toBe('IN_PROGRESS');
    expect(statusAt(observed, 5, timeAt(6))).toBe('NOT_STARTED');
  });

  it('inv 24: counts through the last day inclusive; expiring is derived from the day asked for', () => {
    const given = facts({ signOffs: [signed()] });
    expect(statusAt(given, -1)).toBe('NOT_STARTED');
    expect(statusAt(given, 0)).toBe('CURRENT');
    expect(statusAt(given, 334)).toBe('CURRENT');
    expect(statusAt(given, 335)).toBe('EXPIRING');
    expect(statusAt(given, 365)).toBe('EXPIRING');
    expect(statusAt(given, 366)).toBe('EXPIRED');
    expect(skillStatus(given, dayAt(300), LATER, { expiringWithinDays: 65 }).status).toBe('EXPIRING');
  });

  it('inv 23: is not current before the final approval, and says so', () => {
    const waiting = signed({ finalApprovalRequired: true });
    expect(skillStatus(facts({ signOffs: [waiting] }), dayAt(1), LATER)).toMatchObject({
      status: 'IN_PROGRESS',
      because: ['Signed; the final approval by another person is still missing.'],
    });
    const refused = { ...waiting, entries: [entry('APPROVAL_REFUSED', 1)] };
    expect(skillStatus(facts({ signOffs: [refused] }), dayAt(1), LATER).because).toEqual([
      'Signed; the final approval was refused.',
    ]);
    const approved = facts({ signOffs: [{ ...waiting, entries: [entry('APPROVED', 2)] }] });
    expect(statusAt(approved, 1)).toBe('IN_PROGRESS');
    expect(statusAt(approved, 2)).toBe('CURRENT');
  });

  it('inv 23: a renewal that waits for approval leaves the one before in force', () => {
    const renewal = signed({
      id: 's2',
      effectiveOn: dayAt(350),
      signedAt: timeAt(350),
      finalApprovalRequired: true,
    });
    const standing = skillStatus(facts({ signOffs: [signed(), renewal] }), dayAt(355), LATER);
    expect(standing).toMatchObject({ status: 'EXPIRING', signOffId: 's1' });
    expect(standing.because.at(-1)).toContain('still missing');
  });

  it('inv 22: a refused acknowledgement changes nothing', () => {
    const given = facts({ signOffs: [signed({ entries: [entry('ACKNOWLEDGEMENT_REFUSED', 1)] })] });
    expect(statusAt(given, 5)).toBe('CURRENT');
  });

  it('inv 26: a suspension is reversible, a revocation final until somebody signs again', () => {
    const given = (...entries: SignOffEntryFact[]): SkillFacts => facts({ signOffs: [signed({ entries })] });
    const suspended = given(entry('SUSPENDED', 10), entry('REINSTATED', 20));
    expect([9, 10, 19, 20].map((on) => statusAt(suspended, on))).toEqual([
      'CURRENT',
      'SUSPENDED',
      'SUSPENDED',
      'CURRENT',
    ]);
    const revoked = given(entry('REVOKED', 10), entry('REINSTATED', 20));
    expect(statusAt(revoked, 30)).toBe('REVOKED');
    const again = signed({ id: 's2', effectiveOn: dayAt(40), signedAt: timeAt(40) });
    const resigned = facts({ signOffs: [...revoked.signOffs, again] });
    expect([39, 40].map((on) => statusAt(resigned, on))).toEqual(['REVOKED', 'CURRENT']);
  });

  it('inv 26: a back-dated revocation leaves what was known before as it was', () => {
    const given = facts({ signOffs: [signed({ entries: [entry('REVOKED', 10, 30)] })] });
    expect(statusAt(given, 20, timeAt(29))).toBe('CURRENT');
    expect(statusAt(given, 20, timeAt(30))).toBe('REVOKED');
    expect(statusAt(given, 9, timeAt(30))).toBe('CURRENT');
  });

  it('inv 2: is in review from the day in doubt until it is upheld, and then has held all along', () => {
    const review = entry('REVIEW_OPENED', 0, 50);
    const given = facts({ signOffs: [signed({ entries: [review, entry('REVIEW_UPHELD', 0, 60)] })] });
    expect(statusAt(given, 20, timeAt(49))).toBe('CURRENT');
    expect(statusAt(given, 20, timeAt(55))).toBe('IN_REVIEW');
    expect(statusAt(given, 20, timeAt(60))).toBe('CURRENT');
    const anew = facts({
      signOffs: [signed({ entries: [review, entry('REVIEW_UPHELD', 0, 60), entry('REVIEW_OPENED', 70)] })],
    });
    expect([69, 70].map((on) => statusAt(anew, on))).toEqual(['CURRENT', 'IN_REVIEW']);
  });

  it('inv 27: a correction takes the place of what it corrects, from its first day', () => {
    const wrong = signed({ entries: [entry('CORRECTED', 0, 5)] });
    const right = signed({ id: 's2', effectiveOn: dayAt(3), signedAt: timeAt(5) });
    const given = facts({ signOffs: [wrong, right] });
    expect(statusAt(given, 1, timeAt(4))).toBe('CURRENT');
    expect(statusAt(given, 1)).toBe('NOT_STARTED');
    expect(skillStatus(given, dayAt(3), LATER)).toMatchObject({ status: 'CURRENT', signOffId: 's2' });
  });

  describe('inv 8: a new version', () => {
    const later = (given: Partial<SkillVersionFact>): SkillFacts =>
      facts({
        signOffs: [signed()],
        versions: [VERSION, { ...VERSION, id: 'v2', number: 2, publishedAt: timeAt(100), ...given }],
      });

    it('changes nothing by default', () => {
      expect(skillStatus(later({}), dayAt(200), LATER)).toEqual(
        skillStatus(facts({ signOffs: [signed()] }), dayAt(200), LATER),
      );
    });

    it('may ask for revalidation at expiry: until then the sign-off counts, and says what comes', () => {
      const standing = skillStatus(later({ effect: 'REVALIDATE_AT_EXPIRY' }), dayAt(200), LATER);
      expect(standing).toMatchObject({ status: 'CURRENT', expiresOn: dayAt(365) });
      expect(standing.because).toContain('Version 2 asks for revalidation when it expires.');
    });

    it('may ask for revalidation by a day, from its publication on', () => {
      const given = later({ effect: 'REVALIDATE_BY', revalidateBy: dayAt(150) });
      expect([99, 149, 150, 151].map((on) => statusAt(given, on))).toEqual([
        'CURRENT',
        'EXPIRING',
        'EXPIRING',
        'EXPIRED',
      ]);
      expect(statusAt(given, 200, timeAt(99))).toBe('CURRENT');
    });
  });

  it('inv 29: goes to review when it was not performed for longer than its version allows', () => {
    const versions = [{ ...VERSION, inactivityMonths: 3 }];
    const idle = facts({ signOffs: [signed()], versions });
    expect([90, 91].map((on) => statusAt(idle, on))).toEqual(['CURRENT', 'IN_REVIEW']);
    const observations = [{ observedOn: dayAt(60), recordedAt: timeAt(60), voidedAt: null }];
    expect(statusAt({ ...idle, observations }, 91)).toBe('CURRENT');
  });
});

describe('any history of a skill', () => {
  const offset = fc.integer({ min: -30, max: 900 });
  const anEntry = fc.record({
    kind: fc.constantFrom(...SIGN_OFF_ENTRY_KINDS),
    effective: offset,
    recorded: offset,
  });
  const aSignOff = fc.record({
    effective: offset,
    recorded: offset,
    lasts: fc.option(fc.integer({ min: 0, max: 500 })),
    finalApprovalRequired: fc.boolean(),
    skillVersionId: fc.constantFrom('v1', 'v2', 'v3'),
    entries: fc.array(anEntry, { maxLength: 5 }),
  });
  const aVersion = fc.record({
    published: offset,
    by: fc.option(offset),
    inactivityMonths: fc.option(fc.integer({ min: 1, max: 12 })),
  });
  const anObservation = fc.record({ observed: offset, recorded: offset, voided: fc.option(offset) });
  /** Times of recording differ by a millisecond each, as those of transactions do. */
  const history = fc
    .record({
      signOffs: fc.array(aSignOff, { maxLength: 4 }),
      versions: fc.array(aVersion, { minLength: 3, maxLength: 3 }),
      observations: fc.array(anObservation, { maxLength: 4 }),
    })
    .map(({ signOffs, versions, observations }): SkillFacts => ({
      signOffs: signOffs.map((s, i) => ({
        id: `s${i}`,
        skillVersionId: s.skillVersionId,
        effectiveOn: dayAt(s.effective),
        expiresOn: s.lasts === null ? null : dayAt(s.effective + s.lasts),
        finalApprovalRequired: s.finalApprovalRequired,
        signedAt: timeAt(s.recorded, i),
        entries: s.entries.map(({ kind, effective, recorded }, j) => ({
          kind,
          effectiveFrom: dayAt(effective),
          recordedAt: timeAt(recorded, 10 * i + j),
        })),
      })),
      versions: versions.map((v, i) => ({
        ...VERSION,
        id: `v${i + 1}`,
        number: i + 1,
        publishedAt: timeAt(v.published, i),
        effect: v.by === null ? 'NONE' : 'REVALIDATE_BY',
        revalidateBy: v.by === null ? null : dayAt(v.by),
        inactivityMonths: v.inactivityMonths,
      })),
      observations: observations.map((o) => ({
        observedOn: dayAt(o.observed),
        recordedAt: timeAt(o.recorded),
        voidedAt: o.voided === null ? null : timeAt(o.voided),
      })),
    }));
  const moment = fc.record({ on: offset, knownAt: offset });

  const keeping = (all: SkillFacts, keep: (recordedAt: Date, day: string) => boolean): SkillFacts => ({
    signOffs: all.signOffs
      .filter(({ signedAt, effectiveOn }) => keep(signedAt, effectiveOn))
      .map((s) => ({
        ...s,
        entries: s.entries.filter(({ recordedAt, effectiveFrom }) => keep(recordedAt, effectiveFrom)),
      })),
    versions: all.versions.filter(({ publishedAt }) =>
      keep(publishedAt, publishedAt.toISOString().slice(0, 10)),
    ),
    observations: all.observations
      .filter(({ recordedAt, observedOn }) => keep(recordedAt, observedOn))
      .map((o) => ({ ...o, voidedAt: o.voidedAt && keep(o.voidedAt, '') ? o.voidedAt : null })),
  });

  it('inv 26: its status on a day, as known at a time, never depends on what is recorded later', () => {
    fc.assert(
      fc.property(history, moment, (all, { on, knownAt }) => {
        const then = timeAt(knownAt, 500);
        const atThatTime = keeping(all, (recordedAt) => recordedAt <= then);
        expect(skillStatus(all, dayAt(on), then)).toEqual(skillStatus(atThatTime, dayAt(on), then));
      }),
      { numRuns: 300 },
    );
  });

  it('inv 71: nor on what takes effect later', () => {
    fc.assert(
      fc.property(history, moment, (all, { on, knownAt }) => {
        const then = timeAt(knownAt, 500);
        const byThatDay = keeping(all, (_, day) => day <= dayAt(on));
        expect(skillStatus(all, dayAt(on), then)).toEqual(skillStatus(byThatDay, dayAt(on), then));
      }),
      { numRuns: 300 },
    );
  });

  it('inv 71: is the fold of its rows, in whatever order they are read', () => {
    fc.assert(
      fc.property(history, moment, (all, { on, knownAt }) => {
        const reversed: SkillFacts = {
          signOffs: all.signOffs.map((s) => ({ ...s, entries: s.entries.toReversed() })).toReversed(),
          versions: all.versions.toReversed(),
          observations: all.observations.toReversed(),
        };
        const then = timeAt(knownAt, 500);
        expect(skillStatus(reversed, dayAt(on), then)).toEqual(skillStatus(all, dayAt(on), then));
      }),
      { numRuns: 300 },
    );
  });

  it('inv 26: once revoked, a sign-off never counts again', () => {
    fc.assert(
      fc.property(history, offset, offset, (all, revokedFrom, on) => {
        const one = all.signOffs.slice(0, 1).map((s) => ({
          ...s,
          entries: [...s.entries, entry('REVOKED', revokedFrom, 0)],
        }));
        const { status } = skillStatus({ ...all, signOffs: one }, dayAt(on), LATER);
        fc.pre(on >= revokedFrom);
        expect(['CURRENT', 'EXPIRING', 'SUSPENDED', 'IN_REVIEW', 'EXPIRED']).not.toContain(status);
      }),
      { numRuns: 300 },
    );
  });
});
