import { Database } from '../src/platform/database/database.js';
import { LicenseStatus, type NewStatus } from '../src/features/training/licenses/license-status.service.js';
import { newId } from '../src/platform/ids/ids.js';
import { loadLicenseTypes } from './support/rules.js';
import { TestApp } from './support/test-app.js';
import { dayFromToday, jurisdictionWith, licenseOf } from './support/training.js';
import { World, type Member } from './support/world.js';

const FIELDS = `id typeCode jurisdiction number person { name } entries { status startsOn endsOn recordedBy { name } }
  verifications { outcome verifiedOn source verifiedBy { name } } periods { status startsOn endsOn }
  standing { status counts activeUntil verifiedOn because }`;
const LICENSE = `... on License { ${FIELDS} }`;

interface Shown {
  __typename: string;
  id: string;
  standing: { status: string | null; counts: boolean; activeUntil: string | null; because: string };
}

describe('licenses', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
    await loadLicenseTypes(app);
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  const add = (by: Member, input: object = {}) =>
    by.do<Shown>(
      'addLicense',
      {
        typeCode: 'PT',
        jurisdiction: 'XX-AA',
        number: newId().slice(-10),
        activeFrom: dayFromToday(-100),
        activeUntil: dayFromToday(100),
        ...input,
      },
      `${LICENSE} ... on LicenseOnRecord { licenseId } ... on LicenseTypeUnknown { codes }`,
    );

  const verify = (by: Member, licenseId: string, input: object = {}) =>
    by.do<Shown>(
      'verifyLicense',
      { licenseId, outcome: 'CONFIRMED', verifiedOn: dayFromToday(0), source: 'Board look-up', ...input },
      LICENSE,
    );

  it('are added by their holder and count once somebody else has verified them', async () => {
    const world = await World.create(app, { isClinic: true });
    const supervisor = await world.member('SUPERVISOR', { givenName: 'Zofia', familyName: 'Nguyễn' });
    const added = await add(supervisor);
    expect(added).toMatchObject({
      __typename: 'License',
      person: { name: 'Zofia Nguyễn' },
      standing: { status: 'ACTIVE', counts: false, activeUntil: dayFromToday(100), verifiedOn: null },
    });
    expect(added.standing.because).toContain('not verified');
    const verified = await verify(world.owner, added.id);
    expect(verified).toMatchObject({
      verifications: [{ outcome: 'CONFIRMED', source: 'Board look-up', verifiedBy: { name: 'Ada Test' } }],
      standing: { counts: true, verifiedOn: dayFromToday(0) },
    });
    const { myLicenses } = await supervisor.ask<{ myLicenses: Shown[] }>(`{ myLicenses { ${FIELDS} } }`);
    expect([{ __typename: 'License', ...myLicenses[0] }]).toEqual([verified]);
  });

  it('inv 1: are verified by nobody for themselves, by whichever account', async () => {
    const world = await World.create(app, { isClinic: true });
    const admin = await world.member('ADMIN');
    const own = await add(admin);
    expect(await verify(admin, own.id)).toMatchObject({ code: 'OWN_LICENSE' });
    const second = await world.member('ADMIN');
    await app.owner.query('UPDATE person SET merged_into_id = $2 WHERE id = $1', [
      second.personId,
      admin.personId,
    ]);
    expect(await verify(second, own.id)).toMatchObject({ code: 'OWN_LICENSE' });
    expect(await verify(world.owner, own.id)).toMatchObject({ standing: { counts: true } });
  });

  it('have the same number in another jurisdiction or for another type, and nowhere twice', async () => {
    const world = await World.create(app, { isClinic: true });
    const [ann, ben] = [await world.member('SUPERVISOR'), await world.member('SUPERVISOR')];
    const number = `pt ${newId().slice(-8)}`;
    const first = await add(ann, { number });
    expect(await add(ben, { number, jurisdiction: 'XX-BB' })).toMatchObject({ __typename: 'License' });
    expect(await add(ben, { number, typeCode: 'PTA' })).toMatchObject({ __typename: 'License' });
    expect(await add(ann, { number: ` ${number.toUpperCase()} ` })).toMatchObject({
      code: 'LICENSE_ON_RECORD',
      licenseId: first.id,
    });
    expect(await add(ben, { number })).toMatchObject({ code: 'LICENSE_NUMBER_TAKEN' });
    const elsewhere = await World.create(app);
    expect(await add(elsewhere.owner, { number })).toMatchObject({ code: 'LICENSE_NUMBER_TAKEN' });
  });

  it('of others need license:write, a known type, and a member', async () => {
    const world = await World.create(app, { isClinic: true });
    const supervisor = await world.member('SUPERVISOR');
    const trainee = await world.member('TRAINEE');
    const stranger = (await World.create(app)).owner;
    await expect(add(trainee, { personId: supervisor.personId })).rejects.toThrow('FORBIDDEN');
    expect(await add(world.owner, { personId: supervisor.personId })).toMatchObject({
      __typename: 'License',
    });
    await expect(add(world.owner, { personId: stranger.personId })).rejects.toThrow('NOT_FOUND');
    expect(await add(world.owner, { typeCode: 'WIZARD' })).toMatchObject({
      code: 'LICENSE_TYPE_UNKNOWN',
      codes: expect.arrayContaining(['PT', 'PTA', 'PT_student']) as unknown,
    });
    await expect(add(trainee, { activeFrom: null })).rejects.toThrow('BAD_USER_INPUT');
    await expect(add(trainee, { activeUntil: dayFromToday(-101) })).rejects.toThrow('BAD_USER_INPUT');
  });

  it("answer another tenant's license exactly as a nonexistent one", async () => {
    const [a, b] = [await World.create(app), await World.create(app)];
    const { id } = await add(await a.member('SUPERVISOR'));
    const tried = async (licenseId: string) =>
      (
        await b.owner.send(
          'mutation ($input: VerifyLicenseInput!) { verifyLicense(input: $input) { __typename } }',
          {
            input: {
              operationId: newId(),
              licenseId,
              outcome: 'CONFIRMED',
              verifiedOn: dayFromToday(0),
              source: 'Board',
            },
          },
        )
      ).errors;
    expect(await tried(id)).toEqual(await tried(newId()));
  });

  it('of trainees in other cohorts are answered to a limited member as those of nobody', async () => {
    const world = await World.create(app);
    const program = await world.program();
    const [mine, other] = [await world.enrolled(program), await world.enrolled(program)];
    for (const { trainee } of [mine, other]) await add(trainee);
    const limited = await world.member('ADMIN');
    await app.owner.query('UPDATE membership SET cohort_limited = true WHERE org_id = $1 AND id = $2', [
      world.orgId,
      limited.membershipId,
    ]);
    await app.owner.query(
      'INSERT INTO membership_cohort (org_id, membership_id, cohort_id) VALUES ($1, $2, $3)',
      [world.orgId, limited.membershipId, mine.cohortId],
    );
    const of = (personId: string) =>
      limited.send<{ licenses: object[] }>('query ($id: ID!) { licenses(personId: $id) { id } }', {
        id: personId,
      });
    expect((await of(mine.trainee.personId)).data?.licenses).toHaveLength(1);
    expect(await of(other.trainee.personId)).toEqual(await of(newId()));
    await expect(add(limited, { personId: other.trainee.personId })).rejects.toThrow('NOT_FOUND');
    const { memberLicenses } = await limited.ask<{ memberLicenses: { totalCount: number } }>(
      '{ memberLicenses { totalCount } }',
    );
    expect(memberLicenses.totalCount).toBe(1);
  });

  it('are listed to who may read them, by the day on which they lapse', async () => {
    const world = await World.create(app, { isClinic: true });
    const jurisdiction = await jurisdictionWith(app);
    const license = async (endsOn: string) =>
      licenseOf(world, (await world.member('SUPERVISOR')).personId, jurisdiction, { endsOn });
    const [far, soon, over] = [
      await license(dayFromToday(300)),
      await license(dayFromToday(20)),
      await license(dayFromToday(-1)),
    ];
    const listed = async (query: string) => {
      const data =
        await world.owner.ask<Record<string, { edges: { node: { id: string } }[]; totalCount: number }>>(
          query,
        );
      const { edges, totalCount } = Object.values(data)[0]!;
      expect(edges.length).toBeLessThanOrEqual(totalCount);
      return edges.map(({ node }) => node.id);
    };
    const rest = '{ edges { node { id standing { activeUntil } } } totalCount pageInfo { endCursor } }';
    expect(await listed(`{ memberLicenses ${rest} }`)).toEqual([over, soon, far]);
    expect(await listed(`{ licensesExpiring(withinDays: 20) ${rest} }`)).toEqual([soon]);
    expect(await listed(`{ licensesExpiring(withinDays: 19) ${rest} }`)).toEqual([]);
    const { memberLicenses } = await world.owner.ask<{ memberLicenses: { pageInfo: { endCursor: string } } }>(
      `{ memberLicenses(first: 2) ${rest} }`,
    );
    expect(await listed(`{ memberLicenses(after: "${memberLicenses.pageInfo.endCursor}") ${rest} }`)).toEqual(
      [far],
    );
    const trainee = await world.member('TRAINEE');
    const { errors } = await trainee.send('{ memberLicenses { totalCount } }');
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('are read with all that is known of them in a fixed number of statements', async () => {
    const world = await World.create(app, { isClinic: true });
    const supervisor = await world.member('SUPERVISOR');
    for (const jurisdiction of ['XX-AA', 'XX-BB']) await add(supervisor, { jurisdiction });
    const statements = await app.statementsOf(() => supervisor.ask(`{ myLicenses { ${FIELDS} } }`));
    expect(statements.length).toBeLessThanOrEqual(3); // who asks, the licenses, and whose they are
  });

  describe('recorded as', () => {
    const record = (by: Member, given: NewStatus) =>
      app.app
        .get(Database)
        .forViewer(by.viewer)
        .write((tx) => app.app.get(LicenseStatus, { strict: false }).record(tx, given));

    it('suspended with a date in the past tell which days are no longer active, and change nothing of what was known', async () => {
      const world = await World.create(app, { isClinic: true });
      const supervisor = await world.member('SUPERVISOR');
      const { id: licenseId } = await add(supervisor);
      await verify(world.owner, licenseId);
      const before = new Date();
      app.clock.advance({ minutes: 1 });
      const answer = await record(world.owner, {
        licenseId,
        status: 'SUSPENDED',
        startsOn: dayFromToday(-150),
        endsOn: dayFromToday(-50),
        reason: 'Order of the board',
      });
      expect(answer).toMatchObject({
        licenseId,
        personId: supervisor.personId,
        lost: [{ startsOn: dayFromToday(-100), endsOn: dayFromToday(-50) }],
      });
      const query = `query ($id: ID!, $on: Date!, $then: DateTime!) { licenses(personId: $id) {
        now: standing(on: $on) { status counts } then: standing(on: $on, knownAt: $then) { status counts }
        periods { status startsOn endsOn } } }`;
      const { licenses } = await world.owner.ask<{ licenses: object[] }>(query, {
        id: supervisor.personId,
        on: dayFromToday(-60),
        then: before.toISOString(),
      });
      expect(licenses).toEqual([
        {
          now: { status: 'SUSPENDED', counts: false },
          then: { status: 'ACTIVE', counts: true },
          periods: [
            { status: 'SUSPENDED', startsOn: dayFromToday(-150), endsOn: dayFromToday(-50) },
            { status: 'ACTIVE', startsOn: dayFromToday(-49), endsOn: dayFromToday(100) },
          ],
        },
      ]);
    });

    it('something by their holder are refused', async () => {
      const world = await World.create(app, { isClinic: true });
      const admin = await world.member('ADMIN');
      const { id: licenseId } = await add(admin);
      const given = { licenseId, status: 'ACTIVE', startsOn: dayFromToday(0), reason: 'Renewed' } as const;
      expect(await record(admin, given)).toMatchObject({ code: 'OWN_LICENSE' });
      expect(await record(world.owner, given)).toMatchObject({ licenseId, lost: [] });
    });
  });
});
