import { ReminderCollection } from '../src/features/reminders/reminder-collection.service.js';
import type { TranscriptContent } from '../src/features/awards/documents/transcript.js';
import { Database } from '../src/platform/database/database.js';
import {
  awardProgram,
  type AwardAnswer,
  awardSpecialty,
  changeAward,
  creditAll,
  nearlyGraduate,
  readiness,
  signSkill,
  workAnHour,
} from './support/awards.js';
import {
  activityBy,
  attended,
  claim,
  closeCycle,
  correctCompletion,
  correctCycle,
  policyIn,
  putUnder,
  review,
  statusesOf,
  submitCompletion,
  withdrawCompletion,
  type StatusAnswer,
} from './support/ce.js';
import { importTypes, recordCard, verifyCard } from './support/credentials.js';
import { signedInNow, today } from './support/days-pass.js';
import { independentVerdict } from './support/independent-verifier.js';
import { mailsTo } from './support/mailbox.js';
import { logHours, supervisorOf, verifyHours } from './support/ojt.js';
import {
  clinicWithSupervisor,
  closedGates,
  GATES,
  place,
  schoolReadyToPlace,
  type ShownAssignment,
} from './support/placements.js';
import { readPdf, wordsOf } from './support/printed.js';
import { sampleProgram } from './support/sample-program.js';
import { itemOf, observed, signedOff } from './support/sign-offs.js';
import { TestApp } from './support/test-app.js';
import { ownDatabase } from './support/test-database.js';
import {
  checklistIn,
  dayFromToday,
  employeeAt,
  jurisdictionWith,
  licenseOf,
  siteOf,
  skillIn,
  validatorAt,
} from './support/training.js';
import { uploaded } from './support/uploads.js';
import { gateOf, missing, readinessOf } from './support/work.js';
import { type Member, World } from './support/world.js';

const PUBLIC_URL = 'https://learn.example.org';
const BADGE_KEY = 'N1BEPbNEKEvTPn3iOTtYkIj2AKC2szlUE7ZTHHRBcs8=';
/** Two of the types, as a curriculum has them. */
const CARDS = `external_credentials:
  - {code: BLS, title: Basic life support, validity: 24mo, expiry_rule: same_day, hands_on_required: true, warn_days: [30, 7]}
  - {code: PALS, title: Pediatric life support, validity: 24mo, expiry_rule: end_of_month, warn_days: [30]}
`;

const addDays = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

