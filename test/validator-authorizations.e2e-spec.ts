import { newId } from '../src/platform/ids/ids.js';
import { signedInAnew } from './support/practice.js';
import { TestApp } from './support/test-app.js';
import { dayFromToday, insertRow, siteOf, type SiteRow } from './support/training.js';
import { World, type Member } from './support/world.js';

interface Authorization {
  __typename: string;
  id: string;
  personId: string;
  siteName: string;
  startsOn: string;
  endsOn: string | null;
  assessorTrainedOn: string | null;
  skillCodes: string[] | null;
  mayApprove: boolean;
  inForce: boolean;
  supersedesId: string | null;
}

const FIELDS =
  'id personId siteName startsOn endsOn assessorTrainedOn skillCodes mayApprove inForce supersedesId validator { name }';

describe('authorizations of validators', () => {
  let app: TestApp;
  let clinic: World;
  let site: SiteRow;
  let supervisor: Member;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    clinic = await World.create(app, { isClinic: true });
    site = await siteOf(clinic, 'XX');
    supervisor = await clinic.member('SUPERVISOR', { givenName: 'Sam', familyName: 'Okoye' });
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  const run = (by: Member, mutation: string, input: object): Promise<Authorization> =>
    by.do<Authorization>(mutation, input, `... on ValidatorAuthorization { ${FIELDS} }`);
  const authorize = (more: object = {}, by = clinic.owner): Promise<Authorization> =>
    run(by, 'authorizeValidator', {
      personId: supervisor.personId,
      siteId: site.id,
      startsOn: dayFromToday(0),
      assessorTrainedOn: dayFromToday(-30),
      ...more,
    });
  const listed = async (by: Member, args = ''): Promise<Authorization[]> =>
    (
      await by.ask<{ validatorAuthorizations: { edges: { node: Authorization }[] } }>(
        `{ validatorAuthorizations${args} { totalCount edges { node { ${FIELDS} } } } }`,
      )
    ).validatorAuthorizations.edges.map(({ node }) => node);

  it('are given to members, for a site, from a day, for all skills or some', async () => {
    const made = await authorize({ skillCodes: ['SK01', 'SK02'], mayApprove: true });
    expect(made).toMatchObject({
      personId: supervisor.personId,
      startsOn: dayFromToday(0),
      endsOn: null,
      skillCodes: ['SK01', 'SK02'],
      mayApprove: true,
      inForce: true,
      validator: { name: 'Sam Okoye' },
    });
    expect(await listed(clinic.owner, `(siteId: "${site.id}", inForce: true)`)).toMatchObject([
      { id: made.id },
    ]);
    expect(await listed(clinic.owner, '(inForce: false)')).toEqual([]);
    expect((await authorize()).__typename).toBe('ValidatorAuthorizedAlready');
    expect(
      (await authorize({ startsOn: dayFromToday(-9), siteId: (await siteOf(clinic, 'XX')).id })).__typename,
    ).toBe('AuthorizationDatesNotPossible');
  });

  it('inv 1, abuse 2: are given by others, to members alone', async () => {
    expect((await authorize({ personId: clinic.owner.personId })).__typename).toBe('OwnAuthorization');
    const stranger = await World.create(app, { isClinic: true });
    for (const changed of [
      { personId: stranger.owner.personId },
      { siteId: (await siteOf(stranger, 'XX')).id },
    ]) {
      const sent = await clinic.owner.send(
        'mutation ($input: AuthorizeValidatorInput!) { authorizeValidator(input: $input) { __typename } }',
        {
          input: {
            operationId: newId(),
            personId: supervisor.personId,
            siteId: site.id,
            startsOn: dayFromToday(0),
            ...changed,
          },
        },
      );
      expect(sent.errors![0]!.extensions.code).toBe('NOT_FOUND');
    }
    expect(await listed(stranger.owner)).toEqual([]);
  });

  it('inv 2: change from now on: what held until yesterday did', async () => {
    const { id } = await authorize({ skillCodes: ['SK01'] });
    app.clock.advance({ days: 10 });
    const owner = await signedInAnew(app, clinic.owner);
    const changed = await run(owner, 'changeValidatorAuthorization', {
      authorizationId: id,
      skillCodes: ['SK02'],
      reason: 'Another task',
    });
    expect(changed).toMatchObject({
      startsOn: dayFromToday(10),
      skillCodes: ['SK02'],
      endsOn: null,
      supersedesId: null,
    });
    const all = await listed(owner);
    expect(all.map(({ startsOn, endsOn, skillCodes }) => ({ startsOn, endsOn, skillCodes }))).toEqual([
      { startsOn: dayFromToday(10), endsOn: null, skillCodes: ['SK02'] },
      { startsOn: dayFromToday(0), endsOn: dayFromToday(9), skillCodes: ['SK01'] },
    ]);
    const again = await run(owner, 'changeValidatorAuthorization', {
      authorizationId: id,
      allSkills: true,
      reason: 'x',
    });
    expect(again.__typename).toBe('AuthorizationNotOpen');
  });

  it('end today, later, or at once', async () => {
    const { id } = await authorize();
    const end = (authorizationId: string, endsOn: string): Promise<Authorization> =>
      run(clinic.owner, 'endValidatorAuthorization', { authorizationId, endsOn, reason: 'Moved away' });
    expect((await end(id, dayFromToday(-2))).__typename).toBe('AuthorizationDatesNotPossible');
    const ended = await end(id, dayFromToday(3));
    expect(ended).toMatchObject({ endsOn: dayFromToday(3), inForce: true, supersedesId: id });
    const atOnce = await end(ended.id, dayFromToday(-1));
    expect(atOnce).toMatchObject({ endsOn: dayFromToday(-1), inForce: false });
    expect((await authorize()).__typename).toBe('ValidatorAuthorization');
  });

  it('are seen by members limited to sites for those alone', async () => {
    await authorize();
    const elsewhere = await siteOf(clinic, 'XX');
    await app.owner.query('UPDATE membership SET site_limited = true WHERE id = $1', [
      supervisor.membershipId,
    ]);
    await insertRow(app, 'membership_site', {
      org_id: clinic.orgId, membership_id: supervisor.membershipId, site_id: elsewhere.id,
    }); // prettier-ignore
    expect(await listed(supervisor)).toEqual([]);
    await insertRow(app, 'membership_site', {
      org_id: clinic.orgId, membership_id: supervisor.membershipId, site_id: site.id,
    }); // prettier-ignore
    expect(await listed(supervisor)).toHaveLength(1);
  });
});
