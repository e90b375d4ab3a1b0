import { newId } from '../src/platform/ids/ids.js';
import { awarded, becomes, newNumber, type Awarded } from './support/awarded.js';
import {
  activityBy,
  attended,
  claim,
  closeCycle,
  correctCompletion,
  policyIn,
  putUnder,
  statusOf,
} from './support/ce.js';
import {
  CLEARANCE,
  importTypes,
  recordCard,
  recordClearance,
  type ShownStanding,
  verifyCard,
  verifyClearance,
} from './support/credentials.js';
import { TestApp } from './support/test-app.js';
import { dayFromToday } from './support/training.js';
import { uploaded } from './support/uploads.js';
import { type Member, World } from './support/world.js';

type Json = Record<string, unknown>;

/** Every place in a document at which there is a text. */
function leavesOf(value: unknown, at: readonly string[] = []): string[][] {
  if (typeof value === 'string') return [[...at]];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => leavesOf(part, [...at, name]));
}

/** The same document with another text at that place: one character of it changed. */
function alteredAt(document: object, at: readonly string[]): object {
  const copy = structuredClone(document) as Json;
  const last = at.at(-1)!;
  const parent = at.slice(0, -1).reduce<Json>((part, name) => part[name] as Json, copy);
  const text = parent[last] as string;
  const middle = Math.floor(text.length / 2);
  parent[last] = `${text.slice(0, middle)}${text[middle] === 'x' ? 'y' : 'x'}${text.slice(middle + 1)}`;
  return copy;
}

describe('attacks on badges', () => {
  let app: TestApp;
  let world: World;
  beforeAll(async () => {
    app = await TestApp.start({ env: { PUBLIC_URL: 'https://learn.example.org' } });
    world = await World.create(app);
  });
  afterAll(() => app.stop());

  const badgeOf = async ({ number }: Awarded): Promise<Json> =>
    (await (await fetch(`${app.url}/badges/${number}`)).json()) as Json;

  async function judged(badge: unknown): Promise<string[]> {
    const answer = await fetch(`${app.url}/verify/badge`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(badge),
    });
    const { status, reasons } = (await answer.json()) as { status: string; reasons: { code: string }[] };
    return [status, ...reasons.map(({ code }) => code)];
  }

  it('abuse 40: one character of any text in it is enough', async () => {
    const badge = await badgeOf(await awarded(world));
    expect(await judged(badge)).toEqual(['ACCEPTED']);
    const accepted: string[] = [];
    for (const at of leavesOf(badge))
      if ((await judged(alteredAt(badge, at)))[0] === 'ACCEPTED') accepted.push(at.join('.'));
    expect(accepted).toEqual([]);
  });

  it.each([
    [
      'under its address',
      (status: unknown) => ({ 'https://www.w3.org/2018/credentials#credentialStatus': status }),
    ],
    ['under a name of its context for it', (status: unknown) => ({ 'cred:credentialStatus': status })],
    ['nested', (status: unknown) => ({ '@nest': { credentialStatus: status } })],
    ['nested in a list', (status: unknown) => ({ '@nest': [{ credentialStatus: status }] })],
    ['beside it', (status: unknown, id: unknown) => ({ '@included': [{ id, credentialStatus: status }] })],
  ])('abuse 41: a revoked badge does not count again when its status is told %s', async (_, told) => {
    const award = await awarded(world);
    const { credentialStatus, ...rest } = await badgeOf(award);
    await becomes(world, award, 'REVOKED');
    const [verdict] = await judged({ ...rest, ...told(credentialStatus, rest['id']) });
    expect(verdict).toBe('REJECTED');
  });
});

const DAY = 86_400_000;
const dayAfter = (day: string, days = 1): string =>
  new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10);

