import { importRules } from '../src/cli/import-rule-file.js';
import { newId } from '../src/platform/ids/ids.js';
import { LedgerSigner } from '../src/platform/ledger/ledger-signer.js';
import { givePassword, PASSWORD } from './support/accounts.js';
import { earlier, itemToday, lookAndSign, signedInNow, today, toNoon } from './support/days-pass.js';
import { record, seen, type Answered } from './support/observations.js';
import { logHours, ojtProgram, verifyHours } from './support/ojt.js';
import { shown, type ShownAssignment } from './support/placements.js';
import { REFERENCE_RULES } from './support/rules.js';
import { blocksOf, preview, sign, standing, type Item } from './support/sign-offs.js';
import { TestApp } from './support/test-app.js';
import { ownDatabase } from './support/test-database.js';
import {
  agreementOf,
  checklistIn,
  jurisdictionWith,
  siteOf,
  skillIn,
  validatorAt,
  type AssignmentRow,
  type SiteRow,
} from './support/training.js';
import { World, type Member } from './support/world.js';

/** Whose rule takes PTs alone, and lets each have one aide at a time in patient related tasks. */
const STRICT = 'US-CA';
/** Whose rule takes PTs and PTAs, and leaves the number to them. */
const WIDE = 'US-TX';

interface Matrix {
  people: { name: string; cells: { code: string; status: string; because: string[] }[] }[];
}

