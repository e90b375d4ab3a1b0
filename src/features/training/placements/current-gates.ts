import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { AssignmentFacts } from './assignment-facts.js';
import { AssignmentGates } from './assignment-gates.service.js';
import type { ClosedGate, Gate } from './gate.js';
import type { GateCheck } from './gate-check.js';
import { WorkChecks, type WorkQuestion } from '../work-requirements/work-checks.service.js';
import { GATE_OF, type WorkAsked } from '../work-requirements/work-requirement.js';
import { itemSentence } from '../work-requirements/work-requirement.rules.js';

const gate = (code: string, title: string): Gate => ({ code, title, toldTo: 'BOTH', overridable: true });

/** Cards, clearances and trainings that are to be current when somebody starts. Of clearances the status alone is told (inv 69). */
@Injectable()
export class CurrentGates implements GateCheck {
  readonly gates = [
    gate(GATE_OF.CREDENTIAL, 'The cards that are asked for are current.'),
    gate(GATE_OF.CLEARANCE, 'The clearances that are asked for are current.'),
    gate(GATE_OF.TRAINING, 'The mandatory trainings that are asked for are current.'),
  ];

  constructor(
    gates: AssignmentGates,
    private readonly work: WorkChecks,
  ) {
    gates.add(this);
  }

  /** Overrides are left out of account: the gate itself says whether it is overridden. */
  async check(tx: Transaction, assignments: readonly AssignmentFacts[]): Promise<ClosedGate[]> {
    const rows = await tx.query<{ id: string; on: string; asked: WorkAsked }>(sql`
      SELECT st.assignment_id AS id, work_asked(st.org_id, st.assignment_id) AS asked,
        least(greatest(st.starts_on, (app_now() AT TIME ZONE st.time_zone)::date), coalesce(st.ends_on, 'infinity'))::text AS on
      FROM assignment_standing st
      WHERE st.org_id = ${tx.orgId} AND st.assignment_id = ANY (${assignments.map(({ id }) => id)}::uuid[])`);
    const byId = new Map(rows.map((row) => [row.id, row]));
    const questions = assignments.map((assignment): WorkQuestion => {
      const { on, asked } = byId.get(assignment.id)!;
      const { personId, orgId, siteOrgId, siteId } = assignment;
      const bare = { ...asked, overridden: [] };
      return { personId, orgId, siteOrgId, siteId, on, use: 'ASSIGNMENT_START', taskCode: null, asked: bare };
    });
    const answers = await this.work.of(tx, questions);
    return assignments.flatMap(({ id: assignmentId }, turn) =>
      answers[turn]!.filter(({ holds }) => !holds).map((item) => ({
        assignmentId,
        code: GATE_OF[item.kind],
        because: itemSentence(item),
      })),
    );
  }
}
