import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/transaction.js';
import { newId } from '../../../platform/ids/ids.js';
import { ChecklistCompletion } from '../completion/checklist-completion.service.js';
import { insertEntries, type EntryRow } from './sign-off.queries.js';
import type { SignOffEntryKind } from './skill-status.rules.js';

/** Something to be added to a sign-off. */
export interface NewSignOffEntry {
  readonly signOff: { readonly id: string; readonly personId: string };
  readonly kind: SignOffEntryKind;
  readonly effectiveFrom: string;
  readonly reasonCode?: string | null;
  readonly note?: string | null;
  readonly causeId?: string | null;
  readonly signature?: object | null;
}

const LEDGER_KINDS: Record<SignOffEntryKind, string> = {
  APPROVED: 'sign-off.approved',
  APPROVAL_REFUSED: 'sign-off.approval-refused',
  ACKNOWLEDGED: 'sign-off.acknowledged',
  ACKNOWLEDGEMENT_REFUSED: 'sign-off.acknowledgement-refused',
  REVOKED: 'sign-off.revoked',
  SUSPENDED: 'sign-off.suspended',
  REINSTATED: 'sign-off.reinstated',
  CORRECTED: 'sign-off.corrected',
  REVIEW_OPENED: 'sign-off.review-opened',
  REVIEW_UPHELD: 'sign-off.upheld',
};

/** Adds to sign-offs, each time with its entry in the trainee's ledger. */
@Injectable()
export class SignOffWriting {
  constructor(private readonly completion: ChecklistCompletion) {}

  /** Has the checklists of these assignments decided anew, in the same transaction. */
  decide(tx: Transaction, assignmentIds: readonly string[]): Promise<void> {
    return this.completion.decide(tx, [...new Set(assignmentIds)]);
  }

  async add(tx: Transaction, entries: readonly NewSignOffEntry[]): Promise<void> {
    if (entries.length === 0) return;
    const rows = entries.map(rowOf);
    await tx.query(insertEntries(tx.orgId, rows, tx.db.actorId));
    for (const [turn, { kind, ...entry }] of rows.entries())
      tx.append({
        personId: entries[turn]!.signOff.personId,
        kind: LEDGER_KINDS[kind as SignOffEntryKind],
        content: { ...entry, recordedAt: tx.now },
      });
  }
}

const rowOf = (entry: NewSignOffEntry): EntryRow => ({
  id: newId(),
  signOffId: entry.signOff.id,
  kind: entry.kind,
  effectiveFrom: entry.effectiveFrom,
  reasonCode: entry.reasonCode ?? null,
  note: entry.note ?? null,
  causeId: entry.causeId ?? null,
  signature: entry.signature ?? null,
});
