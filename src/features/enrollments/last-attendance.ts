import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../platform/database/transaction.js';

/** The last day with attendance on record for an enrollment, as an ISO date, or null. */
export type ReadLastAttended = (tx: Transaction, enrollmentId: string) => Promise<string | null>;

/**
 * Where the last day attended is on record. Attendance is kept by a feature that knows enrollments, not the
 * other way round, so that feature says at start-up how to read it; until then none is on record.
 */
@Injectable()
export class LastAttendance {
  private read: ReadLastAttended = () => Promise.resolve(null);

  isReadBy(read: ReadLastAttended): void {
    this.read = read;
  }

  /** From `since` on: what was attended before an earlier withdrawal does not date the next one. */
  async of(tx: Transaction, enrollmentId: string, since: string | null): Promise<string | null> {
    const day = await this.read(tx, enrollmentId);
    return day !== null && since !== null && day >= since ? day : null;
  }
}
