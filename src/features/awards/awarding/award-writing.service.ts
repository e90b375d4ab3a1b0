import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/transaction.js';
import { newId } from '../../../platform/ids/ids.js';
import type { AwardEntryKind } from './award.js';
import { awardContent, type AwardContent, awardHash } from './award-content.rules.js';
import { Award, AwardEntry, AwardNumberRecord } from './award.entity.js';
import { awardNumber, NUMBER_DRAWS, NUMBER_RADIX } from './award-number.rules.js';

/** A certificate before it has an id, a number and an organization. */
export type NewAward = Omit<AwardContent, 'orgId' | 'id' | 'number' | 'awardedBy'>;

const LEDGER_KIND: Record<AwardEntryKind, string> = {
  SUSPENDED: 'award.suspended',
  REINSTATED: 'award.reinstated',
  REVOKED: 'award.revoked',
};

/** Puts awards, and what becomes of them, on record and into the person's ledger. The caller has decided. */
@Injectable()
export class AwardWriting {
  async make(tx: Transaction, draft: NewAward): Promise<{ id: string }> {
    const [id, number] = [
      newId(),
      awardNumber(Array.from({ length: NUMBER_DRAWS }, () => randomInt(NUMBER_RADIX))),
    ];
    const content = awardContent({ ...draft, orgId: tx.orgId, id, number, awardedBy: tx.db.actorId });
    const hash = awardHash(content);
    await tx.insert(AwardNumberRecord, { number, awardId: id });
    await tx.insert(Award, { ...content, requirements: [...content.requirements], contentHash: hash });
    tx.append({ personId: draft.personId, kind: 'award.made', content: { ...content, contentHash: hash } });
    return { id };
  }

  async enter(
    tx: Transaction,
    { id: awardId, personId, number }: Pick<Award, 'id' | 'personId' | 'number'>,
    entry: Pick<AwardEntry, 'kind' | 'effectiveOn' | 'reason'>,
  ): Promise<void> {
    const id = newId();
    await tx.insert(AwardEntry, { id, awardId, ...entry, recordedBy: tx.db.actorId });
    const { kind, effectiveOn, reason } = entry;
    tx.append({
      personId,
      kind: LEDGER_KIND[kind],
      content: { awardId, number, entryId: id, effectiveOn, reason },
    });
  }
}
