import fc from 'fast-check';
import { canonicalJson } from '../../../platform/ids/canonical-json.js';
import { TASKS } from '../skills/tasks.js';
import { decidedTerms, decidingSources } from './deciding-sources.rules.js';
import { termsOf } from './rule-terms.rules.js';
import {
  acceptedTypes,
  inOneClass,
  policiesInForce,
  ruleInForce,
  rulesInForce,
  strictest,
  taskPermission,
} from './supervision.rules.js';
import type { RuleSource } from './eligibility.js';
import {
  SUPERVISION_LEVELS,
  type PolicyRow,
  type RulePart,
  type RuleRow,
  type RuleTerms,
} from './supervision-rule.js';

const at = (n: number): Date => new Date(Date.UTC(2026, 0, 1, 0, n));

const TYPES = ['PT', 'PTA', 'OT'];
const TASK_CODES = ['transfer_assistance', 'walking_assistance', 'clerical', 'observation'];
const some = (codes: readonly string[]) => fc.option(fc.subarray([...codes]), { nil: undefined });

/** Rules in the words of the file. */
const rules = fc
  .record({
    level_rank: fc.option(fc.constantFrom(...SUPERVISION_LEVELS), { nil: undefined }),
    supervisor_license_types: some(TYPES),
    supervisor_excluded: some(TYPES),
    prohibited_task_codes: some(TASK_CODES),
    allowed_task_codes: some(TASK_CODES),
    unsupervised_task_codes: some(TASK_CODES),
    non_patient_task_codes: some(TASK_CODES),
    competency_before_patient_task: fc.option(
      fc.record({ required: fc.constant(true), evaluated_and_documented_by: fc.subarray(TYPES) }),
      { nil: undefined },
    ),
    task_supervisor_license_types: fc.option(
      fc.dictionary(fc.constantFrom(...TASK_CODES), fc.subarray(TYPES)),
      {
        nil: undefined,
      },
    ),
    ratios: fc.option(
      fc.array(
        fc.record({
          counts: fc.subarray(['aide', 'PTA'], { minLength: 1 }),
          max: fc.option(fc.integer({ min: 0, max: 4 })),
          per: fc.constantFrom('PT', 'licensee'),
        }),
        { maxLength: 3 },
      ),
      { nil: undefined },
    ),
    aide_min_age: fc.option(fc.integer({ min: 14, max: 21 }), { nil: undefined }),
    entrustment_ceilings: fc.option(fc.subarray(['S2', 'S3', 'S4']), { nil: undefined }),
    badge: fc.option(fc.record({ required: fc.boolean() }), { nil: undefined }),
  })
  .map((rule) => Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined)));

const terms = fc
  .tuple(rules, fc.constantFrom<RuleSource>('JURISDICTION', 'EMPLOYER', 'AGREEMENT'))
  .map(([rule, source]) => termsOf(rule, source, 'OUTPATIENT'));

const same = (a: RuleTerms, b: RuleTerms) => expect(canonicalJson(a)).toBe(canonicalJson(b));

