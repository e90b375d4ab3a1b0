import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { decodeCursor, pageOf, type Page } from '../../../platform/graphql/page.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { canonicalJson } from '../../../platform/ids/canonical-json.js';
import { newId } from '../../../platform/ids/ids.js';
import { isSeenMember } from '../ce-access.js';
import { dayAt } from '../completions/ce-completion.rules.js';
import { CeCycleUndecided, CeCycleUnknown } from '../cycles/ce-cycle.refusals.js';
import { cycleStarting, judge } from '../cycles/ce-cycle.rules.js';
import { CeFacts } from '../cycles/ce-facts.service.js';
import { isJudged, type JudgedCycle, type ObligationFacts } from '../cycles/judged-cycle.js';
import { CeAuditRecord } from './ce-audit.entity.js';
import type { AuditCeCycleInput, CeAuditsArgs } from './ce-audit.input.js';
import { audits, completionRecords, decisionsAbout } from './ce-audit.queries.js';
import { CeAudit } from './ce-audit.type.js';

type Receipt = { id: string };
type AuditRefusal = CeCycleUnknown | CeCycleUndecided;

/** inv 61: a frozen packet of a cycle, with everything by which what counted can be checked. */
@Injectable()
export class CeAudits {
  constructor(private readonly facts: CeFacts) {}

  /** Throws NOT_FOUND. */
  async byId(db: TenantDb, id: string): Promise<CeAudit> {
    const [row] = await db.read<CeAudit>(audits(db, sql`a.id = ${id}`));
    if (!row) throw notFound();
    return shown(row);
  }

  /** The latest first. */
  async page(db: TenantDb, args: CeAuditsArgs): Promise<Page<CeAudit>> {
    const [after] = decodeCursor(args.after, 1) ?? [null];
    const { ceObligationId = null } = args;
    const wanted = sql`${ceObligationId}::uuid IS NULL OR a.obligation_id = ${ceObligationId}::uuid`;
    const from = sql`(${wanted}) AND (${after}::uuid IS NULL OR a.id < ${after}::uuid)`;
    const rows = await db.read<CeAudit>(sql`${audits(db, from)} ORDER BY a.id DESC LIMIT ${args.first + 1}`);
    const counted: Sql = sql`SELECT count(*)::int AS count FROM (${audits(db, wanted)}) each`;
    const count = async () => (await db.read<{ count: number }>(counted))[0]!.count;
    return pageOf(rows.map(shown), args, ({ id }) => [id], count); // prettier-ignore
  }

  /** Throws NOT_FOUND. */
  async audit(db: TenantDb, input: AuditCeCycleInput): Promise<CeAudit | AuditRefusal> {
    const receipt = await db.once<Receipt | AuditRefusal>(input, (tx) => this.auditIn(tx, input));
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  /** Within a transaction that is already open. */
  async auditIn(
    tx: Transaction,
    input: Omit<AuditCeCycleInput, 'operationId'>,
  ): Promise<Receipt | AuditRefusal> {
    const { ceObligationId, cycleStartsOn } = input;
    const condition = sql`o.id = ${ceObligationId} AND ${isSeenMember(tx.db, sql`o.person_id`)}`;
    const [facts] = await this.facts.of(tx, await this.facts.under(tx, condition, null), null);
    if (!facts) throw notFound();
    const today = dayAt(tx.now, 'UTC');
    if (!cycleStarting(facts, cycleStartsOn, today))
      return refuse(CeCycleUnknown, `No cycle begins on ${cycleStartsOn}: see the status.`);
    const judged = judge(facts, cycleStartsOn, today, today);
    if (!isJudged(judged)) {
      const missing = [...judged.missing];
      return refuse(CeCycleUndecided, `The policy does not say ${missing.join('; ')}.`, { missing });
    }
    const packet = canonicalJson(await packetOf(tx, facts, judged));
    const contentHash = createHash('sha256').update(packet).digest('hex');
    const id = newId();
    const audit = { id, obligationId: ceObligationId, cycleStartsOn, packet, contentHash };
    await tx.insert(CeAuditRecord, { ...audit, recordedBy: tx.db.actorId });
    const { personId } = facts.obligation;
    const content = { auditId: id, obligationId: ceObligationId, cycleStartsOn, contentHash };
    tx.append({ personId, kind: 'ce.audited', content });
    return { id };
  }
}

async function packetOf(
  tx: Transaction,
  { obligation }: ObligationFacts,
  judged: JudgedCycle,
): Promise<object> {
  const { policy, current, lines, closed } = judged;
  const ids = [...new Set(lines.map(({ completionId }) => completionId))];
  const [records, decisions] = await Promise.all([
    tx.query<{ record: object }>(completionRecords(tx, ids)),
    tx.query<object>(decisionsAbout(tx, obligation.id, current.cycle.startsOn)),
  ]);
  const { canonicalId: _, ...who } = obligation;
  return {
    format: 'ce-audit/1',
    madeAt: tx.now,
    ...decisions[0]!,
    obligation: who,
    policy,
    /** What counted where: as the closing decided it, where the cycle is closed. */
    decidedByClosing: closed?.id ?? null,
    allocation: current,
    lines,
    completions: records.map(({ record }) => record),
  };
}

const shown = (row: CeAudit): CeAudit => Object.assign(new CeAudit(), row);
