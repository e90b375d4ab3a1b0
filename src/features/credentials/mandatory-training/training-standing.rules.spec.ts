import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { ChangeFact, CompletionFact, TrainingFacts, TrainingVersion } from './mandatory-training.js';
import { comesLate, trainingDue } from './training-due.rules.js';
import { intervalEnd, trainingStanding } from './training-standing.rules.js';

const LONG_AGO = new Date('2020-01-01T00:00:00Z');
const NOW = new Date('2030-01-01T00:00:00Z');
const SITE = 'site-a';

const version = (more: Partial<TrainingVersion> = {}): TrainingVersion => ({
  id: 'v1',
  code: 'BBP',
  title: 'Bloodborne pathogens',
  effectiveFrom: null,
  dueAt: 'INITIAL_ASSIGNMENT',
  withinDays: 0,
  alsoOn: ['exposure_change'],
  intervalMonths: null,
  intervalDays: 365,
  intervalByPolicy: false,
  liveQuestions: true,
  siteSpecific: false,
  evidence: ['TRAINER_QUALIFICATION'],
  warnDays: [30, 7],
  retentionMonths: 36,
  retentionFrom: 'TRAINING_DATE',
  citation: null,
  verifiedOn: null,
  recordedAt: LONG_AGO,
  ...more,
});

let last = 0;
const done = (completedOn: string, more: Partial<CompletionFact> = {}): CompletionFact => ({
  id: `c${++last}`,
  completedOn,
  general: true,
  siteId: null,
  liveQuestions: true,
  trainerQualification: 'RN',
  supersedesId: null,
  withdrawn: false,
  recordedAt: LONG_AGO,
  ...more,
});

const change = (changedOn: string, more: Partial<ChangeFact> = {}): ChangeFact => ({
  id: `h${++last}`,
  event: 'exposure_change',
  changedOn,
  renewBy: day(changedOn, -1),
  siteId: null,
  concerned: null,
  description: 'New sharps',
  supersedesId: null,
  withdrawn: false,
  recordedAt: LONG_AGO,
  ...more,
});

const facts = (more: Partial<TrainingFacts> = {}): TrainingFacts => ({
  code: 'BBP',
  versions: [version()],
  completions: [],
  changes: [],
  delays: [],
  ...more,
});

const day = (from: string, days: number): string => Temporal.PlainDate.from(from).add({ days }).toString();
const ask = (of: TrainingFacts, on: string, more: { siteId?: string | null; knownAt?: Date } = {}) =>
  trainingStanding(of, { on, siteId: null, knownAt: NOW, ...more });

