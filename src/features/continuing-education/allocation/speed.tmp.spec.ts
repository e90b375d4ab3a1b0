import { allocate } from './allocate.rules.js';
import { ceCycles } from '../policies/cycles.rules.js';
import type { CePolicy, CeLimit } from '../policies/policy.js';
import type { Completion } from './allocation.js';
const lim = (kind: 'CATEGORY' | 'DELIVERY' | 'BESIDE', code: string, minutes: number): CeLimit => ({
  key: `${kind}:${code}`,
  kind,
  code,
  minutes,
  basisPoints: null,
});
const policy: CePolicy = {
  id: 'x',
  code: 'X',
  title: 'X',
  source: 'REFERENCE',
  authority: [],
  verifiedOn: null,
  effectiveFrom: null,
  effectiveTo: null,
  complete: true,
  incomplete: [],
  assumed: [],
  terms: {
    unit: 'CONTACT_HOUR',
    minutesPerUnit: 50,
    requiredMinutes: 1200,
    months: 24,
    anchor: 'LICENSE_ISSUE',
    beginsOn: null,
    minimums: [lim('CATEGORY', 'ethics', 100), lim('CATEGORY', 'law', 100), lim('DELIVERY', 'LIVE', 600)],
    maximums: [lim('DELIVERY', 'SELF_PACED', 600)],
    separateCycles: [],
    carryOverMinutes: 0,
    proration: 'NONE',
    prorationStepMinutes: 25,
    prorationRounds: 'UP',
    firstCycle: null,
    lateWindowDays: 30,
    counts: [],
    partialCredit: false,
    roundingStepMinutes: 25,
    repeatedCourse: 'ONCE_PER_CYCLE',
    teaching: { counts: true, firstTimeOnly: false },
    acceptedApprovers: null,
    evidenceRequired: true,
    keepEvidenceYears: null,
    reportVia: null,
  },
};
const done = (i: number): Completion => ({
  id: `c${i}`,
  courseKey: `k${i}`,
  completedOn: `2025-0${1 + (i % 9)}-10`,
  parts: [{ minutes: 60 + 30 * (i % 5), categories: i % 3 ? ['ethics', 'law'] : i % 2 ? ['ethics'] : [] }],
  offeredMinutes: 60,
  delivery: i % 2 ? 'LIVE' : 'SELF_PACED',
  role: 'LEARNER',
  nature: 'EDUCATION',
  properties: [],
  approvals: [],
  hasEvidence: true,
  standing: 'ACCEPTED',
  usedMinutes: 0,
});
it('speed', () => {
  for (let round = 0; round < 3; round++) {
    const started = performance.now();
    let n = 0;
    for (let i = 0; i < 3000; i++) {
      const cycles = ceCycles(policy, { on: '2024-03-31', since: null, until: null }, '2025-06-01');
      n += allocate(policy, cycles, {
        completions: Array.from({ length: 10 }, (_, j) => done(i + j)),
        waivers: [],
      }).lines.length;
    }
    console.log(performance.now() - started, n);
  }
  console.log(
    JSON.stringify(
      allocate(policy, ceCycles(policy, { on: '2024-03-31', since: null, until: null }, '2025-06-01'), {
        completions: Array.from({ length: 10 }, (_, j) => done(j)),
        waivers: [],
      }),
      null,
      1,
    ).slice(0, 3000),
  );
});
