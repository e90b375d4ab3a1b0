import { completionOf, shippedPolicy, type Done } from './support/ce-policies.js';
import { ceCycles } from '../src/features/continuing-education/policies/cycles.rules.js';
import type { CeAnchor, Day } from '../src/features/continuing-education/policies/policy.js';
import { allocate } from '../src/features/continuing-education/allocation/allocate.rules.js';

interface Example {
  code: string;
  anchor: Partial<CeAnchor> & { on: Day };
  on: Day;
  done: readonly Done[];
}

/** What is asked, what counts, what is missing; and what became of each line, one word each. */
function worked({ code, anchor, on, done }: Example) {
  const policy = shippedPolicy(code);
  const cycles = ceCycles(policy, { since: null, until: null, ...anchor }, on);
  const {
    cycles: [cycle],
    lines,
    separate,
  } = allocate(policy, cycles, { completions: done.map(completionOf), waivers: [] });
  const hours = (minutes: number): number => minutes / policy.terms!.minutesPerUnit;
  return {
    dates: `${cycle!.cycle.startsOn}..${cycle!.cycle.endsOn}`,
    standing: Object.fromEntries(
      cycle!.requirements.map(({ key, countedMinutes, requiredMinutes }) => [
        key,
        `${hours(countedMinutes)} of ${hours(requiredMinutes)}`,
      ]),
    ),
    met: cycle!.met,
    lines: lines.map(({ reason, minutes }) => `${reason} ${minutes}`),
    separate: separate.map(({ cycle: each }) => [each.cycle.endsOn, each.met] as const),
  };
}

