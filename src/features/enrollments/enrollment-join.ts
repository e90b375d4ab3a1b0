import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Transaction } from '../../platform/database/transaction.js';
import { PersonJoins } from '../organizations/person-joins.js';
import type { PersonJoin } from '../people/person-merge.service.js';

/**
 * Enrollments follow a trainee who joins with an account of their own, and so does the address that finds them
 * again at the next intake. What was recorded of the enrollment names it, not the person, and needs no change.
 */
@Injectable()
export class EnrollmentJoin {
  constructor(joins: PersonJoins) {
    joins.alsoMoves((tx, join) => this.moveIn(tx, join));
  }

  private async moveIn(tx: Transaction, { fromPersonId, intoPersonId }: PersonJoin): Promise<void> {
    const { orgId } = tx;
    // In the order in which everybody locks them.
    await tx.query(
      sql`SELECT id FROM enrollment WHERE org_id = ${orgId} AND person_id = ${fromPersonId} ORDER BY id FOR UPDATE`,
    );
    await tx.query(sql`UPDATE enrollment SET person_id = ${intoPersonId}
      WHERE org_id = ${orgId} AND person_id = ${fromPersonId}`);
    await tx.query(sql`UPDATE trainee_contact SET person_id = ${intoPersonId}
      WHERE org_id = ${orgId} AND person_id = ${fromPersonId}`);
  }
}