describe('attacks on minutes of continuing education', () => {
  let app: TestApp;
  let world: World;
  let staff: Member;
  let person: Member;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  afterEach(() => app.clock.reset());
  beforeEach(async () => {
    world = await World.create(app, { isClinic: true });
    staff = await world.member('RECORDS');
    person = await world.member('TRAINEE');
  });

  const attendedOn = async (completedOn: string, minutes: number, given: object = {}): Promise<string> => {
    const { id } = await activityBy(staff, { minutes, partialAllowed: true, ...given });
    const { completions } = await attended(staff, id, [person.personId], { completedOn });
    return completions[0]!.id;
  };
  const counted = (lines: { minutes: number; reason: string }[]): number =>
    lines.filter(({ reason }) => reason === 'COUNTED').reduce((sum, { minutes }) => sum + minutes, 0);

  it('inv 54, 58: what a closed cycle counted or carried on counts in no other when its day is moved there', async () => {
    const code = await policyIn(app, { carry_over: 3 });
    const { id } = await putUnder(staff, person.personId, code, { anchorOn: dayFromToday(-500) });
    const { previousCycle, cycle } = await statusOf(person, person.personId);
    const completion = await attendedOn(dayAfter(previousCycle!.startsOn, 20), 12 * 60);
    await closeCycle(staff, id, previousCycle!.startsOn);
    expect(
      await correctCompletion(staff, completion, { completedOn: dayAfter(cycle.startsOn), minutes: 720 }),
    ).toMatchObject({ state: 'ACCEPTED' });
    expect(await statusOf(person, person.personId)).toMatchObject({
      cycle: { carriedInMinutes: 120, missingMinutes: 480 },
      lines: [{ minutes: 720, reason: 'ALREADY_USED' }],
    });
  });

  it('abuse 39: one human being who is named by both ids attended once', async () => {
    const double = await world.member('TRAINEE');
    const merge = { fromPersonId: double.personId, intoPersonId: person.personId, reason: 'One person' };
    await world.owner.do('mergePersons', merge, '');
    await putUnder(staff, person.personId, await policyIn(app, { repeated_course: 'each_time' }));
    const { id } = await activityBy(staff);
    const named = [double.personId, person.personId];
    const { completions, knownPersonIds } = await attended(staff, id, named, {
      completedOn: dayFromToday(-1),
    });
    expect([completions.length, knownPersonIds.length]).toEqual([1, 1]);
    expect(counted((await statusOf(person, person.personId)).lines)).toBe(60);
  });

  it('inv 1: what somebody accepted of their own under a second id counts no more once it is known', async () => {
    await putUnder(staff, person.personId, await policyIn(app));
    const other = await world.member('RECORDS');
    const [completion, fine] = [await attendedOn(dayFromToday(-3), 60), await activityBy(other)];
    await attended(other, fine.id, [person.personId], { completedOn: dayFromToday(-4) });
    expect(counted((await statusOf(person, person.personId)).lines)).toBe(120);
    const merge = { fromPersonId: staff.personId, intoPersonId: person.personId, reason: 'One person' };
    await world.owner.do('mergePersons', merge, '');
    await app.until(
      `SELECT 1 FROM ce_completion_entry WHERE org_id = $1 AND completion_id = $2 AND kind = 'MORE_ASKED'`,
      [world.orgId, completion],
    );
    expect(counted((await statusOf(other, person.personId)).lines)).toBe(60);
  });

  it('inv 36: what was only claimed takes no minute from what was accepted', async () => {
    await putUnder(staff, person.personId, await policyIn(app));
    const [claimed, held] = [await activityBy(staff), await activityBy(staff)];
    const day = dayFromToday(-2);
    const at = (from: string, to: string) => ({
      startsAt: `${day}T${from}:00Z`,
      endsAt: `${day}T${to}:00Z`,
    });
    await claim(person, claimed.id, at('09:00', '10:00'));
    await attended(staff, held.id, [person.personId], at('09:30', '10:30'));
    expect(counted((await statusOf(person, person.personId)).lines)).toBe(60);
  });

  it('inv 56: no cycle is closed while its last day goes on where somebody may be', async () => {
    const code = await policyIn(app);
    const { id } = await putUnder(staff, person.personId, code, { anchorOn: dayFromToday(-100) });
    const { cycle } = await statusOf(person, person.personId);
    const after = Date.parse(`${dayAfter(cycle.endsOn)}T09:00:00Z`); // 23:00 of the last day in Honolulu
    app.clock.advance({ seconds: Math.round((after - Date.now()) / 1_000) });
    const colleague = await world.member('RECORDS'); // signed in then
    expect(await closeCycle(colleague, id, cycle.startsOn)).toMatchObject({ code: 'CE_CYCLE_NOT_OVER' });
    app.clock.advance({ hours: 4 });
    const another = await world.member('RECORDS');
    expect(await closeCycle(another, id, cycle.startsOn)).toMatchObject({ standing: 'CLOSED' });
  });
});

