import { newId } from '../src/platform/ids/ids.js';
import { mailTo } from './support/mailbox.js';
import { TestApp } from './support/test-app.js';
import { World, type Member } from './support/world.js';

interface Report {
  __typename: string;
  code?: string;
  total: number;
  invited: number;
  added: number;
  alreadyThere: number;
  rejected: number;
  rows: {
    line: number;
    outcome: string;
    membershipId: string | null;
    problems: { column: string; message: string }[];
  }[];
}

const HEADER = 'given_name,family_name,email,role,external_id,line_manager_email,sites';
const FIELDS =
  '... on MemberImportReport { total invited added alreadyThere rejected ignoredColumns rows { line outcome membershipId problems { column message } } } ... on FileNotReadable { line }';

describe('a file of members', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  const send = (by: Member, lines: string[], rest: object = {}) =>
    by.do<Report>('importMembers', { source: 'sis', csv: [HEADER, ...lines].join('\r\n'), ...rest }, FIELDS);
  const counts = ({ total, invited, added, alreadyThere, rejected }: Report) => ({
    total,
    invited,
    added,
    alreadyThere,
    rejected,
  });

  it('invites whoever has an address, adds whoever has none, and reports each bad row', async () => {
    const { owner } = await World.create(app);
    await owner.do(
      'createSite',
      { name: 'North', setting: 'HOSPITAL', jurisdiction: 'US-TX', timeZone: 'America/Chicago' },
      '... on Site { id }',
    );
    const email = `${newId()}@example.org`;
    const report = await send(owner, [
      `Ann,Abel,${email},INSTRUCTOR,1,${owner.email},North`,
      'Ben,Bell,,TRAINEE,2,,North',
      'Cat,Cole,not an address,TRAINEE,3,,',
      'Dan,Dell,,TRAINEE,4,nobody@example.org,South',
    ]);
    expect(counts(report)).toEqual({ total: 4, invited: 1, added: 1, alreadyThere: 0, rejected: 2 });
    expect(
      report.rows.map(({ line, outcome, problems }) => [line, outcome, problems.map((p) => p.column)]),
    ).toEqual([
      [2, 'INVITED', []],
      [3, 'ADDED', []],
      [4, 'REJECTED', ['email']],
      [5, 'REJECTED', ['sites', 'line_manager_email']],
    ]);
    expect((await mailTo(app, email)).links).toHaveLength(1);
    const { member } = await owner.ask<{ member: object }>(
      `{ member(id: "${report.rows[1]!.membershipId}") { externalSource externalId person { name } limitedToSites { name } } }`,
    );
    expect(member).toEqual({
      externalSource: 'sis',
      externalId: '2',
      person: { name: 'Ben Bell' },
      limitedToSites: [{ name: 'North' }],
    });
  });

  it('is safe to repeat: who is known by address or external id is reported and left alone', async () => {
    const { owner } = await World.create(app);
    const email = `${newId()}@example.org`;
    const lines = [
      `Ann,Abel,${email},INSTRUCTOR,1,,`,
      'Ben,Bell,,TRAINEE,2,,',
      `Own,Er,${owner.email},TRAINEE,,,`,
    ];
    expect(counts(await send(owner, lines))).toEqual({
      total: 3,
      invited: 1,
      added: 1,
      alreadyThere: 1,
      rejected: 0,
    });
    expect(counts(await send(owner, lines))).toEqual({
      total: 3,
      invited: 0,
      added: 0,
      alreadyThere: 3,
      rejected: 0,
    });
    expect(
      (await owner.ask<{ members: { totalCount: number } }>('{ members { totalCount } }')).members.totalCount,
    ).toBe(2);
  });

  it('gives a retry the first report', async () => {
    const { owner } = await World.create(app);
    const operationId = newId();
    const first = await send(owner, ['Ben,Bell,,TRAINEE,2,,'], { operationId });
    expect(await send(owner, ['Ben,Bell,,TRAINEE,2,,'], { operationId })).toEqual(first);
  });

  it('that cannot be read is refused whole, with the line where it fails', async () => {
    const { owner } = await World.create(app);
    expect(await send(owner, ['Jos\uFFFD,,,TRAINEE,1,,'])).toMatchObject({ code: 'FILE_NOT_READABLE' });
    expect(await owner.do('importMembers', { source: 'sis', csv: 'name\nAnn' }, FIELDS)).toMatchObject({
      code: 'FILE_NOT_READABLE',
      line: 1,
    });
  });

  it('abuse 11: appoints nobody above whoever sends it', async () => {
    const world = await World.create(app);
    const records = await world.member('RECORDS');
    const report = await send(records, ['Ann,,,OWNER,1,,', 'Ben,,,RECORDS,2,,', 'Cat,,,TRAINEE,3,,']);
    expect(report.rows.map(({ outcome }) => outcome)).toEqual(['REJECTED', 'REJECTED', 'ADDED']);
  });

  it('abuse 57: keeps markup in a name as text and refuses control characters', async () => {
    const { owner } = await World.create(app);
    const report = await send(owner, ['<script>alert(1)</script>,,,TRAINEE,1,,', '"A\u0007n",,,TRAINEE,2,,']);
    expect(report.rows.map(({ outcome }) => outcome)).toEqual(['ADDED', 'REJECTED']);
    const { members } = await owner.ask<{ members: { edges: { node: { person: { name: string } } }[] } }>(
      '{ members(search: "<script>") { edges { node { person { name } } } } }',
    );
    expect(members.edges[0]!.node.person.name).toBe('<script>alert(1)</script>');
  });

  it('of 5,000 rows takes a fixed number of statements', async () => {
    const { owner } = await World.create(app);
    const file = (rows: number, from: number) =>
      Array.from({ length: rows }, (_, i) => `Given ${from + i},Family,,TRAINEE,X${from + i},,`);
    const few = await app.statementsOf(() => send(owner, file(2, 0)));
    let report: Report | undefined;
    const many = await app.statementsOf(async () => {
      report = await send(owner, file(5_000, 1_000));
    });
    expect(report!.added).toBe(5_000);
    expect(many.length).toBe(few.length);
  });
});
