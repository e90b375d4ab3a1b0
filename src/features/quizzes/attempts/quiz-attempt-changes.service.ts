import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { LiveUpdates } from '../../../platform/live/live-updates.js';
import { ATTEMPT_TOPIC } from '../accommodations/running-attempts.service.js';
import type { QuizAttempt } from './quiz-attempt.entity.js';
import { QuizReview } from './quiz-review.service.js';

/** A running attempt as its end moves. What may be seen of it is asked of the database before every delivery. */
@Injectable()
export class QuizAttemptChanges {
  constructor(
    private readonly live: LiveUpdates,
    private readonly review: QuizReview,
  ) {}

  /** Throws NOT_FOUND for an attempt that the viewer may not read. */
  async follow(db: TenantDb, attemptId: string): Promise<AsyncIterableIterator<QuizAttempt>> {
    await this.review.attempt(db, attemptId);
    return this.live.subscribe<{ attemptId: string }, QuizAttempt>(
      db,
      ATTEMPT_TOPIC,
      (change) => change.attemptId === attemptId,
      (fresh) => this.review.attempt(fresh, attemptId),
    );
  }
}