describe('training on the job, from one end to the other', () => {
  let app: TestApp;
  beforeAll(async () => {
    const database = await ownDatabase();
    await importRules(database.migrationDatabaseUrl, REFERENCE_RULES);
    app = await TestApp.start({ database });
  });
  beforeEach(() => toNoon(app));
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  /** A license as clinics put it on record: entered and verified by somebody else than its holder. */
  async function licensed(clinic: World, holder: Member, typeCode: string, jurisdiction: string) {
    const { id } = await clinic.owner.do<{ id: string }>(
      'addLicense',
      {
        ...{ personId: holder.personId, typeCode, jurisdiction, number: newId().slice(-8) },
        ...{ activeFrom: today(app, 'UTC', -700), activeUntil: today(app, 'UTC', 700) },
      },
      '... on License { id }',
    );
    const verified = await clinic.owner.do(
      'verifyLicense',
      { licenseId: id, outcome: 'CONFIRMED', verifiedOn: today(app), source: 'Board look-up' },
      '... on License { id }',
    );
    expect(verified).toMatchObject({ __typename: 'License', id });
    return id;
  }

  describe('in two states, by the same checklist', () => {
    /** A school with two trainees at each of two sites of a clinic, whose PT and PTA hold licenses of both states. */
    async function twoStates() {
      const [school, clinic] = await Promise.all([
        World.create(app, { isSchool: true }),
        World.create(app, { isClinic: true }),
      ]);
      const [strict, wide] = await Promise.all([siteOf(clinic, STRICT), siteOf(clinic, WIDE)]);
      const pt = await clinic.member('SUPERVISOR', { givenName: 'Paula', familyName: 'Teller' });
      const pta = await clinic.member('SUPERVISOR', { givenName: 'Ari', familyName: 'Stone' });
      for (const site of [strict, wide])
        for (const [person, type] of [
          [pt, 'PT'],
          [pta, 'PTA'],
        ] as const) {
          await licensed(clinic, person, type, site.jurisdiction);
          await validatorAt(clinic, person.personId, site.id);
        }
      const skill = await skillIn(school);
      const checklist = await checklistIn(school, [skill]);
      const program = await ojtProgram(school, { minutes: 600, checklistVersionId: checklist.versionId });
      await agreementOf(school, clinic);
      const first = await school.enrolled(program);
      const second = await school.enrolled(program, { cohortId: first.cohortId });
      const placeAt = async (site: SiteRow, enrollmentId: string): Promise<AssignmentRow> => {
        const dates = { startsOn: today(app, 'UTC', -20), endsOn: today(app, 'UTC', 20) };
        const placement = { enrollmentId, siteId: site.id, courseId: program.courses[0]!.id, ...dates };
        const { id, orgId, checklistVersionId } = await school.owner.do<ShownAssignment>(
          'createClinicalPlacement',
          placement,
          shown(),
        );
        expect(checklistVersionId).toBe(checklist.versionId);
        return { id, orgId, personId: '' };
      };
      return { school, clinic, strict, wide, pt, pta, skill, first, second, placeAt };
    }

    it('inv 4: a PTA observes and signs in one and is refused in the other, and the refusal cites the law', async () => {
      const { strict, wide, pt, pta, skill, first, second, placeAt } = await twoStates();
      const there = await placeAt(strict, first.enrollmentId);
      const here = await placeAt(wide, second.enrollmentId);
      const startsAt = earlier(app, 2);

      const refused = await record(pta, seen(there, skill, { startsAt }));
      expect(refused).toMatchObject({
        __typename: 'ObserverNotEligible',
        ineligibility: 'LICENSE_TYPE_NOT_ACCEPTED',
        decidedBy: expect.stringMatching(/^JURISDICTION: .*Bus & Prof Code 2630\.4/) as string,
        message: expect.stringMatching(
          /The law \(.*2630\.4.*checked on 2026-11-23\) accepts PT.*not a PTA/,
        ) as string,
      });
      const seenThere = await record(pt, seen(there, skill, { startsAt }));
      const seenHere = await record(pta, seen(here, skill, { startsAt }));
      expect([seenThere['result'], seenHere['result']]).toEqual(['MET', 'MET']);

      const itemThere = itemToday(app, there, skill, [seenThere.id]);
      const itemHere = itemToday(app, here, skill, [seenHere.id]);
      const [block] = (await preview(pta, [itemThere])).items[0]!.blocks;
      expect(block).toMatchObject({ code: 'LICENSE_TYPE_NOT_ACCEPTED' });
      expect(block!.message).toContain('Bus & Prof Code 2630.4');
      expect((await lookAndSign(app, pta, [itemThere])).answer).toMatchObject({
        __typename: 'SignOffBlocked',
        items: [{ skillId: skill.id, blocks: [{ code: 'LICENSE_TYPE_NOT_ACCEPTED' }] }],
      });
      expect((await lookAndSign(app, pt, [itemThere])).answer.__typename).toBe('SignOffsMade');
      const { shown: content, answer } = await lookAndSign(app, pta, [itemHere]);
      expect(answer.__typename).toBe('SignOffsMade');
      expect(JSON.parse(content.items[0]!.content!)).toMatchObject({
        site: { jurisdiction: WIDE },
        validator: {
          printedName: 'Ari Stone',
          license: { typeCode: 'PTA', jurisdiction: WIDE },
          rule: {
            sources: [
              { source: 'JURISDICTION', citation: expect.stringContaining('22 TAC 322.2') as string },
            ],
          },
        },
      });
    });

    it('inv 32: of two aides under one PT at the same time one counts in one state and both in the other', async () => {
      const { clinic, strict, wide, pt, first, second, placeAt } = await twoStates();
      const countedAt = async (site: SiteRow, hoursAgo: number) => {
        const answers = [];
        for (const { trainee, enrollmentId } of [first, second]) {
          const placement = await placeAt(site, enrollmentId);
          const log = await logHours(trainee, placement, new Date(earlier(app, hoursAgo)), 4);
          answers.push(...(await verifyHours(pt, placement, [log.id])).hourLogs);
        }
        return answers;
      };
      const there = await countedAt(strict, 40);
      expect(there.map(({ countedMinutes }) => countedMinutes)).toEqual([240, 0]);
      expect(there[1]).toMatchObject({
        state: 'VERIFIED',
        because: expect.stringContaining('0 of 240') as string,
        notCounted: [{ code: 'SUPERVISION_RATIO_EXCEEDED', minutes: 240 }],
      });
      expect(there[1]!.notCounted[0]!.message).toContain('2630.4');
      const here = await countedAt(wide, 60);
      expect(here.map(({ countedMinutes, notCounted }) => [countedMinutes, notCounted])).toEqual([
        [240, []],
        [240, []],
      ]);
      const rule = async (siteId: string) =>
        (
          await clinic.owner.ask<{ supervisionRule: object }>(
            'query ($siteId: ID!) { supervisionRule(siteId: $siteId) { decides licenseTypes level } }',
            { siteId },
          )
        ).supervisionRule;
      expect(await rule(strict.id)).toEqual({
        decides: true,
        licenseTypes: ['PT'],
        level: 'IMMEDIATELY_AVAILABLE',
      });
      expect(await rule(wide.id)).toEqual({
        decides: true,
        licenseTypes: ['PT', 'PTA'],
        level: 'ON_PREMISES',
      });
    });
  });

  describe("of a clinic's new hire", () => {
    /** A day's work later, everybody signs in again. */
    async function nextDay(people: Record<string, Member>, days = 1) {
      app.clock.advance({ days });
      for (const [name, member] of Object.entries(people)) people[name] = await signedInNow(app, member);
    }

    /** Signs as a person does: looks at it, proves with the password that it is them, signs what was shown. */
    async function signByPassword(member: Member, items: Item[]): Promise<string[]> {
      const { payloadHash } = await preview(member, items);
      const { token } = await member.do<{ token: string }>(
        'createSigningTicket',
        { operationId: undefined, purpose: 'SIGN_OFF', payloadHash, password: PASSWORD },
        '... on SigningTicket { token }',
      );
      const answer = await sign(member, items, token);
      expect(answer.__typename).toBe('SignOffsMade');
      return answer.signOffs!.map(({ id }) => id);
    }

    const because = { reasonCode: 'INCIDENT', note: 'Left a brake open twice' };
    const decide = (member: Member, mutation: string, input: object) =>
      member.do<{ __typename: string; id: string }>(mutation, input, '... on SignOff { id }');

    async function newHire() {
      const clinic = await World.create(app, { isClinic: true });
      const site = await siteOf(clinic, await jurisdictionWith(app));
      const supervisor = await clinic.member('SUPERVISOR', { givenName: 'Sam', familyName: 'Okoye' });
      await givePassword(app, supervisor);
      await licensed(clinic, supervisor, 'PT', site.jurisdiction);
      const transfer = await skillIn(clinic, {
        required_observations: 2,
        required_dates: 2,
        validity_months: 6,
      });
      const gait = await skillIn(clinic, { prerequisites: [transfer], task_code: 'walking_assistance' });
      const checklist = await checklistIn(clinic, [transfer, gait]);
      const hire = await clinic.member('TRAINEE', { givenName: 'Tess', familyName: 'Nowak' });
      const assigned = await clinic.owner.do<ShownAssignment>(
        'assignEmployee',
        {
          ...{ personId: hire.personId, siteId: site.id, checklistVersionId: checklist.versionId },
          startsOn: today(app),
        },
        shown(),
      );
      const assignment = { id: assigned.id, orgId: clinic.orgId, personId: hire.personId };
      const people = { owner: clinic.owner, supervisor, hire };
      return { clinic, site, transfer, gait, assigned, assignment, people };
    }

    it('inv 20, 24, 26, 28, 71: from assignment to current, expiry, revalidation, revocation and back', async () => {
      const { clinic, site, transfer, gait, assigned, assignment, people } = await newHire();

      const hiredOn = today(app);

      // The gates say what is missing; the clinic sees to it.
      expect(assigned.gates.filter(({ holds }) => !holds).map(({ code }) => code)).toEqual([
        'SUPERVISOR_NAMED',
      ]);
      const name = () =>
        people.owner.do<{ __typename: string }>(
          'nameSupervisor',
          { assignmentId: assignment.id, personId: people.supervisor.personId },
          '',
        );
      expect((await name()).__typename).toBe('SupervisorNotAuthorized');
      const authorized = await people.owner.do<{ __typename: string }>(
        'authorizeValidator',
        {
          ...{ personId: people.supervisor.personId, siteId: site.id },
          ...{ startsOn: hiredOn, assessorTrainedOn: today(app, 'UTC', -30) },
        },
        '',
      );
      expect(authorized.__typename).toBe('ValidatorAuthorization');
      expect((await name()).__typename).toBe('AssignmentSupervision');
      const { assignment: ready } = await people.hire.ask<{ assignment: ShownAssignment }>(
        'query ($id: ID!) { assignment(id: $id) { mayStart gates { code holds } } }',
        { id: assignment.id },
      );
      expect(ready.mayStart).toBe(true);

      // Asked for, missed at a critical step, missed altogether, then seen on two days.
      const requestId = newId();
      await people.hire.do(
        'requestObservation',
        { request: { requestId, assignmentId: assignment.id, skillId: transfer.id } },
        '',
      );
      const watch = (skill = transfer, given: object = {}): Promise<Answered> =>
        record(people.supervisor, seen(assignment, skill, { startsAt: earlier(app), ...given }));
      expect(await watch(transfer, { not: 'NOT_MET' })).toMatchObject({
        ...{ result: 'NOT_MET', criticalMet: false, scorePercent: '75.00' },
      });
      const { openObservationRequests } = await people.supervisor.ask<{ openObservationRequests: object }>(
        '{ openObservationRequests { totalCount } }',
      );
      expect(openObservationRequests).toEqual({ totalCount: 0 });
      await nextDay(people);
      const { observationId, assignmentId, skillId, skillVersionId, startsAt, endsAt } = seen(
        assignment,
        transfer,
        {
          startsAt: earlier(app),
        },
      );
      const noShow = { observationId, assignmentId, skillId, skillVersionId, startsAt, endsAt };
      expect(
        await people.supervisor.do('recordNoShow', { noShow }, '... on Observation { kind result }'),
      ).toMatchObject({
        ...{ kind: 'NO_SHOW', result: null },
      });
      const one = await watch();
      const sameDay = await watch(transfer, { startsAt: earlier(app, 0.5) });
      expect(
        await blocksOf(people.supervisor, itemToday(app, assignment, transfer, [one.id, sameDay.id])),
      ).toEqual(['OBSERVATIONS_MISSING']);
      await nextDay(people);
      const two = await watch();

      // Signed, in the right order of skills, and acknowledged.
      const early = await watch(gait, { startsAt: earlier(app, 3) });
      expect(await blocksOf(people.supervisor, itemToday(app, assignment, gait, [early.id]))).toEqual([
        'PREREQUISITE_NOT_CURRENT',
      ]);
      const signedOn = today(app);
      const [first] = await signByPassword(people.supervisor, [
        itemToday(app, assignment, transfer, [one.id, two.id]),
      ]);
      const [onTop] = await signByPassword(people.supervisor, [itemToday(app, assignment, gait, [early.id])]);
      expect(
        await decide(people.hire, 'acknowledgeSignOff', { signOffId: first, acknowledge: true }),
      ).toMatchObject({
        __typename: 'SignOff',
      });
      const status = async (id: string, at: { on?: string; knownAt?: Date } = {}) =>
        (await standing(people.owner, id, at)).status;
      const { expiresOn } = await standing(people.hire, first!);
      expect(await status(first!)).toBe('CURRENT');

      const matrix = async (member: Member, at: { on?: string; knownAt?: Date } = {}) =>
        (
          await member.ask<{ competencyMatrix: Matrix }>(
            `query ($siteId: ID!, $on: Date, $knownAt: DateTime) { competencyMatrix(siteId: $siteId, on: $on, knownAt: $knownAt) {
              people { name cells { code status because } } } }`,
            { siteId: site.id, on: at.on, knownAt: at.knownAt?.toISOString() },
          )
        ).competencyMatrix;
      const evidence = async (member: Member, at: { on: string; knownAt: Date }) => {
        // Entries are signed a moment after they are made; here the clock has left that moment behind.
        await app.app.get(LedgerSigner).signPending();
        const { evidencePacket } = await member.ask<{
          evidencePacket: { evidenceHash: string; intact: boolean };
        }>(
          `query ($personId: ID!, $on: Date!, $knownAt: DateTime) {
            evidencePacket(personId: $personId, on: $on, knownAt: $knownAt) { evidenceHash intact } }`,
          { personId: assignment.personId, ...at },
        );
        return evidencePacket;
      };
      const mayWalk = async () => {
        const { whoMayDo } = await people.owner.ask<{
          whoMayDo: { people: { mayDo: boolean; because: string[] }[] };
        }>(
          'query ($siteId: ID!) { whoMayDo(taskCode: "walking_assistance", siteId: $siteId) { people { mayDo because } } }',
          { siteId: site.id },
        );
        return whoMayDo.people[0]!;
      };
      /** Of the transfer and the gait. */
      const statuses = async (at: { on?: string; knownAt?: Date } = {}) => {
        const [tess, ...others] = (await matrix(people.owner, at)).people;
        expect([tess!.name, others]).toEqual(['Tess Nowak', []]);
        return tess!.cells.map(({ status: each }) => each);
      };
      expect(await statuses()).toEqual(['CURRENT', 'CURRENT']);
      expect(await mayWalk()).toMatchObject({ mayDo: true });

      // Time moves: announced, still valid on its last day, expired on the day after.
      const daysLeft = (Date.parse(expiresOn!) - Date.parse(signedOn)) / 86_400_000;
      await nextDay(people, daysLeft - 30);
      expect(await status(first!)).toBe('EXPIRING');
      await nextDay(people, 30);
      expect(await status(first!)).toBe('EXPIRING');
      await nextDay(people);
      expect(await standing(people.hire, first!)).toMatchObject({
        status: 'EXPIRED',
        because: [`Expired: it counted through ${expiresOn}.`],
      });

      expect((await statuses())[0]).toBe('EXPIRED');

      // Revalidated on two days more.
      const three = await watch();
      await nextDay(people);
      const four = await watch();
      const again = itemToday(app, assignment, transfer, [three.id, four.id]);
      expect((await preview(people.supervisor, [again])).items[0]).toMatchObject({ kind: 'REVALIDATION' });
      const [second] = await signByPassword(people.supervisor, [again]);
      expect(await standing(people.hire, first!)).toMatchObject({ status: 'CURRENT', signOffId: second });
      expect(await status(first!, { on: today(app, 'UTC', -1) })).toBe('EXPIRED');

      // Suspended and reinstated; then revoked, which puts what was signed on top of it in review.
      await decide(people.owner, 'suspendSignOff', { signOffId: second, ...because });
      expect(await status(second!)).toBe('SUSPENDED');
      app.clock.advance({ minutes: 1 });
      await decide(people.owner, 'reinstateSignOff', {
        signOffId: second,
        reasonCode: 'RETRAINED',
        note: 'Shown again',
      });
      expect(await status(second!)).toBe('CURRENT');
      expect(await status(onTop!)).toBe('IN_REVIEW');
      await people.owner.do('upholdSignOff', { signOffId: onTop, note: 'Watched gait again' }, '');
      expect(await statuses()).toEqual(['CURRENT', 'CURRENT']);
      const [revokedOn, knownBefore] = [today(app), app.clock.now()];
      const evidenceThen = await evidence(people.owner, { on: revokedOn, knownAt: knownBefore });
      app.clock.advance({ minutes: 1 });
      await decide(people.owner, 'revokeSignOff', { signOffId: second, ...because });
      expect(await status(second!)).toBe('REVOKED');
      expect(await standing(people.hire, onTop!)).toMatchObject({
        status: 'IN_REVIEW',
        because: [expect.stringMatching(/^In review from .*prerequisite/) as string],
      });
      expect(await statuses()).toEqual(['REVOKED', 'IN_REVIEW']);
      expect(await mayWalk()).toMatchObject({
        mayDo: false,
        because: expect.arrayContaining([expect.stringContaining('In review')]) as string[],
      });

      // What an auditor reads of an earlier day, or as it was known then, is what it was.
      await nextDay(people, 3);
      const auditor = await clinic.member('AUDITOR');
      await app.owner.query('UPDATE membership SET expires_at = $2 WHERE id = $1', [
        auditor.membershipId,
        new Date(app.clock.now().getTime() + 86_400_000),
      ]);
      const asKnown = await matrix(auditor, { on: revokedOn, knownAt: knownBefore });
      expect(asKnown.people[0]!.cells.map((cell) => cell.status)).toEqual(['CURRENT', 'CURRENT']);
      expect(evidenceThen.intact).toBe(true);
      expect(await evidence(auditor, { on: revokedOn, knownAt: knownBefore })).toEqual(evidenceThen);
      expect((await evidence(auditor, { on: revokedOn, knownAt: app.clock.now() })).evidenceHash).not.toBe(
        evidenceThen.evidenceHash,
      );
      expect(await standing(auditor, second!, { on: revokedOn, knownAt: knownBefore })).toMatchObject({
        ...{ status: 'CURRENT', signOffId: second },
      });
      expect(await statuses({ on: revokedOn })).toEqual(['REVOKED', 'IN_REVIEW']);
      expect(await statuses({ on: signedOn })).toEqual(['CURRENT', 'CURRENT']);
      expect((await statuses({ on: expiresOn! }))[0]).toBe('EXPIRING');
      expect((await statuses({ on: hiredOn }))[0]).toBe('IN_PROGRESS');
      expect((await statuses({ on: hiredOn }))[1]).toBe('NOT_STARTED');
    });
  });
});
