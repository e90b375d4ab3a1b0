import { Injectable } from '@nestjs/common';
import { parse } from 'csv-parse/sync';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { badInput, notFound } from '../../platform/faults/fault.js';
import { newId } from '../../platform/ids/ids.js';
import { CounterService } from './counters.service.js';
import { type CourseUnderWay, type NewMark, underWay, withMark } from './course-record.rules.js';
import type { ImportGradesInput } from './grading.input.js';
import { appendMarks } from './grading.queries.js';
import { GRADABLE } from './record-access.js';
import { GradeImport, type RejectedLine } from './grading.type.js';
import { isSameMark, newMark, refuseWishedMark, standingMark } from './mark.rules.js';

const MOST_LINES = 2000;
const COLUMNS = ['trainee', 'category', 'item', 'earned', 'possible'] as const;
type Column = (typeof COLUMNS)[number] | 'weight';
type Row = Record<Column, string> & { line: number };

/** Somebody in the cohort, by every name a line may use. */
interface Classmate {
  readonly enrollmentId: string;
  readonly status: string;
  readonly names: string[];
}

/** Where the import stands: facts grow line by line, so that two lines for one item meet. */
interface Progress {
  readonly facts: Map<string, CourseUnderWay>;
  readonly entered: { facts: CourseUnderWay; mark: NewMark }[];
  unchanged: number;
  readonly rejected: RejectedLine[];
}

type Rejection = Omit<RejectedLine, 'line'>;

/** Marks of a whole cohort from CSV: the good lines are kept, the bad ones reported, and repeating is safe. */
@Injectable()
export class GradeImportService {
  constructor(private readonly counters: CounterService) {}

  /** Throws NOT_FOUND for a cohort or course, BAD_USER_INPUT for text that is no such CSV. */
  async import(db: TenantDb, input: ImportGradesInput): Promise<GradeImport> {
    const rows = readRows(input.csv);
    const receipt = await db.once<GradeImport>(input, (tx) => this.importIn(tx, input, rows));
    return Object.assign(new GradeImport(), receipt);
  }

  private async importIn(
    tx: Transaction,
    { cohortId, courseId }: ImportGradesInput,
    rows: readonly Row[],
  ): Promise<GradeImport> {
    const classmates = await classmatesOf(tx, cohortId, courseId);
    const named = new Map(classmates.flatMap((each) => each.names.map((name) => [name.toLowerCase(), each])));
    const wanted = new Set(
      rows.flatMap(({ trainee }) => named.get(trainee.toLowerCase())?.enrollmentId ?? []),
    );
    const locked = await this.counters.lock(tx, [...wanted]);
    const own = new Set(locked.flatMap((each) => (each.own ? [each.id] : [])));
    const asked = locked.map(({ id }) => ({ enrollmentId: id, courseId }));
    const facts = (await this.counters.facts(tx, asked)).map((each) => underWay(each, newId()));
    const progress: Progress = {
      facts: new Map(facts.map((each) => [each.enrollmentId, each])),
      entered: [],
      unchanged: 0,
      rejected: [],
    };
    for (const row of rows) {
      const rejection = takeRow(row, named.get(row.trainee.toLowerCase()), own, progress);
      if (rejection) progress.rejected.push({ line: row.line, ...rejection });
    }
    await this.keep(tx, progress);
    return { entered: progress.entered.length, unchanged: progress.unchanged, rejected: progress.rejected };
  }

  private async keep(tx: Transaction, { facts, entered }: Progress): Promise<void> {
    const changed = new Set(entered.map((each) => each.facts.enrollmentId));
    const after = [...facts.values()].filter(({ enrollmentId }) => changed.has(enrollmentId));
    const marks = entered.map(({ facts: of, mark }) => ({ ...mark, attemptId: of.attempt.id }));
    await this.counters.keep(tx, after, { marks });
    appendMarks(tx, entered);
  }
}

