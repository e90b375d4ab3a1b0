import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Client, type PoolClient, type QueryResult, type QueryResultRow } from 'pg';
import type { DataSource } from 'typeorm';
import { ENTITIES } from '../features/entities.js';
import { importReferenceRetention } from '../cli/import-retention-file.js';
import { importReferenceRules } from '../cli/import-rule-file.js';
import { PasswordHasher } from '../features/people/password-hasher.js';
import { runtimeDataSource } from '../platform/database/data-source.js';
import type { AppendedEntry } from '../platform/ledger/append.js';
import { LedgerSigner } from '../platform/ledger/ledger-signer.js';
import { readContent } from './content.js';
import { DEMO_PASSWORD, accountsToShow, graduatesToShow } from './people.js';
import { AwardHistory } from './award-history.js';
import { clinicHistory } from './clinic-history.js';
import { EducationHistory } from './education-history.js';
import { PlacementHistory } from './placement-history.js';
import { SchoolHistory } from './school-history.js';
import { SpecialtyHistory } from './specialty-history.js';
import { Tellings } from './tellings.js';

/** Any number that no other program takes as an advisory lock in this database. */
const DEMO_LOCK = 7_236_105;
/** What was filled: statistics are kept at once, or the first questions would be planned for empty tables. */
const FILLED = `person, account, account_password, membership, organization, site, program_version, course, module, lesson,
  course_requirement, gradebook_category, question_version, quiz_version, quiz_question, cohort, enrollment,
  enrollment_status_entry, class_session, course_attempt, lesson_completion, hours_entry, grade_entry, requirement_result,
  quiz_attempt, quiz_attempt_question, quiz_answer, quiz_mark, quiz_score, course_progress, enrollment_progress, ledger_head, ledger_entry, skill, skill_version,
  skill_step, checklist_skill, training_assignment, assignment_standing, observation, observation_step, sign_off, sign_off_observation,
  sign_off_entry, hour_log, hour_decision, license, license_status_entry, validator_authorization,
  external_credential, external_credential_entry, clearance, clearance_entry, mandatory_training_completion, ce_activity, ce_activity_version, ce_completion,
  ce_completion_entry, ce_obligation, ce_obligation_entry, award, award_entry`;

/**
 * Loads the demo if the database has no organization; answers whether it did. All of it stands in one
 * transaction: a process that is killed leaves nothing, and the next start loads it anew. It runs as the owner
 * role, which alone may let the clock be moved: nobody else ever sees that permission.
 */
export async function loadDemo(
  app: NestFastifyApplication,
  migrationDatabaseUrl: string,
  print: (line: string) => void,
): Promise<boolean> {
  if (await hasOrganization(migrationDatabaseUrl)) return false;
  await importReferenceRules(migrationDatabaseUrl);
  await importReferenceRetention(migrationDatabaseUrl);
  const dataSource = await runtimeDataSource(migrationDatabaseUrl, 1, ENTITIES).initialize();
  try {
    const signer = app.get(LedgerSigner, { strict: false });
    const appended = await inOneTransaction(dataSource, signer, (tellings, now) =>
      tell(app, tellings, now, print),
    );
    if (!appended) return false;
    signer.committed(appended);
    await timed(print, 'signatures', () => signer.signPending());
    return true;
  } finally {
    await dataSource.destroy();
  }
}

/** Whether the demo's accounts are in this database. */
export async function hasDemo(migrationDatabaseUrl: string): Promise<boolean> {
  const email = accountsToShow()[0]!.email;
  return found(migrationDatabaseUrl, 'SELECT FROM account WHERE email = $1', [email]);
}

/** The accounts to sign in with, one for each role, as lines of a table. */
export function accountTable(): string[] {
  const accounts = accountsToShow();
  const width = Math.max(...accounts.map(({ email }) => email.length));
  return [
    `Demo accounts, each with the password ${DEMO_PASSWORD}:`,
    ...accounts.map(({ email, role, shows }) => `  ${email.padEnd(width)}  ${role.padEnd(10)}  ${shows}`),
  ];
}