describe('what a training is worth', () => {
  it('inv 51: bloodborne pathogens count for 365 days, the last of them included', () => {
    const of = facts({ completions: [done('2027-03-01')] });
    expect(ask(of, '2027-02-28')).toMatchObject({ status: 'NOT_YET', current: false });
    expect(ask(of, '2027-03-01')).toMatchObject({ status: 'CURRENT', currentUntil: '2028-02-29' });
    expect(ask(of, '2028-02-29')).toMatchObject({ status: 'EXPIRING', current: true });
    expect(ask(of, '2028-03-01')).toMatchObject({
      status: 'EXPIRED',
      lapsedOn: '2028-02-29',
      currentUntil: null,
    });
  });

  it('inv 51: of months and days the shorter interval counts', () => {
    const interval = { intervalMonths: 12, intervalDays: 365 };
    expect(intervalEnd('2027-03-01', interval)).toBe('2028-02-29');
    expect(intervalEnd('2026-03-01', interval)).toBe('2027-03-01');
    expect(intervalEnd('2026-03-01', { ...interval, intervalDays: null })).toBe('2027-03-01');
    expect(intervalEnd('2026-03-01', { intervalMonths: null, intervalDays: null })).toBeNull();
  });

  it('inv 51: an online quiz alone does not complete what needs live questions', () => {
    const of = facts({ completions: [done('2027-03-01', { liveQuestions: false })] });
    expect(ask(of, '2027-03-02')).toMatchObject({ status: 'REJECTED', current: false });
    expect(ask(of, '2027-03-02').because).toContain('nobody was there to answer questions');
    const both = facts({ completions: [...of.completions, done('2027-03-05')] });
    expect(ask(both, '2027-03-05').current).toBe(true);
    expect(ask(both, '2027-03-04').current).toBe(false);
  });

  it('inv 51: a trainer of unknown qualification does not count where it is asked for', () => {
    const of = facts({ completions: [done('2027-03-01', { trainerQualification: null })] });
    expect(ask(of, '2027-03-02')).toMatchObject({ status: 'REJECTED', current: false });
  });

  it('inv 51: what has a part about the site counts at that site alone', () => {
    const versions = [version({ siteSpecific: true })];
    const general = facts({ versions, completions: [done('2027-03-01')] });
    expect(ask(general, '2027-03-02', { siteId: SITE })).toMatchObject({ status: 'MISSING', current: false });
    const site = done('2027-03-03', { general: false, siteId: SITE });
    const both = facts({ versions, completions: [...general.completions, site] });
    expect(ask(both, '2027-03-03', { siteId: SITE })).toMatchObject({
      current: true,
      currentUntil: '2028-02-29',
    });
    expect(ask(both, '2027-03-03', { siteId: 'another' }).status).toBe('MISSING');
    expect(ask(both, '2027-03-03').current).toBe(true);
  });

  it('inv 52: a renewal on day 400 does not make day 380 compliant', () => {
    const first = '2026-01-01';
    const of = facts({ completions: [done(first), done(day(first, 400))] });
    expect(ask(of, day(first, 365)).current).toBe(true);
    expect(ask(of, day(first, 380))).toMatchObject({ status: 'EXPIRED', current: false });
    expect(ask(of, day(first, 400)).current).toBe(true);
  });

  it('inv 52: whatever is renewed later, a day in a gap stays in it', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 0, max: 3400 }),
        fc.integer({ min: 1, max: 1000 }),
        (turns, asked, later) => {
          const of = facts({ completions: turns.map((turn) => done(day('2021-01-01', turn))) });
          const on = day('2021-01-01', asked);
          const renewed = facts({ completions: [...of.completions, done(day(on, later))] });
          expect(ask(renewed, on).current).toBe(ask(of, on).current);
          const covered = turns.some((turn) => turn <= asked && asked <= turn + 365);
          expect(ask(of, on).current).toBe(covered);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('counts without a gap through the last day of what follows each other', () => {
    const of = facts({ completions: [done('2026-01-01'), done('2026-12-01'), done('2028-06-01')] });
    expect(ask(of, '2026-02-01').currentUntil).toBe(day('2026-12-01', 365));
    expect(ask(of, '2028-06-02').currentUntil).toBe(day('2028-06-01', 365));
  });

  it('inv 51: a change of exposure asks for it anew, at its site alone and of the persons it concerns', () => {
    const completions = [done('2027-03-01')];
    const here = facts({ completions, changes: [change('2027-06-01', { siteId: SITE })] });
    expect(ask(here, '2027-05-31', { siteId: SITE })).toMatchObject({
      status: 'EXPIRING',
      currentUntil: '2027-05-31',
    });
    expect(ask(here, '2027-06-01', { siteId: SITE })).toMatchObject({
      status: 'EXPIRED',
      lapsedOn: '2027-05-31',
    });
    expect(ask(here, '2027-06-01', { siteId: 'another' }).current).toBe(true);
    const trained = { ...here, completions: [...completions, done('2027-06-01')] };
    expect(ask(trained, '2027-06-01', { siteId: SITE }).current).toBe(true);
    const others = facts({ completions, changes: [change('2027-06-01', { concerned: false })] });
    expect(ask(others, '2027-06-01').current).toBe(true);
    const other = facts({ completions, changes: [change('2027-06-01', { event: 'moon' })] });
    expect(ask(other, '2027-06-01').current).toBe(true);
    const grace = facts({ completions, changes: [change('2027-06-01', { renewBy: '2027-06-30' })] });
    expect([ask(grace, '2027-06-30').current, ask(grace, '2027-07-01').current]).toEqual([true, false]);
  });

  it('is told as it was known: what was taken back later counted until then', () => {
    const first = done('2027-03-01');
    const back = done('2027-03-01', {
      supersedesId: first.id,
      withdrawn: true,
      recordedAt: new Date('2027-04-01'),
    });
    const of = facts({ completions: [first, back] });
    expect(ask(of, '2027-03-15', { knownAt: new Date('2027-03-20') }).current).toBe(true);
    expect(ask(of, '2027-03-15')).toMatchObject({ status: 'MISSING', current: false });
  });

  it('is judged by the version of its day: one that asks for more does not reach back', () => {
    const strict = version({ id: 'v2', effectiveFrom: '2027-06-01' });
    const versions = [version({ liveQuestions: false }), strict];
    const of = facts({ versions, completions: [done('2027-05-01', { liveQuestions: false })] });
    expect(ask(of, '2027-07-01').current).toBe(true);
    const late = facts({ versions, completions: [done('2027-06-01', { liveQuestions: false })] });
    expect(ask(late, '2027-07-01').current).toBe(false);
  });

  it('of a training that nobody has defined is unknown, which does not count', () => {
    expect(ask(facts({ versions: [] }), '2027-01-01')).toMatchObject({
      status: 'UNKNOWN_TYPE',
      current: false,
    });
    const unknown = facts({ versions: [version({ recordedAt: NOW })] });
    expect(ask(unknown, '2027-01-01', { knownAt: LONG_AGO }).status).toBe('UNKNOWN_TYPE');
  });

  it('says what was written down about being late', () => {
    const delays = [
      { dueOn: '2027-03-01', plannedOn: '2027-03-20', reason: 'The trainer was ill.', recordedAt: LONG_AGO },
    ];
    expect(ask(facts({ delays }), '2027-03-05').because).toContain(
      'It is late: The trainer was ill. Planned for 2027-03-20.',
    );
  });
});

