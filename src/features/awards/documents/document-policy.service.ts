import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { unprintableLetters } from './certificate-pdf.js';
import { DocumentPolicyRecord } from './document.entity.js';
import type { SetDocumentPolicyInput } from './document.input.js';
import { LettersNotPrintable } from './document.refusals.js';
import { DocumentPolicy } from './document.type.js';

/** How documents look and who gets them: decisions, of which the last holds. */
@Injectable()
export class DocumentPolicies {
  current(db: TenantDb): Promise<DocumentPolicy> {
    return db.load((tx) => this.inForce(tx));
  }

  /** The last one that was decided; letter paper, whoever awards and no hold before the first. */
  async inForce(tx: Transaction): Promise<DocumentPolicy> {
    const [last] = await tx.find(DocumentPolicyRecord, {
      where: {},
      order: { decidedAt: 'DESC', id: 'DESC' },
      take: 1,
    });
    return Object.assign(new DocumentPolicy(), {
      pageSize: last?.pageSize ?? 'LETTER',
      signatories: [...(last?.signatories ?? [])],
      transcriptHolds: [...(last?.transcriptHolds ?? [])],
      decidedAt: last?.decidedAt ?? null,
    });
  }

  async set(db: TenantDb, input: SetDocumentPolicyInput): Promise<DocumentPolicy | LettersNotPrintable> {
    const printed = input.signatories.map(({ name, title }) => `${name} ${title ?? ''}`);
    const letters = await unprintableLetters(printed.join(' '));
    if (letters.length)
      return refuse(
        LettersNotPrintable,
        `No font here has ${letters.join(' ')}. Write it in other letters.`,
        { letters },
      );
    await db.once(input, (tx) => this.decide(tx, input));
    return this.current(db);
  }

  private async decide(
    tx: Transaction,
    { pageSize, signatories, transcriptHolds }: SetDocumentPolicyInput,
  ): Promise<{ id: string }> {
    const id = newId();
    await tx.insert(DocumentPolicyRecord, {
      id,
      pageSize,
      signatories: signatories.map(({ name, title = null }) => ({ name, title })),
      transcriptHolds,
      decidedBy: tx.db.actorId,
      decidedAt: tx.now,
    });
    return { id };
  }
}
