import sql from 'sql-template-tag';
import { awardHash } from '../src/features/awards/awarding/award-content.rules.js';
import { AwardReading } from '../src/features/awards/awarding/award-reading.service.js';
import { AwardLookup } from '../src/features/awards/awarding/award-lookup.service.js';
import { awardNumberFrom } from '../src/features/awards/awarding/award-number.rules.js';
import {
  AutomaticAwards,
  AWARD_AUTOMATICALLY,
} from '../src/features/awards/awarding/automatic-awards.job.js';
import { Database } from '../src/platform/database/database.js';
import { contentHash } from '../src/platform/ids/canonical-json.js';
import { newId } from '../src/platform/ids/ids.js';
import { Jobs } from '../src/platform/jobs/jobs.js';
import {
  AWARD,
  type AwardAnswer,
  awardProgram,
  cardOf,
  cardType,
  changeAward,
  creditAll,
  graduate,
  nearlyGraduate,
  readiness,
  type ReadinessAnswer,
  signSkill,
  verifyCard,
  workAnHour,
} from './support/awards.js';
import { signedInNow } from './support/days-pass.js';
import { ledgerOf, limitToCohorts } from './support/enrollments.js';
import { ojtProgram } from './support/ojt.js';
import { answerTo, publishedQuiz, save, start, submit } from './support/quizzes.js';
import { loadLicenseTypes } from './support/rules.js';
import { TestApp } from './support/test-app.js';
import { checklistIn, dayFromToday, skillIn } from './support/training.js';
import { type Member, World } from './support/world.js';

