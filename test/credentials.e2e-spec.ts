import { Standings } from '../src/features/credentials/standings.service.js';
import type { StandingQuestion } from '../src/features/credentials/standing.js';
import { Database } from '../src/platform/database/database.js';
import { newId } from '../src/platform/ids/ids.js';
import {
  CARD,
  importTypes,
  recordCard,
  verifiedCard,
  verifyCard,
  type ShownCard,
  type ShownStanding,
} from './support/credentials.js';
import { TestApp } from './support/test-app.js';
import { dayFromToday, schoolWithPlacement } from './support/training.js';
import { uploaded } from './support/uploads.js';
import { World, type Member } from './support/world.js';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

describe('credentials', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  const clinic = async (): Promise<World> => {
    const world = await World.create(app, { isClinic: true });
    await importTypes(world.owner);
    return world;
  };

  const ask = (world: World, ...questions: StandingQuestion[]) =>
    app.app
      .get(Database)
      .forOrganization(world.orgId)
      .load((tx) => app.app.get(Standings).of(tx, questions));

  const about = (of: Member, more: Partial<StandingQuestion> = {}): StandingQuestion => ({
    personId: of.personId,
    kind: 'CREDENTIAL',
    code: 'BLS',
    on: dayFromToday(0),
    ...more,
  });

  const merge = (from: Member, into: Member) =>
    app.owner.query('UPDATE person SET merged_into_id = $2 WHERE id = $1', [from.personId, into.personId]);

  describe('types', () => {
    it('come out of a curriculum line by line, and a second time change nothing', async () => {
      const world = await World.create(app, { isClinic: true });
      const first = await importTypes(world.owner);
      expect(first).toMatchObject({ applied: true, added: 6, rejected: 0, problems: [] });
      expect(first.rows.map(({ line, code, outcome }) => [line, code, outcome])).toEqual([
        [3, 'BLS', 'ADDED'],
        [4, 'FIRST_AID', 'ADDED'],
        [5, 'PTT_CERT_EXT', 'ADDED'],
        [8, 'TB_SCREEN', 'ADDED'],
        [9, 'HEPB_VACCINE_OR_DECLINATION', 'ADDED'],
        [10, 'BACKGROUND_CHECK', 'ADDED'],
      ]);
      expect(await importTypes(world.owner)).toMatchObject({ added: 0, changed: 0, unchanged: 6 });
      const { credentialTypes, clearanceTypes } = await world.owner.ask<{
        credentialTypes: { code: string; versions: object[]; inForce: object }[];
        clearanceTypes: { code: string; versions: object[]; inForce: object }[];
      }>(`{ credentialTypes { code versions { id } inForce { title effectiveFrom validityMonths expiryRule warnDays handsOnRequired
            acceptedIssuers verificationMethod renewalCePolicy citation recordedAt } }
          clearanceTypes { code versions { id } inForce { title validityMonths healthData acceptsDeclination warnDays } } }`);
      expect(credentialTypes.map(({ code }) => code)).toEqual(['BLS', 'FIRST_AID', 'PTT_CERT_EXT']);
      expect(credentialTypes[0]).toMatchObject({
        versions: [{}],
        inForce: {
          title: 'Basic life support provider',
          effectiveFrom: null,
          validityMonths: 24,
          expiryRule: 'END_OF_MONTH',
          warnDays: [90, 30, 7],
          handsOnRequired: true,
          verificationMethod: 'ISSUER_LOOKUP',
        },
      });
      expect(clearanceTypes.map(({ code, inForce }) => ({ code, ...inForce }))).toMatchObject([
        { code: 'BACKGROUND_CHECK', validityMonths: 24, healthData: false, acceptsDeclination: false },
        {
          code: 'HEPB_VACCINE_OR_DECLINATION',
          validityMonths: null,
          healthData: true,
          acceptsDeclination: true,
        },
        { code: 'TB_SCREEN', validityMonths: 12, warnDays: [90, 60, 30, 7], acceptsDeclination: false },
      ]);
    });

    it('are kept though others of the document are wrong, each told by its line', async () => {
      const world = await World.create(app, { isClinic: true });
      const document = `
program: {code: OTHER}
nonsense: 1
external_credentials:
  - {code: GOOD, validity: 2y}
  - {code: BAD, validity: forever}
  - {code: GOOD, validity: 12mo}
  - {code: ODD, validity: none, colour: green}
  - {code: ALSO_GOOD, validity: none, effective_from: "2026-02-28"}
  - {code: NO_DAY, validity: none, effective_from: "2026-02-30"}
clearances:
  - {code: NO_FLAG, validity: 12mo}
  - {code: CLEAR, validity: 12mo, health_data: false, accepts_declination: true}
`;
      const dry = await importTypes(world.owner, document, { dryRun: true });
      expect(dry).toMatchObject({ applied: false, added: 3, rejected: 5 });
      const report = await importTypes(world.owner, document);
      expect(report).toMatchObject({
        applied: true,
        added: 3,
        rejected: 5,
        problems: [{ path: 'nonsense' }],
      });
      expect(
        report.rows.map(({ line, code, outcome, problems }) => [line, code, outcome, problems[0]?.message]),
      ).toEqual([
        [5, 'GOOD', 'ADDED', undefined],
        [6, 'BAD', 'REJECTED', expect.stringContaining('24mo') as unknown],
        [7, 'GOOD', 'REJECTED', expect.stringContaining('another GOOD') as unknown],
        [8, 'ODD', 'REJECTED', expect.stringContaining('not known here') as unknown],
        [9, 'ALSO_GOOD', 'ADDED', undefined],
        [10, 'NO_DAY', 'REJECTED', expect.stringContaining('date') as unknown],
        [12, 'NO_FLAG', 'REJECTED', expect.stringContaining('missing') as unknown],
        [13, 'CLEAR', 'ADDED', undefined],
      ]);
      const { credentialTypes } = await world.owner.ask<{ credentialTypes: object[] }>(
        '{ credentialTypes { code inForce { validityMonths effectiveFrom } } }',
      );
      expect(credentialTypes).toEqual([
        { code: 'ALSO_GOOD', inForce: { validityMonths: null, effectiveFrom: '2026-02-28' } },
        { code: 'GOOD', inForce: { validityMonths: 24, effectiveFrom: null } },
      ]);
      expect(
        await importTypes(world.owner, 'clearances: [{code: GOOD, validity: none, health_data: false}]'),
      ).toMatchObject({ rejected: 1, rows: [{ line: 1, outcome: 'REJECTED', problems: [{}] }] });
      expect(await importTypes(world.owner, '- [')).toMatchObject({
        code: 'TYPE_FILE_NOT_READABLE',
        message: expect.stringContaining('Line 1') as unknown,
      });
    });

    it('get a further version from a day on: what was issued before keeps its terms', async () => {
      const world = await clinic();
      const trainee = await world.member('TRAINEE');
      const old = await verifiedCard(world, trainee, { issuedOn: '2026-01-15', handsOnOn: '2026-01-15' });
      const define = (input: object) =>
        world.owner.do<{ versions: { effectiveFrom: string | null }[] }>(
          'defineCredentialType',
          {
            code: 'BLS',
            title: 'Basic life support provider',
            validityMonths: 12,
            expiryRule: 'SAME_DAY',
            handsOnRequired: true,
            verificationMethod: 'ISSUER_LOOKUP',
            warnDays: [7, 30],
            ...input,
          },
          '... on CredentialType { code versions { effectiveFrom validityMonths } inForce { validityMonths } }',
        );
      const today = dayFromToday(0);
      for (const _ of [1, 2])
        expect(await define({})).toMatchObject({
          versions: [
            { effectiveFrom: null, validityMonths: 24 },
            { effectiveFrom: today, validityMonths: 12 },
          ],
          inForce: { validityMonths: 12 },
        });
      const fresh = await verifiedCard(world, trainee, { issuedOn: today, handsOnOn: today });
      const shown = await trainee.ask<{ old: ShownCard; fresh: ShownCard }>(
        `query ($old: ID!, $fresh: ID!) { old: externalCredential(id: $old) { ${CARD} } fresh: externalCredential(id: $fresh) { ${CARD} } }`,
        { old: old.id, fresh: fresh.id },
      );
      expect(shown.old.standing.currentUntil).toBe('2028-01-31');
      expect(shown.fresh.standing.currentUntil).toBe(`${Number(today.slice(0, 4)) + 1}${today.slice(4)}`);
    });

    it('are defined by those who keep the records alone', async () => {
      const world = await World.create(app, { isClinic: true });
      for (const role of ['TRAINEE', 'INSTRUCTOR', 'SUPERVISOR', 'AUDITOR'] as const)
        await expect(importTypes(await world.member(role))).rejects.toThrow('FORBIDDEN');
      expect(await importTypes(await world.member('RECORDS'))).toMatchObject({ added: 6 });
      const other = await World.create(app);
      const { credentialTypes } = await other.owner.ask<{ credentialTypes: object[] }>(
        '{ credentialTypes { code } }',
      );
      expect(credentialTypes).toEqual([]);
    });
  });

  describe('cards', () => {
    it('inv 49: are recorded by their holder with both sides, and count once somebody else has verified them', async () => {
      const world = await clinic();
      const trainee = await world.member('TRAINEE', { givenName: 'Łucja', familyName: 'Nguyễn' });
      const [front, back] = [
        await uploaded(app, trainee, PNG, { name: 'front.png', contentType: 'image/png' }),
        await uploaded(app, trainee, PNG, { name: 'back.png', contentType: 'image/png' }),
      ];
      const card = await recordCard(trainee, {
        number: 'eCard 123',
        handsOnWith: 'J. Instructor',
        frontFileId: front,
        backFileId: back,
        issuedOn: '2026-03-15',
        handsOnOn: '2026-03-15',
      });
      expect(card).toMatchObject({
        __typename: 'ExternalCredential',
        person: { name: 'Łucja Nguyễn' },
        recordedBy: { name: 'Łucja Nguyễn' },
        number: 'eCard 123',
        entries: [],
        standing: { status: 'PENDING', current: false, currentUntil: null, sourceId: card.id },
      });
      expect(card.standing.because).toContain('not verified');
      expect(await ask(world, about(trainee))).toMatchObject([{ status: 'PENDING', current: false }]);
      const verified = await verifyCard(world.owner, card.id, { note: 'Seen on the list' });
      expect(verified).toMatchObject({
        entries: [{ kind: 'CONFIRMED', method: 'ISSUER_LOOKUP', recordedBy: { name: 'Ada Test' } }],
        standing: { status: 'CURRENT', current: true, currentUntil: '2028-03-31', sourceId: card.id },
      });
      expect(await ask(world, about(trainee), about(trainee, { on: '2028-04-01' }))).toMatchObject([
        { status: 'CURRENT', currentUntil: '2028-03-31' },
        { status: 'EXPIRED', current: false, currentUntil: null },
      ]);
      const supervisor = await world.member('SUPERVISOR');
      const { credentialFile } = await supervisor.ask<{ credentialFile: { url: string; fileId: string } }>(
        'query ($id: ID!) { credentialFile(credentialId: $id, side: BACK) { url fileId } }',
        { id: card.id },
      );
      expect(credentialFile.fileId).toBe(back);
      const { rows: ledger } = await app.owner.query<{ kind: string; content: string }>(
        'SELECT kind, content FROM ledger_entry WHERE org_id = $1 AND person_id = $2 ORDER BY seq',
        [world.orgId, trainee.personId],
      );
      expect(
        ledger.map(({ kind, content }) => ({ kind, content: JSON.parse(content) as object })),
      ).toMatchObject([
        {
          kind: 'credential.recorded',
          content: { credentialId: card.id, number: 'eCard 123', frontFileId: front },
        },
        {
          kind: 'credential.verified',
          content: { credentialId: card.id, outcome: 'CONFIRMED', foundOn: dayFromToday(0) },
        },
      ]);
    });

    it('inv 1: are verified by nobody for themselves, by whichever account', async () => {
      const world = await clinic();
      const admin = await world.member('ADMIN');
      const own = await recordCard(admin);
      expect(await verifyCard(admin, own.id)).toMatchObject({ code: 'OWN_CREDENTIAL' });
      const second = await world.member('ADMIN');
      await merge(second, admin);
      expect(await verifyCard(second, own.id)).toMatchObject({ code: 'OWN_CREDENTIAL' });
      expect(await verifyCard(world.owner, own.id)).toMatchObject({ standing: { current: true } });
      const reason = 'I did not mean it';
      expect(await withdrawFinding(admin, own.id, (await shown(admin, own.id)).entries[0]!.id)).toMatchObject(
        {
          code: 'OWN_CREDENTIAL',
        },
      );
      expect(await withdraw(admin, own.id, reason)).toMatchObject({ code: 'OWN_CREDENTIAL' });
      await expect(verifyCard(await world.member('SUPERVISOR'), own.id)).rejects.toThrow('FORBIDDEN');
    });

    const shown = async (by: Member, id: string): Promise<ShownCard> =>
      (
        await by.ask<{ externalCredential: ShownCard }>(
          `query ($id: ID!) { externalCredential(id: $id) { ${CARD} } }`,
          { id },
        )
      ).externalCredential;

    const standingOf = async (
      by: Member,
      id: string,
      on: string | null,
      knownAt: Date | null,
    ): Promise<string> =>
      (
        await by.ask<{ externalCredential: ShownCard }>(
          'query ($id: ID!, $on: Date, $knownAt: DateTime) { externalCredential(id: $id) { standing(on: $on, knownAt: $knownAt) { status } } }',
          { id, on, knownAt: knownAt?.toISOString() ?? null },
        )
      ).externalCredential.standing.status;

    const withdraw = (by: Member, credentialId: string, reason = 'Entered twice') =>
      by.do<ShownCard>(
        'withdrawCredential',
        { credentialId, reason },
        `... on ExternalCredential { ${CARD} }`,
      );

    const withdrawFinding = (by: Member, credentialId: string, entryId: string) =>
      by.do<ShownCard>(
        'withdrawCredentialVerification',
        { credentialId, entryId, reason: 'Looked at the wrong line' },
        `... on ExternalCredential { ${CARD} }`,
      );

    it('inv 49: end by the rule of their type, and longer is refused, of card and of issuer', async () => {
      const world = await clinic();
      const trainee = await world.member('TRAINEE');
      const day = { issuedOn: '2026-03-15', handsOnOn: '2026-03-15' };
      expect(await recordCard(trainee, { ...day, expiresOn: '2028-04-01' })).toMatchObject({
        code: 'EXPIRY_BEYOND_MAXIMUM',
        latest: '2028-03-31',
      });
      const same = { typeCode: 'PTT_CERT_EXT', issuedOn: '2026-03-15', handsOnOn: null };
      expect(await recordCard(trainee, { ...same, expiresOn: '2028-03-16' })).toMatchObject({
        latest: '2028-03-15',
      });
      const card = await recordCard(trainee, { ...day, expiresOn: '2027-06-30' });
      expect(await verifyCard(world.owner, card.id, { expiresOn: '2028-04-01' })).toMatchObject({
        code: 'EXPIRY_BEYOND_MAXIMUM',
      });
      expect(await verifyCard(world.owner, card.id)).toMatchObject({
        standing: { currentUntil: '2027-06-30' },
      });
      expect(await verifyCard(world.owner, card.id, { expiresOn: '2028-03-31' })).toMatchObject({
        standing: { currentUntil: '2028-03-31' },
      });
    });

    it('inv 50: done online alone never satisfy where skills are to be shown in person', async () => {
      const world = await clinic();
      const trainee = await world.member('TRAINEE');
      const online = await recordCard(trainee, { handsOnOn: null });
      expect(online.standing).toMatchObject({ status: 'REJECTED', current: false });
      expect(online.standing.because).toContain('online alone');
      expect(await verifyCard(world.owner, online.id)).toMatchObject({ code: 'HANDS_ON_EVIDENCE_MISSING' });
      expect(await ask(world, about(trainee))).toMatchObject([{ status: 'REJECTED', current: false }]);
      expect(await verifyCard(world.owner, online.id, { handsOnOn: dayFromToday(-31) })).toMatchObject({
        standing: { status: 'CURRENT' },
      });
      const finding = (await shown(trainee, online.id)).entries[0]!;
      expect(await withdrawFinding(world.owner, online.id, finding.id)).toMatchObject({
        standing: { status: 'REJECTED' },
      });
    });

    it('inv 52: keep their gap: renewed on day 400, day 380 is not compliant, whenever it is asked for', async () => {
      const world = await clinic();
      const trainee = await world.member('TRAINEE');
      const first = dayFromToday(-420);
      const day = (n: number): string => dayFromToday(-420 + n);
      await world.owner.do(
        'defineCredentialType',
        { code: 'YEARLY', title: 'Yearly card', validityMonths: 12, warnDays: [30] },
        '... on CredentialType { code }',
      );
      const of = { typeCode: 'YEARLY', handsOnOn: null };
      const before = await verifiedCard(world, trainee, { ...of, issuedOn: first });
      await verifiedCard(world, trainee, { ...of, issuedOn: day(400), renewsId: before.id });
      const on = [0, 100, 380, 399, 400, 420].map((n) => about(trainee, { code: 'YEARLY', on: day(n) }));
      expect((await ask(world, ...on)).map(({ status }) => status)).toEqual([
        'CURRENT',
        'CURRENT',
        'EXPIRED',
        'EXPIRED',
        'CURRENT',
        'CURRENT',
      ]);
      expect((await ask(world, on[1]!))[0]!.currentUntil! < day(380)).toBe(true);
    });

    it('that were replaced before their end overlap; the longest decides', async () => {
      const world = await clinic();
      const trainee = await world.member('TRAINEE');
      const [a, b] = [dayFromToday(-600), dayFromToday(-100)];
      const old = await verifiedCard(world, trainee, { issuedOn: a, handsOnOn: a });
      const renewal = await verifiedCard(world, trainee, { issuedOn: b, handsOnOn: b, renewsId: old.id });
      const [before, now] = await ask(world, about(trainee, { on: dayFromToday(-200) }), about(trainee));
      expect([before, now]).toMatchObject([
        { status: 'CURRENT', sourceId: old.id },
        { status: 'CURRENT', sourceId: renewal.id },
      ]);
      expect(before!.currentUntil).toBe(now!.currentUntil);
      const other = await world.member('TRAINEE');
      await expect(recordCard(other, { renewsId: old.id })).rejects.toThrow('NOT_FOUND');
      await expect(recordCard(trainee, { typeCode: 'FIRST_AID', renewsId: old.id })).rejects.toThrow(
        'NOT_FOUND',
      );
      const early = dayFromToday(-700);
      await expect(
        recordCard(trainee, { issuedOn: early, handsOnOn: early, renewsId: old.id }),
      ).rejects.toThrow('BAD_USER_INPUT');
    });

    it('whose verification was taken back wait again, and yesterday is told as it was known', async () => {
      const world = await clinic();
      const trainee = await world.member('TRAINEE');
      const card = await verifiedCard(world, trainee);
      const then = new Date();
      app.clock.advance({ minutes: 3 });
      const finding = card.entries[0]!.id;
      expect(await withdrawFinding(world.owner, card.id, finding)).toMatchObject({
        entries: [{ kind: 'WITHDRAWN', withdrawsId: finding }, { id: finding }],
        standing: { status: 'PENDING' },
      });
      expect(await standingOf(trainee, card.id, dayFromToday(0), then)).toBe('CURRENT');
      expect(await standingOf(trainee, card.id, dayFromToday(0), null)).toBe('PENDING');
      expect(await ask(world, about(trainee, { knownAt: then }), about(trainee))).toMatchObject([
        { status: 'CURRENT' },
        { status: 'PENDING' },
      ]);
      expect(await withdrawFinding(world.owner, card.id, finding)).toMatchObject({
        code: 'VERIFICATION_IS_WITHDRAWN',
      });
      expect(await verifyCard(world.owner, card.id)).toMatchObject({ standing: { status: 'CURRENT' } });
    });

    it('that were not confirmed do not count from the day of the look-up', async () => {
      const world = await clinic();
      const trainee = await world.member('TRAINEE');
      const card = await verifiedCard(world, trainee);
      const revoked = await verifyCard(world.owner, card.id, {
        finding: 'NOT_CONFIRMED',
        method: 'ISSUER_CONTACTED',
      });
      expect(revoked.standing).toMatchObject({ status: 'REJECTED', current: false });
      expect(await ask(world, about(trainee, { on: dayFromToday(-1) }), about(trainee))).toMatchObject([
        { current: true, currentUntil: dayFromToday(-1) },
        { status: 'REJECTED' },
      ]);
    });

    it('are taken back by their holder until somebody found something, later by staff; nothing is lost', async () => {
      const world = await clinic();
      const trainee = await world.member('TRAINEE');
      const card = await recordCard(trainee);
      const peer = await world.member('TRAINEE');
      await expect(withdraw(peer, card.id)).rejects.toThrow('NOT_FOUND');
      await expect(withdraw(await world.member('INSTRUCTOR'), card.id)).rejects.toThrow('FORBIDDEN');
      expect(await withdraw(trainee, card.id)).toMatchObject({
        standing: { status: 'MISSING' },
        entries: [{ kind: 'WITHDRAWN' }],
      });
      expect(await withdraw(trainee, card.id)).toMatchObject({ code: 'CREDENTIAL_IS_WITHDRAWN' });
      expect(await verifyCard(world.owner, card.id)).toMatchObject({ code: 'CREDENTIAL_IS_WITHDRAWN' });
      const again = await verifiedCard(world, trainee);
      expect(await withdraw(trainee, again.id)).toMatchObject({ code: 'OWN_CREDENTIAL' });
      expect(await withdraw(world.owner, again.id)).toMatchObject({ standing: { status: 'MISSING' } });
    });

    it('are on record once, and a number belongs to one person', async () => {
      const world = await clinic();
      const [ann, ben] = [await world.member('TRAINEE'), await world.member('TRAINEE')];
      const card = await recordCard(ann, { number: 'N-1' });
      expect(await recordCard(ann, { number: 'N-1' })).toMatchObject({
        code: 'CREDENTIAL_ON_RECORD',
        credentialId: card.id,
      });
      expect(await recordCard(ben, { number: 'N-1', issuer: 'heart association' })).toMatchObject({
        code: 'CREDENTIAL_NUMBER_TAKEN',
      });
      expect(await recordCard(ann, { number: 'N-1', issuedOn: dayFromToday(-3) })).toMatchObject({
        __typename: 'ExternalCredential',
      });
      expect(await recordCard(ben, { number: 'N-1', issuer: 'Red Cross' })).toMatchObject({
        __typename: 'ExternalCredential',
      });
      const elsewhere = await clinic();
      expect(await recordCard(elsewhere.owner, { number: 'N-1' })).toMatchObject({
        __typename: 'ExternalCredential',
      });
      await withdraw(ann, card.id);
      expect(await recordCard(ann, { number: 'N-1' })).toMatchObject({ __typename: 'ExternalCredential' });
    });

    it('are recorded as they can be: of a known type, of an accepted issuer, not in the future, in order', async () => {
      const world = await clinic();
      const trainee = await world.member('TRAINEE');
      expect(await recordCard(trainee, { typeCode: 'JUGGLING' })).toMatchObject({
        code: 'CREDENTIAL_TYPE_UNKNOWN',
        codes: ['BLS', 'FIRST_AID', 'PTT_CERT_EXT'],
      });
      await world.owner.do(
        'defineCredentialType',
        { code: 'PICKY', title: 'Picky card', acceptedIssuers: ['Heart Association', 'Red Star'] },
        '... on CredentialType { code }',
      );
      expect(await recordCard(trainee, { typeCode: 'PICKY', issuer: 'Some web page' })).toMatchObject({
        code: 'ISSUER_NOT_ACCEPTED',
        accepted: ['Heart Association', 'Red Star'],
      });
      expect(
        await world.owner.do(
          'defineClearanceType',
          { code: 'PICKY', title: 'The same code', healthData: false },
          '... on ClearanceType { code }',
        ),
      ).toMatchObject({ code: 'CREDENTIAL_TYPE_CODE_TAKEN' });
      const wrong = [
        { issuedOn: dayFromToday(2), handsOnOn: null },
        { expiresOn: dayFromToday(-31) },
        { handsOnOn: dayFromToday(-29) },
        { handsOnOn: null, handsOnWith: 'Somebody' },
        { issuer: '' },
        { issuer: 'x'.repeat(201) },
      ];
      for (const input of wrong) await expect(recordCard(trainee, input)).rejects.toThrow('BAD_USER_INPUT');
      const card = await recordCard(trainee);
      for (const input of [
        { foundOn: dayFromToday(2) },
        { foundOn: dayFromToday(-31) },
        { handsOnOn: dayFromToday(-1) },
      ])
        await expect(verifyCard(world.owner, card.id, input)).rejects.toThrow('BAD_USER_INPUT');
      expect(await verifyCard(world.owner, card.id, { method: 'COPY_SEEN' })).toMatchObject({
        code: 'VERIFICATION_TOO_WEAK',
        needed: 'ISSUER_LOOKUP',
      });
      const aid = await recordCard(trainee, { typeCode: 'FIRST_AID' });
      expect(await verifyCard(world.owner, aid.id, { method: 'ORIGINAL_SEEN' })).toMatchObject({
        standing: { current: true },
      });
    });

    it("name files of who records them alone, and another tenant's are not there", async () => {
      const world = await clinic();
      const [trainee, peer] = [await world.member('TRAINEE'), await world.member('TRAINEE')];
      const file = await uploaded(app, peer, PNG, { name: 'front.png', contentType: 'image/png' });
      await expect(recordCard(trainee, { frontFileId: file })).rejects.toThrow('NOT_FOUND');
      const card = await recordCard(peer, { frontFileId: file });
      const link = 'query ($id: ID!) { credentialFile(credentialId: $id, side: FRONT) { url } }';
      await expect(trainee.ask(link, { id: card.id })).rejects.toThrow('NOT_FOUND');
      await expect(verifyCard(world.owner, card.id, { evidenceFileId: file })).rejects.toThrow('NOT_FOUND');
      const stranger = (await clinic()).owner;
      await expect(stranger.ask(link, { id: card.id })).rejects.toThrow('NOT_FOUND');
      await expect(verifyCard(stranger, card.id)).rejects.toThrow('NOT_FOUND');
      await expect(recordCard(stranger, { personId: trainee.personId })).rejects.toThrow('NOT_FOUND');
      await expect(recordCard(trainee, { personId: peer.personId })).rejects.toThrow('FORBIDDEN');
      const [elsewhere] = await ask(await clinic(), about(peer));
      expect(elsewhere).toMatchObject({ status: 'MISSING' });
    });

    it('of merged persons count together', async () => {
      const world = await clinic();
      const [kept, doubled] = [await world.member('TRAINEE'), await world.member('TRAINEE')];
      const card = await verifiedCard(world, doubled);
      await merge(doubled, kept);
      expect(await ask(world, about(kept), about(doubled))).toMatchObject([
        { status: 'CURRENT', sourceId: card.id },
        { status: 'CURRENT', sourceId: card.id },
      ]);
      expect(await recordCard(kept)).toMatchObject({ code: 'CREDENTIAL_ON_RECORD' });
      const { personCredentials } = await world.owner.ask<{ personCredentials: { credentials: object[] } }>(
        'query ($id: ID!) { personCredentials(personId: $id) { credentials { code cards { id } } } }',
        { id: kept.personId },
      );
      expect(personCredentials.credentials).toEqual([{ code: 'BLS', cards: [{ id: card.id }] }]);
    });

    it('verified by two at once keep both words, and the later one holds', async () => {
      const world = await clinic();
      const trainee = await world.member('TRAINEE');
      const card = await recordCard(trainee);
      const [one, two] = [world.owner, await world.member('RECORDS')];
      const answers = await Promise.all([
        verifyCard(one, card.id),
        verifyCard(two, card.id, { finding: 'NOT_CONFIRMED' }),
      ]);
      expect(answers.map(({ __typename }) => __typename)).toEqual([
        'ExternalCredential',
        'ExternalCredential',
      ]);
      const after = await shown(trainee, card.id);
      expect(after.entries.map(({ kind }) => kind).sort()).toEqual(['CONFIRMED', 'NOT_CONFIRMED']);
      const order = (entry: ShownCard['entries'][number]): string => `${entry.recordedAt} ${entry.id}`;
      const last = after.entries.toSorted((a, b) => (order(a) < order(b) ? 1 : -1))[0]!;
      expect(after.standing.status).toBe(last.kind === 'CONFIRMED' ? 'CURRENT' : 'REJECTED');
      const same = newId();
      const twice = await Promise.all([
        verifyCard(one, card.id, { operationId: same }),
        verifyCard(one, card.id, { operationId: same }),
      ]);
      expect(twice[0]!.entries.length).toBe(3);
      expect(twice[0]).toEqual(twice[1]);
    });
  });

  describe('lists', () => {
    interface Folder {
      on: string;
      credentials: { code: string; title: string; standing: ShownStanding; cards: { id: string }[] }[];
      clearances: object[];
      next: { kind: string | null; code: string | null; by: string | null; what: string }[];
    }
    const FOLDER = `on person { name } credentials { code title standing { status currentUntil because } cards { id } }
      clearances { code standing { status } } next { kind code by what }`;

    it('tell their holder what is next, and whoever has nothing what there could be', async () => {
      const world = await clinic();
      const trainee = await world.member('TRAINEE');
      const mine = async (): Promise<Folder> =>
        (await trainee.ask<{ myCredentials: Folder }>(`{ myCredentials { ${FOLDER} } }`)).myCredentials;
      const empty = await mine();
      expect(empty).toMatchObject({ credentials: [], clearances: [], next: [{ kind: null, code: null }] });
      expect(empty.next[0]!.what).toContain('BLS');
      const soon = dayFromToday(-720);
      await verifiedCard(world, trainee, { typeCode: 'PTT_CERT_EXT', issuedOn: soon, handsOnOn: null });
      await recordCard(trainee);
      await verifiedCard(world, trainee, {
        typeCode: 'FIRST_AID',
        issuedOn: '2020-01-01',
        handsOnOn: '2020-01-01',
      });
      const folder = await mine();
      expect(folder.credentials.map(({ code, standing }) => [code, standing.status])).toEqual([
        ['BLS', 'PENDING'],
        ['FIRST_AID', 'EXPIRED'],
        ['PTT_CERT_EXT', 'EXPIRING'],
      ]);
      expect(folder.next.map(({ code }) => code)).toEqual(['FIRST_AID', 'PTT_CERT_EXT', 'BLS']);
      expect(folder.next[1]!.by).toBe(folder.credentials[2]!.standing.currentUntil);
      expect(await app.statementsOf(mine)).toHaveLength(4);
    });

    it('show a person as it was on record at a moment, to those who see them', async () => {
      const world = await World.create(app);
      await importTypes(world.owner);
      const program = await world.program();
      const [one, other] = [await world.enrolled(program), await world.enrolled(program)];
      const card = await verifiedCard(world, one.trainee);
      const then = new Date();
      app.clock.advance({ minutes: 3 });
      await recordCard(one.trainee, { typeCode: 'FIRST_AID' });
      const of = (by: Member, personId: string, knownAt: Date | null = null) =>
        by.ask<{ personCredentials: Folder }>(
          `query ($personId: ID!, $knownAt: DateTime) { personCredentials(personId: $personId, knownAt: $knownAt) { ${FOLDER} } }`,
          { personId, knownAt: knownAt?.toISOString() ?? null },
        );
      const auditor = await world.member('AUDITOR');
      expect((await of(auditor, one.trainee.personId, then)).personCredentials.credentials).toMatchObject([
        { code: 'BLS', standing: { status: 'CURRENT' }, cards: [{ id: card.id }] },
      ]);
      expect((await of(auditor, one.trainee.personId)).personCredentials.credentials).toHaveLength(2);
      await expect(of(other.trainee, one.trainee.personId)).rejects.toThrow('FORBIDDEN');
      const limited = await world.member('INSTRUCTOR');
      await app.owner.query('UPDATE membership SET cohort_limited = true WHERE org_id = $1 AND id = $2', [
        world.orgId,
        limited.membershipId,
      ]);
      await app.owner.query(
        'INSERT INTO membership_cohort (org_id, membership_id, cohort_id) VALUES ($1, $2, $3)',
        [world.orgId, limited.membershipId, other.cohortId],
      );
      await expect(of(limited, one.trainee.personId)).rejects.toThrow('NOT_FOUND');
      expect((await of(limited, other.trainee.personId)).personCredentials.credentials).toEqual([]);
      const lapsing = '{ credentialsLapsing(withinDays: 3000) { totalCount edges { node { code } } } }';
      expect(await limited.ask(lapsing)).toEqual({ credentialsLapsing: { totalCount: 0, edges: [] } });
      expect(await auditor.ask(lapsing)).toMatchObject({ credentialsLapsing: { totalCount: 1 } });
    });

    it('show what waits for a verification, the longest waiting first, page by page', async () => {
      const world = await clinic();
      const people = [
        await world.member('TRAINEE'),
        await world.member('TRAINEE'),
        await world.member('TRAINEE'),
      ];
      const cards = [];
      for (const person of people) cards.push(await recordCard(person));
      await verifyCard(world.owner, cards[1]!.id);
      const page = async (after: string | null) =>
        (
          await world.owner.ask<{
            credentialsToVerify: {
              totalCount: number;
              edges: { node: { id: string } }[];
              pageInfo: { endCursor: string; hasNextPage: boolean };
            };
          }>(
            `query ($after: String) { credentialsToVerify(first: 1, after: $after) { totalCount edges { node { id person { name } standing { status } } }
              pageInfo { endCursor hasNextPage } } }`,
            { after },
          )
        ).credentialsToVerify;
      const first = await page(null);
      expect(first).toMatchObject({
        totalCount: 2,
        edges: [{ node: { id: cards[0]!.id } }],
        pageInfo: { hasNextPage: true },
      });
      expect(await page(first.pageInfo.endCursor)).toMatchObject({
        edges: [{ node: { id: cards[2]!.id } }],
        pageInfo: { hasNextPage: false },
      });
      await expect(
        (await world.member('SUPERVISOR')).ask('{ credentialsToVerify { totalCount } }'),
      ).rejects.toThrow('FORBIDDEN');
    });

    it('show what lapses, by the day of its end, and on demand what has lapsed', async () => {
      const world = await clinic();
      const [ann, ben, eve] = [
        await world.member('TRAINEE'),
        await world.member('TRAINEE'),
        await world.member('TRAINEE'),
      ];
      const card = (of: Member, days: number) =>
        verifiedCard(world, of, { typeCode: 'PTT_CERT_EXT', issuedOn: dayFromToday(-days), handsOnOn: null });
      await card(ann, 690);
      await card(ben, 720);
      await card(eve, 760);
      await recordCard(eve);
      type Found = {
        credentialsLapsing: {
          edges: { node: { person: { id: string }; standing: { status: string } } }[];
          totalCount: number;
        };
      };
      const lapsing = async (args: string) =>
        (
          await world.owner.ask<Found>(
            `{ credentialsLapsing(${args}) { totalCount edges { node { person { id } kind code title endsOn standing { status } } } } }`,
          )
        ).credentialsLapsing.edges.map(({ node }) => [node.person.id, node.standing.status]);
      expect(await lapsing('withinDays: 90')).toEqual([
        [ben.personId, 'EXPIRING'],
        [ann.personId, 'EXPIRING'],
      ]);
      expect(await lapsing('withinDays: 20')).toEqual([[ben.personId, 'EXPIRING']]);
      expect(await lapsing('withinDays: 90, lapsedWithinDays: 60, first: 2')).toEqual([
        [eve.personId, 'EXPIRED'],
        [ben.personId, 'EXPIRING'],
      ]);
      expect(await lapsing('withinDays: 0')).toEqual([]);
    });
  });

  it('tell the clinic where somebody is placed what their school keeps of them, and of nobody else', async () => {
    const { school, supervisor, trainee } = await schoolWithPlacement(app);
    await importTypes(school.owner);
    const card = await verifiedCard(school, trainee);
    const hosted = app.app.get(Database).forViewer(supervisor.viewer).hostedIn(school.orgId);
    const told = await hosted.load((tx) =>
      app.app
        .get(Standings)
        .of(tx, [about(trainee), about(trainee, { code: 'TB_SCREEN', kind: 'CLEARANCE' })]),
    );
    expect(told).toMatchObject([{ status: 'CURRENT', sourceId: card.id }, { status: 'MISSING' }]);
    await expect(
      supervisor.ask('query ($id: ID!) { externalCredential(id: $id) { id } }', { id: card.id }),
    ).rejects.toThrow('NOT_FOUND');
    await expect(
      supervisor.ask('query ($id: ID!) { personCredentials(personId: $id) { on } }', {
        id: trainee.personId,
      }),
    ).rejects.toThrow('NOT_FOUND');
  });

  it('are listed by the same statements, however many there are', async () => {
    const world = await clinic();
    const lists = `{ credentialsToVerify { totalCount edges { node { id person { name } recordedBy { name } standing { status } } } }
      credentialsLapsing(withinDays: 3000) { totalCount edges { node { code person { name } standing { status } } } } }`;
    const more = async () => {
      const trainee = await world.member('TRAINEE');
      await verifiedCard(world, trainee);
      await recordCard(trainee, { typeCode: 'FIRST_AID' });
    };
    await more();
    const few = await app.statementsOf(() => world.owner.ask(lists));
    for (const _ of [1, 2, 3]) await more();
    const many = await app.statementsOf(() => world.owner.ask(lists));
    expect(many).toHaveLength(few.length);
    expect(few.length).toBeLessThanOrEqual(10);
  });

  it('answer any number of questions about standing by the same statements', async () => {
    const world = await clinic();
    const people = [
      await world.member('TRAINEE'),
      await world.member('TRAINEE'),
      await world.member('TRAINEE'),
    ];
    await verifiedCard(world, people[1]!);
    const many = people.flatMap((of) =>
      ['BLS', 'FIRST_AID', 'JUGGLING'].flatMap((code) => [
        about(of, { code }),
        about(of, { code: 'TB_SCREEN', kind: 'CLEARANCE' }),
      ]),
    );
    const answers = await ask(world, ...many);
    expect(answers.map(({ status }) => status).filter((status) => status === 'CURRENT')).toHaveLength(1);
    expect(answers[6]).toMatchObject({ status: 'CURRENT' });
    expect(answers[4]).toMatchObject({ status: 'UNKNOWN_TYPE', current: false });
    const [all, one] = [
      await app.statementsOf(() => ask(world, ...many)),
      await app.statementsOf(() => ask(world, ...many.slice(0, 2))),
    ];
    expect(all).toHaveLength(one.length);
    expect(await ask(world)).toEqual([]);
  });
});
