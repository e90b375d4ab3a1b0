import { Standings } from '../src/features/credentials/standings.service.js';
import { Database } from '../src/platform/database/database.js';
import { newId } from '../src/platform/ids/ids.js';
import {
  CLEARANCE,
  importTypes,
  recordClearance,
  verifyClearance,
  type ShownClearance,
} from './support/credentials.js';
import { TestApp } from './support/test-app.js';
import { dayFromToday } from './support/training.js';
import { uploaded } from './support/uploads.js';
import { World, type Member } from './support/world.js';

const SECRET = 'Induration of 12 mm, see Dr. Quill';
const NOTE = 'Chest film of the third';

describe('clearances', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  interface Clinic {
    world: World;
    records: Member;
    trainee: Member;
  }
  const clinic = async (): Promise<Clinic> => {
    const world = await World.create(app, { isClinic: true });
    await importTypes(world.owner);
    return { world, records: await world.member('RECORDS'), trainee: await world.member('TRAINEE') };
  };

  const ask = async ({ world, trainee }: Clinic, code = 'TB_SCREEN', on = dayFromToday(0)) =>
    (
      await app.app
        .get(Database)
        .forOrganization(world.orgId)
        .load((tx) =>
          app.app.get(Standings).of(tx, [{ personId: trainee.personId, kind: 'CLEARANCE', code, on }]),
        )
    )[0]!;

  const shown = async (by: Member, id: string): Promise<ShownClearance> =>
    (
      await by.ask<{ clearance: ShownClearance }>(
        `query ($id: ID!) { clearance(id: $id) { ${CLEARANCE} } }`,
        { id },
      )
    ).clearance;

  const documentOf = (by: Member, id: string) =>
    by.ask('query ($id: ID!) { clearanceDocument(clearanceId: $id) { url name } }', { id });

  it('inv 49: are recorded by their holder and count once RECORDS has verified them', async () => {
    const at = await clinic();
    const clearance = await recordClearance(at.trainee, { clearedOn: '2026-03-15' });
    expect(clearance).toMatchObject({
      __typename: 'Clearance',
      standing: { status: 'PENDING', current: false },
      details: { clearedOn: '2026-03-15', evidence: 'DOCUMENT', hasDocument: false },
    });
    expect(await ask(at)).toMatchObject({ status: 'PENDING', current: false });
    expect(await verifyClearance(at.records, clearance.id)).toMatchObject({
      standing: { status: 'CURRENT', currentUntil: '2027-03-15' },
      details: { entries: [{ kind: 'CONFIRMED' }] },
    });
    expect(await ask(at)).toMatchObject({
      status: 'CURRENT',
      currentUntil: '2027-03-15',
      sourceId: clearance.id,
    });
    expect(await ask(at, 'TB_SCREEN', '2027-03-16')).toMatchObject({ status: 'EXPIRED', current: false });
  });

  it('inv 69: show everybody else their status and until when alone; the document is for RECORDS and the person', async () => {
    const at = await clinic();
    const file = await uploaded(app, at.trainee, 'a letter', { name: 'tb.txt' });
    const clearance = await recordClearance(at.trainee, { documentFileId: file, remark: SECRET });
    await verifyClearance(at.records, clearance.id, { note: NOTE });
    for (const reader of [at.records, at.trainee]) {
      expect(await shown(reader, clearance.id)).toMatchObject({
        standing: { status: 'CURRENT' },
        details: { remark: SECRET, hasDocument: true, entries: [{ note: NOTE }] },
      });
      expect(await documentOf(reader, clearance.id)).toMatchObject({ clearanceDocument: { name: 'tb.txt' } });
    }
    for (const role of ['OWNER', 'ADMIN', 'INSTRUCTOR', 'SUPERVISOR', 'AUDITOR'] as const) {
      const other = role === 'OWNER' ? at.world.owner : await at.world.member(role);
      const told = await shown(other, clearance.id);
      expect(told).toMatchObject({ standing: { status: 'CURRENT' }, details: null });
      await expect(documentOf(other, clearance.id)).rejects.toThrow('NOT_FOUND');
      await expect(
        other.ask('query ($id: ID!) { fileLink(fileId: $id) { url } }', { id: file }),
      ).rejects.toThrow('NOT_FOUND');
      const { personCredentials } = await other.ask<{ personCredentials: object }>(
        `query ($id: ID!) { personCredentials(personId: $id) { clearances { code title standing { status currentUntil because }
           clearances { ${CLEARANCE} } } next { what } } }`,
        { id: at.trainee.personId },
      );
      expect(JSON.stringify([told, personCredentials])).not.toMatch(
        /Induration|Quill|Chest|DOCUMENT|clearedOn":"/,
      );
    }
    const peer = await at.world.member('TRAINEE');
    await expect(shown(peer, clearance.id)).rejects.toThrow('NOT_FOUND');
    await expect(documentOf(peer, clearance.id)).rejects.toThrow('NOT_FOUND');
  });

  it('inv 69: go to the ledger as what was done, and of what stands behind as a commitment alone', async () => {
    const at = await clinic();
    const file = await uploaded(app, at.trainee, 'a declination', { name: 'no.txt' });
    const given = { typeCode: 'HEPB_VACCINE_OR_DECLINATION', evidence: 'DECLINATION', documentFileId: file };
    const clearance = await recordClearance(at.trainee, {
      ...given,
      remark: SECRET,
      clearedOn: '2026-02-03',
    });
    await verifyClearance(at.records, clearance.id, {
      note: NOTE,
      source: 'Dr. Quill',
      foundOn: '2026-02-04',
    });
    const { rows } = await app.owner.query<{ kind: string; content: string }>(
      'SELECT kind, content FROM ledger_entry WHERE org_id = $1 AND person_id = $2 ORDER BY seq',
      [at.world.orgId, at.trainee.personId],
    );
    expect(
      rows.map(({ kind, content }) => [kind, Object.keys(JSON.parse(content) as object).sort()]),
    ).toEqual([
      ['clearance.recorded', ['clearanceId', 'commitment', 'typeCode']],
      ['clearance.verified', ['clearanceId', 'commitment', 'entryId', 'outcome', 'typeCode']],
    ]);
    const told = rows.map(({ content }) => content.replaceAll('HEPB_VACCINE_OR_DECLINATION', '')).join();
    expect(told).not.toMatch(new RegExp(`Induration|Quill|Chest|DECLINATION|2026-02|${file}`));
  });

  it('inv 69: that are refused tell others that they do not clear, and nothing of why', async () => {
    const at = await clinic();
    const clearance = await recordClearance(at.trainee, { remark: SECRET });
    await verifyClearance(at.records, clearance.id, { finding: 'NOT_CONFIRMED', note: NOTE });
    const standing = await ask(at);
    expect(standing).toMatchObject({ status: 'REJECTED', current: false, currentUntil: null });
    expect(standing.because).toContain('does not clear');
    expect(standing.because).not.toMatch(/\d{4}-\d\d|Chest|confirmed/);
  });

  it('inv 69: about health are recorded and decided by RECORDS, others by whoever keeps the records', async () => {
    const at = await clinic();
    const own = await recordClearance(at.trainee);
    const { owner } = at.world;
    await expect(verifyClearance(owner, own.id)).rejects.toThrow('FORBIDDEN');
    await expect(
      recordClearance(owner, { personId: at.trainee.personId, clearedOn: '2026-01-01' }),
    ).rejects.toThrow('FORBIDDEN');
    expect(
      await recordClearance(at.records, { personId: at.trainee.personId, clearedOn: '2026-01-01' }),
    ).toMatchObject({ __typename: 'Clearance' });
    const background = {
      typeCode: 'BACKGROUND_CHECK',
      personId: at.trainee.personId,
      remark: 'Nothing found',
    };
    const check = await recordClearance(owner, background);
    expect(check).toMatchObject({ details: { remark: 'Nothing found' } });
    expect(await verifyClearance(owner, check.id)).toMatchObject({ __typename: 'Clearance' });
    expect(await verifyClearance(await at.world.member('ADMIN'), check.id)).toMatchObject({
      standing: { status: 'CURRENT' },
    });
    const supervisor = await at.world.member('SUPERVISOR');
    expect(await shown(supervisor, check.id)).toMatchObject({
      standing: { status: 'CURRENT' },
      details: null,
    });
    await expect(recordClearance(supervisor, background)).rejects.toThrow('FORBIDDEN');
    type Queue = { clearancesToVerify: { totalCount: number; edges: { node: { id: string } }[] } };
    const waiting = async (by: Member) =>
      (await by.ask<Queue>('{ clearancesToVerify { totalCount edges { node { id } } } }')).clearancesToVerify;
    expect(await waiting(owner)).toEqual({ totalCount: 0, edges: [] });
    expect(await waiting(at.records)).toMatchObject({ totalCount: 2, edges: [{ node: { id: own.id } }, {}] });
  });

  it('by declination clear where the type takes one, without an end, and are refused elsewhere', async () => {
    const at = await clinic();
    expect(await recordClearance(at.trainee, { evidence: 'DECLINATION' })).toMatchObject({
      code: 'DECLINATION_NOT_ACCEPTED',
    });
    const declined = await recordClearance(at.trainee, {
      typeCode: 'HEPB_VACCINE_OR_DECLINATION',
      evidence: 'DECLINATION',
    });
    expect(await verifyClearance(at.records, declined.id)).toMatchObject({
      standing: { status: 'CURRENT', current: true, currentUntil: null },
    });
    expect(await ask(at, 'HEPB_VACCINE_OR_DECLINATION', '2050-01-01')).toMatchObject({ status: 'CURRENT' });
  });

  it('inv 1: are verified by nobody for themselves, by whichever account', async () => {
    const at = await clinic();
    const own = await recordClearance(at.records);
    expect(await verifyClearance(at.records, own.id)).toMatchObject({ code: 'OWN_CREDENTIAL' });
    const second = await at.world.member('RECORDS');
    await app.owner.query('UPDATE person SET merged_into_id = $2 WHERE id = $1', [
      second.personId,
      at.records.personId,
    ]);
    expect(await verifyClearance(second, own.id)).toMatchObject({ code: 'OWN_CREDENTIAL' });
    expect(await verifyClearance(await at.world.member('RECORDS'), own.id)).toMatchObject({
      standing: { current: true },
    });
  });

  it('inv 49: end by their type, and longer is refused; of a known type, not in the future, once a day', async () => {
    const at = await clinic();
    expect(
      await recordClearance(at.trainee, { clearedOn: '2024-02-29', expiresOn: '2025-03-01' }),
    ).toMatchObject({
      code: 'EXPIRY_BEYOND_MAXIMUM',
      latest: '2025-02-28',
    });
    expect(await recordClearance(at.trainee, { typeCode: 'JUGGLING' })).toMatchObject({
      code: 'CLEARANCE_TYPE_UNKNOWN',
      codes: ['BACKGROUND_CHECK', 'HEPB_VACCINE_OR_DECLINATION', 'TB_SCREEN'],
    });
    const clearance = await recordClearance(at.trainee);
    expect(await recordClearance(at.trainee)).toMatchObject({ code: 'CLEARANCE_ON_RECORD' });
    for (const input of [{ clearedOn: dayFromToday(2) }, { expiresOn: dayFromToday(-31) }])
      await expect(recordClearance(at.trainee, input)).rejects.toThrow('BAD_USER_INPUT');
    expect(await verifyClearance(at.records, clearance.id, { expiresOn: '2099-01-01' })).toMatchObject({
      code: 'EXPIRY_BEYOND_MAXIMUM',
    });
    for (const input of [{ foundOn: dayFromToday(2) }, { foundOn: dayFromToday(-31) }])
      await expect(verifyClearance(at.records, clearance.id, input)).rejects.toThrow('BAD_USER_INPUT');
  });

  it('are taken back, or what was found of them, and yesterday is told as it was known', async () => {
    const at = await clinic();
    const clearance = await recordClearance(at.trainee);
    const take = (by: Member, reason = 'Of somebody else') =>
      by.do<ShownClearance>(
        'withdrawClearance',
        { clearanceId: clearance.id, reason },
        `... on Clearance { ${CLEARANCE} }`,
      );
    const verified = await verifyClearance(at.records, clearance.id);
    const entryId = verified.details!.entries[0]!.id;
    const takeFinding = (by: Member) =>
      by.do<ShownClearance>(
        'withdrawClearanceVerification',
        { clearanceId: clearance.id, entryId, reason: 'Another file' },
        `... on Clearance { ${CLEARANCE} }`,
      );
    expect(await take(at.trainee)).toMatchObject({ code: 'OWN_CREDENTIAL' });
    await expect(take(at.world.owner)).rejects.toThrow('FORBIDDEN');
    await expect(takeFinding(at.world.owner)).rejects.toThrow('FORBIDDEN');
    const then = new Date();
    app.clock.advance({ minutes: 3 });
    expect(await takeFinding(at.records)).toMatchObject({ standing: { status: 'PENDING' } });
    expect(await takeFinding(at.records)).toMatchObject({ code: 'VERIFICATION_IS_WITHDRAWN' });
    const earlier = await at.trainee.ask<{ clearance: ShownClearance }>(
      'query ($id: ID!, $knownAt: DateTime) { clearance(id: $id) { standing(knownAt: $knownAt) { status } } }',
      { id: clearance.id, knownAt: then.toISOString() },
    );
    expect(earlier.clearance.standing.status).toBe('CURRENT');
    expect(await take(at.trainee)).toMatchObject({ standing: { status: 'MISSING' } });
    expect(await take(at.records)).toMatchObject({ code: 'CREDENTIAL_IS_WITHDRAWN' });
    expect(await verifyClearance(at.records, clearance.id)).toMatchObject({
      code: 'CREDENTIAL_IS_WITHDRAWN',
    });
  });

  it('inv 1, 69: open to nobody who looks through the eyes of somebody else, nor are they decided so', async () => {
    const at = await clinic();
    const file = await uploaded(app, at.trainee, 'a letter', { name: 'tb.txt' });
    const clearance = await recordClearance(at.trainee, { documentFileId: file, remark: SECRET });
    for (const { membershipId } of [at.records, at.trainee]) {
      const { startImpersonation } = await at.world.owner.ask<{
        startImpersonation: { accessToken: string };
      }>(
        'mutation ($input: StartImpersonationInput!) { startImpersonation(input: $input) { ... on StartedImpersonation { accessToken } } }',
        { input: { membershipId, reason: 'A look at it' } },
      );
      const as = <Data>(query: string, variables: object) =>
        app.send<Data>(query, variables, startImpersonation.accessToken);
      const told = await as<{ clearance: ShownClearance }>(
        `query ($id: ID!) { clearance(id: $id) { ${CLEARANCE} } }`,
        { id: clearance.id },
      );
      expect(told.data?.clearance).toMatchObject({ standing: { status: 'PENDING' }, details: null });
      const { errors } = await as('query ($id: ID!) { clearanceDocument(clearanceId: $id) { url } }', {
        id: clearance.id,
      });
      expect(errors?.[0]?.extensions.code).toBe('NOT_FOUND');
      const input = {
        operationId: newId(),
        clearanceId: clearance.id,
        finding: 'CONFIRMED',
        method: 'COPY_SEEN',
      };
      const verified = await as(
        'mutation ($input: VerifyClearanceInput!) { verifyClearance(input: $input) { __typename } }',
        { input: { ...input, foundOn: dayFromToday(0), source: 'A look at it' } },
      );
      expect(verified.errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    }
  });

  it("name files of who records them alone, and another tenant's are not there", async () => {
    const at = await clinic();
    const file = await uploaded(app, at.records, 'a letter', { name: 'tb.txt' });
    await expect(recordClearance(at.trainee, { documentFileId: file })).rejects.toThrow('NOT_FOUND');
    const clearance = await recordClearance(at.trainee);
    const elsewhere = await clinic();
    await expect(shown(elsewhere.records, clearance.id)).rejects.toThrow('NOT_FOUND');
    await expect(verifyClearance(elsewhere.records, clearance.id)).rejects.toThrow('NOT_FOUND');
    await expect(recordClearance(elsewhere.records, { personId: at.trainee.personId })).rejects.toThrow(
      'NOT_FOUND',
    );
    expect(await ask({ ...elsewhere, trainee: at.trainee })).toMatchObject({ status: 'MISSING' });
  });
});