/** Takes one line into `progress`, or says why not. */
function takeRow(
  row: Row,
  classmate: Classmate | undefined,
  own: ReadonlySet<string>,
  progress: Progress,
): Rejection | null {
  const facts = classmate && progress.facts.get(classmate.enrollmentId);
  if (!facts) return reject('TRAINEE_UNKNOWN', `Nobody in the cohort is known as “${row.trainee}”.`);
  if (own.has(facts.enrollmentId)) return reject('OWN_RECORD', 'Nobody grades themselves.');
  if (!GRADABLE.includes(classmate.status))
    return reject('ENROLLMENT_NOT_ACTIVE', 'The enrollment is not active.');
  const category = facts.categories.find(({ code }) => code === row.category);
  if (!category) return reject('CATEGORY_UNKNOWN', `The course has no category “${row.category}”.`);
  if (row.item === '' || row.item.length > 200)
    return reject('ITEM_INVALID', 'The item needs 1 to 200 characters.');
  const points = { earned: row.earned, possible: row.possible, weight: row.weight || null };
  const wrong = refuseWishedMark(points);
  if (wrong) return reject(wrong.code, wrong.message);
  const subject = { categoryId: category.id, item: row.item };
  const standing = standingMark(facts, subject);
  if (standing && standing.earned !== null) {
    if (!isSameMark(standing, points)) {
      const message = `“${row.item}” is graded ${standing.earned} of ${standing.possible}: correct that entry instead.`;
      return reject('ITEM_ALREADY_GRADED', message);
    }
    progress.unchanged += 1;
    return null;
  }
  if (category.closed)
    return reject('CATEGORY_CLOSED', 'The category is closed for the cohort: reopen it first.');
  const mark: NewMark = { ...newMark(facts, subject, standing), ...points, id: newId(), source: 'CSV' };
  progress.facts.set(facts.enrollmentId, withMark(facts, mark));
  progress.entered.push({ facts, mark });
  return null;
}

function reject(code: string, message: string): Rejection {
  return { code, message };
}

/** Throws NOT_FOUND when the cohort may not be seen or the course is not in its version. */
async function classmatesOf(tx: Transaction, cohortId: string, courseId: string): Promise<Classmate[]> {
  const { orgId, db } = tx;
  const [cohort] = await tx.query<{ classmates: Classmate[] }>(sql`
    SELECT coalesce((
      SELECT jsonb_agg(jsonb_build_object('enrollmentId', e.id, 'status', e.status, 'names', ARRAY(
        SELECT a.email FROM account a WHERE a.person_id = e.person_id
        UNION ALL SELECT i.email FROM invitation i JOIN membership im ON im.org_id = i.org_id AND im.id = i.membership_id
          WHERE i.org_id = e.org_id AND im.person_id = e.person_id AND i.accepted_at IS NULL AND i.revoked_at IS NULL
        UNION ALL SELECT e.id::text UNION ALL SELECT e.external_id WHERE e.external_id IS NOT NULL
        UNION ALL SELECT m.external_id FROM membership m WHERE m.org_id = e.org_id AND m.person_id = e.person_id AND m.external_id IS NOT NULL)))
      FROM enrollment e WHERE e.org_id = c.org_id AND e.cohort_id = c.id), '[]') AS classmates
    FROM cohort c JOIN course k ON k.org_id = c.org_id AND k.program_version_id = c.program_version_id AND k.id = ${courseId}
    WHERE c.org_id = ${orgId} AND c.id = ${cohortId} AND may_see_cohort(${orgId}::uuid, ${db.viewer.membershipId}::uuid, c.id)`);
  if (!cohort) throw notFound();
  return cohort.classmates;
}

/** Throws BAD_USER_INPUT. */
function readRows(csv: string): Row[] {
  const records = parsed(csv);
  const header = records[0]?.record ?? [];
  const wrong = headerProblem(header);
  if (wrong)
    throw badInput('input.csv', `${wrong}; the columns are ${COLUMNS.join(', ')} and, if wished, weight`);
  if (records.length - 1 > MOST_LINES) throw badInput('input.csv', `has more than ${MOST_LINES} lines`);
  return records.slice(1).map(({ record, info }) => {
    const value = (column: Column): string => record[header.indexOf(column)]?.trim() ?? '';
    const [trainee, category, item] = [value('trainee'), value('category'), value('item')];
    const [earned, possible, weight] = [value('earned'), value('possible'), value('weight')];
    return { line: info.lines, trainee, category, item, earned, possible, weight };
  });
}

function headerProblem(header: readonly string[]): string | null {
  const missing = COLUMNS.filter((column) => !header.includes(column));
  if (missing.length > 0) return `lacks ${missing.join(', ')} in its first line`;
  const unknown = header.filter((column) => ![...COLUMNS, 'weight'].includes(column));
  if (unknown.length > 0) return `has the unknown column “${unknown.join('”, “')}”`;
  const twice = header.find((column, index) => header.indexOf(column) !== index);
  return twice === undefined ? null : `has the column ${twice} twice`;
}

function parsed(csv: string): { record: string[]; info: { lines: number } }[] {
  try {
    return parse(csv, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as never;
  } catch (error) {
    throw badInput('input.csv', error instanceof Error ? error.message : 'is no CSV');
  }
}
