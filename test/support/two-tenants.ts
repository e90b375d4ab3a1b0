import { Client } from 'pg';
import { newId } from '../../src/platform/ids/ids.js';
import { catalogueOf, type Table } from './catalogue.js';
import { sampleProgram } from './sample-program.js';
import { TestApp } from './test-app.js';
import { ownDatabase, superuserUrlOf } from './test-database.js';
import {
  checklistIn,
  insertRow,
  placementAt,
  jurisdictionWith,
  licenseOf,
  siteOf,
  skillIn,
  validatorAt,
} from './training.js';
import { World, type Enrolled, type Member } from './world.js';

/** One organization with a row in every table: of a running program, and of another that is still a draft. */
export interface Tenant {
  world: World;
  /** Ids by table: of a trainee and their cohort. */
  rows: Map<string, string>;
  draft: Map<string, string>;
  /** The same for another trainee in another cohort. */
  other: Map<string, string>;
  trainee: Member;
  otherTrainee: Member;
}

/** Two organizations that have everything, in a database of their own. */
export class TwoTenants {
  private constructor(
    readonly app: TestApp,
    private readonly superuser: Client,
    private readonly tables: readonly Table[],
    readonly a: Tenant,
    readonly b: Tenant,
  ) {}

  static async open(): Promise<TwoTenants> {
    const database = await ownDatabase();
    const app = await TestApp.start({ database });
    const superuser = new Client(superuserUrlOf(database));
    await superuser.connect();
    const { tables } = await catalogueOf(superuser);
    await superuser.query('SET session_replication_role = replica'); // rows of one table at a time
    for (const { name, constraints } of tables)
      for (const check of constraints.filter(({ kind }) => kind === 'check'))
        await superuser.query(`ALTER TABLE ${name} DROP CONSTRAINT ${check.name}`);
    const [a, b] = [await tenant(app, superuser, tables), await tenant(app, superuser, tables)];
    return new TwoTenants(app, superuser, tables, a, b);
  }

  async close(): Promise<void> {
    await this.superuser.end();
    await this.app.stop();
  }

  /** An edit of a draft names the revision it was made on. */
  async revisionOfDraft({ draft }: Tenant): Promise<number> {
    const { rows } = await this.superuser.query<{ revision: number }>(
      'SELECT revision FROM program_version WHERE id = $1',
      [draft.get('program_version')],
    );
    return rows[0]!.revision;
  }

  /** Tables whose rows are of one cohort, or of one trainee in it. */
  get tablesOfCohorts(): string[] {
    return this.tables.filter(isOfCohort).map(({ name }) => name);
  }

  /** From now on the member sees this cohort alone. */
  async limit({ viewer }: Member, cohortId: string): Promise<void> {
    const { orgId, membershipId } = viewer;
    await this.superuser.query('UPDATE membership SET cohort_limited = true WHERE org_id = $1 AND id = $2', [
      orgId,
      membershipId,
    ]);
    await this.superuser.query(
      'INSERT INTO membership_cohort (org_id, membership_id, cohort_id) VALUES ($1, $2, $3)',
      [orgId, membershipId, cohortId],
    );
  }

  /** Everything that the organization owns, as one hash per table. */
  async contentsOf({ world }: Tenant): Promise<Record<string, string>> {
    const contents: Record<string, string> = {};
    for (const { name, columns } of this.tables.filter(isOwned)) {
      const row = columns.map((column) => column.name).join(', ');
      const { rows } = await this.superuser.query<{ hash: string }>(
        `SELECT md5(coalesce(string_agg((${row})::text, ';' ORDER BY (${row})::text), '')) AS hash FROM ${name} WHERE org_id = $1`,
        [world.orgId],
      );
      contents[name] = rows[0]!.hash;
    }
    return contents;
  }
}

const isOwned = ({ columns }: Table): boolean => columns.some(({ name }) => name === 'org_id');
const hasId = ({ columns }: Table): boolean => columns.some(({ name }) => name === 'id');
const isOfCohort = ({ name, columns }: Table): boolean =>
  name === 'cohort' || columns.some((column) => ['cohort_id', 'enrollment_id'].includes(column.name));

async function tenant(app: TestApp, superuser: Client, tables: readonly Table[]): Promise<Tenant> {
  const world = await World.create(app);
  const program = await world.program();
  const enrolledFirst = await world.enrolled(program);
  const { trainee } = enrolledFirst;
  const licenseId = await trained(world, enrolledFirst);
  const rows = await fill(superuser, tables, world.orgId);
  rows
    .set('organization', world.orgId)
    .set('license', licenseId)
    .set('person', trainee.personId)
    .set('membership', trainee.membershipId)
    .set('answer', await waitingAnswer(superuser, world.orgId));
  const enrolled = await world.enrolled(program);
  const other = await rowsOf(enrolled, superuser, tables, rows, world.orgId);
  const { versionId, programId, courses } = await sampleProgram(app, world.orgId);
  await superuser.query(`UPDATE program_version SET status = 'DRAFT', published_at = NULL WHERE id = $1`, [
    versionId,
  ]);
  const [course] = courses;
  const draft = new Map([
    ...rows,
    ['program', programId],
    ['program_version', versionId],
    ['course', course!.id],
    ['module', course!.moduleIds[0]!],
    ['lesson', course!.lessonIds[0]!],
    ['gradebook_category', course!.categoryIds['quizzes']!],
    ['course_requirement', course!.quizRequirementId],
  ]);
  return { world, rows, draft, other, trainee, otherTrainee: enrolled.trainee };
}