describe('when a training is due', () => {
  const missing = { current: false, currentUntil: null, lapsedOn: null };

  it('inv 51: at the initial assignment, before any exposure', () => {
    expect(trainingDue(missing, { withinDays: 0 }, '2027-03-01', '2027-03-01')).toEqual({
      dueOn: '2027-03-01',
      overdue: false,
    });
    expect(trainingDue(missing, { withinDays: 0 }, '2027-03-01', '2027-03-02').overdue).toBe(true);
    expect(comesLate(missing, { withinDays: 0 }, '2027-03-01', '2027-03-02')).toBe('2027-03-01');
    expect(comesLate(missing, { withinDays: 0 }, '2027-03-01', '2027-03-01')).toBeNull();
  });

  it('is due within the days that the type gives, and before it lapses', () => {
    expect(trainingDue(missing, { withinDays: 30 }, '2027-03-01', '2027-03-31')).toEqual({
      dueOn: '2027-03-31',
      overdue: false,
    });
    const current = { current: true, currentUntil: '2027-09-01', lapsedOn: null };
    expect(trainingDue(current, { withinDays: 0 }, '2027-03-01', '2027-08-31').dueOn).toBe('2027-09-01');
    const lapsed = { ...missing, lapsedOn: '2027-09-01' };
    expect(trainingDue(lapsed, { withinDays: 0 }, '2027-03-01', '2027-09-02')).toEqual({
      dueOn: '2027-09-01',
      overdue: true,
    });
  });

  it('that lapsed while nothing asked for it is due when something does again', () => {
    const lapsed = { ...missing, lapsedOn: '2027-09-01' };
    expect(trainingDue(lapsed, { withinDays: 0 }, '2027-12-01', '2027-12-01')).toEqual({
      dueOn: '2027-12-01',
      overdue: false,
    });
    expect(trainingDue(lapsed, { withinDays: 0 }, null, '2027-12-01')).toEqual({
      dueOn: null,
      overdue: false,
    });
  });

  it('is not due for whom nothing has asked for it', () => {
    expect(trainingDue(missing, { withinDays: 0 }, null, '2027-03-01')).toEqual({
      dueOn: null,
      overdue: false,
    });
  });
});