describe('awards', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
    await loadLicenseTypes(app);
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  const school = () => World.create(app, { isSchool: true });
  const open = ({ missing }: { missing?: { kind: string; code: string }[] }): string[] =>
    missing!.map(({ kind, code }) => `${kind} ${code}`);
  const hold = (world: World, enrollmentId: string, kind = 'FINANCIAL') =>
    world.owner.do<{ holds: { id: string }[] }>(
      'placeEnrollmentHold',
      { enrollmentId, kind, reason: 'Fees are due' },
      '... on Enrollment { holds { id } }',
    );

  describe('are made', () => {
    it('inv 46: when courses, hours, skills and credentials are there on the day, and nothing holds them back', async () => {
      const scene = await nearlyGraduate(app);
      const { enrollmentId, trainee } = scene;
      const { owner } = scene.school;
      const course = `COURSE_PASSED ${scene.program.courses[0]!.code}`;
      expect(open(await awardProgram(owner, enrollmentId))).toEqual([
        course,
        'CLOCK_HOURS TOTAL',
        'CHECKLIST_COMPLETE OJT-CORE',
        'CURRENT BLS',
      ]);
      await workAnHour(scene);
      await signSkill(app, scene, 0);
      const half = await readiness(trainee, enrollmentId);
      expect(open(half)).toEqual([course, 'CHECKLIST_COMPLETE OJT-CORE', 'CURRENT BLS']);
      expect(half.missing[1]!.because).toBe('1 of 2 skills are signed.');
      await signSkill(app, scene, 1);
      const card = await cardOf(scene.school, trainee.personId, 'BLS', { verified: false });
      const pending = await awardProgram(owner, enrollmentId);
      expect(pending).toMatchObject({ __typename: 'NotReadyForAward', code: 'NOT_READY_FOR_AWARD' });
      expect(open(pending)).toEqual(['CURRENT BLS']);
      await verifyCard(scene.school, card);
      const { holds } = await hold(scene.school, enrollmentId);
      expect(open(await awardProgram(owner, enrollmentId))).toEqual(['NO_HOLD HOLDS']);
      await owner.do('releaseEnrollmentHold', { holdId: holds[0]!.id, reason: 'Paid' }, '');

      const award = await awardProgram(owner, enrollmentId);
      expect(award).toMatchObject({
        ...{ __typename: 'Award', kind: 'PROGRAM', recipientName: 'Ada Test', automatic: false },
        standing: { status: 'VALID', byBase: false },
      });
      expect((award['requirements'] as { met: boolean }[]).every(({ met }) => met)).toBe(true);
      expect(awardNumberFrom(award.number)).toBe(award.number);
      const [entry] = (await ledgerOf(scene.school, trainee.personId)).filter(
        ({ kind }) => kind === 'award.made',
      );
      const { contentHash: hash, ...content } = entry!.content;
      expect(hash).toBe(award['contentHash']);
      expect(contentHash(content)).toBe(hash);
      const inSystem = app.app.get(Database).forOrganization(scene.school.orgId);
      const kept = await app.app.get(AwardReading, { strict: false }).byId(inSystem, award.id);
      expect(awardHash(kept)).toBe(hash);
    });

    it('inv 46: not when a skill has expired by the day, though its course stays passed', async () => {
      const scene = await nearlyGraduate(app);
      await workAnHour(scene);
      await signSkill(app, scene, 0);
      await signSkill(app, scene, 1);
      await cardOf(scene.school, scene.trainee.personId, 'BLS');
      app.clock.advance({ days: 366 });
      const refused = await readiness(await signedInNow(app, scene.trainee), scene.enrollmentId);
      expect(open(refused)).toEqual(['CHECKLIST_COMPLETE OJT-CORE']);
      expect(refused.missing[0]!.because).toBe('0 of 2 skills are signed (2 expired).');
    });

    it('inv 47: and stay, when skills and cards lapse later: readiness says so, the award does not change', async () => {
      const scene = await nearlyGraduate(app);
      const { enrollmentId, trainee, school: at } = scene;
      await workAnHour(scene);
      await signSkill(app, scene, 0);
      await signSkill(app, scene, 1);
      await cardOf(at, trainee.personId, 'BLS');
      const award = await awardProgram(at.owner, enrollmentId);
      app.clock.advance({ days: 800 });
      const [now, owner] = [await signedInNow(app, trainee), await signedInNow(app, at.owner)];
      const later = await readiness(now, enrollmentId);
      expect(open(later)).toEqual(['CHECKLIST_COMPLETE OJT-CORE', 'CURRENT BLS']);
      expect(later.next).toBe(`Certificate ${award.number}. Valid since ${String(award['awardedOn'])}.`);
      const { award: read } = await now.ask<{ award: object }>(`{ award(id: "${award.id}") { ${AWARD} } }`);
      expect(read).toEqual({ ...award, __typename: undefined });
      expect(await awardProgram(owner, enrollmentId)).toMatchObject({
        __typename: 'AlreadyAwarded',
        awardId: award.id,
      });
    });

    it('with what nobody understands they are refused, and it is named', async () => {
      const world = await school();
      const { versionId: checklistVersionId } = await checklistIn(world, [await skillIn(world)]);
      const awardRequirements = ['poem_recited', 'ABC_current'];
      const program = await ojtProgram(world, { minutes: 60, checklistVersionId, awardRequirements });
      const { enrollmentId } = await graduate(world, { program });
      const { missing } = await awardProgram(world.owner, enrollmentId);
      expect(missing).toEqual([
        expect.objectContaining({ kind: 'UNKNOWN', code: 'poem_recited' }),
        expect.objectContaining({
          kind: 'CURRENT',
          code: 'ABC',
          because: expect.stringContaining('Nobody has defined'),
        }),
      ]);
    });

    it('on the day that it is in the zone of the cohort, with the name that is to be printed', async () => {
      const world = await school();
      const { enrollmentId, cohortId } = await graduate(world);
      await app.owner.query(`UPDATE cohort SET time_zone = 'Pacific/Kiritimati' WHERE id = $1`, [cohortId]);
      const award = await awardProgram(world.owner, enrollmentId, { recipientName: ' Łucja  Ó Brien ' });
      const { rows } = await app.owner.query<{ today: string }>(
        `SELECT (now() AT TIME ZONE 'Pacific/Kiritimati')::date::text AS today`,
      );
      expect(award).toMatchObject({ recipientName: 'Łucja  Ó Brien', awardedOn: rows[0]!.today });
    });

    it('inv 1: never to oneself, under whichever id', async () => {
      const world = await school();
      const { enrollmentId, trainee } = await graduate(world);
      const admin = await world.member('ADMIN');
      await app.owner.query('UPDATE person SET merged_into_id = $2 WHERE id = $1', [
        trainee.personId,
        admin.personId,
      ]);
      expect(await awardProgram(admin, enrollmentId)).toMatchObject({ code: 'OWN_AWARD' });
      const award = await awardProgram(world.owner, enrollmentId);
      expect(await changeAward(admin, 'suspendAward', award.id)).toMatchObject({ code: 'OWN_AWARD' });
      expect(await changeAward(admin, 'reissueAward', award.id, { recipientName: 'A' })).toMatchObject({
        code: 'OWN_AWARD',
      });
    });

    it('inv 1: and are suspended when both turn out to be one person', async () => {
      const world = await school();
      const { enrollmentId, trainee } = await graduate(world);
      const records = await world.member('RECORDS');
      const award = await awardProgram(records, enrollmentId);
      const merge = { fromPersonId: records.personId, intoPersonId: trainee.personId, reason: 'One person' };
      await world.owner.do('mergePersons', merge, '');
      const entry = await app.until<{ recorded_by: string | null; reason: string }>(
        `SELECT recorded_by, reason FROM award_entry WHERE award_id = $1 AND kind = 'SUSPENDED'`,
        [award.id],
      );
      expect(entry).toEqual({ recorded_by: null, reason: expect.stringContaining('one person') });
    });

    it('once, by whoever comes first, and the same answer to a retry', async () => {
      const world = await school();
      const { enrollmentId } = await graduate(world);
      const admin = await world.member('ADMIN');
      const operationId = newId();
      const answers = await Promise.all([
        awardProgram(world.owner, enrollmentId, { operationId }),
        awardProgram(admin, enrollmentId),
        awardProgram(world.owner, enrollmentId, { operationId }),
        awardProgram(admin, enrollmentId),
      ]);
      const { rows } = await app.owner.query<{ id: string; number: string }>(
        'SELECT id, number FROM award WHERE enrollment_id = $1',
        [enrollmentId],
      );
      expect(rows).toHaveLength(1);
      expect(answers.map(({ id, awardId }) => id ?? awardId)).toEqual(answers.map(() => rows[0]!.id));
      expect(answers[2]).toEqual(answers[0]);
    });
  });

  describe('become', () => {
    const awarded = async () => {
      const world = await school();
      const person = await graduate(world);
      return { world, ...person, award: await awardProgram(world.owner, person.enrollmentId) };
    };

    it('suspended and reinstated, revoked for good, and nothing is deleted', async () => {
      const { world, award, trainee, enrollmentId } = await awarded();
      const { owner } = world;
      expect(await changeAward(owner, 'reinstateAward', award.id)).toMatchObject({
        code: 'AWARD_STANDS_OTHERWISE',
        status: 'VALID',
      });
      expect(await changeAward(owner, 'suspendAward', award.id)).toMatchObject({
        standing: { status: 'SUSPENDED' },
      });
      expect(await changeAward(owner, 'reinstateAward', award.id)).toMatchObject({
        standing: { status: 'VALID' },
      });
      expect(await changeAward(owner, 'revokeAward', award.id)).toMatchObject({
        standing: { status: 'REVOKED' },
      });
      expect(await changeAward(owner, 'reinstateAward', award.id)).toMatchObject({ status: 'REVOKED' });
      const { award: read } = await trainee.ask<{ award: { history: object[] } }>(
        `{ award(id: "${award.id}") { number history { kind reason recordedBy { familyName } } } }`,
      );
      expect(read).toEqual({
        number: award.number,
        history: ['SUSPENDED', 'REINSTATED', 'REVOKED'].map((kind) => ({
          ...{ kind, reason: 'Found out later', recordedBy: { familyName: 'Test' } },
        })),
      });
      expect((await ledgerOf(world, trainee.personId)).slice(-4).map(({ kind }) => kind)).toEqual(
        ['made', 'suspended', 'reinstated', 'revoked'].map((kind) => `award.${kind}`),
      );
      expect((await readiness(trainee, enrollmentId)).next).toContain('Revoked since');
    });

    it('abuse 41: revoked as of an earlier day, which changes no answer that was given before', async () => {
      const { world, award, trainee } = await awarded();
      const madeOn = String(award['awardedOn']);
      app.clock.advance({ days: 10 });
      const { serverTime } = await (
        await signedInNow(app, world.owner)
      ).ask<{ serverTime: string }>('{ serverTime }');
      app.clock.advance({ days: 1 });
      const [owner, holder] = [await signedInNow(app, world.owner), await signedInNow(app, trainee)];
      const ahead = dayFromToday(13);
      expect(await changeAward(owner, 'revokeAward', award.id, { effectiveOn: ahead })).toMatchObject({
        code: 'AWARD_DAY_IMPOSSIBLE',
      });
      await changeAward(owner, 'revokeAward', award.id, { effectiveOn: madeOn });
      const standing = (on: string, knownAt: string | null) =>
        holder.ask<{ award: { standing: { status: string } | null } }>(
          `query ($on: Date, $knownAt: DateTime) { award(id: "${award.id}") { standing(on: $on, knownAt: $knownAt) { status } } }`,
          { on, knownAt },
        );
      expect(await standing(madeOn, null)).toEqual({ award: { standing: { status: 'REVOKED' } } });
      expect(await standing(madeOn, serverTime)).toEqual({ award: { standing: { status: 'VALID' } } });
      expect(await standing(dayFromToday(-30), null)).toEqual({ award: { standing: null } });
    });

    it('inv 46: awarded again after a revocation, under another number', async () => {
      const { world, award, enrollmentId } = await awarded();
      await changeAward(world.owner, 'revokeAward', award.id);
      const again = await awardProgram(world.owner, enrollmentId);
      expect(again).toMatchObject({ __typename: 'Award', supersedesId: award.id });
      expect(again.number).not.toBe(award.number);
      const lookup = app.app.get(AwardLookup, { strict: false });
      expect((await lookup.byNumber(award.number))?.standing.status).toBe('REVOKED');
      expect((await lookup.byNumber(again.number))?.standing.status).toBe('VALID');
    });

    it('inv 46: reissued with a corrected name and a number of its own; printing again is no reissue', async () => {
      const { world, award } = await awarded();
      const same = await changeAward(world.owner, 'reissueAward', award.id, { recipientName: 'Ada Test' });
      expect(same).toMatchObject({ code: 'NAME_UNCHANGED' });
      app.clock.advance({ days: 30 });
      const owner = await signedInNow(app, world.owner);
      const reissued = await changeAward(owner, 'reissueAward', award.id, {
        recipientName: 'Ada Lovelace',
      });
      expect(reissued).toMatchObject({
        ...{
          recipientName: 'Ada Lovelace',
          awardedOn: award['awardedOn'],
          requirements: award['requirements'],
        },
        ...{ supersedesId: award.id, reissueReason: 'Found out later', issuedOn: expect.any(String) },
      });
      expect(reissued.number).not.toBe(award.number);
      expect(reissued['issuedOn']).not.toBe(award['issuedOn']);
      for (const change of ['suspendAward', 'revokeAward'] as const)
        expect(await changeAward(owner, change, award.id)).toMatchObject({ status: 'SUPERSEDED' });
      const { award: old } = await owner.ask<{ award: object }>(
        `{ award(id: "${award.id}") { standing { status } successor { id } } }`,
      );
      expect(old).toEqual({ standing: { status: 'SUPERSEDED' }, successor: { id: reissued.id } });
    });
  });

  describe('are told to a stranger', () => {
    it('abuse 40: by the number alone, and as little as stands on the certificate', async () => {
      const world = await school();
      const { enrollmentId } = await graduate(world);
      const award = await awardProgram(world.owner, enrollmentId);
      await changeAward(world.owner, 'suspendAward', award.id);
      const visitor = app.app.get(Database).forVisitor();
      const rows = await visitor.read<object>(sql`SELECT * FROM award_by_number(${award.number})`);
      expect(rows).toHaveLength(1);
      expect(Object.keys(rows[0]!).sort()).toEqual(
        [
          'org_id',
          'award_id',
          'number',
          'kind',
          'title',
          'recipient_name',
          'issuer',
          'awarded_on',
          'issued_on',
          'time_zone',
          'facts',
        ].sort(),
      );
      expect(JSON.stringify(rows)).not.toMatch(/Found out later|requirement|percent|grade/i);
      const lookup = app.app.get(AwardLookup, { strict: false });
      const typed = award.number.toLowerCase().replaceAll('-', ' ');
      expect(await lookup.byNumber(typed)).toMatchObject({
        ...{ number: award.number, recipientName: 'Ada Test', standing: { status: 'SUSPENDED' } },
      });
    });

    it('inv 46: the number was never given before, and never will be again', async () => {
      const world = await school();
      const { enrollmentId } = await graduate(world);
      const { id, number } = await awardProgram(world.owner, enrollmentId);
      await changeAward(world.owner, 'revokeAward', id);
      const elsewhere = await school();
      const again = app.owner.query(
        'INSERT INTO award_number (number, org_id, award_id) VALUES ($1, $2, $3)',
        [number, elsewhere.orgId, newId()],
      );
      await expect(again).rejects.toMatchObject({ code: '23505', constraint: 'pk_award_number' });
    });

    it('abuse 40: a number that nobody was given, and no number at all, look the same', async () => {
      const lookup = app.app.get(AwardLookup, { strict: false });
      for (const wrong of ['2222-2222-2222-2222', '', 'ABCD', '’ OR 1=1'])
        expect(await lookup.byNumber(wrong)).toBeNull();
    });
  });

  describe('by policy', () => {
    const policy = (world: World, more: object = {}) =>
      world.owner.do(
        'setAwardPolicy',
        { automatic: true, blockingHolds: ['FINANCIAL'], ...more },
        '... on AwardPolicy { automatic blockingHolds programId }',
      );
    const run = (world: World): Promise<number> =>
      app.app
        .get(AutomaticAwards, { strict: false })
        .here(app.app.get(Database).forOrganization(world.orgId));

    it('are made without being asked, once, and recorded as such', async () => {
      const world = await school();
      const [first, held] = [await graduate(world), await graduate(world)];
      await world.enrolled(await world.program()); // has completed nothing yet
      await hold(world, held.enrollmentId);
      expect(await run(world)).toBe(0);
      expect(await policy(world)).toMatchObject({
        automatic: true,
        blockingHolds: ['FINANCIAL'],
        programId: null,
      });
      const told = await readiness(first.trainee, first.enrollmentId);
      expect(told.next).toBe('Everything is met: it is awarded within the hour.');
      expect((await Promise.all([run(world), run(world)])).reduce((a, b) => a + b)).toBe(1);
      expect(await run(world)).toBe(0);
      const { rows } = await app.owner.query(
        'SELECT enrollment_id, automatic, awarded_by FROM award WHERE org_id = $1',
        [world.orgId],
      );
      expect(rows).toEqual([{ enrollment_id: first.enrollmentId, automatic: true, awarded_by: null }]);
    });

    it('are made in every organization that wants it, by the queue', async () => {
      const world = await school();
      const { enrollmentId } = await graduate(world);
      await policy(world);
      await app.app
        .get(Database)
        .forVisitor()
        .write((tx) => app.app.get(Jobs).send(tx, AWARD_AUTOMATICALLY, {}));
      await app.until('SELECT 1 FROM award WHERE enrollment_id = $1 AND automatic', [enrollmentId]);
    });

    it('of a program go before those of the organization; what was revoked is not given back', async () => {
      const world = await school();
      const { enrollmentId, program } = await graduate(world);
      await policy(world);
      await policy(world, { programId: program.programId, automatic: false });
      expect(await run(world)).toBe(0);
      const award = await awardProgram(world.owner, enrollmentId);
      await changeAward(world.owner, 'revokeAward', award.id);
      await policy(world, { programId: program.programId });
      expect(await run(world)).toBe(0);
      const { awardPolicy } = await world.owner.ask<{ awardPolicy: object }>(
        `{ awardPolicy(programId: "${program.programId}") { automatic programId } }`,
      );
      expect(awardPolicy).toEqual({ automatic: true, programId: program.programId });
    });

    it('say which holds keep a certificate back; without one, those that the law of the house names', async () => {
      const world = await school();
      const { enrollmentId } = await graduate(world);
      const { awardPolicy } = await world.owner.ask<{ awardPolicy: object }>(
        '{ awardPolicy { automatic blockingHolds decidedAt } }',
      );
      expect(awardPolicy).toEqual({
        automatic: false,
        blockingHolds: ['FINANCIAL', 'DISCIPLINARY'],
        decidedAt: null,
      });
      await hold(world, enrollmentId, 'RECORDS');
      expect((await readiness(world.owner, enrollmentId)).ready).toBe(true);
      await policy(world, { automatic: false, blockingHolds: ['RECORDS'] });
      expect(open(await awardProgram(world.owner, enrollmentId))).toEqual(['NO_HOLD HOLDS']);
    });
  });

  describe('are read', () => {
    interface Mine {
      myAwards: { awards: AwardAnswer[]; open: ReadinessAnswer[]; next: string };
    }
    const MINE = '{ myAwards { awards { id } open { ready next missing { kind } } next } }';

    it('by their holder, with what is missing while there is none', async () => {
      const world = await school();
      const nobody = await world.member('TRAINEE');
      expect((await nobody.ask<Mine>(MINE)).myAwards).toEqual({
        ...{ awards: [], open: [] },
        next: 'There is nothing to be awarded yet: you are not enrolled in a program here.',
      });
      const program = await world.program();
      const { trainee } = await world.enrolled(program);
      const { myAwards } = await trainee.ask<Mine>(MINE);
      expect(myAwards).toMatchObject({ awards: [], open: [{ ready: false }] });
      expect(myAwards.next).toMatch(/^3 of 5 requirements are open\. Course A: Not passed yet/);
      const done = await graduate(world);
      const award = await awardProgram(world.owner, done.enrollmentId);
      expect((await done.trainee.ask<Mine>(MINE)).myAwards).toEqual({
        ...{ awards: [{ id: award.id }], open: [] },
        next: 'Nothing is missing: your certificates are listed here.',
      });
    });

    it('by staff: of a person, and all of them by filters, page by page', async () => {
      const world = await school();
      const program = await world.program();
      const cohortId = await world.cohort(program);
      const made: AwardAnswer[] = [];
      for (let i = 0; i < 3; i++) {
        const { enrollmentId } = await graduate(world, { program, cohortId });
        made.push(await awardProgram(world.owner, enrollmentId));
      }
      const elsewhere = await graduate(world);
      await awardProgram(world.owner, elsewhere.enrollmentId);
      await changeAward(world.owner, 'suspendAward', made[0]!.id);
      const list = async (by: Member, args: string) => {
        const { awards } = await by.ask<{
          awards: { totalCount: number; edges: { node: { id: string } }[]; pageInfo: { endCursor: string } };
        }>(`{ awards(${args}) { totalCount edges { node { id } } pageInfo { endCursor } } }`);
        return { ...awards, ids: awards.edges.map(({ node }) => node.id) };
      };
      const first = await list(world.owner, `cohortId: "${cohortId}", first: 2`);
      expect(first).toMatchObject({ totalCount: 3, ids: [made[2]!.id, made[1]!.id] });
      const rest = await list(world.owner, `cohortId: "${cohortId}", after: "${first.pageInfo.endCursor}"`);
      expect(rest.ids).toEqual([made[0]!.id]);
      expect((await list(world.owner, 'changed: true')).ids).toEqual([made[0]!.id]);
      expect((await list(world.owner, `programId: "${elsewhere.program.programId}"`)).totalCount).toBe(1);
      expect((await list(world.owner, `awardedTo: "${dayFromToday(-5)}"`)).totalCount).toBe(0);
      expect((await list(world.owner, 'kind: SPECIALTY')).totalCount).toBe(0);
      const limited = await world.member('INSTRUCTOR');
      await limitToCohorts(world, limited, [cohortId]);
      expect((await list(limited, 'first: 100')).totalCount).toBe(3);
      const { personAwards } = await world.owner.ask<{ personAwards: object[] }>(
        `{ personAwards(personId: "${elsewhere.trainee.personId}") { recipientName person { familyName } awardedBy { familyName } programVersion { label } verificationUrl } }`,
      );
      expect(personAwards).toEqual([
        {
          ...{ recipientName: 'Ada Test', person: { familyName: 'Test' }, awardedBy: { familyName: 'Test' } },
          ...{
            programVersion: { label: '2026.1' },
            verificationUrl: expect.stringMatching(/\/verify\/.{19}$/),
          },
        },
      ]);
      const hidden = await limited.ask<{ personAwards: object[] }>(
        `{ personAwards(personId: "${elsewhere.trainee.personId}") { id } }`,
      );
      expect(hidden.personAwards).toEqual([]);
    });

    it('by nobody else: other trainees, other organizations and limited staff find nothing', async () => {
      const world = await school();
      const { enrollmentId } = await graduate(world);
      const award = await awardProgram(world.owner, enrollmentId);
      const limited = await world.member('RECORDS');
      await limitToCohorts(world, limited, []);
      const others = [await world.member('TRAINEE'), (await school()).owner, limited];
      for (const other of others) {
        const asked = await Promise.all([
          other.send(`{ award(id: "${award.id}") { id } }`),
          other.send(`{ awardReadiness(enrollmentId: "${enrollmentId}") { ready } }`),
        ]);
        expect(asked.map(({ errors }) => errors?.[0]?.extensions.code)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
      }
      for (const mutation of ['revokeAward', 'suspendAward'] as const)
        await expect(changeAward(limited, mutation, award.id)).rejects.toThrow('NOT_FOUND');
      await expect(awardProgram(limited, enrollmentId)).rejects.toThrow('NOT_FOUND');
    });
  });

  describe('of a cohort', () => {
    it('who is ready, by name, in as many statements for thirty as for two', async () => {
      const world = await school();
      const program = await world.program();
      const cohortId = await world.cohort(program);
      const BOARD = `query ($cohortId: ID!, $first: Int!, $done: Boolean) {
        cohortAwardReadiness(cohortId: $cohortId, first: $first, coursesComplete: $done) {
          totalCount edges { node { personName ready next requirements { kind } } } } }`;
      const board = async (given: object = {}) =>
        (
          await world.owner.ask<{
            cohortAwardReadiness: { totalCount: number; edges: { node: { ready: boolean } }[] };
          }>(BOARD, { cohortId, first: 100, ...given })
        ).cohortAwardReadiness;
      await graduate(world, { program, cohortId });
      await world.enrolled(program, { cohortId });
      const few = await app.statementsOf(() => board());
      for (let i = 0; i < 28; i++) await world.enrolled(program, { cohortId });
      const many = await app.statementsOf(() => board());
      expect(many).toHaveLength(few.length);
      expect(many.length).toBeLessThanOrEqual(4);
      const all = await board();
      expect(all.totalCount).toBe(30);
      expect(all.edges.filter(({ node }) => node.ready)).toHaveLength(1);
      expect((await board({ done: true })).totalCount).toBe(1);
      expect((await board({ done: false })).edges).toHaveLength(29);
    });
  });

  it('checklists and cards of a whole cohort take a fixed number of statements, too', async () => {
    const world = await school();
    const skills = [await skillIn(world), await skillIn(world)];
    const { versionId: checklistVersionId } = await checklistIn(world, skills, { code: 'OJT-CORE' });
    const awardRequirements = ['OJT-CORE_complete', 'BLS_current', 'FIRST_AID_current'];
    const program = await ojtProgram(world, { minutes: 60, checklistVersionId, awardRequirements });
    const cohortId = await world.cohort(program);
    for (const code of ['BLS', 'FIRST_AID']) await cardType(world, code);
    const board = () =>
      world.owner.ask<{ cohortAwardReadiness: { edges: { node: ReadinessAnswer }[] } }>(
        `{ cohortAwardReadiness(cohortId: "${cohortId}", first: 100) { edges { node { missing { kind because } } } } }`,
      );
    const { trainee } = await world.enrolled(program, { cohortId });
    await cardOf(world, trainee.personId, 'BLS');
    const few = await app.statementsOf(board);
    for (let i = 0; i < 15; i++) {
      const next = await world.enrolled(program, { cohortId });
      await cardOf(world, next.trainee.personId, 'FIRST_AID');
    }
    const many = await app.statementsOf(board);
    expect(many).toHaveLength(few.length);
    expect(many.length).toBeLessThanOrEqual(12);
    const { edges } = (await board()).cohortAwardReadiness;
    expect(edges.map(({ node }) => node.missing.map(({ kind }) => kind).join())).toEqual(
      edges.map(() => 'COURSE_PASSED,CLOCK_HOURS,CHECKLIST_COMPLETE,CURRENT'),
    );
  });

  it('a regrade says which awards it touches, and changes none', async () => {
    const world = await school();
    const author = await world.member('INSTRUCTOR');
    const choices = [{ text: 'Frontal' }, { text: 'Sagittal', correct: true }];
    const quiz = await publishedQuiz(author, {}, [
      { points: '1', stem: 'Which plane divides left from right?', content: { singleChoice: { choices } } },
    ]);
    const program = await world.program();
    const requirementId = program.courses[0]!.quizRequirementId;
    await author.do('attachQuiz', { requirementId, quizId: quiz.quizId }, '');
    const first = await world.enrolled(program);
    const second = await world.enrolled(program, { cohortId: first.cohortId });
    let questionVersionId = '';
    for (const { trainee } of [first, second]) {
      const { id, questions } = await start(trainee, requirementId);
      questionVersionId = questions[0]!.questionVersionId;
      await save(trainee, id, questionVersionId, answerTo(questions[0]!, false));
      await submit(trainee, id);
    }
    await creditAll(world.owner, first.enrollmentId, program);
    const award = await awardProgram(world.owner, first.enrollmentId);
    expect(award.__typename).toBe('Award');
    const { regradePreview } = await author.ask<{ regradePreview: object }>(
      `query ($decision: RegradeDecisionInput!) { regradePreview(decision: $decision) { ... on RegradePreview {
        changed awards { totalCount edges { node { number standing { status } } } } } } }`,
      { decision: { quizId: quiz.quizId, questionVersionId, action: 'FULL_CREDIT' } },
    );
    expect(regradePreview).toEqual({
      changed: 2,
      awards: {
        totalCount: 1,
        edges: [{ node: { number: award.number, standing: { status: 'VALID' } } }],
      },
    });
  });
});
