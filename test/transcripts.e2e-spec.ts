import { CounterService } from '../src/features/records/counters.service.js';
import type { TranscriptContent } from '../src/features/awards/documents/transcript.js';
import { Database } from '../src/platform/database/database.js';
import { contentHash } from '../src/platform/ids/canonical-json.js';
import { newId } from '../src/platform/ids/ids.js';
import { LedgerKeys } from '../src/platform/ledger/ledger-keys.js';
import { isSignedBy } from '../src/platform/ledger/signature.js';
import { awardedTo, awardEntry } from './support/certificates.js';
import { hoursAgo, logHours, ojtPlacement, supervisorOf, verifyHours } from './support/ojt.js';
import { outsideOf, readPdf, wordsOf } from './support/printed.js';
import { itemOf, observed, signedOff } from './support/sign-offs.js';
import { TestApp } from './support/test-app.js';
import { dayFromToday, insertRow } from './support/training.js';
import { World, type Enrolled, type Member } from './support/world.js';

interface Told {
  personId: string;
  contentHash: string;
  signature: string;
  keyId: string;
  json: { url: string; fileId: string };
  pdf: { url: string; fileId: string };
}

const FIELDS = 'personId issuedOn contentHash signature keyId json { url fileId } pdf { url fileId }';
const TRANSCRIPT = `query ($enrollmentId: ID!) { transcript(enrollmentId: $enrollmentId) { ${FIELDS} } }`;
const MINE = `{ myTranscript { ${FIELDS} } }`;
const ISSUED = `... on IssuedTranscript { id recipient basis transcript { ${FIELDS} } } ... on TranscriptHeld { holds }`;