describe('the strictest of several rules', () => {
  it('inv 31: does not depend on their order', () => {
    fc.assert(fc.property(terms, terms, (a, b) => same(strictest([a, b]), strictest([b, a]))));
  });

  it('inv 31: nor on how they are grouped', () => {
    fc.assert(
      fc.property(terms, terms, terms, (a, b, c) => {
        same(strictest([strictest([a, b]), c]), strictest([a, strictest([b, c])]));
        same(strictest([a, b, c]), strictest([strictest([a, b]), c]));
      }),
    );
  });

  it('inv 31: is the rule itself where there is one only, however often it is said', () => {
    fc.assert(
      fc.property(terms, (a) => {
        same(strictest([a]), a);
        same(strictest([a, a, a]), a);
      }),
    );
  });

  it('inv 31: is never looser than any of them, and forbids nothing that none of them forbids', () => {
    const source = { source: 'EMPLOYER', citation: 'Any', verifiedOn: null } as const;
    fc.assert(
      fc.property(fc.array(terms, { minLength: 1, maxLength: 4 }), (list) => {
        const all = strictest(list);
        for (const one of list) same(strictest([all, one]), all);
        const parts = inOneClass(list.map((each) => ({ source, terms: each }))).map((part) => part.terms);
        for (const task of TASK_CODES)
          for (const contact of [true, false]) {
            const by = parts.map((one) => taskPermission(one, task, contact));
            expect(taskPermission(all, task, contact) === 'PROHIBITED').toBe(by.includes('PROHIBITED'));
            const accepted = parts.map((one) => acceptedTypes(one, task, contact));
            for (const type of TYPES)
              expect(acceptedTypes(all, task, contact)?.includes(type) ?? true).toBe(
                accepted.every((types) => types?.includes(type) ?? true),
              );
          }
        for (const one of parts) {
          for (const task of TASK_CODES)
            if (one.unsupervisedTasks !== null && taskPermission(one, task, true) === 'SUPERVISED')
              expect(taskPermission(all, task, true)).not.toBe('UNSUPERVISED');
        }
      }),
    );
  });

  it('takes the highest level, the lowest numbers, all prohibitions, what all accept', () => {
    const law = termsOf(
      {
        supervisor_license_types: ['PT', 'PTA'],
        level_rank: 'ON_PREMISES',
        ratios: [{ counts: ['aide'], max: 3, per: 'PT' }],
        unsupervised_task_codes: ['clerical', 'housekeeping'],
        prohibited_task_codes: ['evaluation'],
        aide_min_age: 16,
      },
      'JURISDICTION',
      'OUTPATIENT',
    );
    const employer = termsOf(
      {
        supervisor_license_types: ['PT'],
        level_rank: 'IN_SESSION',
        ratios: [{ counts: ['aide'], max: 1, per: 'PT' }],
        unsupervised_task_codes: ['clerical', 'transfer_assistance'],
        prohibited_task_codes: ['superficial_heat'],
        aide_min_age: 18,
      },
      'EMPLOYER',
      'OUTPATIENT',
    );
    expect(strictest([law, employer])).toMatchObject({
      licenseTypes: ['PT'],
      level: 'IN_SESSION',
      ratios: [{ counts: ['aide'], max: 1, per: 'PT' }],
      unsupervisedTasks: ['clerical'],
      prohibitedTasks: ['evaluation', 'superficial_heat'],
      minimumAge: 18,
    });
  });

  it('inv 31: names the source that decided each field', () => {
    const part = (source: RuleSource, rule: object): RulePart => ({
      source: { source, citation: source.toLowerCase(), verifiedOn: null },
      terms: termsOf(rule, source, 'OUTPATIENT'),
    });
    const parts = [
      part('JURISDICTION', {
        supervisor_license_types: ['PT', 'PTA'],
        level_rank: 'IMMEDIATELY_AVAILABLE',
        ratios: [],
      }),
      part('EMPLOYER', { supervisor_license_types: ['PT', 'OT'], level_rank: 'ON_PREMISES' }),
      part('AGREEMENT', { prohibited_task_codes: ['superficial_heat'] }),
    ];
    const by = (field: keyof RuleTerms) => decidingSources(parts, field).map(({ source }) => source);
    expect(by('level')).toEqual(['JURISDICTION']);
    expect(by('licenseTypes')).toEqual(['JURISDICTION', 'EMPLOYER']);
    expect(by('prohibitedTasks')).toEqual(['AGREEMENT']);
    expect(by('minimumAge')).toEqual([]);
    expect(decidedTerms(parts).find(({ name }) => name === 'LICENSE_TYPES')).toMatchObject({
      values: ['PT'],
    });
  });
});

