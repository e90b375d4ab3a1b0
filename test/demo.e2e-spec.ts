import sql from 'sql-template-tag';
import { certificateTable, loadDemo } from '../src/demo/load-demo.js';
import { CLINIC_STAFF, DEMO_PASSWORD, GUEST_EMAIL, SCHOOL_STAFF } from '../src/demo/people.js';
import { CounterService } from '../src/features/records/counters.service.js';
import { Standings } from '../src/features/credentials/standings.service.js';
import type { StandingKind } from '../src/features/credentials/standing.js';
import { TECHNICIANS } from '../src/demo/technicians.js';
import { Database } from '../src/platform/database/database.js';
import { LapseSources } from '../src/features/reminders/lapse-sources.js';
import type { Reader } from '../src/features/reminders/reminder.js';
import { readers } from '../src/features/reminders/reminder.queries.js';
import { remindersDue } from '../src/features/reminders/reminder.rules.js';
import { signIn } from './support/sign-in.js';
import { TestApp } from './support/test-app.js';
import { ownDatabase } from './support/test-database.js';

interface Step {
  kind: string;
  code: string;
}
interface Dashboard {
  myDashboard: {
    enrollments: {
      percent: number;
      behind: boolean;
      next: Step | null;
      courses: {
        code: string;
        status: string;
        percent: number;
        lessonsDone: number;
        requirementsMet: number;
      }[];
    }[];
  };
}

interface Stage {
  standing: string;
  percent: number;
  obligation: { policyCode: string };
}

interface Compared {
  percent: number;
  courses: { code: string; percent: number; status: string }[];
}

