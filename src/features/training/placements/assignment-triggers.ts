import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import {
  TrainingTriggers,
  type TrainingTrigger,
} from '../../credentials/mandatory-training/training-triggers.js';

/** Assignments that are not over make trainings due: of any kind, and those of employees, who are hired by them. */
@Injectable()
export class AssignmentTriggers {
  constructor(triggers: TrainingTriggers) {
    triggers.add(assignments);
  }
}

const assignments = (tx: Transaction, personIds: readonly string[], on: string): Promise<TrainingTrigger[]> =>
  tx.query(sql`
    SELECT asked.id AS "personId", due.at AS "dueAt", st.starts_on::text AS on,
      CASE WHEN st.starts_on <= ${on}::date THEN st.site_id END AS "siteId"
    FROM unnest(${[...personIds]}::uuid[]) AS asked (id)
    CROSS JOIN LATERAL same_persons(ARRAY[asked.id]) same
    JOIN training_assignment a ON a.org_id = ${tx.orgId} AND a.person_id = same.person_id
    JOIN assignment_standing st ON st.org_id = a.org_id AND st.assignment_id = a.id AND NOT st.cancelled
      AND coalesce(st.ends_on, 'infinity') >= ${on}::date
    CROSS JOIN LATERAL (VALUES ('INITIAL_ASSIGNMENT'), ('HIRE')) AS due (at)
    WHERE due.at = 'INITIAL_ASSIGNMENT' OR a.kind = 'EMPLOYEE'`);
