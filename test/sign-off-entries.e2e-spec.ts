import { newId } from '../src/platform/ids/ids.js';
import { ticketFor } from './support/signing.js';
import { blocksOf, itemOf, observed, signedOff, standing } from './support/sign-offs.js';
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

describe('what becomes of a sign-off', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  afterEach(() => app.clock.reset());

  /** A skill of a clinic's new hire, signed off yesterday. */
  async function signed(skillColumns: Parameters<typeof skillIn>[1] = {}) {
    const scene = await clinicWithTrainee(app);
    const { clinic, site, supervisor, trainee } = scene;
    const skill = await skillIn(clinic, skillColumns);
    const dependant = await skillIn(clinic, { prerequisites: [skill] });
    const checklist = await checklistIn(clinic, [skill, dependant]);
    const assignment = await employeeAt(clinic, trainee, site, checklist.versionId);
    const observe = (what = skill) =>
      observed(app, { assignment, site, siteOrgId: clinic.orgId, skill: what, by: supervisor });
    const item = itemOf(assignment, skill, [await observe()], { effectiveOn: dayFromToday(-1) });
    const [id] = await signedOff(app, supervisor, [item]);
    return { ...scene, skill, dependant, assignment, observe, item, id: id! };
  }

  const because = { reasonCode: 'INCIDENT', note: 'Seen unsafe twice' };
  const decide = (member: Member, mutation: string, input: object) =>
    member.do<{ __typename: string; code?: string; message?: string; reason?: string }>(
      mutation,
      input,
      '... on SignOff { id entries { kind effectiveFrom reasonCode note causeId recordedBy } }',
    );
  const entriesOf = async (member: Member, id: string) =>
    (
      await member.ask<{
        signOff: { entries: { kind: string; effectiveFrom: string; causeId: string | null }[] };
      }>('query ($id: ID!) { signOff(id: $id) { entries { kind effectiveFrom causeId } } }', { id })
    ).signOff.entries;
  const statusOf = async (...args: Parameters<typeof standing>) => (await standing(...args)).status;
  const lastOfLedger = async (personId: string) =>
    (
      await app.owner.query<{ kind: string }>(
        'SELECT kind FROM ledger_entry WHERE person_id = $1 ORDER BY seq DESC LIMIT 1',
        [personId],
      )
    ).rows[0]!.kind;

  /** Another person who may validate and, if asked for, approve at the site. */
  async function secondPerson(
    { clinic, site, jurisdiction }: Awaited<ReturnType<typeof signed>>,
    mayApprove: boolean,
  ) {
    const member = await clinic.member('SUPERVISOR', { givenName: 'Ana', familyName: 'Ruiz' });
    await licenseOf(clinic, member.personId, jurisdiction);
    await validatorAt(clinic, member.personId, site.id, { mayApprove });
    return member;
  }

  it('inv 26, 71: a back-dated revocation is final, and what was known before stays as it was', async () => {
    const { clinic, supervisor, trainee, id, item, observe } = await signed();
    const before = app.clock.now();
    app.clock.advance({ minutes: 1 });
    const effectiveFrom = dayFromToday(-1);
    expect(
      await decide(clinic.owner, 'revokeSignOff', { signOffId: id, ...because, effectiveFrom }),
    ).toMatchObject({
      entries: [{ kind: 'REVOKED', effectiveFrom, ...because, recordedBy: clinic.owner.personId }],
    });
    expect(await lastOfLedger(trainee.personId)).toBe('sign-off.revoked');
    expect(await statusOf(supervisor, id, { on: effectiveFrom, knownAt: before })).toBe('CURRENT');
    expect(await statusOf(supervisor, id, { on: effectiveFrom })).toBe('REVOKED');
    expect(await decide(clinic.owner, 'reinstateSignOff', { signOffId: id, ...because })).toMatchObject({
      code: 'SIGN_OFF_ENTRY_NOT_POSSIBLE',
    });
    const again = { ...item, observationIds: [await observe()], effectiveOn: dayFromToday(0) };
    const [anew] = await signedOff(app, supervisor, [again]);
    expect(await standing(supervisor, id)).toMatchObject({ status: 'CURRENT', signOffId: anew });
  });

  it('inv 26: a suspension can be taken back, and blocks signing anew meanwhile', async () => {
    const { clinic, supervisor, id, item, observe } = await signed();
    await decide(supervisor, 'suspendSignOff', { signOffId: id, ...because });
    expect(await standing(supervisor, id)).toMatchObject({
      status: 'SUSPENDED',
      because: [`Suspended from ${dayFromToday(0)}: incident.`],
    });
    const again = { ...item, observationIds: [await observe()] };
    expect(await blocksOf(supervisor, again)).toEqual(['SUSPENDED']);
    const { errors } = await supervisor.send(
      `mutation ($input: ReinstateSignOffInput!) { reinstateSignOff(input: $input) { __typename } }`,
      { input: { operationId: newId(), signOffId: id, ...because } },
    );
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    await decide(clinic.owner, 'reinstateSignOff', {
      signOffId: id,
      reasonCode: 'RETRAINED',
      note: 'Shown again',
    });
    expect(await statusOf(supervisor, id)).toBe('CURRENT');
  });

  it('inv 1: nobody decides about their own sign-off, nor about others’ without the right to', async () => {
    const { clinic, id, trainee } = await signed();
    await app.owner.query('UPDATE person SET merged_into_id = $1 WHERE id = $2', [
      clinic.owner.personId,
      trainee.personId,
    ]);
    for (const mutation of ['revokeSignOff', 'suspendSignOff', 'reviewSignOff'])
      expect(await decide(clinic.owner, mutation, { signOffId: id, ...because })).toMatchObject({
        code: 'OWN_SIGN_OFF',
      });
    const stranger = await clinic.member('SUPERVISOR');
    const { errors } = await stranger.send(
      `mutation ($input: RevokeSignOffInput!) { revokeSignOff(input: $input) { __typename } }`,
      { input: { operationId: newId(), signOffId: id, ...because } },
    );
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('inv 26: what was signed on top of a revoked skill goes to review, until it is upheld', async () => {
    const { clinic, supervisor, assignment, id, dependant, observe } = await signed();
    const [second] = await signedOff(app, supervisor, [
      itemOf(assignment, dependant, [await observe(dependant)]),
    ]);
    await decide(supervisor, 'revokeSignOff', { signOffId: id, ...because });
    expect(await standing(supervisor, second!)).toMatchObject({
      status: 'IN_REVIEW',
      because: [expect.stringContaining('prerequisite withdrawn')],
    });
    expect(await entriesOf(supervisor, second!)).toMatchObject([{ kind: 'REVIEW_OPENED', causeId: id }]);
    const lead = await clinic.member('ADMIN');
    app.clock.advance({ seconds: 1 });
    await decide(lead, 'upholdSignOff', { signOffId: second!, note: 'Looked at again' });
    expect(await statusOf(supervisor, second!)).toBe('CURRENT');
  });

  it('inv 29: goes to review by hand; who signed does not uphold it', async () => {
    const scene = await signed();
    const { clinic, id, site, jurisdiction, item, observe } = scene;
    const lead = await clinic.member('ADMIN');
    await licenseOf(clinic, lead.personId, jurisdiction);
    await validatorAt(clinic, lead.personId, site.id);
    const [own] = await signedOff(app, lead, [
      { ...item, observationIds: [await observe()], effectiveOn: dayFromToday(0) },
    ]);
    const changed = { reasonCode: 'EQUIPMENT_CHANGE', note: 'New lift' };
    expect(await decide(lead, 'upholdSignOff', { signOffId: id, note: 'Fine' })).toMatchObject({
      code: 'SIGN_OFF_ENTRY_NOT_POSSIBLE',
    });
    await decide(clinic.owner, 'reviewSignOff', { signOffId: own!, ...changed });
    expect(await statusOf(lead, own!)).toBe('IN_REVIEW');
    expect(await decide(lead, 'upholdSignOff', { signOffId: own!, note: 'Fine' })).toMatchObject({
      code: 'OWN_SIGN_OFF',
    });
  });

  it('inv 20: an observation voided after signing opens a review, from the first day', async () => {
    const { clinic, supervisor, assignment, id, item } = await signed();
    const before = app.clock.now();
    app.clock.advance({ minutes: 1 });
    const voided = await clinic.owner.do<{ __typename: string }>(
      'voidObservation',
      {
        voiding: {
          assignmentId: assignment.id,
          observationId: item.observationIds[0],
          reasonCode: 'WRONG_PERSON',
          reason: 'It was somebody else',
        },
      },
      '',
    );
    expect(voided.__typename).toBe('Observation');
    expect(await entriesOf(supervisor, id)).toEqual([
      { kind: 'REVIEW_OPENED', effectiveFrom: dayFromToday(-1), causeId: item.observationIds[0] },
    ]);
    expect(await statusOf(supervisor, id, { on: dayFromToday(-1) })).toBe('IN_REVIEW');
    expect(await statusOf(supervisor, id, { on: dayFromToday(-1), knownAt: before })).toBe('CURRENT');
  });

  it('inv 22: the trainee takes note of it or refuses to, once; neither changes whether it counts', async () => {
    const { clinic, supervisor, trainee, id } = await signed();
    const answer = { signOffId: id, acknowledge: false, note: 'I was not shown this' };
    const { errors } = await clinic.owner.send(
      'mutation ($input: AcknowledgeSignOffInput!) { acknowledgeSignOff(input: $input) { __typename } }',
      { input: { operationId: newId(), ...answer } },
    );
    expect(errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    expect(await decide(trainee, 'acknowledgeSignOff', answer)).toMatchObject({
      entries: [{ kind: 'ACKNOWLEDGEMENT_REFUSED', note: 'I was not shown this' }],
    });
    expect(await decide(trainee, 'acknowledgeSignOff', { signOffId: id, acknowledge: true })).toMatchObject({
      code: 'SIGN_OFF_ENTRY_NOT_POSSIBLE',
    });
    expect(await statusOf(supervisor, id)).toBe('CURRENT');
    expect(await lastOfLedger(trainee.personId)).toBe('sign-off.acknowledgement-refused');
  });

  describe('inv 23: the final approval', () => {
    const hashFor = async (member: Member, signOffId: string) =>
      (
        await member.ask<{ approvalPreview: { payloadHash: string } }>(
          'query ($id: ID!) { approvalPreview(signOffId: $id) { payloadHash } }',
          { id: signOffId },
        )
      ).approvalPreview.payloadHash;
    const approve = async (member: Member, signOffId: string, purpose = 'APPROVE') =>
      decide(member, 'approveSignOff', {
        signOffId,
        ticket: await ticketFor(app, member, await hashFor(member, signOffId), { purpose }),
      });

    it('is given by another person who is authorized to, with a ticket; before it nothing counts', async () => {
      const scene = await signed({ final_approval: true });
      const { supervisor, trainee, id, item, observe } = scene;
      expect(await standing(supervisor, id)).toMatchObject({
        status: 'IN_PROGRESS',
        because: ['Signed; the final approval by another person is still missing.'],
      });
      expect(await blocksOf(supervisor, { ...item, observationIds: [await observe()] })).toEqual([
        'APPROVAL_AWAITED',
      ]);
      expect(await approve(supervisor, id)).toMatchObject({ code: 'OWN_SIGN_OFF' });
      expect(await approve(await secondPerson(scene, false), id)).toMatchObject({
        code: 'MAY_NOT_APPROVE',
      });
      const approver = await secondPerson(scene, true);
      expect(await approve(approver, id, 'SIGN_OFF')).toMatchObject({ code: 'SIGNING_TICKET_INVALID' });
      expect(await approve(approver, id)).toMatchObject({ entries: [{ kind: 'APPROVED' }] });
      expect(await statusOf(supervisor, id)).toBe('CURRENT');
      expect(await statusOf(supervisor, id, { on: dayFromToday(-1) })).toBe('IN_PROGRESS');
      expect(await approve(approver, id)).toMatchObject({ code: 'SIGN_OFF_ENTRY_NOT_POSSIBLE' });
      expect(await lastOfLedger(trainee.personId)).toBe('sign-off.approved');
    });

    it('may be refused: then the skill is signed anew, also on the same observations', async () => {
      const scene = await signed({ final_approval: true });
      const { supervisor, id, item } = scene;
      const approver = await secondPerson(scene, true);
      await decide(approver, 'refuseApproval', { signOffId: id, note: 'Look again' });
      expect(await standing(supervisor, id)).toMatchObject({
        status: 'IN_PROGRESS',
        because: ['Signed; the final approval was refused.'],
      });
      expect(await blocksOf(supervisor, item)).toEqual([]);
    });
  });

  it('inv 6: a clinic decides about what it signed for a school’s trainee, in the school’s records', async () => {
    const { school, clinic, supervisor, trainee, assignment, skill, site } = await schoolWithPlacement(app);
    const seen = await observed(app, { assignment, site, siteOrgId: clinic.orgId, skill, by: supervisor });
    const [id] = await signedOff(app, supervisor, [itemOf(assignment, skill, [seen])]);
    expect(await decide(clinic.owner, 'suspendSignOff', { signOffId: id!, ...because })).toMatchObject({
      entries: [{ kind: 'SUSPENDED' }],
    });
    for (const member of [school.owner, trainee]) expect(await statusOf(member, id!)).toBe('SUSPENDED');
    await decide(school.owner, 'revokeSignOff', { signOffId: id!, ...because });
    expect(await statusOf(supervisor, id!)).toBe('REVOKED');
    const other = await clinicWithTrainee(app);
    const { errors } = await other.clinic.owner.send(
      'mutation ($input: RevokeSignOffInput!) { revokeSignOff(input: $input) { __typename } }',
      { input: { operationId: newId(), signOffId: id, ...because } },
    );
    expect(errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  });
});
