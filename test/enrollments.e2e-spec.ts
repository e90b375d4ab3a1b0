import { newId } from '../src/platform/ids/ids.js';
import { Database } from '../src/platform/database/database.js';
import { EnrollmentAccess, active } from '../src/features/enrollments/enrollment-access.service.js';
import { day, ledgerOf, limitToCohorts, openCohort, versionAsking } from './support/enrollments.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

interface Intake {
  __typename: string;
  code?: string;
  enrolled: number;
  alreadyEnrolled: number;
  refused: number;
  personsAdded: number;
  rows: {
    line: number;
    outcome: string;
    personId: string | null;
    enrollmentId: string | null;
    message: string | null;
  }[];
}
interface List {
  enrollments: {
    totalCount: number;
    edges: { node: { id: string; person: { id: string; name: string } } }[];
    pageInfo: { endCursor: string; hasNextPage: boolean };
  };
}

describe('enrollments', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  const FIELDS =
    'id status enrolledOn programVersionId confirmedRequirements unconfirmedRequirements person { id name } cohort { id code }';
  const REPORT =
    '... on EnrollmentIntake { enrolled alreadyEnrolled refused personsAdded rows { line outcome personId enrollmentId message } cohort { id } }';
  const enroll = (member: Member, input: object) =>
    member.do<Record<string, unknown> & { id: string; person: { id: string } }>(
      'enrollTrainee',
      input,
      `... on Enrollment { ${FIELDS} }`,
    );
  const importCsv = (member: Member, cohortId: string, csv: string, more: object = {}) =>
    member.do<Intake>('importEnrollments', { cohortId, csv, ...more }, REPORT);
  const list = async (member: Member, args = 'first: 20') =>
    (
      await member.ask<List>(
        `{ enrollments(${args}) { totalCount edges { node { id person { id name } } } pageInfo { endCursor hasNextPage } } }`,
      )
    ).enrollments;
  const problemOf = async (member: Member, mutation: string, input: object) => {
    const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
    const { errors } = await member.send(
      `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename } }`,
      { input: { operationId: newId(), ...input } },
    );
    return errors?.[0]?.extensions;
  };
  async function school() {
    const world = await World.create(app);
    const program = await world.program();
    return { world, program, cohortId: await openCohort(world, program) };
  }

  it('inv 38: pin the version of the cohort, whatever becomes of the program', async () => {
    const { world, program, cohortId } = await school();
    const trainee = await world.member('TRAINEE', { givenName: 'Ana', familyName: 'Silva' });
    const made = await enroll(world.owner, { cohortId, personId: trainee.personId, enrolledOn: day(-3) });
    expect(made).toMatchObject({
      __typename: 'Enrollment',
      status: 'ACTIVE',
      enrolledOn: day(-3),
      programVersionId: program.versionId,
      person: { id: trainee.personId, name: 'Ana Silva' },
      cohort: { id: cohortId },
    });
    await app.owner.query(`UPDATE program_version SET status = 'RETIRED' WHERE id = $1`, [program.versionId]);
    const { enrollment } = await trainee.ask<{ enrollment: object }>(
      'query ($id: ID!) { enrollment(id: $id) { programVersionId } }',
      { id: made.id },
    );
    expect(enrollment).toEqual({ programVersionId: program.versionId });
    const fields = await world.owner.ask<{ __type: { inputFields: { name: string }[] } }>(
      '{ __type(name: "UpdateCohortInput") { inputFields { name } } }',
    );
    expect(fields.__type.inputFields.map(({ name }) => name)).not.toContain('programVersionId');
    expect(await ledgerOf(world, trainee.personId)).toMatchObject([
      {
        kind: 'enrollment.enrolled',
        actor: world.owner.personId,
        content: {
          enrollmentId: made.id,
          programVersionId: program.versionId,
          effectiveOn: day(-3),
          status: 'ACTIVE',
        },
      },
    ]);
  });

  it('take somebody new, and know them again by address or external id', async () => {
    const { world, program, cohortId } = await school();
    const newTrainee = {
      givenName: 'Łukasz',
      familyName: 'Żak',
      email: 'Lukasz@Example.org',
      externalId: 'S-7',
    };
    const first = await enroll(world.owner, { cohortId, newTrainee, status: 'APPLIED' });
    expect(first).toMatchObject({ status: 'APPLIED', person: { name: 'Łukasz Żak' } });
    expect(await enroll(world.owner, { cohortId, newTrainee })).toMatchObject({ code: 'ALREADY_ENROLLED' });
    expect((await ledgerOf(world, first.person.id)).map(({ kind }) => kind)).toEqual([
      'membership.granted',
      'enrollment.enrolled',
    ]);
    const next = await openCohort(world, program);
    const byMail = { cohortId: next, newTrainee: { givenName: 'L.', email: 'lukasz@example.org' } };
    expect((await enroll(world.owner, byMail)).person.id).toBe(first.person.id);
    const third = await openCohort(world, program);
    const byExternalId = { cohortId: third, newTrainee: { givenName: 'L.', externalId: 'S-7' } };
    expect((await enroll(world.owner, byExternalId)).person.id).toBe(first.person.id);
    const elsewhere = {
      cohortId: third,
      newTrainee: { givenName: 'L.', externalId: 'S-7', externalSource: 'other' },
    };
    expect((await enroll(world.owner, elsewhere)).person.id).not.toBe(first.person.id);
    const member = await world.member('TRAINEE');
    const known = { cohortId, newTrainee: { givenName: 'A', email: member.email } };
    expect((await enroll(world.owner, known)).person.id).toBe(member.personId);
    const both = { cohortId: next, newTrainee: { givenName: 'A', email: member.email, externalId: 'S-7' } };
    expect(await enroll(world.owner, both)).toMatchObject({ code: 'PERSON_AMBIGUOUS' });
  });

  it('invite who is new to sign in as the person enrolled, once, unless told not to', async () => {
    const { world, cohortId } = await school();
    await world.owner.do(
      'inviteMember',
      { email: 'asked@example.org', givenName: 'Asked', familyName: 'Before', role: 'TRAINEE' },
      '... on Invitation { id }',
    );
    const csv = 'given_name,email,external_id\nAsked,asked@example.org,\nNew,new@example.org,\nSilent,,S-9';
    const { rows } = await importCsv(world.owner, cohortId, csv);
    await importCsv(world.owner, cohortId, 'given_name,email\nQuiet,quiet@example.org', { invite: false });
    await importCsv(world.owner, cohortId, csv);
    const { rows: invited } = await app.owner.query(
      `SELECT i.email, m.person_id AS "personId" FROM invitation i JOIN membership m ON m.org_id = i.org_id AND m.id = i.membership_id
       WHERE i.org_id = $1 ORDER BY i.email`,
      [world.orgId],
    );
    expect(invited).toEqual([
      { email: 'asked@example.org', personId: rows[0]!.personId },
      { email: 'new@example.org', personId: rows[1]!.personId },
    ]);
  });

  it('keep what of the entry requirements was confirmed', async () => {
    const world = await World.create(app);
    const program = await world.program();
    const versionId = await versionAsking(world, program, ['diploma', 'CPR card']);
    const cohortId = await openCohort(world, { ...program, versionId });
    const personId = (await world.member('TRAINEE')).personId;
    const input = { cohortId, personId, confirmedRequirements: ['height'] };
    expect(await problemOf(world.owner, 'enrollTrainee', input)).toMatchObject({
      fields: [{ field: 'input.confirmedRequirements' }],
    });
    expect(await enroll(world.owner, { ...input, confirmedRequirements: ['CPR card'] })).toMatchObject({
      confirmedRequirements: ['CPR card'],
      unconfirmedRequirements: ['diploma'],
    });
  });

  it('are not made in a closed cohort, of a retired version, ahead of time, or of a former member', async () => {
    const { world, program, cohortId } = await school();
    const trainee = await world.member('TRAINEE');
    const input = { cohortId, personId: trainee.personId };
    expect(await enroll(world.owner, { ...input, enrolledOn: day(2) })).toMatchObject({
      code: 'STATUS_DATE_IN_FUTURE',
    });
    await app.owner.query('UPDATE membership SET revoked_at = now() WHERE id = $1', [trainee.membershipId]);
    expect(await enroll(world.owner, input)).toMatchObject({ code: 'FORMER_MEMBER' });
    await app.owner.query('UPDATE membership SET revoked_at = NULL WHERE id = $1', [trainee.membershipId]);
    const closed = await openCohort(world, program);
    await world.owner.do('closeCohort', { cohortId: closed }, '');
    expect(await enroll(world.owner, { ...input, cohortId: closed })).toMatchObject({
      code: 'COHORT_CLOSED',
    });
    await app.owner.query(`UPDATE program_version SET status = 'RETIRED' WHERE id = $1`, [program.versionId]);
    expect(await enroll(world.owner, input)).toMatchObject({ code: 'PROGRAM_VERSION_NOT_OPEN' });
    expect(await importCsv(world.owner, cohortId, 'given_name,email\nA,a@example.org')).toMatchObject({
      code: 'PROGRAM_VERSION_NOT_OPEN',
    });
  });

  it('say what is wrong with the input', async () => {
    const { world, cohortId } = await school();
    const personId = world.owner.personId;
    const fieldOf = async (input: object) =>
      (await problemOf(world.owner, 'enrollTrainee', { cohortId, ...input }))?.fields?.[0]?.field;
    expect(await fieldOf({})).toBe('input.personId');
    expect(await fieldOf({ personId, newTrainee: { givenName: 'A', email: 'a@example.org' } })).toBe(
      'input.personId',
    );
    expect(await fieldOf({ newTrainee: { givenName: 'A' } })).toBe('input.newTrainee.email');
    expect(await fieldOf({ newTrainee: { givenName: 'A', email: 'nobody' } })).toBe('input.newTrainee.email');
    expect(await fieldOf({ newTrainee: { givenName: '', email: 'a@example.org' } })).toBe(
      'input.newTrainee.givenName',
    );
    expect(await fieldOf({ personId: 'x' })).toBe('input.personId');
    expect(await problemOf(world.owner, 'enrollTrainee', { cohortId, personId: newId() })).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await problemOf(world.owner, 'importEnrollments', { cohortId, csv: 'name\nA' })).toMatchObject({
      fields: [{ field: 'input.csv' }],
    });
    expect(await problemOf(world.owner, 'enrollTrainees', { cohortId, personIds: [] })).toMatchObject({
      fields: [{ field: 'input.personIds' }],
    });
  });

  it('abuse 3: of a list of members the good ones are kept, and a foreign one is as one that is not there', async () => {
    const { world, cohortId } = await school();
    const [a, b] = [await world.member('TRAINEE'), await world.member('TRAINEE')];
    await enroll(world.owner, { cohortId, personId: b.personId });
    const foreign = await (await World.create(app)).member('TRAINEE');
    const personIds = [a.personId, b.personId, foreign.personId, newId(), world.owner.personId, a.personId];
    const report = await world.owner.do<Intake>('enrollTrainees', { cohortId, personIds }, REPORT);
    expect(report).toMatchObject({ enrolled: 1, alreadyEnrolled: 1, refused: 4, personsAdded: 0 });
    expect(report.rows.map(({ line, outcome }) => [line, outcome])).toEqual([
      [1, 'ENROLLED'],
      [2, 'ALREADY_ENROLLED'],
      [3, 'UNKNOWN_PERSON'],
      [4, 'UNKNOWN_PERSON'],
      [5, 'OWN_ENROLLMENT'],
      [6, 'DUPLICATE'],
    ]);
    expect({ ...report.rows[2], line: 4 }).toEqual(report.rows[3]);
  });

  it('come from a file: good rows are kept, wrong ones reported, and the file again changes nothing', async () => {
    const { world, cohortId } = await school();
    const member = await world.member('TRAINEE');
    const csv = [
      '\uFEFFgiven_name,family_name,email,external_id,enrolled_on,status',
      `"Ana ""An""",Silva,ana@example.org,S-1,${day(-2)},`,
      `Known,Already,${member.email.toUpperCase()},,,`,
      'Bad,Row,nowhere,,,',
      `=cmd|' /C calc'!A1,"+1, -2",bo@example.org,S-2,,APPLIED`,
      'Again,Silva,ana@example.org,,,',
      `Late,Comer,late@example.org,,${day(3)},`,
      '',
    ].join('\r\n');
    const first = await importCsv(world.owner, cohortId, csv);
    expect(first).toMatchObject({ enrolled: 3, alreadyEnrolled: 0, refused: 3, personsAdded: 2 });
    expect(first.rows.map(({ line, outcome }) => [line, outcome])).toEqual([
      [2, 'ENROLLED'],
      [3, 'ENROLLED'],
      [4, 'INVALID'],
      [5, 'ENROLLED'],
      [6, 'DUPLICATE'],
      [7, 'DATE_IN_FUTURE'],
    ]);
    expect(first.rows[1]?.personId).toBe(member.personId);
    const names = (await list(world.owner)).edges.map(({ node }) => node.person.name);
    expect(names).toContain(`=cmd|' /C calc'!A1 +1, -2`);
    const again = await importCsv(world.owner, cohortId, csv);
    expect(again).toMatchObject({ enrolled: 0, alreadyEnrolled: 3, refused: 3, personsAdded: 0 });
    expect(again.rows.map(({ enrollmentId }) => enrollmentId)).toEqual(
      first.rows.map(({ enrollmentId }) => enrollmentId),
    );
    expect((await list(world.owner)).totalCount).toBe(3);
  });

  it('cost a fixed number of statements to import, whatever the rows', async () => {
    const { world, cohortId } = await school();
    const file = (count: number, name: string) =>
      [
        'given_name,family_name,email',
        ...Array.from({ length: count }, (_, i) => `${name},N${i},${name}${i}@example.org`),
      ].join('\n');
    const one = await app.statementsOf(() => importCsv(world.owner, cohortId, file(1, 'one')));
    const many = await app.statementsOf(async () => {
      expect(await importCsv(world.owner, cohortId, file(2000, 'many'))).toMatchObject({
        enrolled: 2000,
        refused: 0,
      });
    });
    expect(many).toHaveLength(one.length);
    expect(one.length).toBeLessThanOrEqual(20);
    const again = await app.statementsOf(async () => {
      expect(await importCsv(world.owner, cohortId, file(2000, 'many'))).toMatchObject({
        alreadyEnrolled: 2000,
      });
    });
    expect(again.length).toBeLessThan(one.length);
  }, 60_000);

  it('of one person made at once are one, and one person', async () => {
    const { world, cohortId } = await school();
    const trainee = await world.member('TRAINEE');
    const made = await Promise.all(
      [1, 2, 3].map(() => enroll(world.owner, { cohortId, personId: trainee.personId })),
    );
    expect(made.map(({ __typename }) => __typename).sort()).toEqual([
      'AlreadyEnrolled',
      'AlreadyEnrolled',
      'Enrollment',
    ]);
    const csv = 'given_name,email\nNew,new@example.org';
    const imports = await Promise.all([1, 2].map(() => importCsv(world.owner, cohortId, csv)));
    expect(imports.map(({ personsAdded }) => personsAdded).sort()).toEqual([0, 1]);
    const { rows } = await app.owner.query('SELECT count(*)::int AS n FROM person WHERE given_name = $1 AND id IN (SELECT person_id FROM membership WHERE org_id = $2)', ['New', world.orgId]); // prettier-ignore
    expect(rows).toEqual([{ n: 1 }]);
  });

  it('are listed by name, filtered by cohort, status and text, a page at a time', async () => {
    const { world, program, cohortId } = await school();
    const other = await openCohort(world, program);
    await importCsv(
      world.owner,
      cohortId,
      'given_name,family_name,email,status\nCy,Adams,c@example.org,APPLIED\nAna,Adams,a@example.org,\nBo,100%,b@example.org,',
    );
    await importCsv(world.owner, other, 'given_name,family_name,email\nDi,Zorn,d@example.org');
    const names = async (args: string) =>
      (await list(world.owner, args)).edges.map(({ node }) => node.person.name);
    expect(await names('first: 20')).toEqual(['Bo 100%', 'Ana Adams', 'Cy Adams', 'Di Zorn']);
    expect(await names(`cohortId: "${other}"`)).toEqual(['Di Zorn']);
    expect(await names('statuses: [APPLIED]')).toEqual(['Cy Adams']);
    expect(await names('search: "a ada"')).toEqual(['Ana Adams']);
    expect(await names('search: "%"')).toEqual(['Bo 100%']);
    const page = await list(world.owner, 'first: 2');
    expect(page).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: true } });
    expect(await names(`first: 2, after: "${page.pageInfo.endCursor}"`)).toEqual(['Cy Adams', 'Di Zorn']);
    const forged = Buffer.from(JSON.stringify(['a', 'b', 'c'])).toString('base64url');
    const { errors } = await world.owner.send(`{ enrollments(after: "${forged}") { totalCount } }`);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('cost a fixed number of statements to list with all they hold', async () => {
    const { world, cohortId } = await school();
    const ask = () =>
      world.owner.ask(
        '{ enrollments(first: 50) { totalCount edges { node { person { name } cohort { name instructors { name } } history { event } periods { status } holds { kind } } } } }',
      );
    await importCsv(world.owner, cohortId, 'given_name,email\nA,a@example.org');
    expect(await app.statementsOf(ask)).toHaveLength(7);
    await importCsv(world.owner, cohortId, 'given_name,email\nB,b@example.org\nC,c@example.org');
    expect(await app.statementsOf(ask)).toHaveLength(7);
  });

  it('abuse 5: a trainee reads their own and nobody else’s', async () => {
    const { world, cohortId } = await school();
    const [ana, bo] = [await world.member('TRAINEE'), await world.member('TRAINEE')];
    const own = await enroll(world.owner, { cohortId, personId: ana.personId });
    const peers = await enroll(world.owner, { cohortId, personId: bo.personId });
    const read = (id: string) =>
      ana.send('query ($id: ID!) { enrollment(id: $id) { id history { event } } }', { id });
    expect((await read(own.id)).data).toMatchObject({ enrollment: { id: own.id } });
    expect(await read(peers.id)).toEqual(await read(newId()));
    const mine = await ana.ask<{ myEnrollments: { id: string }[] }>('{ myEnrollments { id } }');
    expect(mine.myEnrollments).toEqual([{ id: own.id }]);
    await expect(list(ana)).rejects.toThrow('FORBIDDEN');
    await expect(enroll(ana, { cohortId, personId: bo.personId })).rejects.toThrow('FORBIDDEN');
  });

  it('abuse 6, 14: a member limited to cohorts sees and counts only theirs', async () => {
    const { world, program, cohortId } = await school();
    const hidden = await openCohort(world, program);
    await importCsv(world.owner, cohortId, 'given_name,email\nSeen,seen@example.org');
    await importCsv(world.owner, hidden, 'given_name,email\nHidden,hidden@example.org');
    const [secret] = (await list(world.owner, `cohortId: "${hidden}"`)).edges;
    const instructor = await world.member('INSTRUCTOR');
    await limitToCohorts(world, instructor, [cohortId]);
    expect(await list(instructor)).toMatchObject({
      totalCount: 1,
      edges: [{ node: { person: { name: 'Seen' } } }],
    });
    for (const args of [
      `cohortId: "${hidden}"`,
      `cohortId: "${newId()}"`,
      'search: "Hidden"',
      'onHold: true',
    ])
      expect(await list(instructor, args)).toMatchObject({ totalCount: 0, edges: [] });
    const read = (id: string) => instructor.send('query ($id: ID!) { enrollment(id: $id) { id } }', { id });
    expect(await read(secret!.node.id)).toEqual(await read(newId()));
    const records = await world.member('RECORDS');
    await limitToCohorts(world, records, [cohortId]);
    const csv = 'given_name,email\nA,a@example.org';
    const missing = await problemOf(records, 'importEnrollments', { cohortId: newId(), csv });
    expect(missing).toMatchObject({ code: 'NOT_FOUND' });
    expect(await problemOf(records, 'importEnrollments', { cohortId: hidden, csv })).toEqual(missing);
    const personIds = [(await list(world.owner, 'search: "Hidden"')).edges[0]!.node.person.id, newId()];
    const report = await records.do<Intake>('enrollTrainees', { cohortId, personIds }, REPORT);
    expect(report.rows.map(({ outcome }) => outcome)).toEqual(['UNKNOWN_PERSON', 'UNKNOWN_PERSON']);
    expect(await problemOf(records, 'importEnrollments', { cohortId, csv })).toMatchObject({
      code: 'FORBIDDEN',
    });
  });

  it('abuse 1: ids of another tenant answer as ids of nothing', async () => {
    const [a, b] = [await school(), await school()];
    const trainee = await a.world.member('TRAINEE');
    const { id } = await enroll(a.world.owner, { cohortId: a.cohortId, personId: trainee.personId });
    const read = (id: string) =>
      b.world.owner.send('query ($id: ID!) { enrollment(id: $id) { id } }', { id });
    expect(await read(id)).toEqual(await read(newId()));
    const own = await b.world.member('TRAINEE');
    const missing = await problemOf(b.world.owner, 'enrollTrainee', {
      cohortId: newId(),
      personId: own.personId,
    });
    expect(missing).toMatchObject({ code: 'NOT_FOUND' });
    for (const input of [
      { cohortId: a.cohortId, personId: own.personId },
      { cohortId: b.cohortId, personId: trainee.personId },
    ])
      expect(await problemOf(b.world.owner, 'enrollTrainee', input)).toEqual(missing);
  });

  it('are opened for their record: to the trainee while active, to staff within their cohorts', async () => {
    const { world, program, cohortId } = await school();
    const trainee = await world.member('TRAINEE');
    const instructor = await world.member('INSTRUCTOR');
    const { id } = await enroll(world.owner, { cohortId, personId: trainee.personId });
    const [access, database] = [app.app.get(EnrollmentAccess), app.app.get(Database)];
    const open = <T>(member: Member, work: (tx: never) => Promise<T>) =>
      database.forViewer(member.viewer).write((tx) => work(tx as never));
    expect(await open(trainee, (tx) => access.forTrainee(tx, id))).toMatchObject({
      enrollmentId: id,
      personId: trainee.personId,
      own: true,
      cohortId,
      programVersionId: program.versionId,
      status: 'ACTIVE',
      timeZone: 'UTC',
      today: day(0),
    });
    expect(await app.statementsOf(() => open(trainee, (tx) => access.forTrainee(tx, id)))).toHaveLength(1);
    await expect(open(instructor, (tx) => access.forTrainee(tx, id))).rejects.toThrow('nothing here');
    expect(await open(instructor, (tx) => access.forStaff(tx, id))).toMatchObject({ own: false });
    expect(await open(instructor, (tx) => access.manyForStaff(tx, [id, id]))).toHaveLength(1);
    await expect(open(instructor, (tx) => access.manyForStaff(tx, [id, newId()]))).rejects.toThrow(
      'nothing here',
    );
    await world.owner.do(
      'changeEnrollmentStatus',
      { enrollmentId: id, event: 'LEAVE_STARTED', reason: 'x' },
      '',
    );
    expect(await open(trainee, (tx) => access.forTrainee(tx, id))).toMatchObject({
      code: 'ENROLLMENT_NOT_ACTIVE',
      enrollmentStatus: 'ON_LEAVE',
    });
    expect(active(await open(instructor, (tx) => access.forStaff(tx, id)))).toMatchObject({
      code: 'ENROLLMENT_NOT_ACTIVE',
    });
    await limitToCohorts(world, instructor, []);
    await expect(open(instructor, (tx) => access.forStaff(tx, id))).rejects.toThrow('nothing here');
  });
});
