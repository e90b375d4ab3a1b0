import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { EnrollmentAccess } from '../../enrollments/enrollment-access.service.js';
import { RequirementResults } from '../../records/requirement-results.js';
import { type AwardDecision, AwardDecisions } from './award-decisions.service.js';
import type { Award } from './award.entity.js';
import type { AwardProgramInput, AwardSpecialtyInput } from './award.input.js';
import { AwardReading } from './award-reading.service.js';
import { AlreadyAwarded, NotReadyForAward, OwnAward } from './award.refusals.js';
import { AwardWriting } from './award-writing.service.js';

type Refused = NotReadyForAward | AlreadyAwarded | OwnAward;
type Receipt = { id: string } | Refused;

/** What is awarded to whom; without a track the program of the enrollment. */
interface Aim {
  readonly enrollmentId: string;
  readonly trackId: string | null;
  readonly recipientName?: string | null;
  readonly automatic: boolean;
}

/** Awards what somebody has earned, decided anew from records in the transaction that puts it on record. */
@Injectable()
export class Awarding {
  constructor(
    private readonly access: EnrollmentAccess,
    private readonly records: RequirementResults,
    private readonly decisions: AwardDecisions,
    private readonly writing: AwardWriting,
    private readonly reading: AwardReading,
  ) {}

  program(db: TenantDb, input: AwardProgramInput): Promise<Award | Refused> {
    return this.award(db, input, { ...input, trackId: null, automatic: false });
  }

  specialty(db: TenantDb, input: AwardSpecialtyInput): Promise<Award | Refused> {
    return this.award(db, input, { ...input, automatic: false });
  }

  private async award(db: TenantDb, input: { operationId: string }, aim: Aim): Promise<Award | Refused> {
    const receipt = await db.once(input, (tx) => this.awardIn(tx, aim));
    return isRefusal(receipt) ? receipt : this.reading.byId(db, receipt.id);
  }

  /**
   * Within a transaction that is open: also for the policy and for the demo. Who awards the same at the same moment waits,
   * and finds it awarded; what decides of the course record cannot change meanwhile. Throws NOT_FOUND.
   */
  async awardIn(tx: Transaction, aim: Aim): Promise<Receipt> {
    const { enrollmentId, trackId } = aim;
    await tx.lock(awardLock(enrollmentId));
    const { own } = await this.access.forStaff(tx, enrollmentId);
    if (own) return ownAward();
    await this.records.hold(tx, [enrollmentId]);
    const [decision] = await this.decisions.of(tx, sql`e.id = ${enrollmentId}`, trackId);
    if (!decision || (trackId !== null && !decision.subject.track)) throw notFound();
    const { award } = decision;
    if (award && !(award.standing.status === 'REVOKED' && !aim.automatic))
      return refuse(AlreadyAwarded, `It is awarded already: certificate ${award.number}.`, {
        awardId: award.id,
      });
    return decision.ready ? this.make(tx, decision, aim) : notReady(decision);
  }

  private make(
    tx: Transaction,
    { subject, requirements, award }: AwardDecision,
    aim: Aim,
  ): Promise<{ id: string }> {
    const { track, personId, enrollmentId, today, timeZone } = subject;
    const what = track
      ? { kind: 'SPECIALTY' as const, title: track.title, programVersionId: null }
      : { kind: 'PROGRAM' as const, title: subject.title, programVersionId: subject.programVersionId };
    return this.writing.make(tx, {
      ...what,
      personId,
      enrollmentId,
      trackId: track?.id ?? null,
      trackVersionId: track?.versionId ?? null,
      recipientName: aim.recipientName ?? subject.recipientName,
      awardedOn: today,
      issuedOn: today,
      timeZone,
      automatic: aim.automatic,
      requirements,
      supersedesId: award?.id ?? null,
      reissueReason: null,
    });
  }
}

/** Whoever changes the awards of an enrollment takes it first. */
export const awardLock = (enrollmentId: string): string => `awards ${enrollmentId}`;

export const ownAward = (): OwnAward =>
  refuse(OwnAward, 'Nobody decides about an award of their own: ask another member.');

function notReady({ requirements }: AwardDecision): NotReadyForAward {
  const missing = requirements.filter(({ met }) => !met);
  const first = missing[0]!;
  const more = missing.length > 1 ? ` and ${missing.length - 1} more` : '';
  return refuse(NotReadyForAward, `Not everything is met: ${first.title}${more}. ${first.because}`, {
    missing,
  });
}
