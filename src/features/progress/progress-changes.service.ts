import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { forbidden } from '../../platform/faults/fault.js';
import { LiveUpdates } from '../../platform/live/live-updates.js';
import { overview } from './overview.queries.js';
import type { EnrollmentOverview } from './overview.type.js';
import type { ProgressChange } from './progress.type.js';

/** What records announce after each change of an enrollment's counters. */
interface Announced {
  enrollmentId: string;
  personId: string;
  cohortId: string;
}

/** Progress as it moves. What each subscriber may see is asked of the database before every delivery. */
@Injectable()
export class ProgressChangesService {
  constructor(private readonly live: LiveUpdates) {}

  /** One's own enrollments, or those of a cohort that staff follow. */
  follow(db: TenantDb, cohortId: string | null): Promise<AsyncIterableIterator<ProgressChange>> {
    if (cohortId !== null && !db.viewer.can('progress:read')) throw forbidden();
    const { personId } = db.viewer;
    return this.live.subscribe<Announced, ProgressChange>(
      db,
      'progress',
      (change) => (cohortId === null ? change.personId === personId : change.cohortId === cohortId),
      (fresh, { enrollmentId }) => this.changeOf(fresh, enrollmentId),
    );
  }

  private async changeOf(db: TenantDb, enrollmentId: string): Promise<ProgressChange | null> {
    const [now] = await db.read<EnrollmentOverview>(overview(db, enrollmentId));
    return now ? { enrollmentId, overview: now } : null;
  }
}
