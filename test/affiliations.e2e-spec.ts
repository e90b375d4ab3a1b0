import { newId } from '../src/platform/ids/ids.js';
import { place, schoolReadyToPlace, clinicWithSupervisor } from './support/placements.js';
import { signedInAnew } from './support/practice.js';
import { TestApp } from './support/test-app.js';
import { dayFromToday } from './support/training.js';
import { World, type Member } from './support/world.js';

interface Agreement {
  __typename: string;
  code: string;
  id: string;
  title: string;
  state: string;
  startsOn: string;
  endsOn: string | null;
  schoolName: string;
  clinicName: string;
  isStricter: boolean;
  endReason: string | null;
  endedByOrgId: string | null;
}

const AGREEMENT =
  'id title state startsOn endsOn schoolName clinicName isStricter endReason endedByOrgId orgId siteOrgId';

describe('affiliations', () => {
  let app: TestApp;
  let school: World;
  let clinic: World;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(async () => {
    school = await World.create(app, { isSchool: true });
    clinic = await World.create(app, { isClinic: true });
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  const issue = async (by: Member, expiresInDays = 14): Promise<{ id: string; secret: string }> => {
    const { createAffiliationCode: made } = await by.ask<{
      createAffiliationCode: { affiliationCode: { id: string }; secret: string };
    }>(
      `mutation ($input: CreateAffiliationCodeInput!) { createAffiliationCode(input: $input) {
        __typename ... on IssuedAffiliationCode { affiliationCode { id label state } secret } } }`,
      { input: { label: 'For a school', expiresInDays } },
    );
    return { id: made.affiliationCode.id, secret: made.secret };
  };
  const redeem = (by: Member, secret: string, more: object = {}): Promise<Agreement> =>
    by.do<Agreement>(
      'redeemAffiliationCode',
      { secret, title: 'Clinical affiliation', startsOn: dayFromToday(0), ...more },
      `... on AffiliationAgreement { ${AGREEMENT} }`,
    );
  const agreements = async (by: Member): Promise<Agreement[]> =>
    (
      await by.ask<{ affiliationAgreements: { edges: { node: Agreement }[] } }>(
        `{ affiliationAgreements { edges { node { ${AGREEMENT} } } } }`,
      )
    ).affiliationAgreements.edges.map(({ node }) => node);
  const codes = async (by: Member): Promise<Record<string, unknown>[]> =>
    (
      await by.ask<{ affiliationCodes: { edges: { node: Record<string, unknown> }[] } }>(
        '{ affiliationCodes { edges { node { id label state redeemedByName } } } }',
      )
    ).affiliationCodes.edges.map(({ node }) => node);

  it('begin with a code of the clinic, which a school redeems once; both see the agreement', async () => {
    const { id, secret } = await issue(clinic.owner);
    expect(await codes(clinic.owner)).toEqual([
      { id, label: 'For a school', state: 'OPEN', redeemedByName: null },
    ]);
    const { rows } = await app.owner.query('SELECT token_hash FROM affiliation_code WHERE id = $1', [id]);
    expect(JSON.stringify(rows)).not.toContain(secret);
    const made = await redeem(school.owner, secret, {
      endsOn: dayFromToday(300),
      supervisionRule: { licenseTypes: ['PT'] },
    });
    expect(made).toMatchObject({
      title: 'Clinical affiliation',
      state: 'IN_FORCE',
      orgId: school.orgId,
      siteOrgId: clinic.orgId,
      isStricter: true,
      endsOn: dayFromToday(300),
    });
    expect(await agreements(school.owner)).toEqual([expect.objectContaining({ id: made.id })]);
    expect(await agreements(clinic.owner)).toEqual(await agreements(school.owner));
    expect(made.clinicName).toBe((await agreements(clinic.owner))[0]!.clinicName);
    expect(await codes(clinic.owner)).toMatchObject([{ state: 'REDEEMED', redeemedByName: made.schoolName }]);
    const stranger = await World.create(app, { isClinic: true });
    expect(await agreements(stranger.owner)).toEqual([]);
    expect(await codes(stranger.owner)).toEqual([]);
  });

  it('abuse 47: answer a wrong, a used, an expired, a revoked and an own code alike', async () => {
    const both = await World.create(app, { isSchool: true, isClinic: true });
    const used = await issue(clinic.owner);
    await redeem(school.owner, used.secret);
    const revoked = await issue(clinic.owner);
    await clinic.owner.do('revokeAffiliationCode', { codeId: revoked.id }, '');
    const own = await issue(both.owner);
    const expired = await issue(clinic.owner, 1);
    const open = await issue(clinic.owner, 2);
    const noSchool = await World.create(app, { isClinic: true });
    const other = await World.create(app, { isSchool: true });
    app.clock.advance({ days: 1, minutes: 1 });
    const later = async (member: Member): Promise<Member> => signedInAnew(app, member);
    const select = '... on AffiliationAgreement { id }';
    const input = (secret: string) => ({ secret, title: 'x', startsOn: dayFromToday(0) });
    const answers = [];
    for (const [member, secret] of [
      [other.owner, 'a'.repeat(43)],
      [other.owner, used.secret],
      [other.owner, revoked.secret],
      [other.owner, expired.secret],
      [both.owner, own.secret],
      [noSchool.owner, open.secret],
    ] as [Member, string][])
      answers.push(await (await later(member)).do('redeemAffiliationCode', input(secret), select));
    expect(answers[0]).toMatchObject({ __typename: 'AffiliationCodeNotValid' });
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    const good = await (await later(other.owner)).do('redeemAffiliationCode', input(open.secret), select);
    expect(good['__typename']).toBe('AffiliationAgreement');
  });

  it('abuse 46: let nobody guess codes for long', async () => {
    const send = () =>
      school.owner.send(
        'mutation ($input: RedeemAffiliationCodeInput!) { redeemAffiliationCode(input: $input) { __typename } }',
        { input: { operationId: newId(), secret: newId(), title: 'x', startsOn: dayFromToday(0) } },
      );
    const seen: (string | undefined)[] = [];
    for (let i = 0; i < 7; i++) seen.push((await send()).errors?.[0]?.extensions.code);
    expect(seen[0]).toBeUndefined();
    expect(seen.at(-1)).toBe('TOO_MANY_REQUESTS');
    const { secret } = await issue(clinic.owner);
    expect((await redeem((await World.create(app)).owner, secret)).__typename).toBe('AffiliationAgreement');
  });

  it('are redeemed by one of two schools that come at the same moment', async () => {
    const other = await World.create(app, { isSchool: true });
    const { secret } = await issue(clinic.owner);
    const answers = await Promise.all([redeem(school.owner, secret), redeem(other.owner, secret)]);
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      'AffiliationAgreement',
      'AffiliationCodeNotValid',
    ]);
  });

  it('answer a retry of the same redemption as the first time', async () => {
    const { secret } = await issue(clinic.owner);
    const operationId = newId();
    const first = await redeem(school.owner, secret, { operationId });
    expect(await redeem(school.owner, secret, { operationId })).toEqual(first);
    expect(await agreements(school.owner)).toHaveLength(1);
  });

  it('are made by clinics and dated sensibly', async () => {
    const no = await school.owner.ask<{ createAffiliationCode: { __typename: string } }>(
      'mutation ($input: CreateAffiliationCodeInput!) { createAffiliationCode(input: $input) { __typename } }',
      { input: { label: 'x' } },
    );
    expect(no.createAffiliationCode.__typename).toBe('OrganizationIsNoClinic');
    const { secret } = await issue(clinic.owner);
    const send = (more: object) =>
      school.owner.send(
        'mutation ($input: RedeemAffiliationCodeInput!) { redeemAffiliationCode(input: $input) { __typename } }',
        { input: { operationId: newId(), secret, title: 'x', startsOn: dayFromToday(0), ...more } },
      );
    expect((await send({ endsOn: dayFromToday(-1) })).errors![0]!.extensions.code).toBe('BAD_USER_INPUT');
    const rule = { supervisionRule: { prohibitedTasks: ['no_such_task'] } };
    expect((await send(rule)).errors![0]!.extensions.code).toBe('BAD_USER_INPUT');
    expect((await redeem(school.owner, secret)).__typename).toBe('AffiliationAgreement');
  });

  describe('end', () => {
    const end = (by: Member, agreementId: string, endsOn: string): Promise<Agreement> =>
      by.do<Agreement>(
        'endAffiliationAgreement',
        { agreementId, endsOn, reason: 'The clinic closes.' },
        `... on AffiliationAgreement { ${AGREEMENT} }`,
      );

    it('by either side, with a reason both read, once', async () => {
      const made = await redeem(school.owner, (await issue(clinic.owner)).secret);
      expect((await end(clinic.owner, made.id, dayFromToday(-3))).__typename).toBe('AgreementEndInPast');
      const ended = await end(clinic.owner, made.id, dayFromToday(5));
      expect(ended).toMatchObject({
        endsOn: dayFromToday(5),
        state: 'IN_FORCE',
        endReason: 'The clinic closes.',
        endedByOrgId: clinic.orgId,
      });
      expect(await agreements(school.owner)).toEqual([ended].map(({ ...rest }) => expect.objectContaining({ id: rest.id, endReason: 'The clinic closes.' }))); // prettier-ignore
      expect((await end(school.owner, made.id, dayFromToday(1))).__typename).toBe('AgreementEnded');
      const stranger = await World.create(app, { isClinic: true });
      const sent = await stranger.owner.send(
        'mutation ($input: EndAffiliationAgreementInput!) { endAffiliationAgreement(input: $input) { __typename } }',
        { input: { operationId: newId(), agreementId: made.id, endsOn: dayFromToday(1), reason: 'x' } },
      );
      expect(sent.errors![0]!.extensions.code).toBe('NOT_FOUND');
    });

    it('the placements that would outlive them, in the ledger of the school', async () => {
      const there = await clinicWithSupervisor(app);
      const ready = await schoolReadyToPlace(app, there.clinic, there.site);
      const soon = await place(ready.school.owner, { ...ready.placement, startsOn: dayFromToday(0) }, 'id');
      const later = await place(ready.school.owner, ready.placement, 'id');
      const before = await place(
        ready.school.owner,
        { ...ready.placement, startsOn: dayFromToday(0), endsOn: dayFromToday(2) },
        'id',
      );
      await end(there.clinic.owner, ready.agreementId, dayFromToday(3));
      const standing = `SELECT ends_on::text AS "endsOn", cancelled FROM assignment_standing WHERE assignment_id = $1`;
      expect(await app.until(`${standing} AND ends_on = $2`, [soon.id, dayFromToday(3)])).toMatchObject({
        cancelled: false,
      });
      expect(await app.until(standing, [later.id])).toMatchObject({ cancelled: true });
      expect(await app.until(standing, [before.id])).toMatchObject({
        cancelled: false,
        endsOn: dayFromToday(2),
      });
      const { rows } = await app.owner.query(
        `SELECT kind, actor_id FROM ledger_entry WHERE org_id = $1 AND kind = 'assignment.ended'`,
        [ready.school.orgId],
      );
      expect(rows).toEqual([
        { kind: 'assignment.ended', actor_id: null },
        { kind: 'assignment.ended', actor_id: null },
      ]);
    });
  });
});
