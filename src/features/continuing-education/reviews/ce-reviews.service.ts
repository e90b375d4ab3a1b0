import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput } from '../../../platform/faults/fault.js';
import type { Page, PageArgs } from '../../../platform/graphql/page.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { type CeCompletionNotOpen, OwnCeCompletion } from '../completions/ce-completion.refusals.js';
import { CeCompletions } from '../completions/ce-completion.service.js';
import type { CeCompletion } from '../completions/ce-completion.type.js';
import { hold, notOpen } from '../completions/completion-changes.service.js';
import { say } from '../completions/completion-writing.js';
import type { ReviewCeCompletionInput } from './ce-review.input.js';

type Receipt = { id: string };
type ReviewRefusal = CeCompletionNotOpen | OwnCeCompletion;

/** Somebody else looks at what a person claims before it counts (inv 1). */
@Injectable()
export class CeReviews {
  constructor(private readonly completions: CeCompletions) {}

  /** What waits, the longest first; never the viewer's own. */
  queue(db: TenantDb, args: PageArgs): Promise<Page<CeCompletion>> {
    return this.completions.waiting(db, args);
  }

  /** Throws NOT_FOUND, and BAD_USER_INPUT for a "no" without a reason. */
  async review(db: TenantDb, input: ReviewCeCompletionInput): Promise<CeCompletion | ReviewRefusal> {
    db.viewer.mustActInPerson();
    if (input.decision !== 'ACCEPTED' && !input.reason)
      throw badInput('input.reason', 'say why, so that the person knows what would help');
    const receipt = await db.once<Receipt | ReviewRefusal>(input, (tx) => this.reviewIn(tx, input));
    return isRefusal(receipt) ? receipt : this.completions.byId(db, receipt.id);
  }

  /** Within a transaction that is already open. */
  async reviewIn(
    tx: Transaction,
    { ceCompletionId, decision, reason = null }: Omit<ReviewCeCompletionInput, 'operationId'>,
  ): Promise<Receipt | ReviewRefusal> {
    const held = await hold(tx, ceCompletionId);
    if (held.own) return refuse(OwnCeCompletion, 'This is your own: somebody else has to review it.');
    if (held.lastKind !== 'SUBMITTED') return notOpen(held);
    await say(tx, held, { kind: decision, reason });
    const content = { completionId: held.id, decision, reason };
    tx.append({ personId: held.personId, kind: 'ce.reviewed', content });
    return { id: held.id };
  }
}
