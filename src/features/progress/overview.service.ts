import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { notFound } from '../../platform/faults/fault.js';
import { decodeCursor, pageOf, type Page } from '../../platform/graphql/page.js';
import type { CohortBoardArgs } from './overview.input.js';
import {
  board,
  boardSize,
  dashboard,
  overview,
  type BoardCursor,
  type BoardQuery,
} from './overview.queries.js';
import type { Dashboard, DashboardEnrollment, EnrollmentOverview } from './overview.type.js';
import { serverTimeOf } from './progress.queries.js';

/** The reads that many people do often: each is one statement over counters. */
@Injectable()
export class OverviewService {
  async dashboard(db: TenantDb): Promise<Dashboard> {
    const [enrollments, [clock]] = await db.readAll<[DashboardEnrollment, { now: Date }]>([
      dashboard(db),
      serverTimeOf(),
    ]);
    return { serverTime: clock!.now, enrollments };
  }

  async board(db: TenantDb, args: CohortBoardArgs): Promise<Page<EnrollmentOverview>> {
    const query: BoardQuery = {
      ...args,
      behind: args.behind ?? null,
      after: cursorOf(args),
      limit: args.first + 1,
    };
    const rows = await db.read<EnrollmentOverview & { sortKey: string | number }>(board(db, query));
    return pageOf(
      rows,
      args,
      (row) => [row.sortKey, row.enrollmentId],
      async () => (await db.read<{ n: number }>(boardSize(db, query)))[0]!.n,
    );
  }

  /** Throws NOT_FOUND. */
  async ofEnrollment(db: TenantDb, enrollmentId: string): Promise<EnrollmentOverview> {
    const [row] = await db.read<EnrollmentOverview>(overview(db, enrollmentId));
    if (!row) throw notFound();
    return row;
  }
}

function cursorOf({ after }: CohortBoardArgs): BoardCursor | null {
  const parts = decodeCursor(after, 2);
  return parts && { key: parts[0]!, id: String(parts[1]) };
}
