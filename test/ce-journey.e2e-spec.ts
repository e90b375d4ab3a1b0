import { readFileSync } from 'node:fs';
import { importRules } from '../src/cli/import-rule-file.js';
import { newId } from '../src/platform/ids/ids.js';
import { monthsAfter, daysAfter } from '../src/features/continuing-education/policies/calendar.rules.js';
import {
  activityBy,
  attended,
  claim,
  closeCycle,
  correctCompletion,
  correctCycle,
  putUnder,
  review,
  statusesOf,
  type StatusAnswer,
  submitCompletion,
} from './support/ce.js';
import { TestApp } from './support/test-app.js';
import { dayFromToday, insertRow } from './support/training.js';
import { uploaded } from './support/uploads.js';
import { type Member, World } from './support/world.js';

const CERTIFIER = 'CE-TECH-NATIONAL';
const EMPLOYER = 'CE-EMPLOYER-AIDE';

/** Certified and hired on the same day, two years ago: the certifier’s cycle and the employer’s second are over, wherever one is. */
const begun = monthsAfter(dayFromToday(-2), -24);
const day = (months: number): string => monthsAfter(begun, months);

describe('a technician’s two years under two policies at once', () => {
  let app: TestApp;
  let clinic: World;
  let staff: Member;
  let tess: Member;
  let obligations: { certifier: string; employer: string };
  const done = new Map<string, string>();

  beforeAll(async () => {
    app = await TestApp.start();
    const examples = readFileSync('migrations/reference/ce-policies.yaml', 'utf8');
    await importRules(app.database.migrationDatabaseUrl, examples);
    clinic = await World.create(app, { isClinic: true });
    staff = await clinic.member('RECORDS');
    tess = await clinic.member('TRAINEE', { givenName: 'Tess', familyName: 'Nowak' });
  });
  afterAll(() => app.stop());

  const standing = async (on: string): Promise<{ certifier: StatusAnswer; employer: StatusAnswer }> => {
    const { statuses } = await statusesOf(tess, tess.personId, { on });
    const of = (code: string) => statuses.find(({ obligation }) => obligation.policyCode === code)!;
    return { certifier: of(CERTIFIER), employer: of(EMPLOYER) };
  };
  const certificate = (): Promise<string> =>
    uploaded(app, tess, `certificate ${newId()}`, { name: 'certificate.txt' });
  /** She claims it with its certificate, and the records office accepts it. */
  const earns = async (
    title: string,
    completedOn: string,
    hours: number,
    given: object = {},
  ): Promise<void> => {
    const { id } = await activityBy(staff, { title, minutes: hours * 60, ...given });
    const claimed = await claim(tess, id, { completedOn, evidenceFileIds: [await certificate()] });
    expect(claimed).toMatchObject({ state: 'SUBMITTED' });
    expect(await review(staff, claimed.id)).toMatchObject({ state: 'ACCEPTED' });
    done.set(title, claimed.id);
  };
  const whole = ({ cycle }: StatusAnswer) => cycle.requirements[0]!.countedMinutes;
  const lineOf = ({ lines }: StatusAnswer, title: string) =>
    lines.filter((line) => line.title === title).map(({ minutes, reason }) => [minutes, reason]);

  it('begins with a card and a job, and everything still to earn', async () => {
    const card = newId();
    await insertRow(app, 'external_credential', {
      ...{ org_id: clinic.orgId, id: card, person_id: tess.personId, type_code: 'PTT_CERT_EXT' },
      ...{ issuer: 'A certifier', issued_on: begun },
    });
    const certifier = await putUnder(staff, tess.personId, CERTIFIER, {
      externalCredentialId: card,
      anchorOn: begun,
    });
    const employer = await putUnder(staff, tess.personId, EMPLOYER, { anchorOn: begun });
    expect([certifier.renews, employer.renews]).toEqual(['CARD', 'EMPLOYMENT']);
    obligations = { certifier: certifier.id, employer: employer.id };
    const first = await standing(begun);
    expect(first.certifier).toMatchObject({
      standing: 'ON_THE_WAY',
      percent: 0,
      cycle: { endsOn: daysAfter(day(24), -1) },
    });
    expect(first.certifier.nextStep).toMatch(/^Earn 10 credits until /);
    expect(first.employer.cycle.endsOn).toBe(daysAfter(day(12), -1));
    expect(first.employer.nextStep).toMatch(
      /^Earn 12 contact hours, with at least 3 contact hours of safety infection and 1 contact hour of ethics privacy until /,
    );
  });

  it('fills the employer’s first year, and part of the certifier’s two', async () => {
    await earns('Infection control', day(2), 4, { categories: [{ code: 'safety_infection', minutes: 240 }] });
    await earns('Privacy at work', day(4), 2, {
      delivery: 'SELF_PACED',
      categories: [{ code: 'ethics_privacy', minutes: 120 }],
    });
    const { id } = await activityBy(staff, { title: 'Lifting in-service', kind: 'IN_SERVICE', minutes: 180 });
    await attended(staff, id, [tess.personId], { completedOn: day(6) });
    const halfway = await standing(day(8));
    expect(halfway.employer).toMatchObject({
      standing: 'ON_THE_WAY',
      percent: 75,
      cycle: { missingMinutes: 180 },
    });
    expect(halfway.certifier).toMatchObject({ standing: 'ON_THE_WAY', percent: 90 });
    await earns('Gait workshop', daysAfter(day(12), -1), 3, { kind: 'WORKSHOP' }); // the last day of the year
    const year = await standing(daysAfter(day(12), -1));
    expect(year.employer).toMatchObject({ standing: 'MET', percent: 100 });
    expect(year.employer.nextStep).toBe(`Everything for the cycle until ${daysAfter(day(12), -1)} is done.`);
  });

  it('counts hours for both, but of what is done alone no more than the employer lets count', async () => {
    const before = await standing(day(13));
    expect(before.employer).toMatchObject({ percent: 0, previousCycle: { met: true } });
    await earns('Online library', day(14), 8, { delivery: 'SELF_PACED' });
    const after = await standing(day(15));
    expect(lineOf(after.employer, 'Online library')).toEqual([[360, 'COUNTED'], [120, 'OVER_MAXIMUM']]); // prettier-ignore
    expect(lineOf(after.certifier, 'Online library').every(([, reason]) => reason === 'COUNTED')).toBe(true);
    expect(whole(after.employer)).toBe(360);
    await earns('Gait workshop, again', day(16), 3, { kind: 'WORKSHOP', courseIdentity: 'RL GAIT' });
    await earns('Gait workshop, once more', day(17), 3, { kind: 'WORKSHOP', courseIdentity: 'rl gait' });
    const repeated = await standing(day(18));
    expect(whole(repeated.employer)).toBe(540);
    await earns('Bloodborne pathogens', day(18), 2, {
      nature: 'MANDATORY_TRAINING',
      categories: [{ code: 'safety_infection', minutes: 120 }],
    });
    const unmoved = await standing(day(19));
    expect(whole(unmoved.employer)).toBe(540);
    expect(lineOf(unmoved.employer, 'Bloodborne pathogens')).toEqual([[120, 'EXCLUDED_KIND']]);
  });

  it('waits for a review, and is told what is missing until it is done', async () => {
    const { id } = await activityBy(staff, {
      title: 'Safety conference',
      kind: 'CONFERENCE',
      minutes: 300,
      categories: [
        { code: 'safety_infection', minutes: 180 },
        { code: 'ethics_privacy', minutes: 60 },
      ],
    });
    const claimed = await claim(tess, id, { completedOn: day(22) });
    const waiting = await standing(day(23));
    expect(waiting.employer).toMatchObject({ standing: 'ON_THE_WAY', cycle: { missingMinutes: 240 } });
    expect(waiting.employer.nextStep).toContain('Hand in 1 completion that you claimed.');
    await submitCompletion(tess, claimed.id, { evidenceFileIds: [await certificate()] });
    expect((await standing(day(23))).employer.nextStep).toContain('1 completion waits for review.');
    await review(staff, claimed.id);
    done.set('Safety conference', claimed.id);
    const both = await standing(day(23));
    expect([both.employer.standing, both.certifier.standing]).toEqual(['MET', 'MET']);
  });

  it('is closed: three cycles of two policies, frozen, and the next begin empty', async () => {
    for (const [obligation, startsOn] of [
      [obligations.employer, begun],
      [obligations.employer, day(12)],
      [obligations.certifier, begun],
    ] as const)
      expect(await closeCycle(staff, obligation, startsOn)).toMatchObject({
        standing: 'CLOSED',
        percent: 100,
      });
    const next = await standing(dayFromToday(0));
    expect(next.certifier).toMatchObject({
      standing: 'ON_THE_WAY',
      percent: 0,
      lines: [],
      previousCycle: { met: true },
    });
    expect(next.employer).toMatchObject({
      standing: 'ON_THE_WAY',
      percent: 0,
      cycle: { carriedInMinutes: 0 },
    });
  });

  it('is corrected when the conference turns out shorter: by decision, with a reason, for each of them', async () => {
    expect(
      await correctCompletion(tess, done.get('Safety conference')!, { completedOn: day(22) }),
    ).toMatchObject({
      code: 'CE_CYCLE_IS_CLOSED',
    });
    await staff.do(
      'withdrawCeCompletion',
      { ceCompletionId: done.get('Safety conference'), reason: 'She left at noon' },
      '... on CeCompletion { id }',
    );
    expect((await standing(day(23))).employer).toMatchObject({
      standing: 'CLOSED',
      percent: 100,
      closing: { number: 1 },
    });
    const corrected = await correctCycle(staff, obligations.employer, day(12), 'She left at noon');
    expect(corrected).toMatchObject({
      closing: { number: 2, reason: 'She left at noon' },
      cycle: { met: false },
    });
    expect(corrected.nextStep).toMatch(/^Closed, and corrected since: until .* there was missing /);
    const certifier = await correctCycle(staff, obligations.certifier, begun, 'She left at noon');
    expect(certifier).toMatchObject({ closing: { number: 2 }, cycle: { met: true } });
    const { rows } = await app.owner.query<{ kind: string; count: number }>(
      `SELECT kind, count(*)::int AS count FROM ledger_entry WHERE person_id = $1 AND kind LIKE 'ce.%' GROUP BY kind ORDER BY kind`,
      [tess.personId],
    );
    expect(Object.fromEntries(rows.map(({ kind, count }) => [kind, count]))).toEqual({
      'ce.completed': 9,
      'ce.corrected': 1,
      'ce.cycle-closed': 5,
      'ce.reviewed': 8,
    });
  });
});
