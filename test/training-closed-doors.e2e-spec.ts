import { newId } from '../src/platform/ids/ids.js';
import { record, seen } from './support/observations.js';
import { earlier, itemToday, lookAndSign, signedInNow, today, toNoon } from './support/days-pass.js';
import { logHours } from './support/ojt.js';
import { TestApp } from './support/test-app.js';
import { insertRow, licenseOf, schoolWithPlacement, siteOf, validatorAt } from './support/training.js';
import { World, type Member } from './support/world.js';

type Asking = readonly [operation: string, text: string, variables: object];

describe('what belongs to a placement', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  beforeEach(() => toNoon(app));
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  /** A school's placement at a clinic with one of everything: observed, signed, hours claimed, a plan, a request, a supervisor. */
  async function withOneOfEverything() {
    const scene = await schoolWithPlacement(app);
    const { clinic, supervisor, trainee, assignment, skill } = scene;
    const observation = await record(supervisor, seen(assignment, skill, { startsAt: earlier(app) }));
    const item = itemToday(app, assignment, skill, [observation.id]);
    const { answer } = await lookAndSign(app, supervisor, [item]);
    const hours = await logHours(trainee, assignment, new Date(earlier(app, 20)), 2);
    const plan = await supervisor.do<{ id: string }>(
      'openActionPlan',
      { assignmentId: assignment.id, skillId: skill.id, reason: 'Belt too loose', plan: 'Watch twice' },
      '... on ActionPlan { id }',
    );
    const requestId = newId();
    await trainee.do(
      'requestObservation',
      { request: { requestId, assignmentId: assignment.id, skillId: skill.id } },
      '... on ObservationRequest { id }',
    );
    const named = await clinic.owner.do<{ id: string }>(
      'nameSupervisor',
      { assignmentId: assignment.id, personId: supervisor.personId },
      '... on AssignmentSupervision { id }',
    );
    const ids = {
      ...{ observationId: observation.id, signOffId: answer.signOffs![0]!.id, hourLogId: hours.id },
      ...{ actionPlanId: plan.id, requestId, supervisionId: named.id },
    };
    for (const id of Object.values(ids)) expect(id).toEqual(expect.any(String));
    return { ...scene, ids };
  }

  type Scene = Awaited<ReturnType<typeof withOneOfEverything>>;
  type AskedAbout = Omit<Scene, 'trainee'> & { readonly trainee: { readonly personId: string } };

  /** Everything that is asked or done by an id of a placement or of what belongs to it. */
  function askings(
    { assignment, skill, trainee, supervisor, ids }: AskedAbout,
    assignmentId = assignment.id,
  ): Asking[] {
    const { observationId, signOffId, hourLogId, actionPlanId, requestId, supervisionId } = ids;
    const a = { id: assignmentId };
    const query = (name: string, args: string, selection: string, variables: object): Asking => {
      const names = [...args.matchAll(/(\w+): \$(\w+)/g)];
      const type = (given: string) =>
        given === 'on' ? 'Date!' : given === 'input' ? 'SignOffPreviewInput!' : 'ID!';
      const head = [...new Set(names.map(([, , given]) => given!))].map((each) => `$${each}: ${type(each)}`);
      return [name, `query (${head.join(', ')}) { ${name}(${args}) ${selection} }`, variables];
    };
    const mutation = (name: string, input: object): Asking => {
      const type = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
      const text = `mutation ($input: ${type}!) { ${name}(input: $input) { __typename } }`;
      return [name, text, { input: { operationId: newId(), ...input } }];
    };
    const item = itemToday(app, { ...assignment, id: assignmentId }, skill, [observationId]);
    const observation = seen(a, skill, { startsAt: earlier(app, 3) });
    const { startsAt, endsAt, skillId, skillVersionId } = observation as Record<string, unknown>;
    const because = { signOffId, reasonCode: 'INCIDENT', note: 'Seen unsafe' };
    return [
      query('assignment', 'id: $id', '{ id }', a),
      query('observationForm', 'assignmentId: $id, skillId: $skillId', '{ title }', {
        ...a,
        skillId: skill.id,
      }),
      query('observations', 'assignmentId: $id', '{ totalCount }', a),
      query('observation', 'id: $id', '{ id }', { id: observationId }),
      query('actionPlans', 'assignmentId: $id', '{ totalCount }', a),
      query('addedSkills', 'assignmentId: $id', '{ skillId }', a),
      query('hourLogs', 'assignmentId: $id', '{ totalCount }', a),
      query('assignmentHours', 'assignmentId: $id', '{ claimedMinutes }', a),
      query('signOff', 'id: $id', '{ id standing { status } }', { id: signOffId }),
      query('approvalPreview', 'signOffId: $id', '{ payloadHash }', { id: signOffId }),
      query('signOffPreview', 'input: $input', '{ payloadHash }', { input: { items: [item] } }),
      mutation('recordObservation', { observation }),
      mutation('recordNoShow', {
        noShow: {
          ...{ observationId: newId(), assignmentId, skillId },
          ...{ skillVersionId, startsAt, endsAt },
        },
      }),
      mutation('voidObservation', {
        voiding: { observationId, assignmentId, reasonCode: 'WRONG_PERSON', reason: 'It was Tom' },
      }),
      mutation('declineObservationRequest', { observationRequestId: requestId, reason: 'No time' }),
      mutation('openActionPlan', { assignmentId, skillId: skill.id, reason: 'Again', plan: 'Again' }),
      mutation('writeActionPlan', { actionPlanId, plan: 'Other' }),
      mutation('completeActionPlan', { actionPlanId, note: 'Done' }),
      mutation('cancelActionPlan', { actionPlanId, reason: 'Not needed' }),
      mutation('signOff', { items: [item], ticket: 'x'.repeat(43) }),
      mutation('revokeSignOff', because),
      mutation('suspendSignOff', because),
      mutation('reinstateSignOff', because),
      mutation('reviewSignOff', because),
      mutation('upholdSignOff', { signOffId, note: 'Looked at' }),
      mutation('approveSignOff', { signOffId, ticket: 'x'.repeat(43) }),
      mutation('refuseApproval', { signOffId, note: 'No' }),
      mutation('verifyHours', { assignmentId, decisions: [{ hourLogId, decision: 'VERIFIED' }] }),
      mutation('reopenHours', { assignmentId, hourLogId, reason: 'Wrong' }),
      mutation('nameSupervisor', { assignmentId, personId: supervisor.personId }),
      mutation('endSupervision', { supervisionId, endsOn: today(app) }),
      mutation('addSkillToAssignment', { assignmentId, skillId: skill.id }),
      mutation('removeSkillFromAssignment', { assignmentId, skillId: skill.id }),
      mutation('inviteGuestValidator', {
        ...{ assignmentId, email: 'guest@example.org', givenName: 'Gus', familyName: 'Est', days: 3 },
      }),
      query('evidencePacket', 'personId: $id, on: $on', '{ id }', { id: trainee.personId, on: today(app) }),
    ];
  }

  /** What each operation answers, as its error code; what was answered without one is told by its name. */
  async function answersOf(member: Member, asked: readonly Asking[]): Promise<Record<string, string>> {
    const answers: Record<string, string> = {};
    for (const [operation, text, variables] of asked) {
      const { data, errors } = await member.send<Record<string, unknown>>(text, variables);
      answers[operation] = errors?.[0]?.extensions.code ?? `ANSWERED ${JSON.stringify(data)}`;
    }
    return answers;
  }

  /** The same of ids of nothing. */
  function ofNothing(scene: Scene): Asking[] {
    const ids = Object.fromEntries(Object.keys(scene.ids).map((name) => [name, newId()])) as Scene['ids'];
    return askings({ ...scene, trainee: { personId: newId() }, ids }, newId());
  }

  it('abuse 9: is answered to another clinic, of the same school too, exactly as if it did not exist', async () => {
    const scene = await withOneOfEverything();
    const other = await World.create(app, { isClinic: true });
    const site = await siteOf(other, scene.jurisdiction);
    await insertRow(app, 'affiliation_agreement', {
      ...{ org_id: scene.school.orgId, id: newId(), site_org_id: other.orgId, title: 'Affiliation' },
      starts_on: '2020-01-01',
    });
    const supervisor = await other.member('SUPERVISOR');
    await licenseOf(other, supervisor.personId, scene.jurisdiction);
    await validatorAt(other, supervisor.personId, site.id);
    for (const member of [other.owner, supervisor])
      expect(await answersOf(member, askings(scene))).toEqual(await answersOf(member, ofNothing(scene)));
    expect(new Set(Object.values(await answersOf(other.owner, askings(scene))))).toEqual(
      new Set(['NOT_FOUND']),
    );
  });

  it('abuse 8: is closed to the clinic on the day after the last, whatever is asked and done', async () => {
    const scene = await withOneOfEverything();
    const { clinic, school, supervisor, assignment } = scene;
    const open = await answersOf(supervisor, askings(scene).slice(0, 11));
    for (const answer of Object.values(open)) expect(answer).toMatch(/^ANSWERED/);
    await school.owner.do(
      'endAssignment',
      { assignmentId: assignment.id, endsOn: today(app), reason: 'Moved away' },
      '... on Assignment { id }',
    );
    app.clock.advance({ days: 1 });
    for (const member of [supervisor, clinic.owner]) {
      const now = await signedInNow(app, member);
      expect(await answersOf(now, askings(scene))).toEqual(await answersOf(now, ofNothing(scene)));
    }
    const owner = await signedInNow(app, clinic.owner);
    expect(new Set(Object.values(await answersOf(owner, askings(scene))))).toEqual(new Set(['NOT_FOUND']));
  });
});
