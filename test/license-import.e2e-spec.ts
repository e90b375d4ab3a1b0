import { newId } from '../src/platform/ids/ids.js';
import { loadLicenseTypes } from './support/rules.js';
import { TestApp } from './support/test-app.js';
import { dayFromToday, insertRow, licenseOf } from './support/training.js';
import { World, type Member } from './support/world.js';

interface Report {
  __typename: string;
  code?: string;
  message?: string;
  total: number;
  added: number;
  changed: number;
  alreadyThere: number;
  rejected: number;
  rows: {
    line: number;
    outcome: string;
    licenseId: string | null;
    problems: { column: string; message: string }[];
  }[];
}

const HEADER = 'email,external_id,type,jurisdiction,number,status,from,to,verified_on,verified_at';
const FIELDS =
  '... on LicenseImportReport { total added changed alreadyThere rejected rows { line outcome licenseId problems { column message } } }';

describe('a file of licenses', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
    await loadLicenseTypes(app);
  });
  afterAll(() => app.stop());

  const send = (by: Member, lines: string[], given: object = {}) =>
    by.do<Report>('importLicenses', { source: 'hr', csv: [HEADER, ...lines].join('\r\n'), ...given }, FIELDS);
  const outcomes = ({ rows }: Report) =>
    rows.map(({ line, outcome, problems }) => [line, outcome, problems.map(({ column }) => column).join()]);
  const number = () => newId().slice(-10).toUpperCase();
  const [from, to, today] = [dayFromToday(-100), dayFromToday(100), dayFromToday(0)];

  const licensesOf = async (by: Member, { personId }: Member) =>
    (
      await by.ask<{ licenses: { number: string; standing: { counts: boolean }; entries: object[] }[] }>(
        `query ($id: ID!) { licenses(personId: $id) { number entries { status } standing { counts } } }`,
        { id: personId },
      )
    ).licenses;

  it('adds licenses with status and verification, by address or by external id', async () => {
    const world = await World.create(app, { isClinic: true });
    const [ann, ben] = [await world.member('SUPERVISOR'), await world.member('SUPERVISOR')];
    await app.owner.query(
      `UPDATE membership SET external_source = 'hr', external_id = 'E-7' WHERE org_id = $1 AND id = $2`,
      [world.orgId, ben.membershipId],
    );
    const report = await send(world.owner, [
      `${ann.email.toUpperCase()},,PT,XX-AA,${number()},active,${from},${to},${today},Board of AA`,
      `,E-7,PTA,xx-aa,${number()},ACTIVE,${from},,,`,
    ]);
    expect(report).toMatchObject({ total: 2, added: 2, rejected: 0 });
    expect(await licensesOf(world.owner, ann)).toMatchObject([{ standing: { counts: true } }]);
    expect(await licensesOf(world.owner, ben)).toMatchObject([{ standing: { counts: false } }]);
  });

  it('reports each bad row with its line and field, and loses no other', async () => {
    const world = await World.create(app, { isClinic: true });
    const { email } = await world.member('SUPERVISOR');
    const good = `${email},,PT,XX-AA,${number()},ACTIVE,${from},${to},${today},Board`;
    const report = await send(world.owner, [
      `nobody@example.org,,PT,XX-AA,1,ACTIVE,${from},,,`,
      `,,PT,XX-AA,2,ACTIVE,${from},,,`,
      `${email},,WIZARD,Utopia,,GREAT,${from},,,`,
      `${email},,PT,XX-AA,3,ACTIVE,2026-02-30,,,`,
      `${email},,PT,XX-AA,4,ACTIVE,${to},${from},,`,
      `${email},,PT,XX-AA,5,,${from},,,`,
      `${email},,PT,XX-AA,6,ACTIVE,${from},,${dayFromToday(2)},Board`,
      `${email},,PT,XX-AA,7,ACTIVE,${from},,${today},`,
      `${email},,PT,XX-AA,8,ACTIVE,${from},,,,one too many`,
      good,
      good,
      `${email},,PT,XX-AA,"9"x,ACTIVE,${from},,,`,
      `${email},unknown id,PT,XX-AA,10,ACTIVE,${from},,,`,
    ]);
    expect(outcomes(report)).toEqual([
      [2, 'REJECTED', 'email'],
      [3, 'REJECTED', 'email'],
      [4, 'REJECTED', 'type,jurisdiction,number,status'],
      [5, 'REJECTED', 'from'],
      [6, 'REJECTED', 'to'],
      [7, 'REJECTED', 'status'],
      [8, 'REJECTED', 'verified_on'],
      [9, 'REJECTED', 'verified_at'],
      [10, 'REJECTED', ''],
      [11, 'ADDED', ''],
      [12, 'REJECTED', ''],
      [13, 'REJECTED', ''],
      [14, 'REJECTED', 'external_id'],
    ]);
  });

  it('sent again finds everything there, and adds what is new of a license', async () => {
    const world = await World.create(app, { isClinic: true });
    const ann = await world.member('SUPERVISOR');
    const one = number();
    const row = (status: string, first: string, last: string) =>
      `${ann.email},,PT,XX-AA,${one},${status},${first},${last},${today},Board`;
    await send(world.owner, [row('ACTIVE', from, to)]);
    expect(await send(world.owner, [row('ACTIVE', from, to)])).toMatchObject({ alreadyThere: 1 });
    const renewed = await send(world.owner, [row('ACTIVE', dayFromToday(101), dayFromToday(800))]);
    expect(renewed).toMatchObject({ changed: 1 });
    expect(await licensesOf(world.owner, ann)).toMatchObject([{ entries: [{}, {}] }]);
  });

  it('does not take away days on which sign-offs may rest: that is entered one by one', async () => {
    const world = await World.create(app, { isClinic: true });
    const ann = await world.member('SUPERVISOR');
    const one = number();
    const row = (status: string, first: string, last = '') =>
      `${ann.email},,PT,XX-AA,${one},${status},${first},${last},,`;
    await send(world.owner, [row('ACTIVE', from, to)]);
    const refused = await send(world.owner, [row('SUSPENDED', dayFromToday(-5))]);
    expect(outcomes(refused)).toEqual([[2, 'REJECTED', 'status']]);
    expect(refused.rows[0]!.problems[0]!.message).toContain('recordLicenseStatus');
    expect(await send(world.owner, [row('INACTIVE', dayFromToday(50))])).toMatchObject({ changed: 1 });
  });

  it("inv 1: neither takes one's own license nor somebody else's number", async () => {
    const world = await World.create(app, { isClinic: true });
    const [admin, ann, ben] = [
      await world.member('ADMIN'),
      await world.member('SUPERVISOR'),
      await world.member('SUPERVISOR'),
    ];
    const elsewhere = await World.create(app);
    const taken = number();
    await licenseOf(elsewhere, elsewhere.owner.personId, 'XX-AA', { number: taken });
    const shared = number();
    const report = await send(admin, [
      `${admin.email},,PT,XX-AA,${number()},ACTIVE,${from},,${today},Board`,
      `${ann.email},,PT,XX-AA,${taken},ACTIVE,${from},,${today},Board`,
      `${ann.email},,PT,XX-AA,${shared},ACTIVE,${from},,${today},Board`,
      `${ben.email},,PT,XX-AA,${shared},ACTIVE,${from},,${today},Board`,
    ]);
    expect(outcomes(report)).toEqual([
      [2, 'REJECTED', ''],
      [3, 'REJECTED', 'number'],
      [4, 'ADDED', ''],
      [5, 'REJECTED', 'number'],
    ]);
    expect(await licensesOf(admin, ben)).toEqual([]);
  });

  it('keeps formulas as the text they are, and members of other organizations unknown', async () => {
    const world = await World.create(app, { isClinic: true });
    const ann = await world.member('SUPERVISOR');
    const { owner: stranger } = await World.create(app);
    const formula = `=HYPERLINK("http://x","${newId().slice(-6)}")`.toUpperCase();
    const report = await send(world.owner, [
      `${ann.email},,PT,XX-AA,"${formula.replaceAll('"', '""')}",,,,,`,
      `${stranger.email},,PT,XX-AA,${number()},,,,,`,
    ]);
    expect(outcomes(report)).toEqual([
      [2, 'ADDED', ''],
      [3, 'REJECTED', 'email'],
    ]);
    expect((await licensesOf(world.owner, ann))[0]!.number).toBe(formula);
  });

  it('that is none is refused with the reason, and by whoever may not', async () => {
    const world = await World.create(app, { isClinic: true });
    const whole = (csv: string) => send(world.owner, [], { csv });
    for (const csv of [
      '',
      'a,b\n1,2',
      `${HEADER},shoe size\n`,
      'type,jurisdiction,number\nPT,XX,1',
      'Jos\uFFFD',
    ])
      expect(await whole(csv)).toMatchObject({ code: 'LICENSE_FILE_NOT_READABLE' });
    await expect(send(await world.member('SUPERVISOR'), [])).rejects.toThrow('FORBIDDEN');
  });

  it('of 2,000 rows is entered in a dozen statements', async () => {
    const world = await World.create(app, { isClinic: true });
    const ann = await world.member('SUPERVISOR');
    await insertRow(app, 'license_verification', {
      org_id: world.orgId,
      id: newId(),
      license_id: await licenseOf(world, ann.personId, 'XX-AA', { verified: false }),
      outcome: 'CONFIRMED',
      verified_on: today,
      source: 'Board',
    });
    const lines = Array.from(
      { length: 2000 },
      (_, i) => `${ann.email},,PT,XX-AA,${number()}-${i},ACTIVE,${from},${to},${today},Board`,
    );
    const statements = await app.statementsOf(async () => {
      expect(await send(world.owner, lines)).toMatchObject({ total: 2000, added: 2000 });
    });
    expect(statements.length).toBeLessThanOrEqual(12);
  });
});
