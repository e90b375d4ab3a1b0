import sql from 'sql-template-tag';
import { Database } from '../src/platform/database/database.js';
import { newId } from '../src/platform/ids/ids.js';
import { givePassword, PASSWORD } from './support/accounts.js';
import { day, ledgerOf, openCohort } from './support/enrollments.js';
import { mailTo } from './support/mailbox.js';
import type { SampleProgram } from './support/sample-program.js';
import { signIn } from './support/sign-in.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

interface Accepted {
  __typename: string;
  code?: string;
  message?: string;
  membershipId?: string;
  existingMembershipId?: string;
}

/** Somebody enrolled without an account, and the link that was mailed to them. */
interface Invited {
  world: World;
  program: SampleProgram;
  cohortId: string;
  enrollmentId: string;
  membershipId: string;
  /** The person without an account. */
  personId: string;
  email: string;
  token: string;
}

const DASHBOARD = '{ myDashboard { enrollments { enrollmentId courses { lessonsDone } } } }';

describe('a member without an account who has one elsewhere', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const accept = async (input: object, by?: Member) => {
    const query = `mutation ($input: AcceptInvitationInput!) { acceptInvitation(input: $input) { __typename
      ... on AcceptedInvitation { membershipId } ... on AlreadyMember { existingMembershipId } ... on Refusal { code message } } }`;
    return (await app.ask<{ acceptInvitation: Accepted }>(query, { input }, by?.token)).acceptInvitation;
  };
  const tokenIn = async (email: string) => (await mailTo(app, email)).links[0]!.split('#token=')[1]!;
  const csvOf = (email: string) =>
    `given_name,family_name,email,external_id,enrolled_on\nOla,Nowak,${email},${email.slice(0, 13)},${day(-5)}`;
  const importCsv = (world: World, cohortId: string, csv: string) =>
    world.owner.do<{ personsAdded: number; rows: { outcome: string; enrollmentId: string | null }[] }>(
      'importEnrollments',
      { cohortId, csv, externalSource: 'sis' },
      '... on EnrollmentIntake { personsAdded rows { outcome enrollmentId } }',
    );

  /** Enrolled by a school that knows nothing but a name and an address. */
  async function invited(email: string): Promise<Invited> {
    const world = await World.create(app);
    const program = await world.program();
    const cohortId = await openCohort(world, program);
    const { rows } = await importCsv(world, cohortId, csvOf(email));
    const { rows: persons } = await app.owner.query<{ personId: string; membershipId: string }>(
      `SELECT m.person_id AS "personId", m.id AS "membershipId" FROM enrollment e JOIN membership m USING (org_id, person_id) WHERE e.id = $1`,
      [rows[0]!.enrollmentId],
    );
    const token = await tokenIn(email);
    return { world, program, cohortId, enrollmentId: rows[0]!.enrollmentId!, ...persons[0]!, email, token };
  }

  /** A trainee of another school, who can sign in. */
  async function known(): Promise<{ elsewhere: World; trainee: Member }> {
    const elsewhere = await World.create(app);
    const trainee = await elsewhere.member('TRAINEE', { givenName: 'Aleksandra', familyName: 'Nowak' });
    await givePassword(app, trainee);
    return { elsewhere, trainee };
  }

  const tokenFor = async (world: World, trainee: Member) =>
    (await signIn(app, { email: trainee.email, organizationId: world.orgId })).accessToken;
  const placesOf = async (personId: string) =>
    (
      await app.owner.query(
        `SELECT 'membership' AS place, org_id AS "orgId" FROM membership WHERE person_id = $1
         UNION ALL SELECT 'enrollment', org_id FROM enrollment WHERE person_id = $1
         UNION ALL SELECT 'contact', org_id FROM trainee_contact WHERE person_id = $1 ORDER BY 1, 2`,
        [personId],
      )
    ).rows;
  const mergesOf = async (personId: string) =>
    (
      await app.owner.query(
        `SELECT g.into_person_id AS into, g.reason, g.merged_by AS by, p.merged_into_id AS "mergedInto"
         FROM person_merge g JOIN person p ON p.id = g.from_person_id WHERE g.from_person_id = $1`,
        [personId],
      )
    ).rows;

  it('joins by proving it, signs in, and goes on with the enrollment', async () => {
    const { trainee } = await known();
    const { world, program, enrollmentId, membershipId, personId, email, token } = await invited(
      trainee.email,
    );
    expect(await accept({ token, password: PASSWORD })).toMatchObject({ membershipId });
    const access = await tokenFor(world, trainee);
    const dashboard = () =>
      app.ask<{ myDashboard: { enrollments: object[] } }>(DASHBOARD, {}, access).then((d) => d.myDashboard);
    expect((await dashboard()).enrollments).toMatchObject([{ enrollmentId }]);
    const lessonId = program.courses[0]!.lessonIds[0]!;
    const input = { operationId: newId(), enrollmentId, lessonId };
    const { completeLesson } = await app.ask<{ completeLesson: { __typename: string } }>(
      'mutation ($input: CompleteLessonInput!) { completeLesson(input: $input) { __typename } }',
      { input },
      access,
    );
    expect(completeLesson.__typename).toBe('LessonCompletion');
    expect((await dashboard()).enrollments).toMatchObject([
      { courses: expect.arrayContaining([expect.objectContaining({ lessonsDone: 1 })]) as unknown },
    ]);
    const { member } = await world.owner.ask<{ member: object }>(
      'query ($id: ID!) { member(id: $id) { email formerPersonId person { id name } } }',
      { id: membershipId },
    );
    expect(member).toEqual({
      email,
      formerPersonId: personId,
      person: { id: trainee.personId, name: 'Aleksandra Nowak' },
    });
  });

  it('joins as who is signed in, also by a link sent to a further address', async () => {
    const { trainee } = await known();
    const { membershipId, token } = await invited(`${newId()}@example.org`);
    expect(await accept({ token }, trainee)).toMatchObject({ membershipId });
  });

  it('is one person from then on: who says so, why, and in both chains', async () => {
    const { trainee } = await known();
    const { world, membershipId, personId, token } = await invited(trainee.email);
    const before = await ledgerOf(world, personId);
    await accept({ token, password: PASSWORD });
    const { rows } = await app.owner.query<{ name: string }>('SELECT name FROM organization WHERE id = $1', [
      world.orgId,
    ]);
    const reason = `Accepted the invitation to ${rows[0]!.name}`;
    const into = trainee.personId;
    expect(await mergesOf(personId)).toEqual([{ into, by: into, mergedInto: into, reason }]);
    const joined = {
      kind: 'person.joined',
      content: { fromPersonId: personId, intoPersonId: into, membershipId, reason },
    };
    expect(await ledgerOf(world, personId)).toEqual([
      ...before,
      expect.objectContaining({ kind: joined.kind }),
    ]);
    expect((await ledgerOf(world, personId)).at(-1)).toMatchObject(joined);
    expect(await ledgerOf(world, into)).toMatchObject([joined]);
    expect(await placesOf(personId)).toEqual([]);
    const merged = await world.owner.do(
      'mergePersons',
      { fromPersonId: personId, intoPersonId: world.owner.personId, reason: 'x' },
      '... on PersonAlreadyMerged { mergedIntoId }',
    );
    expect(merged).toMatchObject({ mergedIntoId: into });
  });

  it('inv 67: keeps what was recorded under the former id, readable and whole, for staff and for the trainee', async () => {
    const { trainee } = await known();
    const { world, personId, token } = await invited(trainee.email);
    await accept({ token, password: PASSWORD });
    const read = (by: string) =>
      app.send<{ ledgerEntries: { edges: { node: { kind: string } }[] } }>(
        `query ($id: ID!) { ledgerEntries(personId: $id) { edges { node { kind } } }
          ledgerVerification(personId: $id) { intact entries } }`,
        { id: personId },
        by,
      );
    const own = await read(await tokenFor(world, trainee));
    expect(own.data).toMatchObject({
      ledgerEntries: {
        edges: [
          { node: { kind: 'membership.granted' } },
          { node: { kind: 'enrollment.enrolled' } },
          { node: { kind: 'person.joined' } },
        ],
      },
      ledgerVerification: { intact: true, entries: 3 },
    });
    expect(await read(world.owner.token)).toEqual(own);
    const peer = await world.member('TRAINEE');
    expect((await read(peer.token)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('rewrites no evidence: what was recorded before counts on, word for word', async () => {
    const { trainee } = await known();
    const { world, program, cohortId, enrollmentId, token } = await invited(trainee.email);
    const instructor = await world.member('INSTRUCTOR');
    const { id: sessionId } = await instructor.do<{ id: string }>(
      'scheduleClassSession',
      {
        cohortId,
        courseId: program.courses[0]!.id,
        kind: 'LECTURE',
        title: 'Class',
        startsAt: `${day(-3)}T15:00:00.000Z`,
        endsAt: `${day(-3)}T16:00:00.000Z`,
      },
      '... on ClassSession { id }',
    );
    await instructor.do(
      'takeAttendance',
      { sessionId, lines: [{ enrollmentId, status: 'PRESENT' }] },
      '... on AttendanceTaken { entered }',
    );
    const evidence = async () =>
      (
        await app.owner.query(
          `SELECT to_jsonb(h) AS line FROM hours_entry h WHERE enrollment_id = $1
           UNION ALL SELECT to_jsonb(s) FROM enrollment_status_entry s WHERE enrollment_id = $1`,
          [enrollmentId],
        )
      ).rows;
    const before = await evidence();
    expect(before).toHaveLength(2);
    await accept({ token, password: PASSWORD });
    expect(await evidence()).toEqual(before);
    const { hoursRecord } = await app.ask<{ hoursRecord: object }>(
      'query ($id: ID!) { hoursRecord(enrollmentId: $id) { courses { lectureMinutes } } }',
      { id: enrollmentId },
      await tokenFor(world, trainee),
    );
    expect(hoursRecord).toMatchObject({
      courses: expect.arrayContaining([{ lectureMinutes: 60 }]) as unknown,
    });
  });

  it('abuse 2: leaves the other organization as it was, and tells it nothing', async () => {
    const { elsewhere, trainee } = await known();
    const program = await elsewhere.program();
    const there = await openCohort(elsewhere, program);
    await elsewhere.owner.do(
      'enrollTrainee',
      { cohortId: there, personId: trainee.personId },
      '... on Enrollment { id }',
    );
    const state = async () => [await placesOf(trainee.personId), await ledgerOf(elsewhere, trainee.personId)];
    const before = await state();
    const { world, personId, token } = await invited(trainee.email);
    await accept({ token, password: PASSWORD });
    const [places, ledger] = await state();
    expect(places!.filter((p) => (p as { orgId: string }).orgId === elsewhere.orgId)).toEqual(before[0]);
    expect(ledger).toEqual(before[1]);
    expect(places!.filter((p) => (p as { orgId: string }).orgId === world.orgId)).toHaveLength(3);
    // Signed in there, the same person reads nothing of here; neither do those who keep the records there.
    const query = 'query ($id: ID!) { ledgerEntries(personId: $id) { totalCount edges { node { kind } } } }';
    for (const by of [trainee, elsewhere.owner])
      expect(await by.ask(query, { id: personId })).toEqual({ ledgerEntries: { totalCount: 0, edges: [] } });
    const seenBy = ({ orgId }: World) =>
      app.app.get(Database).forOrganization(orgId)
        .read(sql`SELECT p.id, g.into_person_id AS into FROM person p LEFT JOIN person_merge g ON g.from_person_id = p.id
          WHERE p.id = ${personId}`);
    expect(await seenBy(world)).toEqual([{ id: personId, into: trainee.personId }]);
    expect(await seenBy(elsewhere)).toEqual([]);
    const their = app.app.get(Database).forOrganization(elsewhere.orgId);
    expect(await their.read(sql`SELECT 1 FROM person_merge`)).toEqual([]);
  });

  it('joins once, when two accept in the same moment', async () => {
    const { trainee } = await known();
    const { personId, token } = await invited(trainee.email);
    const answers = await Promise.all(
      [
        { token, password: PASSWORD },
        { token, password: PASSWORD },
      ].map((input) => accept(input)),
    );
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([
      'AcceptedInvitation',
      'InvitationNotOpen',
    ]);
    expect(await mergesOf(personId)).toHaveLength(1);
    expect((await accept({ token, password: PASSWORD })).code).toBe('INVITATION_NOT_OPEN');
  });

  it('is found again by the next intake, and leaves no enrollment behind under the former id', async () => {
    const { trainee } = await known();
    const { world, program, cohortId, personId, email, token } = await invited(trainee.email);
    const next = await openCohort(world, program);
    await Promise.all([
      accept({ token, password: PASSWORD }),
      world.owner.do(
        'enrollTrainees',
        { cohortId: next, personIds: [personId] },
        '... on EnrollmentIntake { enrolled }',
      ),
    ]);
    expect(await placesOf(personId)).toEqual([]);
    expect(await importCsv(world, cohortId, csvOf(email))).toMatchObject({
      personsAdded: 0,
      rows: [{ outcome: 'ALREADY_ENROLLED' }],
    });
    const last = await openCohort(world, program, { startsOn: day(-7) });
    const { rows } = await importCsv(world, last, csvOf(email));
    expect(rows).toMatchObject([{ outcome: 'ENROLLED' }]);
    expect(await placesOf(trainee.personId)).toContainEqual({ place: 'enrollment', orgId: world.orgId });
  });

  describe('is not joined', () => {
    it('without the password, nor with the account of somebody else', async () => {
      const { trainee } = await known();
      const { personId, token } = await invited(trainee.email);
      const { trainee: other } = await known();
      expect((await accept({ token, password: 'not the password at all' })).code).toBe('WRONG_PASSWORD');
      expect((await accept({ token }, other)).code).toBe('ACCOUNT_OF_ANOTHER_PERSON');
      expect(await mergesOf(personId)).toEqual([]);
      expect((await accept({ token, password: PASSWORD })).__typename).toBe('AcceptedInvitation');
    });

    it('by a member of the organization, the inviter among them: two members are merged by decision', async () => {
      const { world, personId, token } = await invited(`${newId()}@example.org`);
      for (const member of [world.owner, await world.member('TRAINEE')]) {
        const answer = await accept({ token }, member);
        expect(answer).toMatchObject({ code: 'ALREADY_MEMBER', existingMembershipId: member.membershipId });
        expect(answer.message).toContain('mergePersons');
      }
      expect(await mergesOf(personId)).toEqual([]);
    });

    it('once they have an account of their own: a further link opens nothing', async () => {
      const { world, membershipId, personId, token } = await invited(`${newId()}@example.org`);
      const { trainee } = await known();
      const [second, third] = [trainee.email, `${newId()}@example.org`];
      for (const email of [second, third])
        await world.owner.do('inviteToSignIn', { membershipId, email }, '... on Invitation { id }');
      expect(await accept({ token, password: PASSWORD })).toMatchObject({ membershipId });
      for (const email of [second, third]) {
        const answer = await accept({ token: await tokenIn(email), password: PASSWORD });
        expect(answer.code).toBe('ACCOUNT_OF_ANOTHER_PERSON');
      }
      expect(await mergesOf(personId)).toEqual([]);
      const { rows } = await app.owner.query('SELECT 1 FROM account WHERE person_id = $1', [personId]);
      expect(rows).toHaveLength(1);
    });

    it('by a further link that would make an account of the person who joined', async () => {
      const { trainee } = await known();
      const { world, membershipId, token } = await invited(trainee.email);
      const intruder = `${newId()}@example.org`;
      await world.owner.do('inviteToSignIn', { membershipId, email: intruder }, '... on Invitation { id }');
      await accept({ token, password: PASSWORD });
      const answer = await accept({ token: await tokenIn(intruder), password: PASSWORD });
      expect(answer.code).toBe('ACCOUNT_OF_ANOTHER_PERSON');
      expect((await signIn(app, { email: intruder })).__typename).not.toBe('SignedIn');
    });

    it('when the membership has ended meanwhile', async () => {
      const { trainee } = await known();
      const { world, membershipId, token } = await invited(trainee.email);
      await world.owner.do('revokeMembership', { membershipId, reason: 'Left' }, '... on Membership { id }');
      expect((await accept({ token, password: PASSWORD })).code).toBe('INVITATION_NOT_OPEN');
    });
  });

  it('abuse 5: a merge made elsewhere opens nobody’s chain here', async () => {
    const [here, elsewhere] = [await World.create(app), await World.create(app)];
    const [nosy, victim] = [await here.member('TRAINEE'), await here.member('TRAINEE')];
    for (const { personId } of [nosy, victim])
      await app.owner.query(
        `INSERT INTO membership (org_id, id, person_id, role) VALUES ($1, $2, $3, 'TRAINEE')`,
        [elsewhere.orgId, newId(), personId],
      );
    const merge = { fromPersonId: victim.personId, intoPersonId: nosy.personId, reason: 'x' };
    expect(await elsewhere.owner.do('mergePersons', merge, '... on PersonMerge { id }')).toHaveProperty('id');
    const { errors } = await nosy.send('query ($id: ID!) { ledgerEntries(personId: $id) { totalCount } }', {
      id: victim.personId,
    });
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});