describe('attacks on what people hold', () => {
  let app: TestApp;
  let world: World;
  let records: Member;
  let second: Member;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    world = await World.create(app, { isClinic: true });
    await importTypes(world.owner);
    records = await world.member('RECORDS');
    second = await world.member('TRAINEE');
  });

  it('inv 1: what somebody verified for themselves under a second id counts no more once it is known', async () => {
    const card = await recordCard(second);
    const clearance = await recordClearance(second);
    expect(await verifyCard(records, card.id)).toMatchObject({ standing: { current: true } });
    expect(await verifyClearance(records, clearance.id)).toMatchObject({ standing: { current: true } });
    const merge = { fromPersonId: second.personId, intoPersonId: records.personId, reason: 'One person' };
    await world.owner.do('mergePersons', merge, '');
    await app.until(
      `SELECT 1 FROM clearance_entry WHERE org_id = $1 AND clearance_id = $2 AND kind = 'WITHDRAWN'`,
      [world.orgId, clearance.id],
    );
    const other = await world.member('RECORDS');
    const held = await other.ask<{
      card: { standing: ShownStanding };
      clearance: { standing: ShownStanding };
    }>(
      `query ($card: ID!, $clearance: ID!) { card: externalCredential(id: $card) { standing { status current } }
        clearance(id: $clearance) { standing { status current } } }`,
      { card: card.id, clearance: clearance.id },
    );
    const pending = { standing: { status: 'PENDING', current: false } };
    expect(held).toEqual({ card: pending, clearance: pending });
    expect(await verifyCard(other, card.id)).toMatchObject({ standing: { current: true } });
  });

  it('one card is the card of one human being, however its number and issuer are written', async () => {
    const [one, other] = [await world.member('TRAINEE'), await world.member('TRAINEE')];
    await recordCard(one, { number: 'AB 12-34', issuer: 'Heart Association' });
    expect(await recordCard(other, { number: 'ab 12-34', issuer: 'Heart  association' })).toMatchObject({
      code: 'CREDENTIAL_NUMBER_TAKEN',
    });
    expect(await recordCard(other, { number: 'AB12-34', issuer: 'HEART ASSOCIATION' })).toMatchObject({
      code: 'CREDENTIAL_NUMBER_TAKEN',
    });
  });
});

describe('attacks on what is nobody else’s business', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());

  it('inv 69, abuse 65: what stands behind a clearance is told to nobody by another way', async () => {
    const world = await World.create(app, { isClinic: true });
    await importTypes(world.owner);
    const [records, trainee] = [await world.member('RECORDS'), await world.member('TRAINEE')];
    const remark = 'Induration of 12 mm';
    const documentFileId = await uploaded(app, trainee, 'film', { name: 'film.txt' });
    const { id } = await recordClearance(trainee, { remark, documentFileId });
    await verifyClearance(records, id, { note: remark, source: remark });
    // Who may define types redefines this one as nothing about health.
    await world.owner.do(
      'defineClearanceType',
      {
        code: 'TB_SCREEN',
        title: 'Screening',
        validityMonths: 12,
        expiryRule: 'SAME_DAY',
        healthData: false,
        acceptsDeclination: false,
      },
      '... on ClearanceType { code }',
    );
    for (const role of ['OWNER', 'ADMIN', 'INSTRUCTOR', 'SUPERVISOR', 'AUDITOR'] as const) {
      const staff = role === 'OWNER' ? world.owner : await world.member(role);
      const seen = await staff.send(
        `query ($id: ID!, $personId: ID!) { clearance(id: $id) { ${CLEARANCE} }
          personCredentials(personId: $personId) { next { what } clearances { title standing { because } clearances { details { remark } } } } }`,
        { id, personId: trainee.personId },
      );
      expect(JSON.stringify(seen)).not.toMatch(/Induration|film/);
      const link = await staff.send('query ($id: ID!) { clearanceDocument(clearanceId: $id) { url } }', {
        id,
      });
      expect(link.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
      // The id of the file is no key to it, under whatever it is handed in again.
      const card = await staff.send(
        `mutation ($input: RecordCredentialInput!) { recordCredential(input: $input) { __typename } }`,
        {
          input: {
            operationId: newId(),
            typeCode: 'BLS',
            issuer: 'X',
            issuedOn: dayFromToday(-1),
            frontFileId: documentFileId,
          },
        },
      );
      expect(card.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    }
    const { rows } = await app.owner.query<{ content: string }>(
      'SELECT content::text AS content FROM ledger_entry WHERE person_id = $1',
      [trainee.personId],
    );
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.map(({ content }) => content).join()).not.toMatch(new RegExp(`Induration|${documentFileId}`));
  });

  it('abuse 40: strangers are answered alike whether a number is malformed or nobody’s', async () => {
    const world = await World.create(app);
    const { number } = await awarded(world);
    const nobodys = newNumber();
    const malformed = number.slice(0, -1) + (number.endsWith('2') ? '3' : '2');
    const answer = async (path: string, typed: string) => {
      const found = await fetch(`${app.url}/${path}`.replace('N', encodeURIComponent(typed)));
      const headers = [...found.headers].filter(([name]) => !/date|request-id|ratelimit/.test(name));
      return [
        found.status,
        headers,
        (await found.text()).replaceAll(typed, 'N').replace(/"requestId":"[^"]*"/, ''),
      ];
    };
    for (const path of ['verify/N', 'verify/N.json', 'badges/N'])
      expect(await answer(path, malformed)).toEqual(await answer(path, nobodys));
    for (const typed of [
      number.toLowerCase(),
      number.replaceAll('-', ''),
      ` ${number.replaceAll('-', ' ')} `,
    ])
      expect((await fetch(`${app.url}/verify/${encodeURIComponent(typed)}.json`)).status).toBe(200);
  });
});
