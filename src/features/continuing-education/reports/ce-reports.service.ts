import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../../platform/graphql/page.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { csvOf } from '../../quizzes/statistics/statistics-csv.rules.js';
import { dayAt } from '../completions/ce-completion.rules.js';
import { CeFacts } from '../cycles/ce-facts.service.js';
import type { ObligationFacts } from '../cycles/judged-cycle.js';
import type { CeTerms } from '../policies/policy.js';
import { CeReportRecord, CeReportRowRecord } from './ce-report.entity.js';
import type { CreateCeReportInput } from './ce-report.input.js';
import {
  activitiesReported,
  type ActivityRow,
  type BeforeRow,
  formatByCode,
  licensesRenewed,
  type LicenseRow,
  reportedBefore,
  type ReportRow,
  reports,
} from './ce-report.queries.js';
import { CeNothingToReport, CePolicyNotReported } from './ce-report.refusals.js';
import { CeReport, CeReportLeftOut, CeReportPreview, CeReportRow } from './ce-report.type.js';
import type { ReportFormat } from './report-format.js';
import { reportOf, withdrawalOf } from './report-row.rules.js';

/** A row that is due, with whose it is. */
type DueRow = Pick<
  CeReportRowRecord,
  'obligationId' | 'completionId' | 'number' | 'kind' | 'cells' | 'contentHash'
> & {
  readonly personId: string;
};

/** What would be reported now. */
interface Due {
  readonly format: ReportFormat;
  readonly rows: readonly DueRow[];
  readonly leftOut: readonly { completionId: string; personId: string; message: string }[];
}

/** Completions reported to a state's system: each once, and what changes about it by further rows. */
@Injectable()
export class CeReports {
  constructor(private readonly facts: CeFacts) {}

  /** Throws NOT_FOUND for a policy that is not reported. */
  preview(db: TenantDb, policyCode: string): Promise<CeReportPreview> {
    return db.load(async (tx) => {
      const due = await this.due(tx, policyCode);
      if (isRefusal(due)) throw notFound();
      const { format, rows, leftOut } = due;
      return Object.assign(new CeReportPreview(), {
        policyCode,
        columns: format.columns.map(({ name }) => name),
        rows: rows.map(({ completionId, kind, number, cells }) =>
          Object.assign(new CeReportRow(), { completionId, kind, number, cells }),
        ),
        leftOut: leftOut.map((each) => Object.assign(new CeReportLeftOut(), each)),
        message: `${rows.length} to report, ${leftOut.length} that cannot be reported yet.`,
      });
    });
  }

  /** Throws NOT_FOUND. */
  async byId(db: TenantDb, id: string): Promise<CeReport> {
    const [row] = await db.read<ReportRow>(reports(db, sql`r.id = ${id}`));
    if (!row) throw notFound();
    return shown(row);
  }

  /** The latest first. */
  async page(db: TenantDb, args: PageArgs): Promise<Page<CeReport>> {
    const [after] = decodeCursor(args.after, 1) ?? [null];
    const rows = await db.read<ReportRow>(sql`
      ${reports(db, sql`${after}::uuid IS NULL OR r.id < ${after}::uuid`)} ORDER BY r.id DESC LIMIT ${args.first + 1}`);
    const count = () => db.load((tx) => tx.count(CeReportRecord, {}));
    return pageOf(rows.map(shown), args, ({ id }) => [id], count); // prettier-ignore
  }

