import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { notFound } from '../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../platform/graphql/refusal.js';
import { newId } from '../../platform/ids/ids.js';
import { seenCohort } from './cohort.queries.js';
import { EnrollmentHold, EnrollmentHoldRelease, type Enrollment } from './enrollment.entity.js';
import type { PlaceEnrollmentHoldInput, ReleaseEnrollmentHoldInput } from './enrollment.input.js';
import { isActor } from './enrollment.queries.js';
import { HoldAlreadyReleased, type OwnEnrollment } from './enrollment.refusals.js';
import { EnrollmentAccess } from './enrollment-access.service.js';
import { EnrollmentService } from './enrollment.service.js';
import { ownEnrollment } from './enrollment-status.service.js';

interface Held {
  enrollmentId: string;
  personId: string;
  own: boolean;
  releasedAt: Date | null;
}

@Injectable()
export class EnrollmentHoldService {
  constructor(
    private readonly access: EnrollmentAccess,
    private readonly enrollments: EnrollmentService,
  ) {}

  async place(db: TenantDb, input: PlaceEnrollmentHoldInput): Promise<Enrollment | OwnEnrollment> {
    const receipt = await db.once(input, (tx) => this.placeIn(tx, input));
    return isRefusal(receipt) ? receipt : this.enrollments.byId(db, receipt.id);
  }

  async release(
    db: TenantDb,
    input: ReleaseEnrollmentHoldInput,
  ): Promise<Enrollment | OwnEnrollment | HoldAlreadyReleased> {
    const receipt = await db.once(input, (tx) => this.releaseIn(tx, input));
    return isRefusal(receipt) ? receipt : this.enrollments.byId(db, receipt.id);
  }

  /** For verbs of the system, such as the demo: within a transaction that is already open. */
  async placeIn(
    tx: Transaction,
    { enrollmentId, kind, reason }: Omit<PlaceEnrollmentHoldInput, 'operationId'>,
  ): Promise<{ id: string } | OwnEnrollment> {
    const { personId, own } = await this.access.forStaff(tx, enrollmentId);
    if (own) return ownEnrollment();
    const id = newId();
    await tx.insert(EnrollmentHold, { id, enrollmentId, kind, reason, placedBy: tx.db.actorId });
    tx.append({
      personId,
      kind: 'enrollment.hold-placed',
      content: { enrollmentId, holdId: id, kind, reason },
    });
    return { id: enrollmentId };
  }

  private async releaseIn(
    tx: Transaction,
    { holdId, reason }: ReleaseEnrollmentHoldInput,
  ): Promise<{ id: string } | OwnEnrollment | HoldAlreadyReleased> {
    await tx.lock(`hold ${holdId}`);
    const { enrollmentId, personId, own, releasedAt } = await this.held(tx, holdId);
    if (own) return ownEnrollment();
    if (releasedAt) return refuse(HoldAlreadyReleased, 'The hold was released before.', { releasedAt });
    await tx.insert(EnrollmentHoldRelease, { holdId, reason, releasedBy: tx.db.actorId });
    tx.append({ personId, kind: 'enrollment.hold-released', content: { enrollmentId, holdId, reason } });
    return { id: enrollmentId };
  }

  /** Throws NOT_FOUND. */
  private async held(tx: Transaction, holdId: string): Promise<Held> {
    const [held] = await tx.query<Held>(sql`
      SELECT e.id AS "enrollmentId", e.person_id AS "personId", ${isActor(tx.db, sql`e.person_id`)} AS own, r.released_at AS "releasedAt"
      FROM enrollment_hold h
      JOIN enrollment e ON e.org_id = h.org_id AND e.id = h.enrollment_id
      LEFT JOIN enrollment_hold_release r ON r.org_id = h.org_id AND r.hold_id = h.id
      WHERE h.org_id = ${tx.orgId} AND h.id = ${holdId} AND ${seenCohort(tx.db, sql`e.cohort_id`)}`);
    if (!held) throw notFound();
    return held;
  }
}
