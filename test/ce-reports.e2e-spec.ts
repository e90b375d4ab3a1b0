import { createHash } from 'node:crypto';
import { importRules } from '../src/cli/import-rule-file.js';
import {
  activityBy,
  activityFields,
  ACTIVITY,
  attended,
  closeCycle,
  correctCompletion,
  policyIn,
  putUnder,
  statusOf,
  withdrawCompletion,
} from './support/ce.js';
import { TestApp } from './support/test-app.js';
import { dayFromToday, licenseOf } from './support/training.js';
import { uploaded } from './support/uploads.js';
import { type Member, World } from './support/world.js';

interface ReportAnswer {
  __typename: string;
  code?: string;
  leftOut?: { completionId: string; message: string }[];
  id: string;
  columns: string[];
  rows: { completionId: string; kind: string; number: number; cells: string[] }[];
  csv: string;
}

const FORMAT = `
ce_report_formats:
  - code: TEST_BOARD
    title: An invented system
    date: MM/DD/YYYY
    columns:
      - { name: License, value: license_number, required: true }
      - { name: Tracking, value: course_number, required: true }
      - { name: Title, value: course_title }
      - { name: Date, value: completed_on }
      - { name: Hours, value: units }
      - { name: Subjects, value: subjects }
      - { name: Board, constant: XX }
      - { name: Reference, value: record_id }
      - { name: Record, value: record_kind }
`;