describe('the demo', () => {
  let app: TestApp;
  const printed: string[] = [];

  beforeAll(async () => {
    app = await TestApp.start({ database: await ownDatabase(), withoutJobs: true });
    const started = performance.now();
    expect(await load()).toBe(true);
    printed.push(`all of it: ${Math.round(performance.now() - started)} ms`);
    console.log(printed.join('\n'));
  }, 150_000);
  afterAll(() => app.stop());

  const load = (): Promise<boolean> =>
    loadDemo(app.app, app.database.migrationDatabaseUrl, (line) => printed.push(line));
  const count = async (from: string): Promise<number> =>
    (await app.owner.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${from}`)).rows[0]!.n;
  const token = async (email: string): Promise<string> =>
    (await signIn(app, { email, password: DEMO_PASSWORD })).accessToken;
  const school = async (): Promise<string> =>
    (await app.owner.query<{ id: string }>('SELECT id FROM organization WHERE is_school')).rows[0]!.id;

  it('is a school and a clinic with three cohorts of sixty trainees', async () => {
    expect(await count('organization')).toBe(2);
    expect(await count('site')).toBe(3);
    expect(await count('cohort')).toBe(3);
    expect(await count('enrollment')).toBe(60);
    expect(await count(`(SELECT DISTINCT person_id FROM enrollment) e`)).toBe(60);
    const { rows } = await app.owner.query<{ status: string }>(
      'SELECT DISTINCT status FROM enrollment ORDER BY 1',
    );
    expect(rows.map(({ status }) => status)).toEqual(['ACTIVE', 'ON_LEAVE', 'WITHDRAWN']);
    expect(await count('enrollment_hold')).toBeGreaterThan(0);
  });

  it('asks at least 150 questions, in a quiz for every module and a final for every graded course', async () => {
    expect(await count('question')).toBeGreaterThanOrEqual(150);
    const quiz = "course_requirement r WHERE r.kind = 'QUIZ' AND r.resolved_id IS NOT NULL AND";
    expect(await count(`module m WHERE NOT EXISTS (SELECT FROM ${quiz} r.module_id = m.id)`)).toBe(0);
    expect(
      await count(`course c WHERE c.grading = 'GRADED' AND NOT EXISTS (
        SELECT FROM ${quiz} r.course_id = c.id AND r.module_id IS NULL)`),
    ).toBe(0);
  });

  it('holds a history of the size that was promised', async () => {
    expect(await count('lesson_completion')).toBeGreaterThan(2_000);
    expect(await count('hours_entry')).toBeGreaterThan(1_700);
    expect(await count("quiz_attempt WHERE status = 'SUBMITTED'")).toBeGreaterThan(700);
    expect(await count('grade_entry WHERE technical_percent IS NOT NULL')).toBeGreaterThan(200);
    expect(await count("course_attempt WHERE outcome = 'PASSED'")).toBeGreaterThan(100);
    expect(await count("course_attempt WHERE outcome = 'FAILED'")).toBeGreaterThan(0);
    expect(await count('course_attempt WHERE number = 2')).toBe(1);
  });

  it('happened in the past and over weeks, and leaves the clock as it was', async () => {
    for (const [table, column] of [
      ['lesson_completion', 'completed_at'],
      ['hours_entry', 'recorded_at'],
      ['quiz_attempt', 'submitted_at'],
      ['ledger_entry', 'recorded_at'],
    ]) {
      expect(await count(`${table} WHERE ${column} > now()`)).toBe(0);
      expect(await count(`(SELECT DISTINCT date_trunc('week', ${column}) FROM ${table}) w`)).toBeGreaterThan(
        15,
      );
    }
  });

  it('keeps to the prerequisites: nobody did anything of a course before those it needs were decided', async () => {
    expect(
      await count(`lesson_completion d JOIN lesson l ON l.id = d.lesson_id JOIN course_prerequisite p ON p.course_id = l.course_id
        JOIN enrollment e ON e.id = d.enrollment_id
        WHERE NOT EXISTS (SELECT FROM course_attempt a WHERE a.enrollment_id = e.id AND a.course_id = p.prerequisite_course_id
          AND a.outcome = 'PASSED' AND a.decided_at < d.completed_at)`),
    ).toBe(0);
  });

  it('lets every role sign in', async () => {
    for (const { email, role } of [
      ...Object.values(SCHOOL_STAFF),
      CLINIC_STAFF.owner,
      ...CLINIC_STAFF.supervisors,
      CLINIC_STAFF.records,
      CLINIC_STAFF.auditor,
    ]) {
      expect((await signIn(app, { email, password: DEMO_PASSWORD })).me.role).toBe(role);
    }
    expect((await signIn(app, { email: GUEST_EMAIL, password: DEMO_PASSWORD })).me.role).toBe('TRAINEE');
  });

  it('has its trainee in the middle of PTT-104, with a next step and a quiz failed once', async () => {
    const { myDashboard } = await app.ask<Dashboard>(
      `{ myDashboard { enrollments { percent behind next { kind code }
        courses { code status percent lessonsDone requirementsMet } } } }`,
      {},
      await token(GUEST_EMAIL),
    );
    const [enrollment] = myDashboard.enrollments;
    expect(enrollment).toMatchObject({ behind: false, next: { kind: 'QUIZ', code: 'PTT-104' } });
    const courses = Object.fromEntries(enrollment!.courses.map((each) => [each.code, each]));
    expect(courses['PTT-101']).toMatchObject({ status: 'COMPLETE' });
    expect(courses['PTT-102']).toMatchObject({ status: 'COMPLETE' });
    expect(courses['PTT-103']).toMatchObject({ status: 'COMPLETE' });
    expect(courses['PTT-104']).toMatchObject({ status: 'IN_PROGRESS', lessonsDone: 6, requirementsMet: 1 });
    const failed = `quiz_attempt q JOIN account a ON a.person_id = q.person_id WHERE a.email = '${GUEST_EMAIL}'`;
    expect(await count(`${failed} AND NOT q.passed`)).toBe(1);
  });

  it('shows who is behind on the board, and only their own cohort to the limited instructor', async () => {
    const ask = async (email: string) => {
      const signedIn = await token(email);
      const { cohorts } = await app.ask<{ cohorts: { edges: { node: { id: string } }[] } }>('{ cohorts(first: 10) { edges { node { id } } } }', {}, signedIn); // prettier-ignore
      const boards = cohorts.edges.map(({ node: { id } }) =>
        app.ask<{ cohortBoard: { edges: { node: { personName: string } }[] } }>(
          `query ($id: ID!) { cohortBoard(cohortId: $id, behind: true, first: 20) { edges { node { personName } } } }`,
          { id },
          signedIn,
        ),
      );
      return (await Promise.all(boards)).map(({ cohortBoard }) => cohortBoard.edges.length);
    };
    const behind = await ask(SCHOOL_STAFF.instructor.email);
    expect(behind).toHaveLength(3);
    expect(Math.max(...behind)).toBeGreaterThan(0);
    expect(Math.max(...behind)).toBeLessThan(8);
    expect(await ask(SCHOOL_STAFF.limited.email)).toHaveLength(1);
  });

  it('has trainees who finished on the job at the clinic, one on the way and one who has begun', async () => {
    const { rows } = await app.owner.query<{ outcome: string; hours: number; signed: number }>(
      `SELECT p.outcome, p.placement_minutes / 60 AS hours,
         (SELECT count(*)::int FROM sign_off s WHERE s.org_id = a.org_id AND s.assignment_id = a.id) AS signed
       FROM training_assignment a JOIN course_progress p ON p.org_id = a.org_id AND p.enrollment_id = a.enrollment_id AND p.course_id = a.course_id
       WHERE a.kind = 'CLINICAL_PLACEMENT' AND NOT EXISTS (
         SELECT FROM training_assignment b WHERE b.org_id = a.org_id AND b.enrollment_id = a.enrollment_id AND b.starts_on < a.starts_on)
       ORDER BY a.starts_on`,
    );
    expect(rows).toEqual([
      ...Array<object>(3).fill({ outcome: 'PASSED', hours: 160, signed: 18 }),
      { outcome: 'IN_PROGRESS', hours: 72, signed: 8 },
    ]);
    expect(
      await count(`hour_log l WHERE NOT EXISTS (SELECT FROM hour_decision d WHERE d.hour_log_id = l.id)`),
    ).toBe(4);
  });

  it('has cards, clearances and trainings in every state', async () => {
    const standings = app.app.get(Standings, { strict: false });
    const { rows } = await app.owner.query<{ personId: string; name: string; orgId: string }>(
      `SELECT m.person_id AS "personId", p.given_name AS name, m.org_id AS "orgId" FROM membership m JOIN person p ON p.id = m.person_id
       JOIN organization o ON o.id = m.org_id WHERE NOT o.is_school AND m.role = 'TRAINEE' ORDER BY m.created_at`,
    );
    const on = new Date().toISOString().slice(0, 10);
    const of = async (kind: StandingKind, code: string): Promise<Record<string, string>> => {
      const questions = rows.map(({ personId }) => ({ personId, kind, code, on }));
      const answers = await app.app
        .get(Database)
        .forOrganization(rows[0]!.orgId)
        .load((tx) => standings.of(tx, questions));
      return Object.fromEntries(rows.map(({ name }, i) => [name, answers[i]!.status]));
    };
    expect(await of('CREDENTIAL', 'BLS')).toMatchObject({
      ...{ Omar: 'CURRENT', Bianca: 'EXPIRING', Ruben: 'PENDING', Łukasz: 'REJECTED', Pilar: 'MISSING' },
      ...{ Rafael: 'PENDING', Wen: 'MISSING' },
    });
    expect(await of('TRAINING', 'BBP')).toMatchObject({
      Omar: 'CURRENT',
      Ruben: 'EXPIRING',
      Tariq: 'MISSING',
    });
    expect(await of('CLEARANCE', 'TB_SCREEN')).toMatchObject({ Omar: 'CURRENT', Ruben: 'EXPIRING' });
    expect(await count('mandatory_training_delay')).toBe(1);
    const { mandatoryTrainingsDue } = await app.ask<{
      mandatoryTrainingsDue: { edges: { node: { name: string; code: string; overdue: boolean } }[] };
    }>(
      '{ mandatoryTrainingsDue(first: 50) { edges { node { name code overdue } } } }',
      {},
      await token(CLINIC_STAFF.records.email),
    );
    const overdue = mandatoryTrainingsDue.edges.filter(({ node }) => node.overdue);
    expect(overdue.map(({ node: { name, code } }) => `${name} ${code}`)).toEqual(['Tariq Aziz BBP']);
    expect(await count('work_requirement')).toBe(3);
  });

  it('says who may help with a transfer today, and what is missing of the others', async () => {
    const asker = await token(CLINIC_STAFF.owner.email);
    const { rows } = await app.owner.query<{ name: string; personId: string; siteId: string }>(
      `SELECT p.given_name AS name, a.person_id AS "personId", a.site_id AS "siteId"
       FROM training_assignment a JOIN person p ON p.id = a.person_id WHERE a.kind = 'EMPLOYEE'`,
    );
    const missing = async (name: string): Promise<string[]> => {
      const { personId, siteId } = rows.find((row) => row.name === name)!;
      const { readiness } = await app.ask<{ readiness: { checks: { code: string; holds: boolean }[] } }>(
        `query ($personId: ID!, $siteId: ID!) {
          readiness(personId: $personId, siteId: $siteId, taskCode: "transfer_assistance") { checks { code holds } } }`,
        { personId, siteId },
        asker,
      );
      return readiness.checks.filter(({ holds }) => !holds).map(({ code }) => code);
    };
    expect(await missing('Omar')).toEqual([]);
    expect(await missing('Pilar')).toContain('BLS');
    expect(await missing('Tariq')).toContain('BBP');
  });

  it('has technicians and supervisors at every stage of a cycle of continuing education', async () => {
    const stages = async (name: string): Promise<string[]> => {
      const email = [...TECHNICIANS, ...CLINIC_STAFF.supervisors].find(
        (each) => each.givenName === name,
      )!.email;
      const { myCeStatus } = await app.ask<{ myCeStatus: { statuses: Stage[] } }>(
        '{ myCeStatus { statuses { standing percent obligation { policyCode } } } }',
        {},
        await token(email),
      );
      return myCeStatus.statuses.map(
        ({ standing, percent, obligation }) => `${obligation.policyCode} ${standing} ${percent}`,
      );
    };
    const [employer, national, supervisor] = [
      'CE-EMPLOYER-AIDE',
      'CE-TECH-NATIONAL',
      'CE-PT-SUPERVISOR-EXAMPLE',
    ];
    expect(await stages('Tariq')).toEqual([`${employer} ON_THE_WAY 0`]);
    expect(await stages('Omar')).toEqual([`${employer} ON_THE_WAY 58`, `${national} ON_THE_WAY 70`]);
    expect(await stages('Joy')).toEqual([`${national} ON_THE_WAY 30`, `${employer} ON_THE_WAY 25`]);
    expect(await stages('Edith')).toEqual([`${national} MET 100`, `${employer} MET 100`]);
    expect(await stages('Wen')).toEqual([]);
    expect(await stages('Samuel')).toEqual([`${supervisor} ON_THE_WAY 58`]);
    expect(await stages('Nadia')).toEqual([`${supervisor} MET 100`]);
    expect(await count('ce_cycle_closing')).toBe(4);
    expect(await count('ce_cycle_closing WHERE number = 2')).toBe(1);
    expect(await count('ce_audit')).toBe(1);
    const { ceReviewQueue } = await app.ask<{ ceReviewQueue: { totalCount: number } }>(
      '{ ceReviewQueue(first: 5) { totalCount } }',
      {},
      await token(CLINIC_STAFF.records.email),
    );
    expect(ceReviewQueue.totalCount).toBe(1);
    expect(await count("ce_completion_entry WHERE kind = 'REFUSED'")).toBe(1);
  });

  it('has somebody on the way to a specialty on top of the certificate', async () => {
    const { rows } = await app.owner.query<{ enrollmentId: string; trackId: string }>(
      `SELECT a.enrollment_id AS "enrollmentId", t.id AS "trackId" FROM award a CROSS JOIN specialty_track t
       WHERE a.recipient_name = 'Amara Nwosu' AND t.code = 'GERIATRIC'`,
    );
    const { awardReadiness } = await app.ask<{
      awardReadiness: { ready: boolean; requirements: { code: string; met: boolean; because: string }[] };
    }>(
      `query ($enrollmentId: ID!, $trackId: ID!) {
        awardReadiness(enrollmentId: $enrollmentId, trackId: $trackId) { ready requirements { code met because } } }`,
      { ...rows[0]! },
      await token(SCHOOL_STAFF.records.email),
    );
    expect(awardReadiness.ready).toBe(false);
    expect(awardReadiness.requirements.filter(({ met }) => !met).map(({ code }) => code)).toEqual([
      'GERI-CORE',
    ]);
  });

  it('would tell holders and their line managers of what lapses', async () => {
    const { rows } = await app.owner.query<{ id: string }>('SELECT id FROM organization WHERE NOT is_school');
    const clinic = app.app.get(Database).forOrganization(rows[0]!.id);
    const due = await clinic.load(async (tx) =>
      remindersDue(
        await app.app.get(LapseSources, { strict: false }).all(tx),
        await tx.query<Reader>(readers(tx.orgId)),
      ),
    );
    const lapsed = due.filter(({ code, daysBefore }) => code === 'BLS' && daysBefore === -1);
    expect(lapsed.map(({ holderId, recipientId }) => holderId === recipientId).toSorted()).toEqual([
      false,
      true,
    ]);
    const kinds = new Set(due.map(({ kind }) => kind));
    expect([...kinds].toSorted()).toEqual(
      ['CONTINUING_EDUCATION', 'CREDENTIAL', 'LICENSE', 'SKILL', 'TRAINING', 'CLEARANCE'].toSorted(),
    );
  });

  it('has certificates that a stranger verifies through the page: by records, by policy, and one revoked', async () => {
    const [title, ...lines] = await certificateTable(app.database.migrationDatabaseUrl, app.url);
    expect(title).toContain('Certificates');
    const shown = await Promise.all(
      lines.map(async (line) => {
        const [link] = /http\S+/.exec(line)!;
        const page = await fetch(link);
        const facts = (await (await fetch(`${link}.json`)).json()) as { status: string };
        return [line.slice(line.indexOf(link) + link.length).trim(), page.status, facts.status];
      }),
    );
    expect(shown.toSorted()).toEqual([
      ['Amara Nwosu, awarded by the records office', 200, 'VALID'],
      ['Kenji Morita, awarded by policy', 200, 'VALID'],
      ['Owen Prescott, revoked', 200, 'REVOKED'],
    ]);
  });

  it('has whole ledgers', async () => {
    const owner = await token(SCHOOL_STAFF.owner.email);
    const { rows } = await app.owner.query<{ id: string }>(
      'SELECT person_id AS id FROM ledger_head ORDER BY seq DESC LIMIT 3',
    );
    for (const { id } of rows) {
      const { ledgerVerification } = await app.ask<{
        ledgerVerification: { intact: boolean; entries: number };
      }>('query ($id: ID!) { ledgerVerification(personId: $id) { intact entries } }', { id }, owner);
      expect(ledgerVerification.intact).toBe(true);
      expect(ledgerVerification.entries).toBeGreaterThan(50);
    }
  });

  it('has the counters that its records come to, for everybody', async () => {
    const state = async (): Promise<object[]> => {
      const courses = await app.owner.query<object>(
        `SELECT enrollment_id, course_id, course_attempt_id, met_minutes, lessons_done, requirements_met, lecture_minutes, lab_minutes,
          placement_minutes, current_percent, final_percent, outcome, complete FROM course_progress ORDER BY 1, 2`,
      );
      const enrollments = await app.owner.query<object>(
        'SELECT enrollment_id, met_minutes, courses_complete, complete FROM enrollment_progress ORDER BY 1',
      );
      const attempts = await app.owner.query<object>(
        'SELECT id, outcome, final_percent FROM course_attempt ORDER BY 1',
      );
      return [...courses.rows, ...enrollments.rows, ...attempts.rows];
    };
    const kept = await state();
    const counters = app.app.get(CounterService, { strict: false });
    await app.app
      .get(Database)
      .forOrganization(await school())
      .write(async (tx) => {
        const enrollments = await tx.query<{ id: string }>(
          sql`SELECT id FROM enrollment WHERE org_id = ${tx.orgId}`,
        );
        for (const { id } of enrollments) await counters.recompute(tx, id);
      });
    expect(await state()).toEqual(kept);
  }, 150_000);

  it('says the same of everybody from counters and from the records', async () => {
    const owner = await token(SCHOOL_STAFF.owner.email);
    const { rows } = await app.owner.query<{ id: string }>('SELECT id FROM enrollment');
    expect(rows).toHaveLength(60);
    const differing: unknown[] = [];
    for (const { id } of rows) {
      const { counted, computed } = await app.ask<Record<'counted' | 'computed', Compared>>(
        `query ($id: ID!) {
          counted: enrollmentOverview(enrollmentId: $id) { percent courses { code percent status } }
          computed: enrollmentProgress(enrollmentId: $id) { percent courses { code percent status } } }`,
        { id },
        owner,
      );
      if (JSON.stringify(counted) !== JSON.stringify(computed)) differing.push({ counted, computed });
    }
    expect(differing).toEqual([]);
  });

  it('is loaded once', async () => {
    expect(await load()).toBe(false);
    expect(await count('organization')).toBe(2);
  });
});

describe('a demo that was interrupted', () => {
  it('leaves nothing, and is loaded by the next start', async () => {
    const app = await TestApp.start({ database: await ownDatabase(), withoutJobs: true });
    try {
      const { migrationDatabaseUrl } = app.database;
      const interrupted = loadDemo(app.app, migrationDatabaseUrl, (line) => {
        if (line.includes('on the job')) throw new Error('killed');
      });
      await expect(interrupted).rejects.toThrow('killed');
      expect((await app.owner.query('SELECT FROM organization')).rowCount).toBe(0);
      expect((await app.owner.query('SELECT FROM person')).rowCount).toBe(0);
      expect(await loadDemo(app.app, migrationDatabaseUrl, () => undefined)).toBe(true);
    } finally {
      await app.stop();
    }
  }, 150_000);
});