describe('tasks under a rule', () => {
  const law = (rule: object, setting = 'OUTPATIENT') => termsOf(rule, 'JURISDICTION', setting);

  it('inv 10: are prohibited by name, by class, or because others are the only ones allowed', () => {
    const named = law({ prohibited_task_codes: ['superficial_heat'] });
    expect(taskPermission(named, 'superficial_heat', true)).toBe('PROHIBITED');
    expect(taskPermission(named, 'superficial_cold', true)).toBe('SUPERVISED');
    const listed = law({
      allowed_task_codes: ['transfer_assistance'],
      unsupervised_task_codes: ['patient_transport', 'clerical'],
    });
    expect(taskPermission(listed, 'transfer_assistance', true)).toBe('SUPERVISED');
    expect(taskPermission(listed, 'walking_assistance', true)).toBe('PROHIBITED');
    expect(taskPermission(listed, 'patient_transport', true)).toBe('UNSUPERVISED');
    expect(taskPermission(listed, 'hand_hygiene', false)).toBe('SUPERVISED');
    const none = law({ default_allowed: 'non_patient_related_only' });
    expect(taskPermission(none, 'transfer_assistance', true)).toBe('PROHIBITED');
    expect(taskPermission(none, 'clerical', false)).toBe('SUPERVISED');
    for (const task of TASKS.NEVER_A_TECHNICIANS)
      expect(taskPermission(law({}), task, true)).toBe('PROHIBITED');
  });

  it('differ by setting: what the rule says of a setting takes the place, and prohibitions add up', () => {
    const rule = {
      default_allowed: 'non_patient_related_only',
      prohibited_task_codes: ['superficial_heat'],
      level_rank: 'ON_PREMISES',
      setting_overrides: [
        {
          setting: 'long_term_care',
          allowed_task_codes: ['walking_assistance', 'superficial_heat'],
          level_rank: 'REMOTE',
          prohibited_task_codes: ['superficial_cold'],
        },
      ],
    };
    const [there, elsewhere] = [law(rule, 'LONG_TERM_CARE'), law(rule)];
    expect([there.level, elsewhere.level]).toEqual(['REMOTE', 'ON_PREMISES']);
    const of = (task: string) => [taskPermission(there, task, true), taskPermission(elsewhere, task, true)];
    expect(of('walking_assistance')).toEqual(['SUPERVISED', 'PROHIBITED']);
    expect(of('superficial_heat')).toEqual(['PROHIBITED', 'PROHIBITED']);
    expect(there.prohibitedTasks).toEqual(['superficial_cold', 'superficial_heat']);
  });

  it('that must be evaluated by one type are refused to another', () => {
    const rule = law({
      supervisor_license_types: ['PT', 'PTA'],
      competency_before_patient_task: { required: true, evaluated_and_documented_by: ['PT'] },
      non_patient_task_codes: ['transfer_assistance'],
      task_supervisor_license_types: { clerical: ['PTA'] },
    });
    expect(acceptedTypes(rule, 'walking_assistance', true)).toEqual(['PT']);
    expect(acceptedTypes(rule, 'transfer_assistance', true)).toEqual(['PT', 'PTA']);
    expect(acceptedTypes(rule, 'hand_hygiene', false)).toEqual(['PT', 'PTA']);
    expect(acceptedTypes(rule, 'clerical', false)).toEqual(['PTA']);
  });
});

describe('a rule that cannot decide', () => {
  const gaps = (rule: unknown) => termsOf(rule, 'JURISDICTION', 'OUTPATIENT').missing;
  const good = { supervisor_license_types: ['PT'], level_rank: 'REMOTE', ratios: [] };

  it('says which field it lacks or is not understood, and nothing is invented for it', () => {
    expect(gaps(good)).toEqual([]);
    expect(gaps({ ratios: [] })).toEqual(['level_rank', 'supervisor_license_types']);
    expect(gaps({ ...good, level_rank: 'NEARBY' })[0]).toContain('level_rank');
    expect(gaps({ ...good, supervisor_license_types: 'PT' })[0]).toContain('supervisor_license_types');
    expect(gaps({ ...good, prohibited_task_codes: ['juggling'] })[0]).toContain('juggling');
    expect(gaps({ ...good, curfew: '22:00' })).toEqual(['curfew (not understood)']);
    expect(gaps({ ...good, default_allowed: 'everything' })).toEqual(['default_allowed']);
    expect(gaps('PT only')).toEqual(['rule']);
    expect(gaps(null)).toEqual(['rule']);
  });

  it('never breaks, whatever a file has in it', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (fields, other) => {
        const rule = {
          ...fields,
          setting_overrides: other,
          competency_before_patient_task: other,
          ratios: [other],
        };
        const read = termsOf(rule, 'JURISDICTION', 'OUTPATIENT');
        expect(read.missing.length).toBeGreaterThan(0);
        same(strictest([read]), read);
      }),
    );
  });
});