/** On the job, under a licensed supervisor: what only hangs together when it is made in the right order. Answers the license. */
async function trained(world: World, { trainee, enrollmentId }: Enrolled): Promise<string> {
  const jurisdiction = await jurisdictionWith(world.app);
  const site = await siteOf(world, jurisdiction);
  const supervisor = await world.member('SUPERVISOR');
  const licenseId = await licenseOf(world, supervisor.personId, jurisdiction);
  await validatorAt(world, supervisor.personId, site.id);
  const checklist = await checklistIn(world, [await skillIn(world)]);
  const { personId } = trainee;
  const at = { site, agreementId: null, checklistVersionId: checklist.versionId };
  const assignment = await placementAt(world, world, { personId, enrollmentId, ...at });
  await insertRow(world.app, 'assignment_entry', {
    org_id: world.orgId,
    id: newId(),
    assignment_id: assignment.id,
    kind: 'GATE_OVERRIDDEN',
    gate: 'BLS',
    reason: 'Seen on paper',
  });
  return licenseId;
}

/** The id by which graders know an answer. */
async function waitingAnswer(superuser: Client, orgId: string): Promise<string> {
  const id = newId();
  await superuser.query('UPDATE quiz_mark SET answer_id = $2 WHERE org_id = $1', [orgId, id]);
  return id;
}

/** Rows of a further trainee and cohort, beside those of the first. */
async function rowsOf(
  { trainee, enrollmentId, cohortId }: Enrolled,
  superuser: Client,
  tables: readonly Table[],
  first: Map<string, string>,
  orgId: string,
): Promise<Map<string, string>> {
  const ids = new Map(first)
    .set('cohort', cohortId)
    .set('enrollment', enrollmentId)
    .set('person', trainee.personId)
    .set('membership', trainee.membershipId);
  const more = tables.filter((table) => isOfCohort(table) && isOwned(table) && hasId(table));
  for (const table of more.filter(({ name }) => name !== 'cohort' && name !== 'enrollment'))
    ids.set(table.name, await addRow(superuser, table, orgId, ids));
  return ids;
}

/** Tables by the id of one row; a row is made where the world has none. */
async function fill(
  superuser: Client,
  tables: readonly Table[],
  orgId: string,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const withId = tables.filter((table) => isOwned(table) && hasId(table));
  for (const { name } of withId) {
    const found = await superuser.query<{ id: string }>(
      `SELECT id FROM ${name} WHERE org_id = $1 ORDER BY id LIMIT 1`,
      [orgId],
    );
    if (found.rows[0]) ids.set(name, found.rows[0].id);
  }
  for (const table of withId.filter(({ name }) => !ids.has(name)))
    ids.set(table.name, await addRow(superuser, table, orgId, ids));
  return ids;
}

/** A row that belongs to what `ids` names, as far as its columns say so; answers its id. */
export async function addRow(
  superuser: Client,
  { name, columns }: Table,
  orgId: string,
  ids: Map<string, string>,
): Promise<string> {
  const id = newId();
  const values = columns.map((column) => {
    if (column.name === 'org_id') return orgId;
    if (column.name === 'id') return id;
    const named = column.name.endsWith('_id') ? ids.get(tableNamed(column.name)) : undefined;
    return named ?? generic(column.definition);
  });
  const places = columns.map((_, i) => `$${i + 1}`);
  await superuser.query(
    `INSERT INTO ${name} (${columns.map((column) => column.name).join(', ')}) VALUES (${places.join(', ')})`,
    values,
  );
  return id;
}

/** `assignment_id` names a row of training_assignment; other columns say it outright. */
const tableNamed = (column: string): string =>
  column === 'assignment_id' ? 'training_assignment' : column.replace(/_id$/, '');

function generic(definition: string): unknown {
  if (!definition.includes('NOT NULL')) return null;
  if (definition.includes('[]')) return [];
  if (definition.startsWith('uuid')) return newId();
  if (definition.startsWith('boolean')) return false;
  if (/^(integer|bigint|numeric|double|real|smallint)/.test(definition)) return 1;
  if (/^(timestamp|date)/.test(definition)) return '2026-01-01';
  if (definition.startsWith('time ')) return '12:00';
  if (definition.startsWith('bytea')) return Buffer.from([0]);
  if (definition.startsWith('jsonb')) return '{}';
  const [, given] = /DEFAULT '(\w+)'::text/.exec(definition) ?? [];
  return given ?? newId();
}
