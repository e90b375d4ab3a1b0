import { Injectable } from '@nestjs/common';
import type { Sql } from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import { ObservationVoidings } from '../observations/observation-voidings.js';
import type { ReviewCause } from './sign-off-reasons.js';
import {
  dependantsOf,
  restingOn,
  type DoubtedSignOff,
  type SignOffSubject,
} from './sign-off-subject.queries.js';
import { SignOffWriting } from './sign-off-writing.service.js';

/** Opens reviews of what other events put in doubt: nothing is taken away before somebody has looked. */
@Injectable()
export class SignOffReviews {
  constructor(
    private readonly writing: SignOffWriting,
    voidings: ObservationVoidings,
  ) {
    voidings.isFollowedBy((tx, voided) =>
      this.open(
        tx,
        restingOn(
          tx.orgId,
          voided.map(({ observationId }) => observationId),
        ),
        'OBSERVATION_VOIDED',
      ),
    );
  }

  /** inv 26: what was signed on top of a skill that was revoked or suspended from a day on. */
  openDependants(tx: Transaction, subject: SignOffSubject, from: string): Promise<void> {
    return this.open(tx, dependantsOf(tx.orgId, subject, from), 'PREREQUISITE_WITHDRAWN');
  }

  /** A review of every sign-off found, wherever it was signed: as the organization that owns the records. */
  open(tx: Transaction, found: Sql, reasonCode: ReviewCause): Promise<void> {
    return tx.asSystem(async (system) => {
      const doubted = await system.query<DoubtedSignOff>(found);
      await this.writing.add(
        system,
        doubted.map(({ id, personId, causeId, effectiveFrom }) => ({
          signOff: { id, personId },
          kind: 'REVIEW_OPENED' as const,
          effectiveFrom,
          reasonCode,
          causeId,
        })),
      );
      if (doubted.length > 0)
        await this.writing.decide(
          system,
          doubted.map(({ assignmentId }) => assignmentId),
        );
    });
  }
}