describe('reports of continuing education', () => {
  let app: TestApp;
  let world: World;
  let staff: Member;
  let person: Member;
  let code: string;
  let number: string;
  beforeAll(async () => {
    app = await TestApp.start();
    const loaded = await importRules(app.database.migrationDatabaseUrl, FORMAT);
    expect(loaded).toMatchObject({ problems: [], reportFormats: 1 });
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    world = await World.create(app, { isClinic: true });
    staff = await world.member('RECORDS');
    person = await world.member('TRAINEE', { givenName: 'Tess', familyName: 'Nowak' });
    code = await policyIn(app, { minutes_per_hour: 50, report_via: 'test_board' });
    number = `PT ${person.personId.slice(-8).toUpperCase()}`;
    const licenseId = await licenseOf(world, person.personId, 'XX-AA', { number });
    await putUnder(staff, person.personId, code, { licenseId });
  });

  const report = (): Promise<ReportAnswer> =>
    staff.do<ReportAnswer>(
      'createCeReport',
      { policyCode: code },
      '... on CeReport { id columns rows { completionId kind number cells } csv leftOut { completionId message } }',
    );
  const preview = async () => {
    const { ceReportPreview } = await staff.ask<{
      ceReportPreview: { rows: object[]; leftOut: { message: string }[]; message: string };
    }>(`{ ceReportPreview(policyCode: "${code}") { message rows { kind } leftOut { message } } }`);
    return ceReportPreview;
  };
  const earned = async (
    given: object = {},
    of: Member = person,
  ): Promise<{ id: string; activityId: string }> => {
    const { id } = await activityBy(staff, {
      minutes: 100,
      courseNumber: '20-7',
      partialAllowed: true,
      ...given,
    });
    const { completions } = await attended(staff, id, [of.personId], { completedOn: dayFromToday(-10) });
    return { id: completions[0]!.id, activityId: id };
  };
  const us = (day: string): string => `${day.slice(5, 7)}/${day.slice(8)}/${day.slice(0, 4)}`;

  it('have the columns that the format says, with the number of the license as it was confirmed', async () => {
    const { id } = await earned({ title: 'Ethics', categories: [{ code: 'ethics', minutes: 50 }] });
    const made = await report();
    expect(made.columns).toEqual([
      'License',
      'Tracking',
      'Title',
      'Date',
      'Hours',
      'Subjects',
      'Board',
      'Reference',
      'Record',
    ]);
    const day = us(dayFromToday(-10));
    expect(made.rows).toEqual([
      {
        completionId: id,
        kind: 'REPORTED',
        number: 1,
        cells: [number, '20-7', 'Ethics', day, '2', 'ethics:1', 'XX', id, 'reported'],
      },
    ]);
    expect(made.csv).toBe(
      `License,Tracking,Title,Date,Hours,Subjects,Board,Reference,Record\r\n${number},20-7,Ethics,${day},2,ethics:1,XX,${id},reported\r\n`,
    );
    const { ceCompletion } = await person.ask<{ ceCompletion: { reportedAt: string | null } }>(
      'query ($id: ID!) { ceCompletion(id: $id) { reportedAt } }',
      { id },
    );
    expect(ceCompletion.reportedAt).not.toBeNull();
  });

  it('inv 61, abuse 39: tell of a completion once, also of those that are made at the same time; corrections are further rows', async () => {
    const { id } = await earned();
    const made = await Promise.all([report(), report(), report()]);
    expect(made.map(({ __typename }) => __typename).sort()).toEqual([
      'CeNothingToReport',
      'CeNothingToReport',
      'CeReport',
    ]);
    await earned({ title: 'Another' });
    expect((await report()).rows).toMatchObject([{ kind: 'REPORTED' }]);

    await correctCompletion(staff, id, { completedOn: dayFromToday(-10), minutes: 50 });
    const corrected = await report();
    expect(corrected.rows).toMatchObject([{ completionId: id, kind: 'CORRECTED', number: 2 }]);
    expect(corrected.rows[0]!.cells.slice(4)).toEqual(['1', '', 'XX', id, 'corrected']);
    await correctCompletion(staff, id, { completedOn: dayFromToday(-10), minutes: 50 });
    expect(await report()).toMatchObject({ code: 'CE_NOTHING_TO_REPORT' }); // it says the same

    await withdrawCompletion(staff, id);
    const withdrawn = await report();
    expect(withdrawn.rows).toMatchObject([{ completionId: id, kind: 'WITHDRAWN', number: 3 }]);
    expect(await report()).toMatchObject({ code: 'CE_NOTHING_TO_REPORT' });
    const { ceReports } = await staff.ask<{
      ceReports: { totalCount: number; edges: { node: { rows: object[] } }[] };
    }>('{ ceReports { totalCount edges { node { rows { kind } } } } }');
    expect(ceReports.totalCount).toBe(4);
    expect(ceReports.edges.at(-1)!.node.rows).toEqual([{ kind: 'REPORTED' }]);
    const { rows } = await app.owner.query(
      `SELECT content::jsonb ->> 'kind' AS kind FROM ledger_entry WHERE person_id = $1 AND kind = 'ce.reported' ORDER BY seq`,
      [person.personId],
    );
    expect(rows.map(({ kind }: { kind: string }) => kind)).toEqual([
      'REPORTED',
      'REPORTED',
      'CORRECTED',
      'WITHDRAWN',
    ]);
  });

  it('leave out what cannot be reported, and say why; once that is mended it is reported', async () => {
    const other = await world.member('TRAINEE');
    const licenseId = await licenseOf(world, other.personId, 'XX-AA', { verified: false });
    await putUnder(staff, other.personId, code, { licenseId });
    await earned({}, other);
    const employee = await world.member('TRAINEE');
    await putUnder(staff, employee.personId, code);
    await earned({}, employee);
    const { activityId } = await earned({ courseNumber: null });
    await earned({ nature: 'ORIENTATION' });
    const seen = await preview();
    expect(seen.rows).toEqual([]);
    expect(seen.message).toBe('0 to report, 4 that cannot be reported yet.');
    expect(seen.leftOut.map(({ message }) => message).sort()).toEqual([
      'It renews no license: the report has license numbers.',
      'The license is not confirmed: check it at the board, so that its number is the full one.',
      'The policy does not count orientation.',
      'There is no Tracking: add it to the activity.',
    ]);
    expect(await report()).toMatchObject({ code: 'CE_NOTHING_TO_REPORT' });
    const activity = activityFields({ minutes: 100, courseNumber: '20-8', partialAllowed: true });
    await staff.do(
      'correctCeActivity',
      { ceActivityId: activityId, activity, reason: 'The number' },
      ACTIVITY,
    );
    expect((await report()).rows.map(({ cells }) => cells[1])).toEqual(['20-8']);
  });

  it('abuse 59: run no formula in a spreadsheet', async () => {
    await earned({ title: '=HYPERLINK("https://example.org")' });
    const { csv } = await report();
    expect(csv).toContain(`"'=HYPERLINK(""https://example.org"")"`);
  });

  it('are refused by a policy that is reported nowhere, and made by staff alone', async () => {
    code = await policyIn(app);
    expect(await report()).toMatchObject({ code: 'CE_POLICY_NOT_REPORTED' });
    const asked = await person.send('{ ceReports { totalCount } }');
    expect(asked.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });

  it('take formats as data, and nothing of a file in which one is wrong', async () => {
    const url = app.database.migrationDatabaseUrl;
    expect(await importRules(url, FORMAT)).toMatchObject({ reportFormats: 0 });
    const wrong = FORMAT.replace('value: course_title', 'value: shoe_size').replace('MM/DD/YYYY', 'soon');
    expect((await importRules(url, wrong)).problems).toHaveLength(2);
  });

  describe('an audit', () => {
    const audit = (ceObligationId: string, cycleStartsOn: string) =>
      staff.do<{ code?: string; id: string; packet: string; contentHash: string }>(
        'auditCeCycle',
        { ceObligationId, cycleStartsOn },
        '... on CeAudit { id packet contentHash }',
      );

    it('inv 61: is a packet that never changes, with the hash of every evidence file', async () => {
      const policy = await policyIn(app);
      const employee = await world.member('TRAINEE', { givenName: 'Ewa', familyName: 'Lis' });
      const { id } = await putUnder(staff, employee.personId, policy, { anchorOn: dayFromToday(-500) });
      const { previousCycle } = await statusOf(staff, employee.personId);
      const startsOn = previousCycle!.startsOn;
      const { id: activityId } = await activityBy(staff, {
        minutes: 600,
        title: 'Transfers',
        partialAllowed: true,
      });
      const fileId = await uploaded(app, staff, 'attendance list', { name: 'list.txt' });
      const at = { completedOn: previousCycle!.endsOn, evidenceFileIds: [fileId] };
      const { completions } = await attended(staff, activityId, [employee.personId], at);
      await closeCycle(staff, id, startsOn);
      const made = await audit(id, startsOn);
      const packet = JSON.parse(made.packet) as {
        organization: string;
        allocation: { met: boolean };
        lines: object[];
        closings: { number: number }[];
        completions: { id: string; entries: object[]; evidence: { sha256: string }[] }[];
      };
      expect(made.contentHash).toBe(createHash('sha256').update(made.packet).digest('hex'));
      expect(packet).toMatchObject({
        obligation: { personName: 'Ewa Lis' },
        allocation: { met: true },
        closings: [{ number: 1 }],
        lines: [{ minutes: 600, reason: 'COUNTED' }],
        completions: [
          {
            id: completions[0]!.id,
            entries: [{ kind: 'RECORDED' }],
            evidence: [
              { name: 'list.txt', sha256: createHash('sha256').update('attendance list').digest('hex') },
            ],
          },
        ],
      });
      await correctCompletion(staff, completions[0]!.id, { completedOn: previousCycle!.endsOn, minutes: 60 });
      const { ceAudits } = await world.owner.ask<{
        ceAudits: { totalCount: number; edges: { node: object }[] };
      }>(`{ ceAudits(ceObligationId: "${id}") { totalCount edges { node { id packet contentHash } } } }`);
      const { id: auditId, packet: same, contentHash } = made;
      expect(ceAudits).toEqual({
        totalCount: 1,
        edges: [{ node: { id: auditId, packet: same, contentHash } }],
      });
      expect(await audit(id, dayFromToday(-1))).toMatchObject({ code: 'CE_CYCLE_UNKNOWN' });
      const { rows } = await app.owner.query(
        `SELECT content::jsonb ->> 'contentHash' AS hash FROM ledger_entry WHERE person_id = $1 AND kind = 'ce.audited'`,
        [employee.personId],
      );
      expect(rows).toEqual([{ hash: contentHash }]);
    });
  });
});
