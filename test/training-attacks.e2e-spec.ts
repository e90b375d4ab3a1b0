import { Client } from 'pg';
import { AccessTokens } from '../src/platform/access/access-tokens.js';
import { Viewer } from '../src/platform/access/viewer.js';
import { newId } from '../src/platform/ids/ids.js';
import { hoursFromNow, record, seen } from './support/observations.js';
import { hoursAgo, logHours, ojtPlacement } from './support/ojt.js';
import { itemOf, observed, preview, signedOff } from './support/sign-offs.js';
import { TestApp } from './support/test-app.js';
import {
  agreementOf,
  clinicWithTrainee,
  dayFromToday,
  employeeAt,
  licenseOf,
  placementAt,
  schoolWithPlacement,
  siteOf,
  validatorAt,
} from './support/training.js';
import { World, type Member } from './support/world.js';

/** What somebody tries who knows more than they should. */
describe('in training', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  async function ready() {
    const scene = await clinicWithTrainee(app);
    const { assignment, site, skill, clinic, supervisor } = scene;
    const observationId = await observed(app, {
      assignment,
      site,
      siteOrgId: clinic.orgId,
      skill,
      by: supervisor,
    });
    return { ...scene, observationId, item: itemOf(assignment, skill, [observationId]) };
  }

  /** The token of somebody who works in a member's place. */
  async function inPlaceOf({ viewer }: Member, by: Member): Promise<string> {
    const { orgId, personId, accountId, membershipId, role } = viewer;
    const sessionId = newId();
    await app.owner.query(
      `INSERT INTO session (id, person_id, account_id, org_id, membership_id, impersonator_id, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, now() + interval '20 minutes')`,
      [sessionId, personId, accountId, orgId, membershipId, by.personId],
    );
    const acting = new Viewer(orgId, personId, accountId, membershipId, sessionId, role, by.personId);
    return (await app.app.get(AccessTokens).sign(acting)).token;
  }

  it('inv 20, abuse 34: an observation is not counted twice by one batch, nor by two assignments of the person in it', async () => {
    const { supervisor, item, clinic, trainee, site, checklist, skill, observationId } = await ready();
    const other = await employeeAt(clinic, trainee, site, checklist.versionId);
    for (const items of [
      [item, item],
      [item, itemOf(other, skill, [observationId])],
    ])
      await expect(preview(supervisor, items)).rejects.toThrow(/a person and a skill twice/);
    const { signOffQueue } = await supervisor.ask<{ signOffQueue: { ready: { items: object[] }[] } }>(
      '{ signOffQueue { ready { items { skillId observationIds } } } }',
    );
    expect(signOffQueue.ready).toEqual([{ items: [{ skillId: skill.id, observationIds: [observationId] }] }]);
  });

  it('abuse 9: an id of an observation that is hidden is taken, and harms no other of the batch', async () => {
    const {
      school,
      clinic,
      supervisor,
      skill,
      site,
      checklist,
      trainee,
      enrollmentId,
      assignment,
      agreementId,
    } = await schoolWithPlacement(app);
    const over = await placementAt(school, clinic, {
      personId: trainee.personId,
      enrollmentId,
      agreementId,
      site,
      checklistVersionId: checklist.versionId,
      startsOn: dayFromToday(-300),
      endsOn: dayFromToday(-200),
    });
    const about = { assignment: over, site, siteOrgId: clinic.orgId, skill, by: supervisor };
    const hidden = seen(assignment, skill, { observationId: await observed(app, about, { daysAgo: 250 }) });
    expect(await record(supervisor, hidden)).toMatchObject({ __typename: 'ObservationIdTaken' });
    const operations = [hidden, seen(assignment, skill, { startsAt: hoursFromNow(-3) })];
    const { syncObservations } = await supervisor.ask<{ syncObservations: { operations: object[] } }>(
      `mutation ($input: SyncObservationsInput!) { syncObservations(input: $input) { ... on ObservationSync { operations { state code } } } }`,
      {
        input: {
          operationId: newId(),
          operations: operations.map((observation) => ({ observation })),
        },
      },
    );
    expect(syncObservations.operations).toEqual([
      { state: 'REFUSED', code: 'OBSERVATION_ID_TAKEN' },
      { state: 'APPLIED', code: null },
    ]);
  });

  it('inv 22, abuse 42: nobody acknowledges, refuses approval or verifies hours in another person’s place', async () => {
    const { supervisor, trainee, clinic, item, assignment } = await ready();
    const [signOffId] = await signedOff(app, supervisor, [item]);
    const asTrainee = await inPlaceOf(trainee, clinic.owner);
    const asSupervisor = await inPlaceOf(supervisor, clinic.owner);
    const decisions = [{ hourLogId: newId(), decision: 'VERIFIED' }];
    const attempts: [string, string, object][] = [
      [asTrainee, 'acknowledgeSignOff', { signOffId, acknowledge: true }],
      [asSupervisor, 'refuseApproval', { signOffId, note: 'No.' }],
      [asSupervisor, 'verifyHours', { assignmentId: assignment.id, decisions }],
    ];
    for (const [token, mutation, input] of attempts) {
      const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
      const { errors } = await app.send(
        `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename } }`,
        { input: { operationId: newId(), ...input } },
        token,
      );
      expect([mutation, errors?.[0]?.extensions.code]).toEqual([mutation, 'FORBIDDEN']);
    }
  });

  it('abuse 9: a clinic does not correct what another one signed of the same trainee', async () => {
    const {
      school,
      clinic,
      supervisor,
      skill,
      site,
      checklist,
      trainee,
      enrollmentId,
      assignment,
      jurisdiction,
    } = await schoolWithPlacement(app);
    const about = { siteOrgId: clinic.orgId, site, skill, by: supervisor, assignment };
    const [signOffId] = await signedOff(app, supervisor, [
      itemOf(assignment, skill, [await observed(app, about)]),
    ]);
    const other = await World.create(app, { isClinic: true });
    const admin = await other.member('ADMIN');
    const there = await siteOf(other, jurisdiction);
    await licenseOf(other, admin.personId, jurisdiction);
    await validatorAt(other, admin.personId, there.id);
    const placement = await placementAt(school, other, {
      ...{ personId: trainee.personId, enrollmentId, site: there, checklistVersionId: checklist.versionId },
      agreementId: await agreementOf(school, other),
    });
    const seenThere = { siteOrgId: other.orgId, site: there, skill, by: admin, assignment: placement };
    const corrects = { signOffId: signOffId!, reason: 'It was mine.' };
    const item = itemOf(placement, skill, [await observed(app, seenThere)], { corrects });
    await expect(preview(admin, [item])).rejects.toThrow(/NOT_FOUND/);
  });

  it('abuse 28: a moment beyond the years that have four digits is none, whatever its offset', async () => {
    const { assignment, skill, supervisor } = await ready();
    const at = { startsAt: '0001-01-01T00:00:00Z', endsAt: '0001-01-01T00:15:00+14:00' };
    await expect(record(supervisor, { ...seen(assignment, skill), ...at })).rejects.toThrow(/BAD_USER_INPUT/);
    const end = { startsAt: '9999-12-31T23:00:00Z', endsAt: '9999-12-31T23:59:59-14:00' };
    await expect(record(supervisor, { ...seen(assignment, skill), ...end })).rejects.toThrow(
      /BAD_USER_INPUT/,
    );
  });

  it('inv 35: hours are not corrected under the id of others, nor under their own', async () => {
    const { trainee, assignment } = await ojtPlacement(app);
    const [first, second] = [
      await logHours(trainee, assignment, hoursAgo(30), 4),
      await logHours(trainee, assignment, hoursAgo(20), 4),
    ];
    for (const { id } of [first, second])
      await expect(
        trainee.do(
          'correctHours',
          {
            ...{ id, hourLogId: first.id, patientRelated: true },
            ...{ startsAt: hoursAgo(30), endsAt: hoursAgo(27) },
          },
          '... on HourLog { id }',
        ),
      ).rejects.toThrow(/CONFLICT/);
  });

  it('abuse 51: versions of what a version is of do not multiply, nor through fragments', async () => {
    const { supervisor, checklist, skill } = await ready();
    const [around, asked] = [
      'versions { checklist { versions { id } } }',
      `checklist(id: "${checklist.id}")`,
    ];
    const errorsOf = async (query: string) =>
      (await supervisor.send(query)).errors?.map(({ message }) => message);
    expect(await errorsOf(`{ ${asked} { ${around} } again: ${asked} { ${around} } }`)).toBeUndefined();
    expect(await errorsOf(`{ ${asked} { versions { checklist { ${around} } } } }`)).toEqual([
      'Checklist.versions may be nested in itself 2 times at most.',
    ]);
    expect(
      await errorsOf(`{ skill(id: "${skill.id}") { versions { prerequisites { ...A } } } }
        fragment A on Skill { versions { prerequisites { ...B } } } fragment B on Skill { versions { id } }`),
    ).toEqual(['Skill.versions may be nested in itself 2 times at most.']);
  });

  it('abuse 14: who looked at whose records is not told to members who do not see the person', async () => {
    const { school, supervisor, assignment, trainee } = await schoolWithPlacement(app);
    await supervisor.ask('query ($id: ID!) { assignment(id: $id) { id } }', { id: assignment.id });
    const instructor = await school.member('INSTRUCTOR');
    const told = async () =>
      (
        await instructor.ask<{ disclosures: { totalCount: number } }>(
          'query ($id: ID!) { disclosures(personId: $id) { totalCount edges { node { viewerName } } } }',
          { id: trainee.personId },
        )
      ).disclosures;
    expect(await told()).toEqual({ totalCount: 1, edges: [{ node: { viewerName: 'Sam Okoye' } }] });
    await app.owner.query('UPDATE membership SET cohort_limited = true WHERE org_id = $1 AND id = $2', [
      school.orgId,
      instructor.membershipId,
    ]);
    expect(await told()).toEqual({ totalCount: 0, edges: [] });
  });

  it('abuse 51: a packet of evidence is asked for once in a request, however it is written', async () => {
    const trainee = await (await World.create(app, { isClinic: true })).member('TRAINEE');
    const packet = `evidencePacket(personId: "${trainee.personId}", on: "${dayFromToday(0)}") { personId }`;
    for (const query of [
      `{ a: ${packet} b: ${packet} }`,
      `{ ${packet} ...More } fragment More on Query { ... on Query { c: ${packet} } }`,
    ]) {
      const { errors } = await trainee.send(query);
      expect(errors?.map(({ message }) => message)).toEqual(['A request asks for evidencePacket once.']);
    }
  });

  it('abuse 14: the runtime role is told the names of those who may validate, of nobody else', async () => {
    const { supervisor, clinic, jurisdiction } = await ready();
    const stranger = await (await World.create(app)).member('TRAINEE', { givenName: 'Very' });
    const asked = [stranger, supervisor].map(({ personId }) => ({
      validator: personId,
      trainee: personId,
      site_org: clinic.orgId,
      owner_org: clinic.orgId,
      jurisdiction,
    }));
    const client = new Client({ connectionString: app.database.databaseUrl });
    await client.connect();
    try {
      await client.query('BEGIN');
      await client.query(`SELECT set_config('app.org_id', $1, true)`, [clinic.orgId]);
      const { rows } = await client.query<{ names: (string | null)[] }>(
        `SELECT array_agg(p ->> 'name' ORDER BY p ->> 'name') AS names
         FROM jsonb_array_elements(validator_facts($1::jsonb) -> 'persons') p`,
        [JSON.stringify(asked)],
      );
      expect(rows[0]!.names).toEqual(['Sam Okoye', null]);
    } finally {
      await client.end();
    }
  });
});