/** Certificates that anybody may open in a browser, as lines; the one that no longer counts among them. */
export async function certificateTable(migrationDatabaseUrl: string, publicUrl: string): Promise<string[]> {
  const { rows } = await asked<{ number: string; holder: string; how: string }>(
    migrationDatabaseUrl,
    `SELECT a.number, a.recipient_name AS holder, CASE WHEN EXISTS (SELECT 1 FROM award_entry e WHERE e.org_id = a.org_id AND e.award_id = a.id)
       THEN 'revoked' WHEN a.automatic THEN 'awarded by policy' ELSE 'awarded by the records office' END AS how
     FROM award a JOIN account u ON u.person_id = a.person_id WHERE u.email = ANY ($1) ORDER BY a.awarded_on, a.id`,
    [graduatesToShow().map(({ email }) => email)],
  );
  const link = ({ number }: { number: string }): string => `${publicUrl}/verify/${number}`;
  return [
    'Certificates to open in a browser, as a stranger would:',
    ...rows.map((row) => `  ${link(row)}  ${row.holder}, ${row.how}`),
  ];
}

async function tell(
  app: NestFastifyApplication,
  tellings: Tellings,
  now: Date,
  print: (line: string) => void,
): Promise<void> {
  const [content, passwordHash] = await Promise.all([
    readContent(),
    app.get(PasswordHasher, { strict: false }).hash(DEMO_PASSWORD),
  ]);
  const clinic = clinicHistory(app, tellings, now, passwordHash);
  const school = new SchoolHistory(app, tellings, now, passwordHash);
  await timed(print, 'the clinic, its supervisors and checklist', () => clinic.found(content.program));
  await timed(print, 'the clinic’s own people on the job', () => clinic.train());
  const education = new EducationHistory(tellings, clinic.service, clinic, now);
  await timed(print, 'the clinic’s continuing education', () => education.tell());
  await timed(print, 'the school, its program and question bank', () => school.found(content));
  for (const [name, telling] of school.cohorts()) await timed(print, name, telling);
  const placements = new PlacementHistory(tellings, clinic.service, school, clinic, now, content.program);
  await timed(print, 'trainees placed at the clinic', () => placements.tell());
  const awards = new AwardHistory(tellings, clinic.service, school, placements, now);
  await timed(print, 'certificates', () => awards.tell());
  const specialties = new SpecialtyHistory(tellings, clinic.service, school, clinic, placements, now);
  await timed(print, 'a specialty on top', () => specialties.tell(content));
}

async function timed(
  print: (line: string) => void,
  part: string,
  work: () => Promise<unknown>,
): Promise<void> {
  const started = performance.now();
  await work();
  print(`Demo: ${part} (${Math.round(performance.now() - started)} ms)`);
}

/** What it appended to the ledger; null when another process was faster. */
async function inOneTransaction(
  dataSource: DataSource,
  signer: LedgerSigner,
  work: (tellings: Tellings, now: Date) => Promise<void>,
): Promise<readonly AppendedEntry[] | null> {
  const runner = dataSource.createQueryRunner();
  const client = (await runner.connect()) as PoolClient;
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [DEMO_LOCK]);
    const { rowCount } = await client.query('SELECT FROM organization LIMIT 1');
    if (rowCount) return null;
    const { rows } = await client.query<{ now: Date }>('SELECT now()');
    const moved = await client.query('INSERT INTO clock_adjustable VALUES (true) ON CONFLICT DO NOTHING');
    await client.query('SET LOCAL jit = off');
    const tellings = new Tellings(client, runner.manager, rows[0]!.now, signer);
    await work(tellings, rows[0]!.now);
    if (moved.rowCount) await client.query('DELETE FROM clock_adjustable');
    await client.query(`ANALYZE ${FILLED}`);
    await client.query('COMMIT');
    return tellings.appended;
  } finally {
    await client.query('ROLLBACK'); // of what was not committed; does nothing after COMMIT
    await runner.release();
  }
}

/** Whether the database is in use. */
export const hasOrganization = (url: string): Promise<boolean> =>
  found(url, 'SELECT FROM organization LIMIT 1');

const found = async (url: string, statement: string, values: unknown[] = []): Promise<boolean> =>
  (await asked(url, statement, values)).rowCount === 1;

async function asked<Row extends QueryResultRow>(
  url: string,
  statement: string,
  values: unknown[],
): Promise<QueryResult<Row>> {
  const client = new Client(url);
  await client.connect();
  try {
    return await client.query<Row>(statement, values);
  } finally {
    await client.end();
  }
}