describe('from year to year, through the API', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({
      database: await ownDatabase(),
      env: { PUBLIC_URL, BADGE_KEYS: BADGE_KEY },
    });
  });
  afterEach(() => app.clock.reset());
  afterAll(() => app.stop());

  const now = (member: Member): Promise<Member> => signedInNow(app, member);
  const minutesOf = ({ lines }: StatusAnswer, reason: string): number =>
    lines.reduce((sum, line) => sum + (line.reason === reason ? line.minutes : 0), 0);

  it('a technician fills a two-year cycle under two policies at once, from the first course to the next cycle', async () => {
    // Hired today; on the job the own course is passed, for which the school gives credit.
    const scene = await nearlyGraduate(app);
    const { school, trainee, courseId } = scene;
    const { personId } = trainee;
    const staff = await school.member('RECORDS');
    await workAnHour(scene);
    await signSkill(app, scene, 0);
    await signSkill(app, scene, 1);

    // The employer lays down its policy; the state's has been loaded, and renews a license.
    const employer = 'OUR-AIDES';
    const terms = {
      unit: 'CONTACT_HOUR',
      minutesPerHour: 60,
      required: '12',
      months: 24,
      anchor: 'HIRE_DATE',
    };
    const more = { partialCredit: true, carryOver: '2' };
    const defined = await school.owner.do<{ code?: string; policy: { complete: boolean } }>(
      'defineCePolicy',
      {
        ...{ code: employer, title: 'Our aides', citation: 'Handbook 7', effectiveFrom: dayFromToday(-400) },
        terms: { ...terms, ...more },
      },
      '... on CePolicyVersion { policy { complete } }',
    );
    expect(defined).toMatchObject({ policy: { complete: true } });
    const state = await policyIn(app, {
      required: 10,
      minutes_per_hour: 50,
      cycle: { months: 24, anchor: 'license_issue' },
      minimums: [{ category: 'ethics', hours: 2 }],
      maximums: [{ delivery: 'self_paced', hours: 4 }],
    });
    const anchorOn = dayFromToday(-10);
    const ofEmployer = await putUnder(staff, personId, employer, { anchorOn });
    const licenseId = await licenseOf(school, personId, 'XX-AA');
    const ofState = await putUnder(staff, personId, state, { anchorOn, licenseId });
    const both = async (asker: Member, on?: string) => {
      const { statuses, summary } = await statusesOf(asker, personId, on ? { on } : {});
      const by = (code: string) => statuses.find(({ obligation }) => obligation.policyCode === code)!;
      return { employer: by(employer), state: by(state), summary };
    };
    const first = await both(trainee);
    expect([first.employer, first.state]).toMatchObject([
      { standing: 'ON_THE_WAY', percent: 0, cycle: { startsOn: anchorOn, missingMinutes: 720 } },
      { standing: 'ON_THE_WAY', percent: 0, cycle: { startsOn: anchorOn, missingMinutes: 500 } },
    ]);
    expect(first.state.cycle.endsOn).toBe(first.employer.cycle.endsOn);

    // The own course yields two hours, to both, once.
    const { id: ceActivityId } = await activityBy(staff, { title: 'On the job', minutes: 120 });
    const { id: ceCourseLinkId } = await staff.do<{ id: string }>(
      'linkCeCourse',
      { courseId, ceActivityId, role: 'ATTENDEE', startsOn: dayFromToday(-365), reason: 'Policy 7' },
      '... on CeCourseLink { id }',
    );
    const credit = () =>
      staff.do('creditCeCourses', { ceCourseLinkId }, '... on CeCoursesCredited { credited withdrawn }');
    expect(await credit()).toMatchObject({ credited: 1, withdrawn: 0 });
    expect(await credit()).toMatchObject({ credited: 0, withdrawn: 0 });
    const credited = await both(trainee);
    for (const status of [credited.employer, credited.state])
      expect(status.lines).toMatchObject([{ title: 'On the job', minutes: 120, reason: 'COUNTED' }]);

    // Half a year later: a webinar of six hours at one's own pace, handed in with its certificate, accepted by somebody else.
    app.clock.advance({ days: 180 });
    let [person, records] = [await now(trainee), await now(staff)];
    const evidenceFileIds = [await uploaded(app, person, 'certificate', { name: 'certificate.txt' })];
    const webinar = await activityBy(records, {
      title: 'Webinar',
      minutes: 360,
      delivery: 'SELF_PACED',
      partialAllowed: true,
    });
    const claimed = await claim(person, webinar.id, { completedOn: today(app) });
    expect((await both(person)).summary).toContain('2 of 2 policies');
    await submitCompletion(person, claimed.id, { evidenceFileIds });
    expect(minutesOf((await both(person)).state, 'PENDING_REVIEW')).toBe(360);
    expect(await review(records, claimed.id)).toMatchObject({ state: 'ACCEPTED' });
    const capped = await both(person);
    expect([minutesOf(capped.employer, 'COUNTED'), minutesOf(capped.employer, 'OVER_MAXIMUM')]).toEqual([
      480, 0,
    ]);
    expect([minutesOf(capped.state, 'COUNTED'), minutesOf(capped.state, 'OVER_MAXIMUM')]).toEqual([320, 160]);

    // In the second year an in-service on ethics; the same once more counts for nobody.
    app.clock.advance({ days: 300 });
    [person, records] = [await now(trainee), await now(staff)];
    const categories = [{ code: 'ethics', minutes: 120 }];
    const ethics = await activityBy(records, {
      title: 'Ethics',
      kind: 'IN_SERVICE',
      minutes: 240,
      categories,
    });
    await attended(records, ethics.id, [personId], { completedOn: today(app, 'UTC', -20) });
    await attended(records, ethics.id, [personId], { completedOn: today(app) });
    const repeated = await both(person);
    expect(minutesOf(repeated.state, 'REPEATED_COURSE')).toBe(240);
    expect(repeated.state).toMatchObject({ standing: 'MET', percent: 100 });
    expect(repeated.employer).toMatchObject({ standing: 'MET', percent: 100 });

    // On the last day at 23:30 where the person is, which is tomorrow in UTC: surplus that only the employer carries.
    const { endsOn } = repeated.employer.cycle;
    const night = addDays(endsOn, 1);
    app.clock.setTo(new Date(`${night}T12:00:00Z`));
    [person, records] = [await now(trainee), await now(staff)];
    const late = await activityBy(records, { title: 'Late class', minutes: 90 });
    await attended(records, late.id, [personId], {
      ...{ startsAt: `${night}T05:00:00Z`, endsAt: `${night}T06:30:00Z`, timeZone: 'America/Los_Angeles' },
    });
    const over = await both(person);
    expect(over.employer).toMatchObject({
      previousCycle: { met: true, carriedOutMinutes: 90 },
      cycle: { startsOn: night, carriedInMinutes: 90, missingMinutes: 630 },
    });
    expect(over.state).toMatchObject({
      previousCycle: { met: true, carriedOutMinutes: 0 },
      cycle: { carriedInMinutes: 0 },
    });

    // Both cycles are closed as they are; from then on nothing but a correction with a reason changes them.
    app.clock.advance({ days: 2 });
    [person, records] = [await now(trainee), await now(staff)];
    for (const { id } of [ofEmployer, ofState])
      expect(await closeCycle(records, id, anchorOn)).toMatchObject({ standing: 'CLOSED', percent: 100 });
    expect(await withdrawCompletion(person, claimed.id)).toMatchObject({ code: 'CE_CYCLE_IS_CLOSED' });
    await correctCompletion(records, claimed.id, { completedOn: addDays(anchorOn, 190), minutes: 60 });
    const frozen = await both(person, anchorOn);
    expect([frozen.employer.percent, frozen.state.percent]).toEqual([100, 100]);
    const corrected = await correctCycle(records, ofEmployer.id, anchorOn, 'The certificate said one hour');
    expect(corrected).toMatchObject({ cycle: { met: false, missingMinutes: 720 - 120 - 60 - 240 - 90 } });
    expect((await both(person, anchorOn)).state).toMatchObject({ percent: 100, closing: { number: 1 } });
    expect((await both(person)).employer.cycle).toMatchObject({ carriedInMinutes: 0, missingMinutes: 720 });
  });

  it('a card lapses in the middle of a placement: mails before, readiness the same day, and a gap that stays', async () => {
    const there = await clinicWithSupervisor(app);
    const ready = await schoolReadyToPlace(app, there.clinic, there.site);
    const { school, trainee, program, placement } = ready;
    const { personId } = trainee;
    const { site, supervisor } = there;
    const records = await school.member('RECORDS');
    const boss = await school.member('INSTRUCTOR', { givenName: 'Bo', familyName: 'Manager' });
    await gateOf(school, program, { credentialsCurrent: ['BLS'] });
    await importTypes(school.owner, CARDS);
    await creditAll(school.owner, ready.enrollmentId, program);
    await school.owner.do(
      'setLineManager',
      {
        membershipId: trainee.membershipId,
        lineManagerId: boss.membershipId,
        reason: 'Leads the placements',
      },
      '... on Membership { id }',
    );
    for (const member of [trainee, boss])
      await member.do(
        'updateReminderSettings',
        { quietFrom: '00:00', quietUntil: '00:00', timeZone: 'UTC' },
        '',
      );

    // Placed from the tenth day to the fortieth; the card must be on record and verified first.
    const placed = await place(school.owner, placement);
    const { id: assignmentId } = placed;
    await supervisorOf(
      app,
      { id: assignmentId, orgId: school.orgId } as never,
      there.clinic.orgId,
      supervisor,
    );
    const closed = async (): Promise<string[]> => {
      const owner = await now(school.owner);
      const { assignment } = await owner.ask<{ assignment: ShownAssignment }>(
        `query ($id: ID!) { assignment(id: $id) { ${GATES} } }`,
        { id: assignmentId },
      );
      return closedGates(assignment).filter((code) => code === 'CREDENTIALS_CURRENT');
    };
    expect(await closed()).toEqual(['CREDENTIALS_CURRENT']);
    const card = await recordCard(trainee, {
      issuedOn: dayFromToday(-300),
      handsOnOn: dayFromToday(-300),
      expiresOn: dayFromToday(20),
    });
    expect(await closed()).toEqual(['CREDENTIALS_CURRENT']);
    await verifyCard(records, card.id);
    expect(await closed()).toEqual([]);

    const start = app.clock.now();
    const toDay = (days: number): void =>
      app.clock.setTo(
        new Date(`${new Date(start.getTime() + days * 86_400_000).toISOString().slice(0, 10)}T18:00:00Z`),
      );
    const remind = () =>
      app.app.get(ReminderCollection).here(app.app.get(Database).forOrganization(school.orgId));
    const card20 = async (on?: string): Promise<string[]> =>
      missing(
        await readinessOf(await now(there.clinic.owner), { personId, siteId: site.id, ...(on && { on }) }),
      ).filter((each) => each === 'CREDENTIAL BLS');
    const work = async (day: number) => {
      const at = new Date(`${dayFromToday(day)}T08:00:00Z`);
      const log = await logHours(await now(trainee), { id: assignmentId }, at, 1);
      return (await verifyHours(await now(supervisor), { id: assignmentId }, [log.id])).hourLogs[0]!;
    };
    const mails = async (member: Member, count: number) => {
      await app.eventually(() => mailsTo(app, member.email).length >= count);
      return mailsTo(app, member.email);
    };

    toDay(12);
    expect([await remind(), await remind()]).toEqual([1, 0]);
    const [early] = await mails(trainee, 1);
    expect(early!.text).toContain(`counts through ${dayFromToday(20)}, 8 days from now`);
    expect(await work(12)).toMatchObject({ state: 'VERIFIED', countedMinutes: 60, notCounted: [] });

    toDay(15);
    expect([await remind(), await remind()]).toEqual([2, 0]);
    await mails(trainee, 2);
    expect((await mails(boss, 1))[0]!.text).toContain('Ada Test');

    toDay(20);
    expect([await remind(), await card20()]).toEqual([0, []]);
    expect(await work(20)).toMatchObject({ countedMinutes: 60 });

    // The day after: readiness, hours and mail say so at once.
    toDay(21);
    expect(await card20()).toEqual(['CREDENTIAL BLS']);
    const answer = await readinessOf(await now(trainee), { personId, siteId: site.id });
    expect(answer).toMatchObject({ mayStart: false });
    expect(await work(21)).toMatchObject({
      countedMinutes: 0,
      notCounted: [{ code: 'CREDENTIALS_NOT_CURRENT', minutes: 60 }],
    });
    expect([await remind(), await remind()]).toEqual([2, 0]);
    await mails(trainee, 3);
    await mails(boss, 2);

    // Renewed on the 25th day, which changes nothing of the days between.
    toDay(25);
    const renewed = await recordCard(await now(trainee), {
      ...{ issuedOn: dayFromToday(25), handsOnOn: dayFromToday(25), renewsId: card.id },
    });
    expect(await card20()).toEqual(['CREDENTIAL BLS']);
    await verifyCard(await now(records), renewed.id, { foundOn: dayFromToday(25) });
    expect([await card20(), await card20(dayFromToday(22))]).toEqual([[], ['CREDENTIAL BLS']]);
    expect(await work(22)).toMatchObject({ countedMinutes: 0 });
    expect(await work(25)).toMatchObject({ countedMinutes: 60 });
    expect(await remind()).toBe(0);
  });

  it('a program is awarded after a retake, proven to a stranger with its specialty, and revoked', async () => {
    const world = await World.create(app, { isSchool: true, isClinic: true });
    const { owner } = world;
    const program = await sampleProgram(app, world.orgId, 'PTT-CERT');
    const { trainee, enrollmentId, cohortId } = await world.enrolled(program);
    const course = program.courses[0]!;
    await importTypes(owner, CARDS);

    // The first course is failed and taken again; what is left is recognized as learned before.
    const grade = {
      enrollmentId,
      categoryId: course.categoryIds['final'],
      item: 'Exam',
      earned: '2',
      possible: '10',
    };
    await owner.do('recordGrade', grade, '... on GradeEntry { id }');
    for (const categoryId of Object.values(course.categoryIds))
      await owner.do('closeCategory', { cohortId, categoryId }, '... on CategoryClosure { closed }');
    const again = await owner.do(
      'repeatCourse',
      { enrollmentId, courseId: course.id },
      '... on CourseAttempt { number }',
    );
    expect(again).toMatchObject({ number: 2 });
    const early = await awardProgram(owner, enrollmentId);
    expect(early.missing!.map(({ kind }) => kind)).toEqual(['COURSE_PASSED', 'COURSE_PASSED', 'CLOCK_HOURS']);
    await creditAll(owner, enrollmentId, program);
    const award = await awardProgram(owner, enrollmentId);
    expect(award).toMatchObject({ __typename: 'Award', standing: { status: 'VALID' } });

    // A specialty on top: a skill that is signed, and a card.
    const jurisdiction = await jurisdictionWith(app);
    const site = await siteOf(world, jurisdiction);
    const supervisor = await world.member('SUPERVISOR', { givenName: 'Sam', familyName: 'Okoye' });
    await licenseOf(world, supervisor.personId, jurisdiction);
    await validatorAt(world, supervisor.personId, site.id);
    const skill = await skillIn(world);
    const checklist = await checklistIn(world, [skill], { code: 'PED-CORE' });
    const assignment = await employeeAt(world, trainee, site, checklist.versionId);
    const version = { code: 'PED', label: '1', title: 'Pediatric support', baseProgramCode: 'PTT-CERT' };
    const track = await owner.do<{ id: string; trackId: string }>(
      'defineSpecialtyTrack',
      { ...version, awardRequirements: ['PED-CORE_complete', 'PALS_current'] },
      '... on SpecialtyTrackVersion { id trackId }',
    );
    await owner.do(
      'publishSpecialtyTrack',
      { trackVersionId: track.id },
      '... on SpecialtyTrackVersion { status }',
    );
    expect((await readiness(trainee, enrollmentId, track.trackId)).missing.map(({ kind }) => kind)).toEqual([
      'CHECKLIST_COMPLETE',
      'CURRENT',
    ]);
    const seen = await observed(app, { assignment, site, siteOrgId: world.orgId, skill, by: supervisor });
    await signedOff(app, supervisor, [itemOf(assignment, skill, [seen])]);
    const card = await recordCard(trainee, { typeCode: 'PALS' });
    expect(await awardSpecialty(owner, enrollmentId, track.trackId)).toMatchObject({
      code: 'NOT_READY_FOR_AWARD',
    });
    await verifyCard(owner, card.id);
    const specialty = await awardSpecialty(owner, enrollmentId, track.trackId);
    expect(specialty).toMatchObject({ kind: 'SPECIALTY', title: 'Pediatric support' });

    // A stranger follows the code on the paper to the page, and checks the badge.
    const get = async (address: string): Promise<Response> =>
      fetch(`${app.url}${address.replace(PUBLIC_URL, '')}`);
    const stranger = async ({ id, number }: AwardAnswer) => {
      const { awardCertificate } = await trainee.ask<{ awardCertificate: { pdf: { url: string } } }>(
        'query ($id: ID!) { awardCertificate(awardId: $id) { ... on AwardCertificate { pdf { url } } } }',
        { id },
      );
      const file = await fetch(`${app.url}${awardCertificate.pdf.url.replace(/^https?:\/\/[^/]+/, '')}`, {
        headers: { authorization: `Bearer ${trainee.token}` },
      });
      const paper = await readPdf(Buffer.from(await file.arrayBuffer()), { codes: true });
      expect(wordsOf(paper)).toContain(number);
      const page = await (await get(paper.pages[0]!.code!)).text();
      const badge = (await (await get(`/badges/${number}`)).json()) as object;
      const { accepted } = await independentVerdict(badge, async (url) => {
        const found = await get(url);
        return found.ok ? ((await found.json()) as object) : null;
      });
      return [/<h1>(.*?)<\/h1>/.exec(page)![1]!.split(' ')[0], accepted];
    };
    expect([await stranger(award), await stranger(specialty)]).toEqual([
      ['This', true],
      ['This', true],
    ]);

    // The transcript shows both attempts, what was awarded and the card.
    const transcript = async (): Promise<TranscriptContent> => {
      const { myTranscript } = await trainee.ask<{ myTranscript: { json: { url: string } } }>(
        '{ myTranscript { json { url } } }',
      );
      const file = await fetch(`${app.url}${myTranscript.json.url.replace(/^https?:\/\/[^/]+/, '')}`, {
        headers: { authorization: `Bearer ${trainee.token}` },
      });
      return (await file.json()) as TranscriptContent;
    };
    const before = await transcript();
    expect(before.record.enrollments[0]!.courses[0]).toMatchObject({
      creditedOn: expect.any(String) as string,
      attempts: [{ number: 1, outcome: 'FAILED' }, { number: 2 }],
    });
    expect(before.record.awards.map(({ number }) => number).toSorted()).toEqual(
      [award.number, specialty.number].toSorted(),
    );
    expect(before.record.credentials).toMatchObject([{ code: 'PALS' }]);

    // Revoked: paper, page and badge say so from that moment, the specialty waits for its certificate, nothing is deleted.
    await changeAward(owner, 'revokeAward', award.id);
    expect([await stranger(award), await stranger(specialty)]).toEqual([
      ['Revoked', false],
      ['Suspended', false],
    ]);
    const after = await transcript();
    expect(after.record.awards).toHaveLength(2);
    expect(after.awardStandings.map(({ status }) => status).toSorted()).toEqual(['REVOKED', 'SUSPENDED']);
    expect((await awardProgram(owner, enrollmentId)).number).not.toBe(award.number);
    expect(await stranger(specialty)).toEqual(['This', true]);
  });
});
