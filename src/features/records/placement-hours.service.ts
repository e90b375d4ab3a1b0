import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';
import { newId } from '../../platform/ids/ids.js';
import { CounterService } from './counters.service.js';
import { HoursCounters } from './hours-counters.service.js';
import { enterPlacementHours, type NewPlacementHours } from './placement-hours.queries.js';

export type { PlacementPart } from './placement-hours.rules.js';

/** What counts of one claim of hours at a placement, as the feature above has decided. */
export type DecidedPlacementHours = Omit<NewPlacementHours, 'id' | 'attemptId'>;

/**
 * The way down into the course record for verified placement hours. Class hours of the same person are counted anew with
 * them, so that no minute counts as both (inv 36). The caller has made sure that the viewer may decide, and calls within
 * the organization that owns the enrollments.
 */
@Injectable()
export class PlacementHours {
  constructor(
    private readonly counters: CounterService,
    private readonly hours: HoursCounters,
  ) {}

  /** Any number of claims in six statements. What is said of a claim takes the place of what was said of it before. */
  async enter(tx: Transaction, decided: readonly DecidedPlacementHours[]): Promise<void> {
    if (decided.length === 0) return;
    const locked = await this.counters.lockPersons(
      tx,
      decided.map(({ enrollmentId }) => enrollmentId),
    );
    const lines = decided.map((each) => ({ ...each, id: newId(), attemptId: newId() }));
    await tx.query(enterPlacementHours(tx, lines));
    await this.hours.recount(tx, locked);
  }
}
