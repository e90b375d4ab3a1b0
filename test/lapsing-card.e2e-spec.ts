import { logHours, verifyHours } from './support/ojt.js';
import { clinicWithSupervisor, schoolReadyToPlace } from './support/placements.js';
import { blocksOf, itemOf, observed } from './support/sign-offs.js';
import { seen } from './support/observations.js';
import { TestApp } from './support/test-app.js';
import { dayFromToday, placementAt } from './support/training.js';
import { cardOf, cardTypeIn, gateOf, missing, readinessOf, requirementIn } from './support/work.js';

/** A moment in the morning so many days ago, in the zone of the site. */
const morning = (daysAgo: number): Date => new Date(`${dayFromToday(-daysAgo)}T08:00:00Z`);

describe('a card that lapses in the middle of a placement', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  /** Placed since 30 days; the card that the program asks for counted through the tenth day ago. */
  async function placed() {
    const there = await clinicWithSupervisor(app);
    const ready = await schoolReadyToPlace(app, there.clinic, there.site);
    const { school, trainee, enrollmentId, agreementId, checklist, program } = ready;
    const { personId } = trainee;
    await gateOf(school, program, { credentialsCurrent: ['BLS'] });
    await cardTypeIn(school, 'BLS');
    await cardOf(school, personId, 'BLS', dayFromToday(-300), dayFromToday(-10));
    const assignment = await placementAt(school, there.clinic, {
      ...{ personId, enrollmentId, agreementId, site: there.site, checklistVersionId: checklist.versionId },
    });
    return { ...there, ...ready, assignment, personId };
  }
  type Scene = Awaited<ReturnType<typeof placed>>;

  const work = async ({ trainee, supervisor, assignment }: Scene, daysAgo: number) => {
    const log = await logHours(trainee, assignment, morning(daysAgo), 1);
    return (await verifyHours(supervisor, assignment, [log.id])).hourLogs[0]!;
  };
  const lapsed = { code: 'CREDENTIALS_NOT_CURRENT', minutes: 60 };
  const renew = ({ school, personId }: Scene) =>
    cardOf(school, personId, 'BLS', dayFromToday(-3), dayFromToday(300), { recordedAt: new Date() });

  it('inv 33: stops the hours of the days after it, with the reason, and of no day before', async () => {
    const scene = await placed();
    expect(await work(scene, 10)).toMatchObject({ countedMinutes: 60, notCounted: [] });
    const [after] = [await work(scene, 9)];
    expect(after).toMatchObject({ state: 'VERIFIED', countedMinutes: 0, notCounted: [lapsed] });
    expect(after.notCounted[0]!.message).toContain(`ended on ${dayFromToday(-10)}`);
    expect(after.because).toContain('do not count');
  });

  it('inv 33: a night in which it lapses counts until midnight', async () => {
    const scene = await placed();
    const log = await logHours(
      scene.trainee,
      scene.assignment,
      new Date(`${dayFromToday(-10)}T22:00:00Z`),
      4,
    );
    const { hourLogs } = await verifyHours(scene.supervisor, scene.assignment, [log.id]);
    expect(hourLogs[0]).toMatchObject({ countedMinutes: 120, notCounted: [{ ...lapsed, minutes: 120 }] });
  });

  it('inv 52: renewing it does not heal the gap', async () => {
    const scene = await placed();
    await renew(scene);
    expect(await work(scene, 4)).toMatchObject({ countedMinutes: 0, notCounted: [lapsed] });
    expect(await work(scene, 2)).toMatchObject({ countedMinutes: 60, notCounted: [] });
  });

  it('inv 47: changes readiness, from the day after its last, and as it was known then', async () => {
    const scene = await placed();
    const { school, personId, site } = scene;
    const at = async (days: number, knownAt?: string) =>
      missing(
        await readinessOf(school.owner, {
          personId,
          siteId: site.id,
          on: dayFromToday(days),
          ...(knownAt && { knownAt }),
        }),
      ).filter((each) => each.startsWith('CREDENTIAL'));
    expect([await at(-10), await at(-9), await at(0)]).toEqual([[], ['CREDENTIAL BLS'], ['CREDENTIAL BLS']]);
    const before = new Date(Date.now() - 1000).toISOString();
    await renew({ ...scene });
    expect([await at(-9), await at(-3), await at(0)]).toEqual([['CREDENTIAL BLS'], [], []]);
    expect(await at(0, before)).toEqual(['CREDENTIAL BLS']);
  });

  it('does not undo the start: what is seen is recorded, and signed unless an organization asks for the card then', async () => {
    const scene = await placed();
    const { supervisor, assignment, skill, clinic, site } = scene;
    const there = { assignment, site, siteOrgId: clinic.orgId, skill, by: supervisor };
    const observation = seen(assignment, skill, { startsAt: morning(2).toISOString() });
    const recorded = await supervisor.do(
      'recordObservation',
      { observation },
      '... on Observation { result }',
    );
    expect(recorded).toMatchObject({ result: 'MET' });
    const item = itemOf(assignment, skill, [await observed(app, there)]);
    expect(await blocksOf(supervisor, item)).toEqual([]);
    await requirementIn(clinic, 'CREDENTIAL', 'BLS', { required_for: ['SIGN_OFF'] });
    expect(await blocksOf(supervisor, item)).toEqual(['CREDENTIAL_NOT_CURRENT']);
  });
});
