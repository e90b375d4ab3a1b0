import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { EVERYTHING_ON_RECORD } from '../../training/sign-offs/skill-status.rules.js';
import type { AwardEntryKind, AwardStandingCode } from './award.js';
import type { Award } from './award.entity.js';
import type {
  ReinstateAwardInput,
  ReissueAwardInput,
  RevokeAwardInput,
  SuspendAwardInput,
} from './award.input.js';
import { type AwardAtHand, awardAtHand } from './award.queries.js';
import { AwardReading } from './award-reading.service.js';
import { AwardDayImpossible, AwardStandsOtherwise, NameUnchanged, type OwnAward } from './award.refusals.js';
import { lifeStanding, standingSentence } from './award-standing.rules.js';
import { AwardWriting } from './award-writing.service.js';
import { awardLock, ownAward } from './awarding.service.js';

type Decision = SuspendAwardInput | ReinstateAwardInput | RevokeAwardInput;
type Refused = AwardStandsOtherwise | AwardDayImpossible | OwnAward;

/** From where each may be entered. A revoked award stays so; one that was replaced is not decided about any more. */
const FROM: Record<AwardEntryKind, readonly AwardStandingCode[]> = {
  SUSPENDED: ['VALID'],
  REINSTATED: ['SUSPENDED'],
  REVOKED: ['VALID', 'SUSPENDED'],
};

/** What becomes of awards: suspended, reinstated, revoked, issued anew. Nothing is deleted. */
@Injectable()
export class AwardChanges {
  constructor(
    private readonly reading: AwardReading,
    private readonly writing: AwardWriting,
  ) {}

  suspend(db: TenantDb, input: SuspendAwardInput): Promise<Award | Refused> {
    return this.enter(db, input, 'SUSPENDED');
  }

  reinstate(db: TenantDb, input: ReinstateAwardInput): Promise<Award | Refused> {
    return this.enter(db, input, 'REINSTATED');
  }

  revoke(db: TenantDb, input: RevokeAwardInput): Promise<Award | Refused> {
    return this.enter(db, input, 'REVOKED');
  }

  /**
   * Another certificate in place of this one, with a name corrected and a number of its own: of the same award, so it
   * keeps the day it was earned on and what was decided then. Printing one again is no reissue: nothing is entered.
   */
  async reissue(
    db: TenantDb,
    input: ReissueAwardInput,
  ): Promise<Award | AwardStandsOtherwise | NameUnchanged | OwnAward> {
    const receipt = await db.once(input, async (tx) => {
      const award = await atHand(tx, input.awardId, ['VALID'], 'reissued');
      if (isRefusal(award)) return award;
      const { recipientName, reason: reissueReason } = input;
      if (recipientName === award.recipientName)
        return refuse(
          NameUnchanged,
          'The name is the same: print the certificate again, it keeps its number.',
        );
      const issue = {
        recipientName,
        reissueReason,
        supersedesId: award.id,
        issuedOn: award.today,
        automatic: false,
      };
      return this.writing.make(tx, { ...award, ...issue });
    });
    return isRefusal(receipt) ? receipt : this.reading.byId(db, receipt.id);
  }

  private async enter(db: TenantDb, input: Decision, kind: AwardEntryKind): Promise<Award | Refused> {
    const receipt = await db.once(input, (tx) => this.enterIn(tx, input, kind));
    return isRefusal(receipt) ? receipt : this.reading.byId(db, receipt.id);
  }

  /** Within a transaction that is open, also the system's. Throws NOT_FOUND. */
  async enterIn(
    tx: Transaction,
    input: Omit<Decision, 'operationId'>,
    kind: AwardEntryKind,
  ): Promise<{ id: string } | Refused> {
    const award = await atHand(tx, input.awardId, FROM[kind], kind.toLowerCase());
    if (isRefusal(award)) return award;
    const { awardedOn, facts, today } = award;
    const from = [awardedOn, ...facts.entries.map(({ effectiveOn }) => effectiveOn)].toSorted().at(-1)!;
    const effectiveOn = input.effectiveOn ?? today;
    if (effectiveOn < from || effectiveOn > today) return dayImpossible(from, today);
    await this.writing.enter(tx, award, { kind, effectiveOn, reason: input.reason });
    return { id: award.id };
  }
}

/**
 * The award, once nobody else changes it, where it stands as it must. A specialty stands by itself here: what became of
 * its certificate does not keep anybody from deciding about it. Throws NOT_FOUND.
 */
async function atHand(
  tx: Transaction,
  id: string,
  from: readonly AwardStandingCode[],
  participle: string,
): Promise<AwardAtHand | AwardStandsOtherwise | OwnAward> {
  const [seen] = await tx.query<AwardAtHand>(awardAtHand(tx.db, id));
  if (!seen) throw notFound();
  if (seen.own) return ownAward();
  await tx.lock(awardLock(seen.enrollmentId));
  const [award] = await tx.query<AwardAtHand>(awardAtHand(tx.db, id));
  const standing = lifeStanding(award!.facts, award!.today, EVERYTHING_ON_RECORD);
  if (standing && from.includes(standing.status)) return award!;
  const { status, since } = standing ?? { status: 'VALID' as const, since: award!.awardedOn };
  const message = `It cannot be ${participle}: ${standingSentence({ status, since, byBase: false })}`;
  return refuse(AwardStandsOtherwise, message, { status, since });
}

const dayImpossible = (from: string, to: string): AwardDayImpossible =>
  refuse(AwardDayImpossible, `It may hold from a day between ${from} and ${to}, today.`, { from, to });
