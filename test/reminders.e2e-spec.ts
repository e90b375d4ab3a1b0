import { once } from 'node:events';
import type { ParsedMail } from 'mailparser';
import { Client } from 'pg';
import { ReminderCollection } from '../src/features/reminders/reminder-collection.service.js';
import { Database } from '../src/platform/database/database.js';
import { newId } from '../src/platform/ids/ids.js';
import { activityBy, attended, policyIn, putUnder } from './support/ce.js';
import { signedInNow } from './support/days-pass.js';
import { MailServer, refusal } from './support/mail-server.js';
import { startServer } from './support/server-process.js';
import { TestApp } from './support/test-app.js';
import { ownDatabase } from './support/test-database.js';
import { dayFromToday, insertRow } from './support/training.js';
import { World, type Member } from './support/world.js';

interface Digest {
  id: string;
  audience: string;
  sendAfter: string;
  reminders: { kind: string; title: string; holderName: string; lapsesOn: string; daysBefore: number }[];
  deliveries: { outcome: string; answer: string | null }[];
}

const DIGESTS = `totalCount edges { node { id audience sendAfter reminders { kind title holderName lapsesOn daysBefore }
  deliveries { outcome answer } } }`;

describe('reminders', () => {
  let mailServer: MailServer;
  let app: TestApp;
  beforeAll(async () => {
    mailServer = await MailServer.start();
    app = await TestApp.start({ database: await ownDatabase(), env: { SMTP_URL: mailServer.url } });
  });
  afterAll(async () => {
    await app.stop();
    await mailServer.stop();
  });
  beforeEach(() => void (mailServer.judge = () => undefined));
  afterEach(() => app.clock.reset());

  const cardType = (world: World, title = 'Basic life support', warnDays = [30, 7]) =>
    insertRow(app, 'credential_type_version', {
      org_id: world.orgId, id: newId(), code: 'CARD', title, effective_from: null, validity_months: 24, expiry_rule: 'SAME_DAY',
      warn_days: warnDays, hands_on_required: false, accepted_issuers: [],
    }); // prettier-ignore
  /** A card that was seen, and ends on a day. */
  const card = async (world: World, personId: string, until: string): Promise<void> => {
    const id = newId();
    await insertRow(app, 'external_credential', {
      org_id: world.orgId, id, person_id: personId, type_code: 'CARD', issuer: 'A board', issued_on: dayFromToday(-300), claimed_until: until,
    }); // prettier-ignore
    await insertRow(app, 'external_credential_entry', {
      org_id: world.orgId, id: newId(), external_credential_id: id, kind: 'CONFIRMED', found_on: dayFromToday(-290),
      method: 'COPY_SEEN', expires_on: until,
    }); // prettier-ignore
  };
  const clearance = async (world: World, personId: string, until: string): Promise<void> => {
    await insertRow(app, 'clearance_type_version', {
      org_id: world.orgId, id: newId(), code: 'SCREEN', title: 'Tuberculosis screening', effective_from: null, validity_months: 24,
      expiry_rule: 'SAME_DAY', warn_days: [30, 7], health_data: true, accepts_declination: false,
    }); // prettier-ignore
    const id = newId();
    await insertRow(app, 'clearance', {
      org_id: world.orgId, id, person_id: personId, type_code: 'SCREEN', cleared_on: dayFromToday(-300), claimed_until: until,
      evidence: 'DOCUMENT', salt: 'x',
    }); // prettier-ignore
    await insertRow(app, 'clearance_entry', {
      org_id: world.orgId, id: newId(), clearance_id: id, kind: 'CONFIRMED', found_on: dayFromToday(-290), method: 'ORIGINAL_SEEN',
      expires_on: until,
    }); // prettier-ignore
  };
  const manages = (world: World, manager: Member, member: Member) =>
    app.owner.query('UPDATE membership SET line_manager_id = $1 WHERE org_id = $2 AND id = $3', [
      manager.membershipId, world.orgId, member.membershipId,
    ]); // prettier-ignore
  const quiet = (member: Member, quietFrom = '00:00', quietUntil = '00:00', timeZone = 'UTC') =>
    member.do(
      'updateReminderSettings',
      { quietFrom, quietUntil, timeZone },
      '... on ReminderSettings { timeZone quietFrom quietUntil }',
    );
  const collect = (world: World): Promise<number> =>
    app.app.get(ReminderCollection).here(app.app.get(Database).forOrganization(world.orgId));
  const digests = async (member: Member): Promise<Digest[]> => {
    const now = await signedInNow(app, member);
    const { myReminders } = await now.ask<{ myReminders: { edges: { node: Digest }[] } }>(
      `{ myReminders { ${DIGESTS} } }`,
    );
    return myReminders.edges.map(({ node }) => node);
  };
  const mailsTo = (member: Member): ParsedMail[] =>
    mailServer.mails.filter((mail) => [mail.to].flat().some((to) => to?.text === member.email));
  /** What became of the newest digest, once it is settled so far. */
  const outcome = async (member: Member, last: string): Promise<Digest> => {
    const [newest] = await digests(member);
    await app.until(
      'SELECT 1 FROM reminder_delivery WHERE digest_id = $1 AND outcome = $2',
      [newest!.id, last],
      20,
    );
    return (await digests(member))[0]!;
  };
  const someone = async (
    world: World,
    role: 'TRAINEE' | 'SUPERVISOR' = 'TRAINEE',
    givenName = 'Łukasz',
  ): Promise<Member> => {
    const member = await world.member(role, { givenName, familyName: '<Nguyễn>' });
    await quiet(member);
    return member;
  };

  it('of what lapses come in one mail, by a real mail server, in text and in HTML', async () => {
    const world = await World.create(app);
    const trainee = await someone(world);
    await cardType(world, 'Life support & <more>');
    await card(world, trainee.personId, dayFromToday(20));
    await clearance(world, trainee.personId, dayFromToday(25));
    expect(await collect(world)).toBe(1);
    const digest = await outcome(trainee, 'ACCEPTED');
    expect(digest.deliveries.map((each) => each.outcome)).toEqual(['ATTEMPTED', 'ACCEPTED']);
    expect(digest).toMatchObject({
      audience: 'HOLDER',
      reminders: [
        { kind: 'CREDENTIAL', title: 'Life support & <more>', lapsesOn: dayFromToday(20), daysBefore: 30 },
        { kind: 'CLEARANCE', title: 'Tuberculosis screening', lapsesOn: dayFromToday(25), daysBefore: 30 },
      ],
    });
    const [mail, ...others] = mailsTo(trainee);
    expect(others).toEqual([]);
    expect(mail!.messageId).toBe(`<${digest.id}@localhost>`);
    expect(mail!.subject).toBe('2 records lapse or have lapsed');
    for (const part of [
      'Hello Łukasz',
      `counts through ${dayFromToday(20)}, 20 days from now`,
      'http://localhost:4000',
    ])
      expect([mail!.text, mail!.html]).toEqual([
        expect.stringContaining(part),
        expect.stringContaining(part),
      ]);
    expect(mail!.text).toContain('Life support & <more> (card)');
    expect(mail!.html).toContain('Life support &amp; &lt;more&gt;');
  });

  it('come once for each warning, and to the line manager before it is too late and when it was', async () => {
    const world = await World.create(app);
    const [trainee, boss] = [await someone(world), await someone(world, 'SUPERVISOR', 'Bo')];
    await manages(world, boss, trainee);
    await cardType(world);
    await card(world, trainee.personId, dayFromToday(20));
    await clearance(world, trainee.personId, dayFromToday(20));
    expect([await collect(world), await collect(world)]).toEqual([1, 0]);
    app.clock.advance({ days: 14 });
    expect([await collect(world), await collect(world)]).toEqual([2, 0]);
    app.clock.advance({ days: 7 });
    expect([await collect(world), await collect(world)]).toEqual([2, 0]);
    app.clock.advance({ days: 30 });
    expect(await collect(world)).toBe(0);
    const told = async (member: Member) =>
      (await digests(member)).map((each) => each.reminders.map((r) => [r.title, r.daysBefore]));
    const both = (daysBefore: number, other = 'Tuberculosis screening') => [
      ['Basic life support', daysBefore], [other, daysBefore],
    ]; // prettier-ignore
    expect(await told(trainee)).toEqual([both(-1), both(7), both(30)]);
    // inv 69: what the clearance is about is the holder's
    const managers = (daysBefore: number) => both(daysBefore, 'A clearance').toSorted();
    expect((await told(boss)).map((each) => each.toSorted())).toEqual([managers(-1), managers(7)]);
    expect((await digests(boss))[0]).toMatchObject({ audience: 'LINE_MANAGER' });
    await outcome(boss, 'ACCEPTED');
    expect(
      mailsTo(boss)
        .map(({ text }) => text)
        .join(),
    ).not.toContain('Tuberculosis');
  });

  it('do not begin anew with an earlier warning when a clock is set back', async () => {
    const world = await World.create(app);
    const trainee = await someone(world);
    await cardType(world);
    await card(world, trainee.personId, dayFromToday(20));
    app.clock.advance({ days: 15 });
    expect(await collect(world)).toBe(1);
    app.clock.reset();
    expect(await collect(world)).toBe(0);
  });

  it('of two collections at the same moment each thing is told once', async () => {
    const world = await World.create(app);
    const trainee = await someone(world);
    await cardType(world);
    await card(world, trainee.personId, dayFromToday(3));
    const asked = await Promise.all(Array.from({ length: 6 }, () => collect(world)));
    expect(asked.toSorted()).toEqual([0, 0, 0, 0, 0, 1]);
  });

  it('of a card that was renewed in time do not come', async () => {
    const world = await World.create(app);
    const trainee = await someone(world);
    await cardType(world);
    await card(world, trainee.personId, dayFromToday(3));
    await card(world, trainee.personId, dayFromToday(400));
    expect(await collect(world)).toBe(0);
    expect(await digests(trainee)).toEqual([]);
  });

  it('of a cycle of continuing education come as long as something is to be earned', async () => {
    const world = await World.create(app);
    const [staff, done, behind] = [await world.member('RECORDS'), await someone(world), await someone(world)];
    const code = await policyIn(app, {});
    for (const { personId } of [done, behind])
      await putUnder(staff, personId, code, { anchorOn: dayFromToday(-345) });
    const { id } = await activityBy(staff, { minutes: 600 });
    await attended(staff, id, [done.personId], { completedOn: dayFromToday(-3) });
    await collect(world);
    expect(await digests(done)).toEqual([]);
    const [digest] = await digests(behind);
    expect(digest!.reminders).toMatchObject([{ kind: 'CONTINUING_EDUCATION', daysBefore: 30 }]);
  });

  it('wait for the end of the quiet hours where somebody is', async () => {
    const world = await World.create(app);
    const trainee = await someone(world);
    const now = app.clock.now();
    const time = (minutes: number): string =>
      new Date(now.getTime() + minutes * 60_000).toISOString().slice(11, 16);
    await quiet(trainee, time(-60), time(120));
    await cardType(world);
    await card(world, trainee.personId, dayFromToday(3));
    await collect(world);
    const [digest] = await digests(trainee);
    expect(digest!.sendAfter.slice(11, 16)).toBe(time(120));
    expect(Date.parse(digest!.sendAfter) - now.getTime()).toBeLessThanOrEqual(120 * 60_000);
    const job = await app.until<{ start_after: Date }>(
      `SELECT start_after FROM pgboss.job WHERE name = 'reminders.send' AND data -> 'payload' ->> 'digestId' = $1`,
      [digest!.id],
    );
    expect(job.start_after.toISOString()).toBe(digest!.sendAfter);
    expect(digest!.deliveries).toEqual([]);
  });

  it('that the mail server puts off are tried again, those it turns away are not', async () => {
    const world = await World.create(app);
    const [later, never] = [await someone(world), await someone(world)];
    let puts = 0;
    mailServer.judge = (mail) => {
      if ([mail.to].flat()[0]?.text === never.email)
        throw refusal(550, `5.1.1 <${never.email}> is unknown here`);
      if ([mail.to].flat()[0]?.text === later.email && puts++ === 0)
        throw refusal(451, '4.3.0 come back later');
    };
    await cardType(world);
    for (const { personId } of [later, never]) await card(world, personId, dayFromToday(3));
    await collect(world);
    const rejected = await outcome(never, 'REJECTED');
    expect(rejected.deliveries[1]!.answer).toContain('5.1.1');
    expect(rejected.deliveries[1]!.answer).not.toContain(never.email);
    const accepted = await outcome(later, 'ACCEPTED');
    expect(accepted.deliveries.map((each) => each.outcome)).toEqual([
      'ATTEMPTED',
      'DEFERRED',
      'ATTEMPTED',
      'ACCEPTED',
    ]);
    expect(mailsTo(never)).toEqual([]);
  });

  it('killed between the mail server’s word and ours go out twice under one Message-ID, and never not at all', async () => {
    const killed = await TestApp.start({ database: await ownDatabase(), withoutJobs: true });
    const blocker = new Client(killed.database.migrationDatabaseUrl);
    await blocker.connect();
    const world = await World.create(killed);
    const trainee = await world.member('TRAINEE');
    await killed.owner.query(
      `INSERT INTO reminder_setting (org_id, person_id, time_zone, quiet_from, quiet_until) VALUES ($1, $2, 'UTC', '00:00', '00:00')`,
      [world.orgId, trainee.personId],
    );
    const id = newId();
    // The mail was taken, and nothing can be written down of it any more.
    mailServer.judge = async () =>
      void (await blocker.query('BEGIN; LOCK TABLE reminder_delivery IN EXCLUSIVE MODE'));
    await insertDigest(killed, world.orgId, id, trainee.personId);
    const server = await startServer(killed, { SMTP_URL: mailServer.url, RECURRING_JOBS: 'false' });
    await sendJob(killed, world.orgId, id);
    await killed.until(
      `SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'reminder_delivery'::regclass
       AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
    );
    expect(mailsTo(trainee)).toHaveLength(1);
    server.process.kill('SIGKILL');
    await once(server.process, 'exit');
    await blocker.query('ROLLBACK');
    await blocker.end();
    mailServer.judge = () => undefined;
    await killed.owner.query(
      `UPDATE pgboss.job SET state = 'retry', start_after = now() WHERE name = 'reminders.send'`,
    );
    const again = await startServer(killed, { SMTP_URL: mailServer.url, RECURRING_JOBS: 'false' });
    await killed.until(
      `SELECT 1 FROM reminder_delivery WHERE digest_id = $1 AND outcome = 'ACCEPTED'`,
      [id],
      20,
    );
    const { rows } = await killed.owner.query<{ outcome: string }>(
      'SELECT outcome FROM reminder_delivery WHERE digest_id = $1 ORDER BY number',
      [id],
    );
    expect(rows.map((row) => row.outcome)).toEqual(['ATTEMPTED', 'ATTEMPTED', 'ACCEPTED']);
    const ids = mailsTo(trainee).map(({ messageId }) => messageId);
    expect(ids).toEqual([`<${id}@localhost>`, `<${id}@localhost>`]);
    again.process.kill('SIGTERM');
    await once(again.process, 'exit');
    await killed.stop();
  });

  it('of somebody are shown to staff who see them, and to nobody else', async () => {
    const world = await World.create(app);
    const [trainee, other] = [await someone(world), await someone(world)];
    await cardType(world);
    await card(world, trainee.personId, dayFromToday(3));
    await collect(world);
    const of = `query ($id: ID!) { personReminders(personId: $id) { ${DIGESTS} } }`;
    const seen = await world.owner.ask<{ personReminders: { totalCount: number } }>(of, {
      id: trainee.personId,
    });
    expect(seen.personReminders.totalCount).toBe(1);
    expect((await other.send(of, { id: trainee.personId })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    const stranger = await World.create(app);
    const none = await stranger.owner.ask<{ personReminders: { totalCount: number } }>(of, {
      id: trainee.personId,
    });
    expect(none.personReminders.totalCount).toBe(0);
  });

  it('are asked for with quiet hours that are times of day in a zone there is', async () => {
    const { owner } = await World.create(app);
    const settings = '{ myReminderSettings { timeZone quietFrom quietUntil } }';
    expect(await owner.ask(settings)).toEqual({
      myReminderSettings: { timeZone: 'UTC', quietFrom: '20:00', quietUntil: '08:00' },
    });
    await quiet(owner, '21:30', '06:15', 'Europe/Warsaw');
    expect(await owner.ask(settings)).toEqual({
      myReminderSettings: { timeZone: 'Europe/Warsaw', quietFrom: '21:30', quietUntil: '06:15' },
    });
    expect(await quiet(owner, '08:00', '07:00')).toMatchObject({ code: 'QUIET_HOURS_TOO_LONG' });
    const input = { operationId: newId(), quietFrom: '24:00', quietUntil: '8', timeZone: 'Mars/Base' };
    const { errors } = await owner.send(
      'mutation ($input: UpdateReminderSettingsInput!) { updateReminderSettings(input: $input) { __typename } }',
      { input },
    );
    expect(errors![0]!.extensions.fields!.map(({ field }) => field)).toEqual([
      'input.timeZone', 'input.quietFrom', 'input.quietUntil',
    ]); // prettier-ignore
  });

  it('take as many statements for many people as for one', async () => {
    const statements = async (people: number): Promise<number> => {
      const world = await World.create(app);
      await cardType(world);
      for (let i = 0; i < people; i++)
        await card(world, (await world.member('TRAINEE')).personId, dayFromToday(3 + (i % 5)));
      return (await app.statementsOf(() => collect(world))).length;
    };
    expect(await statements(20)).toBe(await statements(1));
  });
});

async function insertDigest(app: TestApp, orgId: string, id: string, personId: string): Promise<void> {
  await insertRow(app, 'reminder_digest', {
    org_id: orgId, id, recipient_id: personId, audience: 'HOLDER', send_after: new Date(),
  }); // prettier-ignore
  await insertRow(app, 'reminder', {
    org_id: orgId, recipient_id: personId, holder_id: personId, kind: 'CREDENTIAL', code: 'CARD', lapses_on: dayFromToday(3),
    days_before: 7, title: 'Basic life support', digest_id: id,
  }); // prettier-ignore
}

/** As the collection asks for it. */
const sendJob = (app: TestApp, orgId: string, digestId: string): Promise<unknown> =>
  app.owner.query(
    `INSERT INTO pgboss.job (name, data, expire_seconds, retry_limit) VALUES ('reminders.send', $1, 300, 12)`,
    [JSON.stringify({ orgId, payload: { digestId } })],
  );
