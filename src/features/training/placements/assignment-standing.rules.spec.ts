import fc from 'fast-check';
import { ASSIGNMENT_ENTRY_KINDS } from './assignment.entity.js';
import {
  isInForce,
  standingOf,
  stateOn,
  whyNotEnd,
  whyNotMove,
  type AssignmentEntry,
} from './assignment-standing.rules.js';

const day = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2028-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const made = fc.record({
  startsOn: day,
  endsOn: fc.option(day),
  checklistVersionId: fc.constantFrom('one', 'two'),
});
const entry: fc.Arbitrary<AssignmentEntry> = fc.record({
  kind: fc.constantFrom(...ASSIGNMENT_ENTRY_KINDS),
  startsOn: fc.option(day),
  endsOn: fc.option(day),
  checklistVersionId: fc.option(fc.constantFrom('one', 'two', 'three')),
});

describe('the standing of an assignment', () => {
  it('is what it was made with, as long as nothing is put on record', () => {
    fc.assert(
      fc.property(made, (m) => {
        expect(standingOf(m, [])).toEqual({ ...m, cancelled: false });
      }),
    );
  });

  it('follows from the entries one after the other: folding a part first changes nothing', () => {
    fc.assert(
      fc.property(made, fc.array(entry), fc.array(entry), (m, first, second) => {
        const { cancelled, ...half } = standingOf(m, first);
        const whole = standingOf(m, [...first, ...second]);
        const rest = standingOf(half, second);
        expect(whole).toEqual({ ...rest, cancelled: cancelled || rest.cancelled });
      }),
    );
  });

  it('is not changed by overridden gates, and what is cancelled stays so', () => {
    fc.assert(
      fc.property(made, fc.array(entry), (m, entries) => {
        const standing = standingOf(m, entries);
        expect(
          standingOf(
            m,
            entries.filter(({ kind }) => kind !== 'GATE_OVERRIDDEN'),
          ),
        ).toEqual(standing);
        expect(standing.cancelled).toBe(entries.some(({ kind }) => kind === 'CANCELLED'));
      }),
    );
  });
});

describe('the days of an assignment', () => {
  const standing = { startsOn: '2027-02-28', endsOn: '2027-03-31', cancelled: false };

  it('inv 14: include the first and the last, and no other', () => {
    expect(stateOn(standing, '2027-02-27')).toBe('UPCOMING');
    expect(stateOn(standing, '2027-02-28')).toBe('IN_FORCE');
    expect(stateOn(standing, '2027-03-31')).toBe('IN_FORCE');
    expect(stateOn(standing, '2027-04-01')).toBe('OVER');
    expect(stateOn({ ...standing, cancelled: true }, '2027-03-01')).toBe('CANCELLED');
    expect(isInForce({ ...standing, endsOn: null }, '2099-01-01')).toBe(true);
  });

  it('move only ahead, and the first only while it is ahead', () => {
    expect(whyNotMove(standing, { startsOn: '2027-03-02', endsOn: '2027-03-01' }, '2027-01-01')).toBe(
      'END_BEFORE_START',
    );
    expect(whyNotMove(standing, { startsOn: '2027-02-28', endsOn: '2027-03-01' }, '2027-03-02')).toBe(
      'END_IN_PAST',
    );
    expect(whyNotMove(standing, { startsOn: '2027-03-01', endsOn: null }, '2027-02-28')).toBe('BEGUN');
    expect(whyNotMove(standing, { startsOn: '2027-01-01', endsOn: null }, '2027-01-02')).toBe(
      'START_IN_PAST',
    );
    expect(whyNotMove(standing, { startsOn: '2027-01-02', endsOn: null }, '2027-01-02')).toBeNull();
    expect(whyNotMove(standing, { startsOn: '2027-02-28', endsOn: '2027-05-01' }, '2027-03-10')).toBeNull();
  });

  it('end earlier from yesterday on, never before they began and never later than they would', () => {
    const at = { today: '2027-03-10', yesterday: '2027-03-09' };
    expect(whyNotEnd(standing, '2027-03-09', at)).toBeNull();
    expect(whyNotEnd(standing, '2027-03-30', at)).toBeNull();
    expect(whyNotEnd(standing, '2027-03-08', at)).toBe('END_IN_PAST');
    expect(whyNotEnd(standing, '2027-03-31', at)).toBe('NOT_EARLIER');
    const before = { today: '2027-02-27', yesterday: '2027-02-26' };
    expect(whyNotEnd(standing, '2027-03-01', before)).toBe('END_BEFORE_START');
    const first = { today: '2027-02-28', yesterday: '2027-02-27' };
    expect(whyNotEnd(standing, '2027-02-27', first)).toBe('END_BEFORE_START');
  });
});