describe('transcripts', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.stop());
  afterEach(() => app.clock.reset());

  const bytesOf = async (member: Member, { url }: { url: string }) => {
    const { pathname, search } = new URL(url);
    const response = await fetch(`${app.url}${pathname}${search}`, {
      headers: { authorization: `Bearer ${member.token}` },
    });
    expect(response.status).toBe(200);
    return Buffer.from(await response.arrayBuffer());
  };
  const transcriptOf = async (member: Member, enrollmentId: string) =>
    (await member.ask<{ transcript: Told }>(TRANSCRIPT, { enrollmentId })).transcript;
  const contentOf = async (member: Member, told: Told) =>
    JSON.parse((await bytesOf(member, told.json)).toString()) as TranscriptContent;
  const printedOf = async (member: Member, told: Told) => readPdf(await bytesOf(member, told.pdf));
  const recordOf = async (member: Member, enrollmentId: string) =>
    (await contentOf(member, await transcriptOf(member, enrollmentId))).record;

  const arrange = async () => {
    const world = await World.create(app);
    const program = await world.program();
    return { world, program, ...(await world.enrolled(program)) };
  };
  type Scene = Awaited<ReturnType<typeof arrange>>;
  const grade = (
    { world, enrollmentId }: Scene,
    categoryId: string | undefined,
    item: string,
    earned: string,
  ) =>
    world.owner.do<{ id: string }>(
      'recordGrade',
      { enrollmentId, categoryId, item, earned, possible: '10' },
      '... on GradeEntry { id }',
    );
  const practical = (
    { world, enrollmentId, program }: Scene,
    attemptNumber: number,
    technicalPercent: string,
    criticalStepsMet: boolean,
  ) =>
    world.owner.do(
      'recordPractical',
      { enrollmentId, categoryId: program.courses[0]!.categoryIds['lab'], item: 'Transfer', attemptNumber, technicalPercent, criticalStepsMet },
      '... on GradeEntry { id }',
    ); // prettier-ignore
  const closeAll = async ({ world, cohortId, program }: Scene) => {
    for (const categoryId of Object.values(program.courses[0]!.categoryIds))
      await world.owner.do('closeCategory', { cohortId, categoryId }, '... on CategoryClosure { closed }');
  };
  /** An hour of class some days ago, attended. */
  const attended = async ({ world, cohortId, enrollmentId, program }: Scene, days: number) => {
    const startsAt = new Date(Date.now() - days * 86_400_000);
    const { id: sessionId } = await world.owner.do<{ id: string }>(
      'scheduleClassSession',
      { cohortId, courseId: program.courses[0]!.id, kind: 'LECTURE', title: 'Class', startsAt, endsAt: new Date(startsAt.getTime() + 3_600_000) },
      '... on ClassSession { id }',
    ); // prettier-ignore
    await world.owner.do('takeAttendance', { sessionId, lines: [{ enrollmentId, status: 'PRESENT' }] }, '');
  };
  /** The first course failed with an hour attended and a practical in two attempts; and begun again. */
  const retaken = async () => {
    const scene = await arrange();
    const { world, enrollmentId, program } = scene;
    const [course] = program.courses;
    await attended(scene, 5);
    await practical(scene, 1, '60', true);
    await practical(scene, 2, '90', true);
    await grade(scene, course!.categoryIds['final'], 'Exam', '2');
    await closeAll(scene);
    const repeated = await world.owner.do(
      'repeatCourse',
      { enrollmentId, courseId: course!.id },
      '... on CourseAttempt { number }',
    );
    expect(repeated).toMatchObject({ number: 2 });
    return scene;
  };

  it('inv 43: keep every attempt at a course, each with its own hours, practicals and grade', async () => {
    const scene = await retaken();
    await attended(scene, 4);
    await attended(scene, 3);
    const { enrollments } = await recordOf(scene.trainee, scene.enrollmentId);
    const [course] = enrollments[0]!.courses;
    expect(course!.attempts).toMatchObject([
      {
        number: 1,
        outcome: 'FAILED',
        finalPercent: '29.10',
        minutes: { lectureMinutes: 60, labMinutes: 0, placementMinutes: 0 },
        practicals: [
          { item: 'Transfer', attempt: 1, technicalPercent: '60', passed: false },
          { item: 'Transfer', attempt: 2, technicalPercent: '90', passed: true },
        ],
      },
      {
        number: 2,
        outcome: 'IN_PROGRESS',
        finalPercent: null,
        minutes: { lectureMinutes: 120 },
        practicals: [],
      },
    ]);
    expect(enrollments[0]!.totals.lectureMinutes).toBe(120);
    const printed = await printedOf(scene.trainee, await transcriptOf(scene.trainee, scene.enrollmentId));
    expect(wordsOf(printed)).toMatch(/Course A 1 1 0 0 29\.10 % Failed/);
    expect(wordsOf(printed)).toMatch(/Course A 2 2 0 0 – In progress/);
    expect(wordsOf(printed)).toContain('Practical Transfer, attempt 1');
  });

  it('tell the hours that the kept counters have', async () => {
    const scene = await arrange();
    await attended(scene, 5);
    await app.app.get(Database).forViewer(scene.world.owner.viewer).write((tx) => app.app.get(CounterService).recompute(tx, scene.enrollmentId)); // prettier-ignore
    const { rows } = await app.owner.query(
      'SELECT lecture_minutes FROM course_progress WHERE enrollment_id = $1',
      [scene.enrollmentId],
    );
    const { enrollments } = await recordOf(scene.trainee, scene.enrollmentId);
    expect(enrollments[0]!.courses[0]!.attempts[0]!.minutes.lectureMinutes).toBe(
      (rows as [{ lecture_minutes: number }])[0].lecture_minutes,
    );
  });

  it('mark prior learning, and courses that are credited have no grade', async () => {
    const { world, trainee, enrollmentId, program } = await arrange();
    await world.owner.do(
      'recognizePriorLearning',
      {
        enrollmentId,
        courseId: program.courses[0]!.id,
        granted: true,
        reason: 'Same course',
        evidence: 'Transcript',
      },
      '... on PriorLearningDecision { granted }',
    );
    const told = await transcriptOf(trainee, enrollmentId);
    const { record } = await contentOf(trainee, told);
    expect(record.enrollments[0]!.courses).toMatchObject([
      { code: program.courses[0]!.code, creditedOn: expect.any(String) },
    ]);
    expect(record.enrollments[0]!.metMinutes).toBe(120);
    expect(wordsOf(await printedOf(trainee, told))).toContain('Transfer credit');
  });

  it('say what is right after corrections, and what had been said before', async () => {
    const scene = await arrange();
    const { world, trainee, enrollmentId, program } = scene;
    const { id: entryId } = await grade(scene, program.courses[0]!.categoryIds['final'], 'Exam', '2');
    await world.owner.do(
      'correctGrade',
      { entryId, earned: '9', possible: '10', reason: 'Miscounted' },
      '... on GradeEntry { id }',
    );
    const status = (event: string, effectiveOn: string, more: object = {}) =>
      world.owner.do<{ __typename: string; history: { id: string }[] }>(
        'changeEnrollmentStatus',
        { enrollmentId, event, effectiveOn, reason: 'Family', approvedBy: world.owner.personId, ...more },
        '... on Enrollment { history { id event } }',
      );
    const left = await status('LEAVE_STARTED', dayFromToday(-10));
    expect(left.__typename).toBe('Enrollment');
    await world.owner.do(
      'correctEnrollmentStatus',
      { enrollmentId, entryId: left.history.at(-1)!.id, reason: 'A day later', replacement: { event: 'LEAVE_STARTED', effectiveOn: dayFromToday(-9) } },
      '... on Enrollment { id }',
    ); // prettier-ignore
    await status('LEAVE_ENDED', dayFromToday(-4));
    const told = await transcriptOf(trainee, enrollmentId);
    const { record } = await contentOf(trainee, told);
    const [enrollment] = record.enrollments;
    expect(enrollment!.courses[0]!.attempts[0]!.corrected).toMatchObject([
      { item: 'Exam', earned: '2', possible: '10', correctedTo: '9/10' },
    ]);
    expect(enrollment!.statuses.map(({ status: at }) => at)).toEqual(['ACTIVE', 'ON_LEAVE', 'ACTIVE']);
    expect(enrollment!.statuses[1]).toMatchObject({ from: dayFromToday(-9), to: dayFromToday(-5) });
    expect(enrollment!.correctedStatuses).toMatchObject([
      { event: 'LEAVE_STARTED', effectiveOn: dayFromToday(-10) },
    ]);
    const words = wordsOf(await printedOf(trainee, told));
    expect(words).toContain('Exam had been 2/10, now 9/10');
    expect(words).toContain(`it had said leave started from ${dayFromToday(-10)}`);
    expect(words).not.toContain('Miscounted');
  });

  it('hold placements with verified hours and skills with the days they were signed for', async () => {
    const scene = await ojtPlacement(app);
    const { school, clinic, site, supervisor, trainee, assignment, enrollmentId, skills, courseId } = scene;
    await supervisorOf(app, assignment, clinic.orgId, supervisor);
    const { id } = await logHours(trainee, assignment, hoursAgo(48), 4);
    await verifyHours(supervisor, assignment, [id]);
    const observationId = await observed(app, {
      assignment,
      site,
      siteOrgId: clinic.orgId,
      skill: skills[0]!,
      by: supervisor,
    });
    await signedOff(app, supervisor, [itemOf(assignment, skills[0]!, [observationId])]);
    const told = await transcriptOf(school.owner, enrollmentId);
    const { record } = await contentOf(school.owner, told);
    const [enrollment] = record.enrollments;
    expect(enrollment!.placements).toMatchObject([
      {
        organization: expect.stringMatching(/^Organization /),
        site: expect.stringMatching(/^Site /),
        verifiedMinutes: 240,
        cancelled: false,
      },
    ]);
    expect(enrollment!.totals).toEqual({ lectureMinutes: 0, labMinutes: 0, placementMinutes: 240 });
    expect(enrollment!.courses).toMatchObject([
      { grading: 'PASS_FAIL', attempts: [{ minutes: { placementMinutes: 240 } }] },
    ]);
    expect(enrollment!.skills).toMatchObject([
      { code: skills[0]!.code, signedBy: 'Sam Okoye', version: 1, entries: [] },
    ]);
    expect(courseId).toEqual(expect.any(String));
    const words = wordsOf(await printedOf(trainee, await transcriptOf(trainee, enrollmentId)));
    expect(words).toContain('Sam Okoye');
    expect(words).toContain('placement 4: 4 in all');
  });

  it('hold awards as they stand, and credentials that were verified', async () => {
    const { world, program, trainee, enrollmentId } = await arrange();
    const award = await awardedTo(world, program, { trainee, enrollmentId });
    const key = { org_id: world.orgId };
    await insertRow(app, 'credential_type_version', {
      ...{
        ...key,
        id: newId(),
        code: 'CARD',
        title: 'Basic life support',
        validity_months: 24,
        expiry_rule: 'END_OF_MONTH',
      },
      ...{
        warn_days: [30],
        hands_on_required: false,
        accepted_issuers: [],
        recorded_at: new Date(Date.now() - 60_000),
      },
    });
    const card = async (issuer: string, verified: boolean) => {
      const id = newId();
      const at = new Date(Date.now() - 30_000);
      await insertRow(app, 'external_credential', {
        ...{
          ...key,
          id,
          person_id: trainee.personId,
          type_code: 'CARD',
          issuer,
          issued_on: '2026-02-10',
          recorded_at: at,
        },
      });
      if (verified)
        await insertRow(app, 'external_credential_entry', {
          ...{
            ...key,
            id: newId(),
            external_credential_id: id,
            kind: 'CONFIRMED',
            found_on: '2026-02-11',
            recorded_at: at,
          },
        });
    };
    await card('Heart Association', true);
    await card('Nobody Knows', false);
    await awardEntry(world, award, 'REVOKED', '2026-05-01');
    const told = await transcriptOf(trainee, enrollmentId);
    const { record, awardStandings } = await contentOf(trainee, told);
    expect(record.credentials).toEqual([
      {
        code: 'CARD',
        title: 'Basic life support',
        issuer: 'Heart Association',
        issuedOn: '2026-02-10',
        through: '2028-02-29',
      },
    ]);
    expect(record.awards).toMatchObject([
      { number: award.number, awardedOn: '2026-03-03', entries: [{ kind: 'REVOKED' }] },
    ]);
    expect(awardStandings).toEqual([{ status: 'REVOKED', since: '2026-05-01' }]);
    const words = wordsOf(await printedOf(trainee, told));
    expect(words).toContain(award.number);
    expect(words).toContain('Revoked since 2026-05-01');
    expect(words).not.toContain('Nobody Knows');
  });

  it('follow the trainee to another version of the program, attempts and hours told once', async () => {
    const { sampleProgram } = await import('./support/sample-program.js');
    const world = await World.create(app);
    const code = `P-${newId().slice(-6)}`;
    const program = await sampleProgram(app, world.orgId, code);
    const scene: Scene = { world, program, ...(await world.enrolled(program)) };
    const { enrollmentId, trainee } = scene;
    await attended(scene, 5);
    await grade(scene, program.courses[0]!.categoryIds['final'], 'Exam', '9');
    const next = await sampleProgram(app, world.orgId, code, {
      programId: program.programId,
      lessonTitle: (title) => title,
    });
    const toCohortId = await world.cohort(next);
    const { enrollmentMovePreview } = await world.owner.ask<{ enrollmentMovePreview: { hash: string } }>(
      'query ($id: ID!, $to: ID!) { enrollmentMovePreview(enrollmentId: $id, toCohortId: $to) { hash } }',
      { id: enrollmentId, to: toCohortId },
    );
    await world.owner.do(
      'moveEnrollment',
      { enrollmentId, toCohortId, previewHash: enrollmentMovePreview.hash, reason: 'New catalog year' },
      '... on EnrollmentMove { toVersionId }',
    );
    const { enrollments } = await recordOf(trainee, enrollmentId);
    expect(enrollments[0]).toMatchObject({
      program: { version: '2026.2' },
      moves: [{ fromVersion: '2026.1', toVersion: '2026.2' }],
      courses: [
        {
          formerVersion: null,
          attempts: [{ number: 1, broughtAlong: true, minutes: { lectureMinutes: 60 } }],
        },
      ],
      totals: { lectureMinutes: 60 },
    });
  });

  it('have a hash that is the same as long as the record is, signed by a key of the ledger', async () => {
    const scene = await arrange();
    const { world, trainee, enrollmentId, program } = scene;
    await grade(scene, program.courses[0]!.categoryIds['final'], 'Exam', '8');
    const first = await transcriptOf(trainee, enrollmentId);
    const { myTranscript: again } = await trainee.ask<{ myTranscript: Told }>(MINE);
    expect(again.contentHash).toBe(first.contentHash);
    expect([again.json.fileId, again.pdf.fileId]).toEqual([first.json.fileId, first.pdf.fileId]); // the same day: the same files
    const { record, contentHash: printed } = await contentOf(trainee, first);
    expect(contentHash(record)).toBe(printed);
    const key = app.app.get(LedgerKeys).trusted.get(first.keyId)!;
    const statement = (hash: string) => Buffer.from(`preceptor-transcript-1\n${hash}`);
    expect(isSignedBy(key, statement(first.contentHash), first.signature)).toBe(true);
    expect(isSignedBy(key, statement('0'.repeat(64)), first.signature)).toBe(false);
    const { pages } = await printedOf(trainee, first);
    for (const { text } of pages) expect(text).toContain(`SHA-256 of the record: ${first.contentHash}`);
    await attended(scene, 2);
    expect((await transcriptOf(world.owner, enrollmentId)).contentHash).not.toBe(first.contentHash);
  });

  it('of two hundred rows are read on numbered pages, nothing outside of them, in as many statements as one row', async () => {
    const scene = await arrange();
    const { world, trainee, enrollmentId, program } = scene;
    await attended(scene, 3);
    const count = async () => (await app.statementsOf(() => transcriptOf(trainee, enrollmentId))).length;
    const few = await count();
    await app.owner.query(
      `INSERT INTO course_attempt (org_id, id, enrollment_id, course_id, number, outcome, decided_at, final_percent)
       SELECT $1, gen_random_uuid(), $2, $3, n, 'FAILED', now(), 50 FROM generate_series(1, 200) n WHERE n > 1 OR NOT EXISTS (
         SELECT 1 FROM course_attempt WHERE org_id = $1 AND enrollment_id = $2 AND course_id = $3)`,
      [world.orgId, enrollmentId, program.courses[0]!.id],
    );
    expect(await count()).toBe(few);
    expect(few).toBeLessThanOrEqual(24);
    const told = await transcriptOf(trainee, enrollmentId);
    const { record } = await contentOf(trainee, told);
    expect(record.enrollments[0]!.courses[0]!.attempts).toHaveLength(200);
    const printed = await printedOf(trainee, told);
    expect(printed.pages.length).toBeGreaterThan(4);
    printed.pages.forEach(({ text }, i) =>
      expect(text).toContain(`Page ${i + 1} of ${printed.pages.length}`),
    );
    expect(wordsOf(printed).match(/50\.00 % Failed/g)).toHaveLength(199);
    expect(outsideOf(printed)).toEqual([]);
  });

  it('inv 43: hold what somebody did under another id, once it turned out to be them', async () => {
    const scene = await retaken();
    const { world, program, trainee } = scene;
    const other = await world.enrolled(program);
    await app.owner.query('UPDATE person SET merged_into_id = $2 WHERE id = $1', [
      other.trainee.personId,
      trainee.personId,
    ]);
    const { myTranscript } = await trainee.ask<{ myTranscript: Told }>(MINE);
    const { record } = await contentOf(trainee, myTranscript);
    expect(
      record.enrollments.map(({ courses }) => courses.flatMap(({ attempts }) => attempts).length),
    ).toEqual([2, 0]);
  });

  it('say of somebody who never was enrolled that nothing is on record', async () => {
    const world = await World.create(app);
    const { myTranscript } = await world.owner.ask<{ myTranscript: Told }>(MINE);
    const { record } = await contentOf(world.owner, myTranscript);
    expect(record).toMatchObject({ enrollments: [], credentials: [], awards: [] });
    expect(wordsOf(await printedOf(world.owner, myTranscript))).toContain('No enrollment is on record here.');
  });

  it('print every name', async () => {
    const { trainee, enrollmentId } = await arrange();
    await app.owner.query(`UPDATE person SET given_name = 'Łukasz', family_name = 'Nguyễn' WHERE id = $1`, [
      trainee.personId,
    ]);
    const printed = await printedOf(trainee, await transcriptOf(trainee, enrollmentId));
    expect(printed.info.Title).toBe('Transcript: Łukasz Nguyễn');
    expect(wordsOf(printed)).toContain('Transcript of Łukasz Nguyễn');
  });

  it('inv 70: are the trainee’s own, also after leaving, and of staff who read records; nobody else learns of them', async () => {
    const scene = await arrange();
    const { world, trainee, enrollmentId, cohortId } = scene;
    await app.owner.query(`UPDATE enrollment SET status = 'WITHDRAWN' WHERE id = $1`, [enrollmentId]);
    const codeOf = async (member: Member, id = enrollmentId) =>
      (await member.send(TRANSCRIPT, { enrollmentId: id })).errors?.[0]?.extensions.code;
    expect(await codeOf(trainee)).toBeUndefined();
    expect(await codeOf(await world.member('AUDITOR'))).toBeUndefined();
    expect(await codeOf(await world.member('SUPERVISOR'))).toBe('NOT_FOUND');
    expect(await codeOf(await world.member('TRAINEE'))).toBe('NOT_FOUND');
    expect(await codeOf((await World.create(app)).owner)).toBe('NOT_FOUND');
    expect(await codeOf(trainee, newId())).toBe('NOT_FOUND');
    const limited = await world.member('INSTRUCTOR');
    await app.owner.query('UPDATE membership SET cohort_limited = true WHERE id = $1', [
      limited.membershipId,
    ]);
    await app.owner.query('INSERT INTO membership_cohort VALUES ($1, $2, $3)', [
      world.orgId,
      limited.membershipId,
      cohortId,
    ]);
    expect(await codeOf(limited)).toBeUndefined();
    await app.owner.query(
      `INSERT INTO enrollment (org_id, id, person_id, cohort_id, program_id, program_version_id, status, status_since, enrolled_on)
       SELECT org_id, $2, person_id, $3, program_id, program_version_id, status, status_since, enrolled_on FROM enrollment WHERE id = $1`,
      [enrollmentId, newId(), await world.cohort(scene.program)],
    );
    expect(await codeOf(limited)).toBe('NOT_FOUND');
  });

  describe('given to others', () => {
    const issue = (member: Member, { enrollmentId }: Pick<Enrolled, 'enrollmentId'>, more: object = {}) =>
      member.do<{ __typename: string; id: string; basis: string; holds: string[]; transcript: Told }>(
        'issueTranscript',
        {
          enrollmentId,
          recipient: 'Lakeside Clinic',
          basis: 'CONSENT',
          evidence: 'Consent signed on 3 March, filed with the registrar',
          ...more,
        },
        ISSUED,
      );
    const logOf = async (member: Member, personId: string) =>
      (
        await member.ask<{ documentIssues: { edges: { node: object }[] } }>(
          `query ($personId: ID!) { documentIssues(personId: $personId, first: 20) { edges { node {
            id kind contentHash recipient basis evidence issuedByName } } } }`,
          { personId },
        )
      ).documentIssues.edges.map(({ node }) => node);

    it('inv 70: are noted with recipient and ground; the trainee reads the log', async () => {
      const scene = await arrange();
      const { world, trainee } = scene;
      const records = await world.member('RECORDS', { givenName: 'Rita', familyName: 'Records' });
      const operationId = newId();
      const issued = await issue(records, scene, { operationId });
      expect(issued).toMatchObject({ __typename: 'IssuedTranscript', basis: 'CONSENT' });
      const again = await issue(records, scene, { operationId });
      expect([again.id, again.transcript.contentHash]).toEqual([issued.id, issued.transcript.contentHash]);
      expect(await logOf(trainee, trainee.personId)).toEqual([
        {
          id: issued.id,
          kind: 'TRANSCRIPT',
          contentHash: issued.transcript.contentHash,
          recipient: 'Lakeside Clinic',
          basis: 'CONSENT',
          evidence: 'Consent signed on 3 March, filed with the registrar',
          issuedByName: 'Rita Records',
        },
      ]);
      const words = wordsOf(await printedOf(records, issued.transcript));
      expect(words).toContain('Issued to Lakeside Clinic');
      const { rows } = await app.owner.query(
        `SELECT kind FROM ledger_entry WHERE org_id = $1 AND person_id = $2 AND kind = 'transcript.issued'`,
        [world.orgId, trainee.personId],
      );
      expect(rows).toHaveLength(1);
    });

    it('go to nobody by whoever may not, nor without a ground', async () => {
      const scene = await arrange();
      await expect(issue(await scene.world.member('INSTRUCTOR'), scene)).rejects.toThrow('FORBIDDEN');
      await expect(issue(scene.trainee, scene)).rejects.toThrow('FORBIDDEN');
      await expect(issue((await World.create(app)).owner, scene)).rejects.toThrow('NOT_FOUND');
      await expect(issue(scene.world.owner, scene, { evidence: ' ' })).rejects.toThrow('BAD_USER_INPUT');
      await expect(issue(scene.world.owner, scene, { evidenceFileId: newId() })).rejects.toThrow('NOT_FOUND');
      expect(await logOf(scene.trainee, scene.trainee.personId)).toEqual([]);
    });

    it('are kept back by a hold only where the organization says so, and never from the trainee', async () => {
      const scene = await arrange();
      const { owner } = scene.world;
      await owner.do(
        'placeEnrollmentHold',
        { enrollmentId: scene.enrollmentId, kind: 'FINANCIAL', reason: 'Fees of May are open' },
        '... on Enrollment { id }',
      );
      expect((await issue(owner, scene)).__typename).toBe('IssuedTranscript');
      await owner.do(
        'setDocumentPolicy',
        { pageSize: 'LETTER', signatories: [], transcriptHolds: ['FINANCIAL'] },
        '... on DocumentPolicy { pageSize }',
      );
      expect(await issue(owner, scene)).toMatchObject({ __typename: 'TranscriptHeld', holds: ['FINANCIAL'] });
      expect((await issue(owner, scene, { basis: 'TRAINEE' })).__typename).toBe('IssuedTranscript');
      expect((await transcriptOf(scene.trainee, scene.enrollmentId)).contentHash).toHaveLength(64);
    });
  });
});
