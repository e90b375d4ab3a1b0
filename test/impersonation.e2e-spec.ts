import { readFileSync } from 'node:fs';
import type { Config } from '../src/platform/config/config.js';
import { CONFIG } from '../src/platform/config/config.module.js';
import { newId } from '../src/platform/ids/ids.js';
import { seen } from './support/observations.js';
import { clinicWithTrainee } from './support/training.js';
import { until } from './support/until.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

const START = `mutation ($input: StartImpersonationInput!) { startImpersonation(input: $input) { __typename
  ... on StartedImpersonation { accessToken impersonation { id reason expiresAt impersonator { id } person { id } } } ... on Refusal { code message } } }`;

interface Started {
  __typename: string;
  accessToken: string;
  impersonation: {
    id: string;
    reason: string;
    expiresAt: string;
    impersonator: { id: string };
    person: { id: string };
  };
}

describe('impersonation', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({ env: { LOG_LEVEL: 'info' } });
  });
  afterAll(() => app.stop());
  afterEach(() => app.clock.reset());

  const reason = 'She cannot find her quiz.';
  const start = async (by: Member, whom: Member): Promise<Started> =>
    (
      await by.ask<{ startImpersonation: Started }>(START, {
        input: { membershipId: whom.membershipId, reason },
      })
    ).startImpersonation;
  const ME = '{ me { person { id } impersonatorId memberships { id } } }';
  const codeOf = async (token: string, query: string, input: object) =>
    (await app.send(query, { input }, token)).errors?.[0]?.extensions.code;
  const end = (token: string, impersonationId: string) =>
    app.send(
      'mutation ($input: EndImpersonationInput!) { endImpersonation(input: $input) { ... on EndedImpersonation { impersonationId endedAt } } }',
      { input: { operationId: newId(), impersonationId } },
      token,
    );

  it('shows an owner the organization as one of its members, on record', async () => {
    const world = await World.create(app);
    const trainee = await world.member('TRAINEE');
    const { accessToken, impersonation } = await start(world.owner, trainee);
    expect(impersonation).toMatchObject({
      reason,
      impersonator: { id: world.owner.personId },
      person: { id: trainee.personId },
    });
    expect(await app.ask(ME, {}, accessToken)).toEqual({
      me: {
        person: { id: trainee.personId },
        impersonatorId: world.owner.personId,
        memberships: [{ id: trainee.membershipId }],
      },
    });
    const { myImpersonations, mySessions } = await trainee.ask<
      Record<string, { totalCount: number; edges: { node: object }[] }>
    >(
      '{ myImpersonations { totalCount edges { node { id reason endedAt impersonator { id } } } } mySessions { totalCount edges { node { id } } } }',
    );
    expect(myImpersonations).toEqual({
      totalCount: 1,
      edges: [
        { node: { id: impersonation.id, reason, endedAt: null, impersonator: { id: world.owner.personId } } },
      ],
    });
    expect(mySessions!.totalCount).toBe(1);
    const { ledgerEntries } = await trainee.ask<{
      ledgerEntries: { edges: { node: { kind: string; actorId: string; content: string } }[] };
    }>('query ($id: ID!) { ledgerEntries(personId: $id) { edges { node { kind actorId content } } } }', {
      id: trainee.personId,
    });
    const [{ node }] = ledgerEntries.edges as [{ node: { kind: string; actorId: string; content: string } }];
    expect(node).toMatchObject({ kind: 'impersonation.started', actorId: world.owner.personId });
    expect(JSON.parse(node.content)).toMatchObject({ reason, impersonationId: impersonation.id });
  });

  it('inv 67: names in the ledger and in the log who really acted', async () => {
    const world = await World.create(app);
    const [admin, trainee] = [await world.member('ADMIN'), await world.member('TRAINEE')];
    const { accessToken, impersonation } = await start(world.owner, admin);
    const done = await app.ask<{ correctMemberName: { __typename: string } }>(
      'mutation ($input: CorrectMemberNameInput!) { correctMemberName(input: $input) { __typename } }',
      {
        input: {
          operationId: newId(),
          membershipId: trainee.membershipId,
          givenName: 'Łukasz',
          familyName: 'Nguyễn',
          reason: 'Misspelt.',
        },
      },
      accessToken,
    );
    expect(done.correctMemberName.__typename).toBe('Membership');
    const { rows } = await app.owner.query<{ actor_id: string; content: string }>(
      'SELECT actor_id, content FROM ledger_entry WHERE org_id = $1 AND person_id = $2',
      [world.orgId, trainee.personId],
    );
    expect(rows[0]!.actor_id).toBe(admin.personId);
    expect(JSON.parse(rows[0]!.content)).toMatchObject({ impersonatorId: world.owner.personId });
    const { logFile } = app.app.get<Config>(CONFIG);
    const log = await until(
      async () => readFileSync(logFile!, 'utf8'),
      (text) => text.includes(`"impersonationId":"${impersonation.id}"`),
    );
    expect(log).toContain('correctMemberName');
  });

  it('abuse 42: refuses to sign, to anchor, and to touch passwords and sessions in their place', async () => {
    const world = await World.create(app);
    const admin = await world.member('ADMIN');
    const { accessToken } = await start(world.owner, admin);
    const attempts: [string, object][] = [
      [
        'mutation ($input: AnchorLedgerInput!) { anchorLedger(input: $input) { __typename } }',
        { operationId: newId() },
      ],
      [
        'mutation ($input: ChangePasswordInput!) { changePassword(input: $input) { __typename } }',
        { currentPassword: 'a password of hers', newPassword: 'another password of mine' },
      ],
      [
        'mutation ($input: SetSigningPinInput!) { setSigningPin(input: $input) { __typename } }',
        { pin: '482913', password: 'a password of hers' },
      ],
      [
        'mutation ($input: SwitchOrganizationInput!) { switchOrganization(input: $input) { __typename } }',
        { organizationId: world.orgId },
      ],
      ['mutation ($input: SignOutInput!) { signOut(input: $input) { __typename } }', { everywhere: true }],
      [
        'mutation ($input: EndSessionInput!) { endSession(input: $input) { __typename } }',
        { operationId: newId(), sessionId: admin.viewer.sessionId },
      ],
      [START, { membershipId: world.owner.membershipId, reason }],
    ];
    for (const [mutation, input] of attempts)
      expect([mutation, await codeOf(accessToken, mutation, input)]).toEqual([mutation, 'FORBIDDEN']);
    expect(
      (await app.send('{ mySessions { totalCount } }', {}, accessToken)).errors![0]!.extensions.code,
    ).toBe('FORBIDDEN');
  });

  it('abuse 30, 42: lets nobody validate themselves in the place of their supervisor', async () => {
    const { clinic, supervisor, assignment, skill } = await clinicWithTrainee(app);
    const { accessToken } = await start(clinic.owner, supervisor);
    const attempts: [string, object][] = [
      [
        'mutation ($input: RecordObservationInput!) { recordObservation(input: $input) { __typename } }',
        { operationId: newId(), observation: seen(assignment, skill) },
      ],
      [
        'mutation ($input: VerifyHoursInput!) { verifyHours(input: $input) { __typename } }',
        {
          operationId: newId(),
          assignmentId: assignment.id,
          decisions: [{ hourLogId: newId(), decision: 'VERIFIED' }],
        },
      ],
      [
        'mutation ($input: CreateSigningTicketInput!) { createSigningTicket(input: $input) { __typename } }',
        { purpose: 'SIGN_OFF', payloadHash: 'ab'.repeat(32), pin: '380517' },
      ],
      [
        'mutation ($input: AcknowledgeSignOffInput!) { acknowledgeSignOff(input: $input) { __typename } }',
        { operationId: newId(), signOffId: newId(), acknowledge: true },
      ],
    ];
    for (const [mutation, input] of attempts)
      expect([mutation, await codeOf(accessToken, mutation, input)]).toEqual([mutation, 'FORBIDDEN']);
    // The supervisor may.
    expect(await codeOf(supervisor.token, attempts[0]![0], attempts[0]![1])).toBeUndefined();
  });

  it('ends after half an hour by itself', async () => {
    const world = await World.create(app);
    const { accessToken } = await start(world.owner, await world.member('TRAINEE'));
    app.clock.advance({ minutes: 29 });
    expect((await app.send(ME, {}, accessToken)).errors).toBeUndefined();
    app.clock.advance({ minutes: 2 });
    expect((await app.send(ME, {}, accessToken)).errors![0]!.extensions.code).toBe('UNAUTHENTICATED');
  });

  it.each([
    'the impersonator, as the other',
    'the impersonator, as themselves',
    'the person concerned',
    'another administrator',
  ])('is ended by %s', async (who) => {
    const world = await World.create(app);
    const [trainee, admin] = [await world.member('TRAINEE'), await world.member('ADMIN')];
    const { accessToken, impersonation } = await start(world.owner, trainee);
    const tokens: Record<string, string> = {
      'the impersonator, as the other': accessToken,
      'the impersonator, as themselves': world.owner.token,
      'the person concerned': trainee.token,
      'another administrator': admin.token,
    };
    expect((await end(tokens[who]!, impersonation.id)).data).toMatchObject({
      endImpersonation: { impersonationId: impersonation.id, endedAt: expect.any(String) },
    });
    expect((await app.send(ME, {}, accessToken)).errors![0]!.extensions.code).toBe('UNAUTHENTICATED');
    expect((await end(world.owner.token, impersonation.id)).errors![0]!.extensions.code).toBe('NOT_FOUND');
  });

  it('is ended by nobody else', async () => {
    const world = await World.create(app);
    const [trainee, peer] = [await world.member('TRAINEE'), await world.member('TRAINEE')];
    const { impersonation } = await start(world.owner, trainee);
    expect((await end(peer.token, impersonation.id)).errors![0]!.extensions.code).toBe('NOT_FOUND');
    const other = await World.create(app);
    expect((await end(other.owner.token, impersonation.id)).errors![0]!.extensions.code).toBe('NOT_FOUND');
  });

  it('ends with the rights of whoever began it', async () => {
    const world = await World.create(app);
    const admin = await world.member('ADMIN');
    const { accessToken } = await start(admin, await world.member('TRAINEE'));
    await app.owner.query(`UPDATE membership SET role = 'INSTRUCTOR' WHERE id = $1`, [admin.membershipId]);
    expect((await app.send(ME, {}, accessToken)).errors![0]!.extensions.code).toBe('UNAUTHENTICATED');
  });

  it('is refused for a role above, for oneself, for strangers, and to those who do not run the organization', async () => {
    const world = await World.create(app);
    const [admin, instructor] = [await world.member('ADMIN'), await world.member('INSTRUCTOR')];
    expect((await start(admin, world.owner)).__typename).toBe('RoleAboveYours');
    expect((await start(world.owner, world.owner)).__typename).toBe('OwnMembership');
    const ask = (by: Member, membershipId: string) => codeOf(by.token, START, { membershipId, reason });
    expect(await ask(instructor, admin.membershipId)).toBe('FORBIDDEN');
    expect(await ask(world.owner, (await World.create(app)).owner.membershipId)).toBe('NOT_FOUND');
    const left = await world.member('TRAINEE');
    await app.owner.query('UPDATE membership SET revoked_at = now() WHERE id = $1', [left.membershipId]);
    expect(await ask(world.owner, left.membershipId)).toBe('NOT_FOUND');
    const without = await world.member('TRAINEE');
    await app.owner.query('DELETE FROM session WHERE person_id = $1', [without.personId]);
    await app.owner.query('DELETE FROM account WHERE person_id = $1', [without.personId]);
    expect((await start(world.owner, without)).__typename).toBe('MemberWithoutAccount');
  });

  it('is refused for oneself by another account, too', async () => {
    const world = await World.create(app);
    const again = await world.member('TRAINEE');
    await app.owner.query('UPDATE person SET merged_into_id = $1 WHERE id = $2', [
      world.owner.personId,
      again.personId,
    ]);
    expect((await start(world.owner, again)).__typename).toBe('OwnMembership');
  });
});
