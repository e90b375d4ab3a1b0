import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import type { TrainingDueAt } from './mandatory-training.js';

/** Since when somebody has been what makes a training due. */
export interface TrainingTrigger {
  readonly personId: string;
  readonly dueAt: TrainingDueAt;
  readonly on: string;
  /** The site where they work on the day; null: none in particular. */
  readonly siteId: string | null;
}

/** Tells of what makes trainings due for some persons: what is not over on the day. */
export type TriggerSource = (
  tx: Transaction,
  personIds: readonly string[],
  on: string,
) => Promise<TrainingTrigger[]>;

/**
 * What makes trainings due: joining, being hired, the first assignment. Assignments belong to a feature further down, which
 * says at start-up what it knows of them.
 */
@Injectable()
export class TrainingTriggers {
  private readonly sources: TriggerSource[] = [memberships];

  add(source: TriggerSource): void {
    this.sources.push(source);
  }

  async of(tx: Transaction, personIds: readonly string[], on: string): Promise<TrainingTrigger[]> {
    const found = [];
    for (const source of this.sources) found.push(...(await source(tx, personIds, on)));
    return found;
  }
}

/** Every member has joined; staff are hired by that. Trainees are hired when they are assigned as employees. */
const memberships: TriggerSource = (tx, personIds) =>
  tx.query(sql`
    SELECT m.person_id AS "personId", due.at AS "dueAt", (m.created_at AT TIME ZONE 'UTC')::date::text AS on, NULL AS "siteId"
    FROM membership m CROSS JOIN LATERAL (VALUES ('JOINING'), ('HIRE')) AS due (at)
    WHERE m.org_id = ${tx.orgId} AND m.person_id = ANY (${[...personIds]}::uuid[]) AND NOT m.is_service
      AND (due.at = 'JOINING' OR m.role <> 'TRAINEE')`);
