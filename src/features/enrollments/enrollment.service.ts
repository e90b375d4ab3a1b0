import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { notFound } from '../../platform/faults/fault.js';
import { Loader } from '../../platform/graphql/loader.js';
import { pageOf, type Page } from '../../platform/graphql/page.js';
import { Enrollment, EnrollmentHold, type EnrollmentStatusEntry } from './enrollment.entity.js';
import type { EnrollmentStatusEntryType } from './enrollment.type.js';
import type { EnrollmentsArgs } from './enrollment.input.js';
import {
  enrollmentById,
  enrollmentCount,
  enrollmentPage,
  enrollmentsOfPerson,
  holdsOf,
  statusEntriesOf,
} from './enrollment.queries.js';
import {
  periodsOf,
  statusAsKnown,
  withdrawalDate,
  type StatusHistory,
  type StatusPeriod,
} from './enrollment-status.rules.js';

interface HistoryOf {
  enrollmentId: string;
  entries: EnrollmentStatusEntry[];
}

/** Reads enrollments, as far as the viewer may. */
@Injectable()
export class EnrollmentService {
  private readonly histories = new Loader<string, HistoryOf>(
    async (db, ids) => {
      const rows = await db.read<EnrollmentStatusEntry>(statusEntriesOf(db, ids));
      return [...Map.groupBy(rows, ({ enrollmentId }) => enrollmentId)].map(([enrollmentId, entries]) => ({
        enrollmentId,
        entries,
      }));
    },
    ({ enrollmentId }) => enrollmentId,
  );
  private readonly holds = new Loader<string, { enrollmentId: string; holds: EnrollmentHold[] }>(
    async (db, ids) => {
      const rows = await db.read<EnrollmentHold>(holdsOf(db, ids));
      return [...Map.groupBy(rows, ({ enrollmentId }) => enrollmentId)].map(([enrollmentId, holds]) => ({
        enrollmentId,
        holds,
      }));
    },
    ({ enrollmentId }) => enrollmentId,
  );

  /** Throws NOT_FOUND, also for one the viewer may not see. */
  async byId(db: TenantDb, id: string): Promise<Enrollment> {
    const [row] = await db.read<Enrollment>(enrollmentById(db, id));
    if (!row) throw notFound();
    return asEnrollment(row);
  }

  async page(db: TenantDb, args: EnrollmentsArgs): Promise<Page<Enrollment>> {
    const rows = await db.read<Enrollment>(enrollmentPage(db, args, args.first, args.after));
    const count = async () => (await db.read<{ count: number }>(enrollmentCount(db, args)))[0]!.count;
    const key = ({ familyName, givenName, id }: Enrollment) => [familyName, givenName, id];
    return pageOf(rows.map(asEnrollment), args, key, count);
  }

  /** The viewer's own, the latest first. */
  async ofViewer(db: TenantDb): Promise<Enrollment[]> {
    return (await db.read<Enrollment>(enrollmentsOfPerson(db, db.viewer.personId))).map(asEnrollment);
  }

  /** Every entry, corrected ones included, in the order of recording. */
  async history(db: TenantDb, enrollmentId: string): Promise<EnrollmentStatusEntryType[]> {
    const entries = await this.entriesOf(db, enrollmentId);
    return entries.map((entry) => ({ ...entry, event: entry.event === 'VOIDED' ? null : entry.event }));
  }

  /** What stands of it, as periods. */
  async periods(db: TenantDb, enrollmentId: string): Promise<StatusPeriod[]> {
    return periodsOf(historyOf(await this.entriesOf(db, enrollmentId)));
  }

  /** The status on a day, by what was on record at a moment (null: by what is on record now). */
  async statusOn(
    db: TenantDb,
    enrollmentId: string,
    on: string,
    knownAt: Date | null,
  ): Promise<StatusPeriod | null> {
    const history = historyOf(await this.entriesOf(db, enrollmentId));
    return statusAsKnown(history, on, knownAt ?? END_OF_TIME);
  }

  /** The last day before the withdrawal that stands today, or null. */
  async withdrawnOn(db: TenantDb, { id, status, statusSince }: Enrollment): Promise<string | null> {
    return status === 'WITHDRAWN'
      ? withdrawalDate(historyOf(await this.entriesOf(db, id)), statusSince)
      : null;
  }

  async holdsOf(db: TenantDb, enrollmentId: string): Promise<EnrollmentHold[]> {
    return (await this.holds.load(db, enrollmentId))?.holds ?? [];
  }

  private async entriesOf(db: TenantDb, enrollmentId: string): Promise<EnrollmentStatusEntry[]> {
    return (await this.histories.load(db, enrollmentId))?.entries ?? [];
  }
}

const END_OF_TIME = new Date(8.64e15);

const asEnrollment = (row: Enrollment): Enrollment => Object.assign(new Enrollment(), row);

/** Entries as the rules read them. */
export const historyOf = (entries: readonly EnrollmentStatusEntry[]): StatusHistory =>
  entries.map((entry) => ({ ...entry, approvedByPersonId: entry.approvedBy })) as unknown as StatusHistory;
