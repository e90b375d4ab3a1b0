import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { AssignmentFacts } from './assignment-facts.js';
import type { ClosedGate, Gate } from './gate.js';
import type { GateCheck } from './gate-check.js';

const GATES = [
  { code: 'ENROLLMENT_ACTIVE', title: 'The enrollment is active.', toldTo: 'OWNER', overridable: false },
  {
    code: 'COURSES_PASSED',
    title: 'The courses that come before are passed.',
    toldTo: 'OWNER',
    overridable: true,
  },
  { code: 'NO_HOLD', title: 'Nothing holds the enrollment back.', toldTo: 'OWNER', overridable: true },
  {
    code: 'AGREEMENT_IN_FORCE',
    title: 'The agreement with the site is in force on every day.',
    toldTo: 'BOTH',
    overridable: false,
  },
] as const satisfies readonly Gate[];

interface OwnerFacts {
  readonly id: string;
  /** Null for an employee. */
  readonly status: string | null;
  readonly holds: string[];
  /** Codes of courses that are to be passed before. */
  readonly notPassed: string[];
  readonly covered: boolean;
}

/** What the organization that sends somebody sees to, in one statement for all of them. */
@Injectable()
export class OwnerGates implements GateCheck {
  readonly gates = GATES;

  async check(tx: Transaction, assignments: readonly AssignmentFacts[]): Promise<ClosedGate[]> {
    const ids = assignments.map(({ id }) => id);
    const facts = await tx.query<OwnerFacts>(sql`
      SELECT a.id, e.status,
        ARRAY(SELECT DISTINCT h.kind FROM enrollment_hold h WHERE h.org_id = e.org_id AND h.enrollment_id = e.id
          AND (h.placed_at AT TIME ZONE st.time_zone)::date <= st.starts_on
          AND NOT EXISTS (SELECT 1 FROM enrollment_hold_release r WHERE r.org_id = h.org_id AND r.hold_id = h.id) ORDER BY 1) AS holds,
        ARRAY(SELECT b.code FROM courses_before(a.org_id, a.id) b WHERE b.passed_at IS NULL ORDER BY b.place) AS "notPassed",
        a.agreement_id IS NULL OR EXISTS (SELECT 1 FROM affiliation_agreement g
          LEFT JOIN affiliation_ending x ON x.org_id = g.org_id AND x.agreement_id = g.id
          WHERE g.org_id = a.org_id AND g.id = a.agreement_id AND g.starts_on <= st.starts_on
            AND coalesce(st.ends_on, 'infinity') <= coalesce(least(g.ends_on, x.ends_on), 'infinity')) AS covered
      FROM training_assignment a
      JOIN assignment_standing st ON st.org_id = a.org_id AND st.assignment_id = a.id
      LEFT JOIN enrollment e ON e.org_id = a.org_id AND e.id = a.enrollment_id
      WHERE a.org_id = ${tx.orgId} AND a.id = ANY (${ids}::uuid[])`);
    return facts.flatMap(closedOf);
  }
}

function closedOf({ id, status, holds, notPassed, covered }: OwnerFacts): ClosedGate[] {
  const closed = (code: string, because: string): ClosedGate => ({ assignmentId: id, code, because });
  const words = holds.map((kind) => kind.toLowerCase()).join(', ');
  return [
    ...(status !== null && status !== 'ACTIVE'
      ? [closed('ENROLLMENT_ACTIVE', `The enrollment is ${status.toLowerCase().replace('_', ' ')}.`)]
      : []),
    ...(notPassed.length
      ? [closed('COURSES_PASSED', `Not passed yet: ${notPassed.join(', ')}. They come before the placement.`)]
      : []),
    ...(holds.length ? [closed('NO_HOLD', `A hold stands (${words}). Have it released.`)] : []),
    ...(covered
      ? []
      : [
          closed(
            'AGREEMENT_IN_FORCE',
            'The agreement ends before the assignment does. Make a new one, or end the assignment earlier.',
          ),
        ]),
  ];
}
