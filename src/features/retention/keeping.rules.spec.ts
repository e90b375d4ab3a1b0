import fc from 'fast-check';
import { keepingOf, type RecordsOfKind, type Situation } from './keeping.rules.js';
import type { RetentionRule } from './retention-rule.js';

const TODAY = '2030-06-15';

const RULE: RetentionRule = {
  code: 'THREE_YEARS',
  recordClass: 'MANDATORY_TRAINING',
  itemCode: null,
  jurisdiction: null,
  keepMonths: 36,
  countsFrom: 'RECORD',
  lawfulBasis: 'LEGAL_OBLIGATION',
  authority: ['a source'],
  effectiveFrom: null,
  effectiveTo: null,
};
const TRAINING: RecordsOfKind = {
  recordClass: 'MANDATORY_TRAINING',
  itemCode: 'BBP',
  records: 2,
  lastOn: '2027-06-14',
};
const gone = (rules: RetentionRule[], rest: Partial<Situation> = {}): Situation => ({
  rules,
  leftOn: '2027-01-01',
  isHeld: false,
  today: TODAY,
  ...rest,
});

const day = fc
  .date({ min: new Date('2015-01-01T00:00:00Z'), max: new Date('2040-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const rule = fc.record({
  code: fc.constantFrom('A', 'B', 'C'),
  recordClass: fc.constantFrom('MANDATORY_TRAINING' as const, 'AUDIT' as const),
  itemCode: fc.constantFrom(null, 'BBP', 'FIRE'),
  jurisdiction: fc.constant(null),
  keepMonths: fc.option(fc.nat(400)),
  countsFrom: fc.constantFrom('RECORD' as const, 'LEAVING' as const),
  lawfulBasis: fc.constant('LEGAL_OBLIGATION' as const),
  authority: fc.constant(['a source']),
  effectiveFrom: fc.option(day),
  effectiveTo: fc.option(day),
});
const records = day.map((lastOn) => ({ ...TRAINING, lastOn }));
const situation = fc.record({
  rules: fc.array(rule, { maxLength: 5 }),
  leftOn: fc.option(day),
  isHeld: fc.boolean(),
  today: day,
});

describe('how long records are kept', () => {
  it('inv 66: to the end of the longest period, the last day included', () => {
    const six = { ...RULE, code: 'SIX_YEARS', keepMonths: 72 };
    expect(keepingOf(TRAINING, gone([RULE]))).toMatchObject({ until: '2030-06-14', isOver: true });
    expect(keepingOf({ ...TRAINING, lastOn: '2027-06-15' }, gone([RULE])).isOver).toBe(false);
    expect(keepingOf(TRAINING, gone([RULE, six]))).toMatchObject({ until: '2033-06-14', isOver: false });
  });

  it('inv 66: for good where no rule speaks of them, where one says so, and while a hold stands', () => {
    const other = { ...RULE, itemCode: 'FIRE' };
    expect(keepingOf(TRAINING, gone([other]))).toMatchObject({
      until: null,
      isOver: false,
      reasons: [{ code: 'NO_RULE' }],
    });
    expect(keepingOf(TRAINING, gone([RULE, { ...RULE, keepMonths: null }])).until).toBeNull();
    expect(keepingOf(TRAINING, gone([RULE], { isHeld: true })).isOver).toBe(false);
  });

  it('counts from leaving only once somebody has left, and never from before the last record', () => {
    const leaving = { ...RULE, countsFrom: 'LEAVING' as const, keepMonths: 12 };
    expect(keepingOf(TRAINING, gone([leaving], { leftOn: null })).reasons).toMatchObject([
      { code: 'STILL_HERE' },
    ]);
    expect(keepingOf(TRAINING, gone([leaving])).until).toBe('2028-06-14');
    expect(keepingOf(TRAINING, gone([leaving], { leftOn: '2029-02-28' })).until).toBe('2030-02-28');
  });

  it('goes by rules that have ended since, and not by those to come', () => {
    expect(keepingOf(TRAINING, gone([{ ...RULE, effectiveTo: '2028-01-01' }])).reasons).toMatchObject([
      { code: 'RULE' },
    ]);
    for (const rule of [{ effectiveTo: '2027-06-13' }, { effectiveFrom: '2030-06-16' }])
      expect(keepingOf(TRAINING, gone([{ ...RULE, ...rule }])).reasons).toMatchObject([{ code: 'NO_RULE' }]);
  });

  it('counts months to the end of shorter months', () => {
    const month = { ...RULE, keepMonths: 1 };
    expect(keepingOf({ ...TRAINING, lastOn: '2028-01-31' }, gone([month])).until).toBe('2028-02-29');
  });

  it('inv 66: another rule, a hold or a later record never lets go earlier', () => {
    fc.assert(
      fc.property(records, situation, rule, (of, given, more) => {
        const before = keepingOf(of, given);
        const spoken = before.reasons.some(({ code }) => code !== 'NO_RULE' && code !== 'LEGAL_HOLD');
        const after = keepingOf(of, { ...given, rules: [...given.rules, more] });
        if (spoken && before.isOver === false) expect(after.isOver).toBe(false);
        expect(keepingOf(of, { ...given, isHeld: true }).isOver).toBe(false);
        if (before.isOver) expect(before.reasons.every(({ until }) => until! < given.today)).toBe(true);
        if (before.until !== null) expect(before.until >= of.lastOn).toBe(true);
      }),
    );
  });

  it('lets go by a rule alone: whatever is over stays over', () => {
    fc.assert(
      fc.property(records, situation, fc.nat(1000), (of, given, days) => {
        const later = new Date(Date.parse(given.today) + days * 86_400_000).toISOString().slice(0, 10);
        const rules = given.rules.filter(({ effectiveFrom }) => effectiveFrom === null);
        if (keepingOf(of, { ...given, rules }).isOver)
          expect(keepingOf(of, { ...given, rules, today: later }).isOver).toBe(true);
      }),
    );
  });
});
