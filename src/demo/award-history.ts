import { AwardChanges } from '../features/awards/awarding/award-changes.service.js';
import { AwardPolicies } from '../features/awards/awarding/award-policy.service.js';
import { Awarding } from '../features/awards/awarding/awarding.service.js';
import { CardVerification } from '../features/credentials/cards/card-verification.service.js';
import type { Transaction } from '../platform/database/transaction.js';
import { done } from './papers.js';
import { GRADUATES } from './people.js';
import type { PlacementHistory } from './placement-history.js';
import type { SchoolHistory } from './school-history.js';
import type { Doer, Tellings } from './tellings.js';
import type { Services } from './training-history.js';

const DAY = 86_400_000;
const MINUTE = 60_000;

/** What those get who have everything: awarded by the records office, by policy, and one of them revoked since. */
export class AwardHistory {
  constructor(
    private readonly tellings: Tellings,
    private readonly service: Services,
    private readonly school: SchoolHistory,
    private readonly placements: PlacementHistory,
    private readonly now: Date,
  ) {}

  async tell(): Promise<void> {
    const { admin, records } = this.school;
    await this.award(records, this.daysAgo(9), GRADUATES.byRecords);
    const taken = await this.award(records, this.daysAgo(9), GRADUATES.revoked);
    await this.tellings.at(this.daysAgo(8), admin, (tx) => this.awardByPolicy(tx));
    const next = new Date(this.daysAgo(8).getTime() + 10 * MINUTE);
    await this.award({ orgId: this.school.orgId }, next, GRADUATES.byPolicy);
    await this.tellings.at(this.daysAgo(2), records, (tx) => this.revoke(tx, taken));
  }

  /** As the product decides it from records; without a viewer it is the policy that awards. */
  private award(doer: Doer, at: Date, place: number): Promise<string> {
    const { enrollmentId } = this.school.trainees[0]![place]!;
    return this.tellings.at(at, doer, async (tx) => {
      const aim = { enrollmentId, trackId: null, automatic: tx.db.actorId === null };
      return done('a certificate', await this.service(Awarding).awardIn(tx, aim)).id;
    });
  }

  private async awardByPolicy(tx: Transaction): Promise<void> {
    const { programId } = this.school.published;
    const policy = { programId, automatic: true, blockingHolds: ['FINANCIAL', 'DISCIPLINARY'] as const };
    done(
      'a policy of awards',
      await this.service(AwardPolicies).setIn(tx, { ...policy, blockingHolds: [...policy.blockingHolds] }),
    );
  }

  private async revoke(tx: Transaction, awardId: string): Promise<void> {
    const { personId } = this.school.trainees[0]![GRADUATES.revoked]!;
    const credentialId = this.placements.cards.get(personId)!;
    const reason = 'Its issuer says that the card was forged.';
    done('a withdrawal', await this.service(CardVerification).withdrawIn(tx, { credentialId, reason }));
    done(
      'a revocation',
      await this.service(AwardChanges).enterIn(
        tx,
        { awardId, reason: 'The card of basic life support behind it was forged.' },
        'REVOKED',
      ),
    );
  }

  private daysAgo(days: number): Date {
    return new Date(this.now.getTime() - days * DAY);
  }
}
