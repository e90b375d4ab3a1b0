import fc from 'fast-check';
import type { AwardEntryKind, AwardFacts, AwardLife } from './award.js';
import { awardStanding } from './award-standing.rules.js';

const at = (day: string): Date => new Date(`${day}T12:00:00Z`);
const life = (given: Partial<AwardLife> = {}): AwardLife => ({
  awardedOn: '2026-01-10',
  recordedAt: at('2026-01-10'),
  entries: [],
  successor: null,
  ...given,
});
const program = (given: Partial<AwardLife> = {}): AwardFacts => ({ ...life(given), base: null });
const entry = (kind: AwardEntryKind, effectiveOn: string, recorded = effectiveOn) => ({
  kind,
  effectiveOn,
  recordedAt: at(recorded),
});
const on = (facts: AwardFacts, day: string, knownAt = day) => awardStanding(facts, day, at(knownAt));

const day = fc.integer({ min: 10, max: 28 }).map((n) => `2026-01-${n}`);
const entries = fc.array(
  fc.record({
    kind: fc.constantFrom<AwardEntryKind>('SUSPENDED', 'REINSTATED', 'REVOKED'),
    effectiveOn: day,
    recordedAt: day.map(at),
  }),
  { maxLength: 6 },
);
const successor = fc.option(fc.record({ issuedOn: day, recordedAt: day.map(at) }));

describe('the standing of an award', () => {
  it('is none before it was made, and valid from then on', () => {
    expect(on(program(), '2026-01-09')).toBeNull();
    expect(on(program(), '2030-01-09')).toEqual({ status: 'VALID', since: '2026-01-10', byBase: false });
  });

  it('follows suspension, reinstatement and revocation on their days', () => {
    const facts = program({
      entries: [
        entry('SUSPENDED', '2026-02-01'),
        entry('REINSTATED', '2026-03-01'),
        entry('REVOKED', '2026-04-01'),
      ],
    });
    const days = ['2026-01-31', '2026-02-01', '2026-03-01', '2026-04-01', '2027-01-01'];
    expect(days.map((each) => on(facts, each)?.status)).toEqual([
      'VALID',
      'SUSPENDED',
      'VALID',
      'REVOKED',
      'REVOKED',
    ]);
  });

  it('holds until the day from which it is revoked, though that is known before', () => {
    const facts = program({ entries: [entry('REVOKED', '2026-02-01', '2026-01-15')] });
    const days = ['2026-01-20', '2026-01-31', '2026-02-01'];
    expect(days.map((each) => on(facts, each)?.status)).toEqual(['VALID', 'VALID', 'REVOKED']);
  });

  it('abuse 41: tells a back-dated revocation to whoever asks now, and leaves answers given before as they were', () => {
    const facts = program({ entries: [entry('REVOKED', '2026-02-01', '2026-03-01')] });
    expect(on(facts, '2026-02-15', '2026-02-15')?.status).toBe('VALID');
    expect(on(facts, '2026-02-15', '2026-03-02')).toMatchObject({ status: 'REVOKED', since: '2026-02-01' });
  });

  it('is superseded by a reissue; a revoked one stays revoked', () => {
    const next = { issuedOn: '2026-03-01', recordedAt: at('2026-03-01') };
    expect(on(program({ successor: next }), '2026-02-28')?.status).toBe('VALID');
    expect(on(program({ successor: next }), '2026-03-01')).toMatchObject({
      status: 'SUPERSEDED',
      since: '2026-03-01',
    });
    const revoked = program({ successor: next, entries: [entry('REVOKED', '2026-02-01')] });
    expect(on(revoked, '2026-04-01')?.status).toBe('REVOKED');
  });

  it('of a specialty follows its certificate: suspended while that is not valid, as it was again afterwards', () => {
    const base = life({ entries: [entry('SUSPENDED', '2026-02-01'), entry('REINSTATED', '2026-03-01')] });
    const specialty = { ...life({ awardedOn: '2026-01-20', recordedAt: at('2026-01-20') }), base: [base] };
    expect(on(specialty, '2026-01-25')).toEqual({ status: 'VALID', since: '2026-01-20', byBase: false });
    expect(on(specialty, '2026-02-10')).toEqual({ status: 'SUSPENDED', since: '2026-02-01', byBase: true });
    expect(on(specialty, '2026-03-01')?.status).toBe('VALID');
  });

  it('of a specialty survives a reissue of its certificate, and waits for a new one after a revocation', () => {
    const reissued = [
      life({ successor: { issuedOn: '2026-02-01', recordedAt: at('2026-02-01') } }),
      life({ awardedOn: '2026-01-10', recordedAt: at('2026-02-01') }),
    ];
    expect(on({ ...life(), base: reissued }, '2026-02-10')?.status).toBe('VALID');
    const revoked = life({ entries: [entry('REVOKED', '2026-02-01')] });
    const specialty = { ...life(), base: [revoked] };
    expect(on(specialty, '2026-02-10')).toMatchObject({ status: 'SUSPENDED', byBase: true });
    const anew = {
      ...specialty,
      base: [revoked, life({ awardedOn: '2026-05-01', recordedAt: at('2026-05-01') })],
    };
    expect(on(anew, '2026-05-02')?.status).toBe('VALID');
  });

  it('abuse 41: is never valid again once it is revoked, whatever is entered besides', () => {
    fc.assert(
      fc.property(entries, successor, day, day, (some, next, revokedOn, later) => {
        const facts = program({
          entries: [...some, entry('REVOKED', revokedOn, '2026-01-10')],
          successor: next,
        });
        const standing = awardStanding(facts, later, at('2026-02-28'));
        if (later >= revokedOn) expect(standing?.status).toBe('REVOKED');
      }),
    );
  });

  it('does not depend on the order in which entries are told', () => {
    const unlike = fc.uniqueArray(
      entries.map((list) => list[0]),
      {
        selector: (one) => one?.recordedAt.getTime(),
        maxLength: 6,
      },
    );
    fc.assert(
      fc.property(unlike, day, (some, when) => {
        const list = some.filter((one) => one !== undefined);
        const forwards = awardStanding(program({ entries: list }), when, at('2026-02-28'));
        const backwards = awardStanding(program({ entries: list.toReversed() }), when, at('2026-02-28'));
        expect(backwards).toEqual(forwards);
      }),
    );
  });

  it('knows nothing that was not on record yet', () => {
    fc.assert(
      fc.property(entries, successor, day, day, (some, next, when, known) => {
        const facts = program({ entries: some, successor: next });
        const then = program({
          entries: some.filter(({ recordedAt }) => recordedAt <= at(known)),
          successor: next && next.recordedAt <= at(known) ? next : null,
        });
        expect(awardStanding(facts, when, at(known))).toEqual(awardStanding(then, when, at(known)));
      }),
    );
  });
});
