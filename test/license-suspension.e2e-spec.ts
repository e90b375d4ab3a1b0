import { ticketFor } from './support/signing.js';
import { itemOf, observed, signedOff, standing } from './support/sign-offs.js';
import { TestApp } from './support/test-app.js';
import {
  checklistIn,
  clinicWithTrainee,
  dayFromToday,
  employeeAt,
  licenseOf,
  schoolWithPlacement,
  skillIn,
  validatorAt,
} from './support/training.js';
import type { Member } from './support/world.js';

describe('a license that was not active after all', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  afterEach(() => app.clock.reset());

  const record = (member: Member, input: object) =>
    member.do<{ __typename: string }>('recordLicenseStatus', { reason: 'Board order 12', ...input }, '');
  const entriesOf = async (member: Member, id: string) =>
    (
      await member.ask<{ signOff: { entries: { kind: string; recordedBy: string | null }[] } }>(
        'query ($id: ID!) { signOff(id: $id) { entries { kind reasonCode effectiveFrom recordedBy } } }',
        { id },
      )
    ).signOff.entries;

  it('inv 2: a back-dated suspension puts what was signed in the period in review, and deletes nothing', async () => {
    const scene = await clinicWithTrainee(app);
    const { clinic, site, supervisor, assignment, skill, licenseId } = scene;
    const observe = () =>
      observed(app, { assignment, site, siteOrgId: clinic.orgId, skill, by: supervisor }, { daysAgo: 5 });
    const early = itemOf(assignment, skill, [await observe()], { effectiveOn: dayFromToday(-4) });
    const [inside] = await signedOff(app, supervisor, [early]);
    const [outside] = await signedOff(app, supervisor, [
      itemOf(assignment, skill, [await observe()], { effectiveOn: dayFromToday(-1) }),
    ]);
    const before = app.clock.now();
    app.clock.advance({ minutes: 1 });
    const period = { startsOn: dayFromToday(-10), endsOn: dayFromToday(-3) };
    expect(await record(clinic.owner, { licenseId, status: 'SUSPENDED', ...period })).toMatchObject({
      __typename: 'License',
    });
    expect(await entriesOf(supervisor, inside!)).toEqual([
      {
        kind: 'REVIEW_OPENED',
        reasonCode: 'LICENSE_STATUS_CHANGED',
        effectiveFrom: dayFromToday(-4),
        recordedBy: clinic.owner.personId,
      },
    ]);
    expect(await entriesOf(supervisor, outside!)).toEqual([]);
    const then = { on: dayFromToday(-2) };
    expect((await standing(supervisor, inside!, { ...then, knownAt: before })).status).toBe('CURRENT');
    expect(await standing(supervisor, inside!, then)).toMatchObject({
      status: 'IN_REVIEW',
      signOffId: inside,
    });
    expect((await standing(supervisor, inside!)).status).toBe('CURRENT');
    const lead = await clinic.member('ADMIN');
    await lead.do('upholdSignOff', { signOffId: inside, note: 'Watched again by another PT' }, '');
    expect((await standing(supervisor, inside!, then)).status).toBe('CURRENT');
  });

  it('inv 2: it reaches what was signed for a school, also in a placement that is over', async () => {
    const { school, clinic, site, supervisor, assignment, skill, licenseId, trainee } =
      await schoolWithPlacement(app);
    const seen = await observed(app, { assignment, site, siteOrgId: clinic.orgId, skill, by: supervisor });
    const [id] = await signedOff(app, supervisor, [itemOf(assignment, skill, [seen])]);
    await app.owner.query('UPDATE assignment_standing SET ends_on = $2 WHERE assignment_id = $1', [
      assignment.id,
      dayFromToday(-1),
    ]);
    await record(clinic.owner, { licenseId, status: 'SUSPENDED', startsOn: dayFromToday(-20) });
    await app.until('SELECT 1 FROM sign_off_entry WHERE sign_off_id = $1', [id]);
    expect(await entriesOf(school.owner, id!)).toMatchObject([{ kind: 'REVIEW_OPENED', recordedBy: null }]);
    expect((await standing(school.owner, id!)).status).toBe('IN_REVIEW');
    const { rows } = await app.owner.query<{ kind: string }>(
      'SELECT kind FROM ledger_entry WHERE org_id = $1 AND person_id = $2 ORDER BY seq',
      [school.orgId, trainee.personId],
    );
    expect(rows.at(-1)?.kind).toBe('sign-off.review-opened');
  });

  it('inv 2: it is the day it counts from that matters, and the day it was signed', async () => {
    const { clinic, site, supervisor, assignment, skill, licenseId } = await clinicWithTrainee(app);
    const seen = await observed(app, { assignment, site, siteOrgId: clinic.orgId, skill, by: supervisor });
    const [id] = await signedOff(app, supervisor, [
      itemOf(assignment, skill, [seen], { effectiveOn: dayFromToday(-1) }),
    ]);
    await record(clinic.owner, { licenseId, status: 'SUSPENDED', startsOn: dayFromToday(0) });
    expect(await entriesOf(clinic.owner, id!)).toMatchObject([{ kind: 'REVIEW_OPENED' }]);
  });

  it('inv 2: it reaches what was observed or approved under it, and signed by others', async () => {
    const { clinic, site, jurisdiction, supervisor, trainee, licenseId } = await clinicWithTrainee(app);
    const skill = await skillIn(clinic, { final_approval: true });
    const { versionId } = await checklistIn(clinic, [skill]);
    const assignment = await employeeAt(clinic, trainee, site, versionId);
    const second = await clinic.member('SUPERVISOR');
    const secondLicense = await licenseOf(clinic, second.personId, jurisdiction);
    await validatorAt(clinic, second.personId, site.id, { mayApprove: true });
    const seen = await observed(app, { assignment, site, siteOrgId: clinic.orgId, skill, by: supervisor });
    await app.owner.query('UPDATE observation SET eligibility = $2 WHERE id = $1', [
      seen,
      JSON.stringify({ printedName: 'Sam Okoye', license: { id: licenseId } }),
    ]);
    const third = await clinic.member('SUPERVISOR');
    await licenseOf(clinic, third.personId, jurisdiction);
    await validatorAt(clinic, third.personId, site.id);
    const [id] = await signedOff(app, third, [itemOf(assignment, skill, [seen])]);
    const { approvalPreview } = await second.ask<{ approvalPreview: { payloadHash: string } }>(
      'query ($id: ID!) { approvalPreview(signOffId: $id) { payloadHash } }',
      { id },
    );
    const ticket = await ticketFor(app, second, approvalPreview.payloadHash, { purpose: 'APPROVE' });
    await second.do('approveSignOff', { signOffId: id, ticket }, '');
    await record(clinic.owner, {
      licenseId,
      status: 'SUSPENDED',
      startsOn: dayFromToday(-1),
      endsOn: dayFromToday(-1),
    });
    const kinds = async () => (await entriesOf(clinic.owner, id!)).map(({ kind }) => kind);
    expect(await kinds()).toEqual(['APPROVED', 'REVIEW_OPENED']);
    await record(clinic.owner, { licenseId: secondLicense, status: 'REVOKED', startsOn: dayFromToday(0) });
    expect(await kinds()).toEqual(['APPROVED', 'REVIEW_OPENED', 'REVIEW_OPENED']);
  });

  it('inv 2: a later lapse voids nothing', async () => {
    const { clinic, site, supervisor, assignment, skill, licenseId } = await clinicWithTrainee(app);
    const seen = await observed(app, { assignment, site, siteOrgId: clinic.orgId, skill, by: supervisor });
    const [id] = await signedOff(app, supervisor, [
      itemOf(assignment, skill, [seen], { effectiveOn: dayFromToday(-1) }),
    ]);
    await record(clinic.owner, { licenseId, status: 'EXPIRED', startsOn: dayFromToday(1) });
    expect(await entriesOf(clinic.owner, id!)).toEqual([]);
    expect((await standing(clinic.owner, id!)).status).toBe('CURRENT');
  });

  it('inv 1: nobody records the status of their own', async () => {
    const { clinic, supervisor, licenseId } = await clinicWithTrainee(app);
    await app.owner.query('UPDATE person SET merged_into_id = $1 WHERE id = $2', [
      clinic.owner.personId,
      supervisor.personId,
    ]);
    expect(
      await record(clinic.owner, { licenseId, status: 'ACTIVE', startsOn: dayFromToday(0) }),
    ).toMatchObject({
      __typename: 'OwnLicense',
    });
  });
});
