import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput } from '../../../platform/faults/fault.js';
import { Loader } from '../../../platform/graphql/loader.js';
import { isRefusal, refuse, type Refusal } from '../../../platform/graphql/refusal.js';
import type { Assignment } from './assignment.js';
import type { AssignmentFacts } from './assignment-access.service.js';
import { AssignmentChanges } from './assignment-change.service.js';
import type { OverrideAssignmentGateInput } from './assignment.input.js';
import { AssignmentReading } from './assignment-reading.service.js';
import { AssignmentRecords } from './assignment-record.service.js';
import { GateHolds, GateNotOverridable } from './assignment.refusals.js';
import { AssignmentGate, type AssignmentReadiness } from './gate.js';
import type { GateCheck } from './gate-check.js';
import { gatesOf, mayStart, type GateOverride } from './gates.rules.js';
import { OwnerGates } from './owner-gates.js';
import { SiteGates } from './site-gates.js';

/** What must hold on the first day of an assignment. Other features add what they see to. */
@Injectable()
export class AssignmentGates {
  private readonly checks: GateCheck[];
  private readonly readiness = new Loader<Assignment, AssignmentReadiness & { asked: Assignment }>(
    async (handle, asked) => {
      const found = await handle.load((tx) => this.of(tx, asked));
      return found.map((each, i) => ({ ...each, asked: asked[i]! }));
    },
    ({ asked }) => asked,
  );

  constructor(
    owner: OwnerGates,
    site: SiteGates,
    private readonly changes: AssignmentChanges,
    private readonly records: AssignmentRecords,
    private readonly reading: AssignmentReading,
  ) {
    this.checks = [owner, site];
  }

  /** Adds gates, behind those that are there. Called while modules are made. */
  add(check: GateCheck): void {
    this.checks.push(check);
  }

  /** Of assignments that the viewer has been let see, in their order, all of one organization; some statements for all. */
  async of(tx: Transaction, assignments: readonly AssignmentFacts[]): Promise<AssignmentReadiness[]> {
    if (!assignments.length) return [];
    const ids = assignments.map(({ id }) => id);
    const { closed, overrides } = await tx.asSystem(async (system) => {
      const found = [];
      for (const each of this.checks) found.push(...(await each.check(system, assignments)));
      return { closed: found, overrides: await overridesOf(system, ids) };
    });
    const gates = this.checks.flatMap((check) => check.gates);
    const asOwner = tx.db.scope.kind === 'system' || tx.db.viewer.orgId === tx.orgId;
    return ids.map((assignmentId) => {
      const mine = <Of extends { assignmentId: string }>(list: Of[]): Of[] =>
        list.filter((each) => each.assignmentId === assignmentId);
      const standing = gatesOf(gates, mine(closed), mine(overrides), asOwner);
      return {
        assignmentId,
        gates: standing.map((gate) => Object.assign(new AssignmentGate(), gate)),
        mayStart: mayStart(standing),
      };
    });
  }

  /** Batched over the assignments of one answer. */
  async ofParent(db: TenantDb, assignment: Assignment): Promise<AssignmentReadiness> {
    return (await this.readiness.load(db.hostedIn(assignment.orgId), assignment))!;
  }

  /** Lets somebody start although a gate does not hold. Throws NOT_FOUND; BAD_USER_INPUT for a gate there is not. */
  async override(db: TenantDb, input: OverrideAssignmentGateInput): Promise<Assignment | Refusal> {
    const receipt = await db.once(input, (tx) => this.overrideIn(tx, input));
    return isRefusal(receipt) ? receipt : this.reading.byId(db, receipt.id);
  }

  private async overrideIn(
    tx: Transaction,
    { assignmentId, gate: code, reason }: OverrideAssignmentGateInput,
  ): Promise<{ id: string } | Refusal> {
    const open = await this.changes.openIn(tx, assignmentId);
    if (isRefusal(open)) return open;
    const [readiness] = await this.of(tx, [open]);
    const gate = readiness!.gates.find((each) => each.code === code);
    if (!gate) throw badInput('input.gate', 'is no gate of this assignment: give the code of one');
    if (gate.holds) return refuse(GateHolds, 'This holds: there is nothing to override.', { gate: code });
    if (!gate.overridable)
      return refuse(GateNotOverridable, `${gate.because} This must hold: it cannot be overridden.`, {
        gate: code,
      });
    await this.records.addIn(tx, open, { kind: 'GATE_OVERRIDDEN', gate: code, reason });
    return { id: open.id };
  }
}

const overridesOf = (tx: Transaction, ids: readonly string[]): Promise<GateOverride[]> =>
  tx.query(sql`SELECT e.assignment_id AS "assignmentId", e.gate, e.reason FROM assignment_entry e
    WHERE e.org_id = ${tx.orgId} AND e.assignment_id = ANY (${[...ids]}::uuid[]) AND e.kind = 'GATE_OVERRIDDEN'
    ORDER BY e.recorded_at, e.id`);