  async create(
    db: TenantDb,
    input: CreateCeReportInput,
  ): Promise<CeReport | CeNothingToReport | CePolicyNotReported> {
    const receipt = await db.once<{ id: string } | CeNothingToReport | CePolicyNotReported>(
      input,
      async (tx) => {
        await tx.lock(`ce reports ${tx.orgId} ${input.policyCode}`);
        const due = await this.due(tx, input.policyCode);
        if (isRefusal(due)) return due;
        if (due.rows.length === 0)
          return refuse(CeNothingToReport, 'Nothing that can be reported is new.', {
            leftOutCount: due.leftOut.length,
          });
        return write(tx, input.policyCode, due);
      },
    );
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  /** Four statements besides those that facts are read by, however many people it is about. */
  private async due(tx: Transaction, policyCode: string): Promise<Due | CePolicyNotReported> {
    const under = await this.facts.under(tx, sql`o.policy_code = ${policyCode}`, null);
    const policy = under.policyOf(policyCode)(dayAt(tx.now, 'UTC'));
    const via = policy?.terms?.reportVia;
    if (!policy?.terms || !via)
      return refuse(CePolicyNotReported, `The policy ${policyCode} names no system that it is reported to.`);
    const [found] = await tx.query<{ format: ReportFormat }>(formatByCode(via));
    if (!found)
      return refuse(CePolicyNotReported, `The format ${via} is not loaded: load its columns first.`);
    const facts = await this.facts.of(tx, under, null);
    return dueOf(found.format, policy.terms, facts, await this.beside(tx, facts));
  }

  private async beside(tx: Transaction, facts: readonly ObligationFacts[]): Promise<Beside> {
    const ids = facts.map(({ obligation }) => obligation.id);
    const activityIds = [
      ...new Set(facts.flatMap(({ completions }) => completions.map((each) => each.activityId))),
    ];
    const [licenses, before, activities] = await Promise.all([
      tx.query<LicenseRow>(licensesRenewed(tx, ids)),
      tx.query<BeforeRow>(reportedBefore(tx, ids)),
      tx.query<ActivityRow>(activitiesReported(tx, activityIds)),
    ]);
    return {
      licenseOf: new Map(licenses.map((license) => [license.obligationId, license])),
      beforeOf: Map.groupBy(before, ({ obligationId }) => obligationId),
      activityOf: new Map(activities.map((activity) => [activity.id, activity])),
    };
  }
}

/** What a report says besides what an allocation needs. */
interface Beside {
  readonly licenseOf: ReadonlyMap<string, LicenseRow>;
  readonly beforeOf: ReadonlyMap<string, readonly BeforeRow[]>;
  readonly activityOf: ReadonlyMap<string, ActivityRow>;
}

function dueOf(
  format: ReportFormat,
  terms: CeTerms,
  facts: readonly ObligationFacts[],
  { licenseOf, beforeOf, activityOf }: Beside,
): Due {
  const rows: DueRow[] = [];
  const leftOut: { completionId: string; personId: string; message: string }[] = [];
  for (const { obligation, completions } of facts) {
    const { id: obligationId, personId } = obligation;
    const own = completions.filter(({ completedOn }) => completedOn >= obligation.startsOn);
    const reported = beforeOf.get(obligationId) ?? [];
    for (const completion of own) {
      const before = reported.find(({ completionId }) => completionId === completion.id) ?? null;
      const activity = activityOf.get(completion.activityId)!;
      const license = licenseOf.get(obligationId) ?? null;
      const answer = reportOf(format, terms, { completion, activity, license, before });
      const of = { completionId: completion.id, personId };
      if (answer && 'leftOut' in answer) leftOut.push({ ...of, message: answer.leftOut });
      if (answer && 'row' in answer) rows.push({ ...of, obligationId, ...answer.row });
    }
    for (const before of reported.filter(({ completionId }) => !own.some(({ id }) => id === completionId))) {
      const taken = withdrawalOf(format, before);
      if (taken) rows.push({ completionId: before.completionId, personId, obligationId, ...taken.row });
    }
  }
  return { format, rows, leftOut };
}

async function write(
  tx: Transaction,
  policyCode: string,
  { format, rows, leftOut }: Due,
): Promise<{ id: string }> {
  const id = newId();
  const columns = format.columns.map(({ name }) => name);
  const report = { id, policyCode, format: format.code, columns, leftOut, recordedBy: tx.db.actorId };
  await tx.insert(CeReportRecord, report);
  await tx.insert(
    CeReportRowRecord,
    rows.map(({ personId: _, ...row }, position) => ({ id: newId(), reportId: id, position, ...row })),
  );
  for (const { personId, cells, ...row } of rows)
    tx.append({ personId, kind: 'ce.reported', content: { reportId: id, policyCode, ...row, cells } });
  return { id };
}

const shown = (row: ReportRow): CeReport =>
  Object.assign(new CeReport(), row, {
    rows: row.rows.map((each) => Object.assign(new CeReportRow(), each)),
    leftOut: row.leftOut.map((each) => Object.assign(new CeReportLeftOut(), each)),
    csv: csvOf([row.columns, ...row.rows.map(({ cells }) => cells)]),
  });