describe('worked examples of the policies that are shipped', () => {
  it('US-CA-PT: 15 of 30 hours on a first renewal in time, 2 of ethics and 4 of hands-on BLS among them', () => {
    const done: Done[] = [
      { on: '2025-02-01', minutes: 100, category: 'ethics_law' },
      { on: '2025-03-01', minutes: 200, category: 'bls_hands_on' },
      { on: '2025-04-01', minutes: 480, category: 'clinical' },
    ];
    const example = { code: 'US-CA-PT', anchor: { on: '2024-06-15' }, done };
    expect(worked({ ...example, on: '2026-06-14' })).toMatchObject({
      dates: '2024-06-15..2026-06-14',
      standing: { TOTAL: '15.6 of 15', 'CATEGORY:ethics_law': '2 of 2', 'CATEGORY:bls_hands_on': '4 of 4' },
      met: true,
    });
    const late = worked({
      ...example,
      on: '2026-06-14',
      anchor: { on: '2024-06-15', firstRenewedOn: '2026-06-20' },
    });
    expect(late).toMatchObject({ standing: { TOTAL: '15.6 of 30' }, met: false });
  });

  it('US-FL-PT: 12 of 24 hours live, of self-paced ones 12 count, and half an hour is 25 minutes', () => {
    const done: Done[] = [
      { on: '2025-02-01', minutes: 620 },
      { on: '2025-03-01', minutes: 700, delivery: 'SELF_PACED' },
    ];
    expect(worked({ code: 'US-FL-PT', anchor: { on: '2024-12-01' }, on: '2025-06-01', done })).toMatchObject({
      standing: { TOTAL: '24 of 24', 'DELIVERY:LIVE': '12 of 12' },
      met: true,
      lines: ['COUNTED 600', 'ROUNDED_OFF 20', 'COUNTED 600', 'OVER_MAXIMUM 100'],
    });
  });

  it('US-MD-PT: 30 hours from April to March; exempt who was licensed within 12 months of the end', () => {
    const example = { code: 'US-MD-PT', on: '2026-02-01', done: [{ on: '2025-11-01', hours: 30 }] };
    expect(worked({ ...example, anchor: { on: '2024-04-01' } })).toMatchObject({
      dates: '2024-04-01..2026-03-31',
      standing: { TOTAL: '30 of 30' },
      met: true,
    });
    const fresh = { ...example, done: [], anchor: { on: '2024-04-01', since: '2025-05-01' } };
    expect(worked(fresh)).toMatchObject({
      dates: '2025-05-01..2026-03-31',
      standing: { TOTAL: '0 of 0' },
      met: true,
    });
  });

  it('US-MD-PTA: 20 hours, and nothing carried of what is more', () => {
    const done: Done[] = [{ on: '2025-11-01', hours: 26 }];
    expect(worked({ code: 'US-MD-PTA', anchor: { on: '2024-04-01' }, on: '2026-02-01', done })).toMatchObject(
      {
        standing: { TOTAL: '26 of 20' },
        met: true,
        lines: ['COUNTED 1560'],
      },
    );
  });

  it('US-CT-PT: nothing in the first year, then 20 hours in each', () => {
    const example = {
      code: 'US-CT-PT',
      anchor: { on: '2024-09-01' },
      done: [{ on: '2025-09-01', hours: 19 }],
    };
    expect(worked({ ...example, on: '2025-08-31' })).toMatchObject({
      standing: { TOTAL: '0 of 0' },
      met: true,
    });
    expect(worked({ ...example, on: '2025-09-01' })).toMatchObject({
      standing: { TOTAL: '19 of 20' },
      met: false,
    });
  });

  it('US-MS-PT: of 30 units a quarter clinical, 3 of ethics and 15 certified, which may be clinical too', () => {
    const certified = { properties: ['certified_activity'] };
    const done: Done[] = [
      { on: '2025-08-01', hours: 15, category: 'clinical', more: certified },
      { on: '2025-09-01', hours: 3, category: 'ethics_prof_juris' },
      { on: '2025-10-01', hours: 12 },
    ];
    expect(worked({ code: 'US-MS-PT', anchor: { on: '2025-07-01' }, on: '2026-01-01', done })).toMatchObject({
      dates: '2025-07-01..2027-06-30',
      standing: {
        TOTAL: '30 of 30',
        'CATEGORY:clinical': '15 of 7.5',
        'CATEGORY:ethics_prof_juris': '3 of 3',
        'BESIDE:certified_activity': '15 of 15',
      },
      met: true,
    });
  });

  it('US-AL-PT: 10 hours a year, and 2 of jurisprudence in five years', () => {
    const done: Done[] = [
      { on: '2025-11-01', minutes: 400 },
      { on: '2025-12-01', minutes: 100, category: 'jurisprudence' },
    ];
    expect(worked({ code: 'US-AL-PT', anchor: { on: '2023-10-01' }, on: '2026-01-01', done })).toMatchObject({
      dates: '2025-10-01..2026-09-30',
      standing: { TOTAL: '10 of 10' },
      met: true,
      separate: [['2028-09-30', true]],
    });
  });

  it('CE-TECH-NATIONAL: 10 credits in two years from the issue of the card, only whole activities', () => {
    const done: Done[] = [
      { on: '2025-01-15', hours: 9 },
      { on: '2027-01-14', hours: 1, more: { offeredMinutes: 120 } },
    ];
    const example = { code: 'CE-TECH-NATIONAL', anchor: { on: '2025-01-15' }, on: '2026-01-01' };
    expect(worked({ ...example, done })).toMatchObject({
      dates: '2025-01-15..2027-01-14',
      standing: { TOTAL: '9 of 10' },
      met: false,
      lines: ['COUNTED 540', 'PARTIAL_NOT_ACCEPTED 60'],
    });
    expect(worked({ ...example, done: [done[0]!, { on: '2027-01-14' }] })).toMatchObject({ met: true });
  });

  it('CE-EMPLOYER-AIDE: 12 hours a year from hire, 6 self-paced ones at most, orientation never; less for who leaves', () => {
    const done: Done[] = [
      { on: '2025-04-01', hours: 8, delivery: 'SELF_PACED' },
      { on: '2025-05-01', hours: 3, category: 'safety_infection' },
      { on: '2025-06-01', hours: 3, category: ['safety_infection', 'ethics_privacy'] },
      { on: '2025-03-10', hours: 4, more: { nature: 'ORIENTATION' } },
    ];
    const example = { code: 'CE-EMPLOYER-AIDE', on: '2025-07-01' };
    expect(worked({ ...example, anchor: { on: '2025-03-10' }, done })).toMatchObject({
      dates: '2025-03-10..2026-03-09',
      standing: {
        TOTAL: '12 of 12',
        'CATEGORY:safety_infection': '5 of 3',
        'CATEGORY:ethics_privacy': '1 of 1',
      },
      met: true,
      lines: [
        'EXCLUDED_KIND 240',
        'COUNTED 360',
        'OVER_MAXIMUM 120',
        'COUNTED 180',
        'COUNTED 120',
        'COUNTED 60',
      ],
    });
    const leaving = worked({ ...example, anchor: { on: '2025-03-10', until: '2025-08-20' }, done: [] });
    expect(leaving.standing).toEqual({
      TOTAL: '0 of 5', // 5 full months of 12
      'CATEGORY:safety_infection': '0 of 1.5', // 1.25 h, up to half an hour
      'CATEGORY:ethics_privacy': '0 of 0.5',
    });
  });

  it('CE-PT-SUPERVISOR-EXAMPLE: 24 hours with 2 of medical errors and 12 live; a newcomer is asked what it cannot say', () => {
    const done: Done[] = [
      { on: '2025-04-01', minutes: 100, category: 'medical_errors' },
      { on: '2025-05-01', minutes: 600 },
      { on: '2025-06-01', minutes: 550, delivery: 'SELF_PACED' },
    ];
    const example = { code: 'CE-PT-SUPERVISOR-EXAMPLE', on: '2026-06-01', done };
    expect(worked({ ...example, anchor: { on: '2025-01-01' } })).toMatchObject({
      dates: '2025-01-01..2026-12-31',
      standing: { TOTAL: '25 of 24', 'CATEGORY:medical_errors': '2 of 2', 'DELIVERY:LIVE': '14 of 12' },
      met: true,
    });
    const [first] = ceCycles(
      shippedPolicy('CE-PT-SUPERVISOR-EXAMPLE'),
      { on: '2025-01-01', since: '2026-03-01', until: null },
      '2026-06-01',
    );
    expect([first!.requiredMinutes, first!.undecided]).toEqual([
      100,
      ['how much of hiv_aids the first cycle asks for'],
    ]);
  });

  it.each(['US-IA-PT', 'US-IA-PTA', 'US-AK-PT'])('%s lacks something: it judges nobody', (code) => {
    const policy = shippedPolicy(code);
    expect(ceCycles(policy, { on: '2024-01-01', since: null, until: null }, '2025-01-01')).toEqual([]);
    const { lines } = allocate(policy, [], {
      completions: [completionOf({ on: '2024-06-01' }, 0)],
      waivers: [],
    });
    expect(lines).toMatchObject([{ reason: 'NOT_JUDGED', minutes: 60 }]);
  });
});
