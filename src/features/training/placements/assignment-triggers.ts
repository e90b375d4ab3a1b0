import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import {
  TrainingTriggers,
  type TrainingTrigger,
} from '../../credentials/mandatory-training/training-triggers.js';

/** Assignments make trainings due: the first of any kind, and that of an employee, who is hired by it. */
@Injectable()
export class AssignmentTriggers {
  constructor(triggers: TrainingTriggers) {
    triggers.add(assignments);
  }
}

const assignments = (tx: Transaction, personIds: readonly string[]): Promise<TrainingTrigger[]> =>
  tx.query(sql`
    SELECT asked.id AS "personId", due.at AS "dueAt", st.starts_on::text AS on,
      CASE WHEN (app_now() AT TIME ZONE st.time_zone)::date BETWEEN st.starts_on AND coalesce(st.ends_on, 'infinity') THEN st.site_id END AS "siteId"
    FROM unnest(${[...personIds]}::uuid[]) AS asked (id)
    CROSS JOIN LATERAL same_persons(ARRAY[asked.id]) same
    JOIN training_assignment a ON a.org_id = ${tx.orgId} AND a.person_id = same.person_id
    JOIN assignment_standing st ON st.org_id = a.org_id AND st.assignment_id = a.id AND NOT st.cancelled
    CROSS JOIN LATERAL (VALUES ('INITIAL_ASSIGNMENT'), ('HIRE')) AS due (at)
    WHERE due.at = 'INITIAL_ASSIGNMENT' OR a.kind = 'EMPLOYEE'`);