describe('the law in force', () => {
  const row = (given: Partial<RuleRow> & { id: string }): RuleRow => ({
    jurisdiction: 'XX-A',
    role: 'aide',
    effectiveFrom: null,
    effectiveTo: null,
    verifiedOn: '2026-01-01',
    authority: ['Code 1'],
    rule: {},
    recordedAt: at(0),
    ...given,
  });
  const inForce = (list: RuleRow[], on: string, minute = 59) =>
    ruleInForce(list, 'XX-A', on, at(minute))?.id ?? null;

  it('changes on the day it says, first and last day included, and is missing where nothing covers the day', () => {
    const list = [
      row({ id: 'old', effectiveTo: '2026-06-30' }),
      row({ id: 'new', effectiveFrom: '2026-07-01', effectiveTo: '2026-12-31' }),
    ];
    expect(
      ['2020-01-01', '2026-06-30', '2026-07-01', '2026-12-31', '2027-01-01'].map((on) => inForce(list, on)),
    ).toEqual(['old', 'old', 'new', 'new', null]);
    expect(inForce([], '2026-01-01')).toBeNull();
    expect(ruleInForce(list, 'XX-B', '2026-01-01', at(59))).toBeNull();
  });

  it('is what was recorded last about the same stretch, as it was known', () => {
    const list = [
      row({ id: 'first' }),
      row({ id: 'shortened', effectiveTo: '2026-06-30', recordedAt: at(10) }),
      row({ id: 'gone', rule: { withdrawn: true }, recordedAt: at(20) }),
    ];
    expect([
      inForce(list, '2026-12-01', 9),
      inForce(list, '2026-12-01', 10),
      inForce(list, '2026-03-01', 10),
    ]).toEqual(['first', null, 'shortened']);
    expect(inForce(list, '2026-03-01', 20)).toBeNull();
  });

  it('may speak of several roles: all of it holds', () => {
    const list = [row({ id: 'a' }), row({ id: 'b', role: 'technician' })];
    expect(rulesInForce(list, 'XX-A', { on: '2026-01-01', knownAt: at(9) }).map(({ id }) => id)).toEqual([
      'a',
      'b',
    ]);
  });

  it('never has two rules for one role, in whatever order rows are read', () => {
    const stretch = fc.record({
      from: fc.option(fc.integer({ min: 1, max: 20 })),
      length: fc.option(fc.integer({ min: 0, max: 20 })),
      minute: fc.integer({ min: 0, max: 5 }),
      withdrawn: fc.boolean(),
    });
    const date = (n: number) => `2026-01-${String(n).padStart(2, '0')}`;
    fc.assert(
      fc.property(fc.array(stretch, { maxLength: 8 }), fc.integer({ min: 1, max: 28 }), (list, day) => {
        const all = list.map(({ from, length, minute, withdrawn }, i) =>
          row({
            id: String(i),
            effectiveFrom: from === null ? null : date(from),
            effectiveTo: length === null ? null : date(Math.min(28, (from ?? 1) + length)),
            recordedAt: at(minute),
            rule: withdrawn ? { withdrawn } : {},
          }),
        );
        const asOf = { on: date(day), knownAt: at(4) };
        const found = rulesInForce(all, 'XX-A', asOf);
        expect(found.length).toBeLessThanOrEqual(1);
        expect(rulesInForce(all.toReversed(), 'XX-A', asOf)).toEqual(found);
        for (const { recordedAt, rule } of found) {
          expect(recordedAt <= asOf.knownAt).toBe(true);
          expect(rule).toEqual({});
        }
      }),
    );
  });
});

describe("an employer's policies in force", () => {
  const policy = (given: Partial<PolicyRow> & { id: string }): PolicyRow => ({
    siteId: null,
    effectiveFrom: '2026-01-01',
    effectiveTo: null,
    citation: 'Handbook',
    rule: {},
    supersedesId: null,
    withdrawn: false,
    recordedAt: at(0),
    ...given,
  });
  const inForce = (list: PolicyRow[], on: string, minute = 59, site = 'north') =>
    policiesInForce(list, site, { on, knownAt: at(minute) }).map(({ id }) => id);

  it('hold at all sites or one, until the day another takes their place', () => {
    const list = [
      policy({ id: 'all' }),
      policy({ id: 'north', siteId: 'north', effectiveTo: '2026-03-31' }),
      policy({ id: 'next', supersedesId: 'all', effectiveFrom: '2026-06-01', recordedAt: at(10) }),
      policy({
        id: 'over',
        supersedesId: 'next',
        effectiveFrom: '2026-09-01',
        withdrawn: true,
        recordedAt: at(20),
      }),
    ];
    expect(inForce(list, '2026-02-01')).toEqual(['all', 'north']);
    expect(inForce(list, '2026-02-01', 59, 'south')).toEqual(['all']);
    expect(inForce(list, '2026-05-31')).toEqual(['all']);
    expect(inForce(list, '2026-06-01')).toEqual(['next']);
    expect(inForce(list, '2026-06-01', 9)).toEqual(['all']);
    expect(inForce(list, '2026-09-01')).toEqual([]);
    expect(inForce(list, '2026-09-01', 19)).toEqual(['next']);
    expect(inForce(list, '2025-12-31')).toEqual([]);
  });
});
