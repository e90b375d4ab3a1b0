import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { contentHash } from '../../../platform/ids/canonical-json.js';
import { SigningTickets } from '../signing/signing-tickets.js';
import { SigningTicketInvalid } from '../signing/signing.refusals.js';
import type { Eligible } from '../supervision/eligibility.js';
import { ValidatorEligibility } from '../supervision/validator-eligibility.service.js';
import { SignOffEntryService } from './sign-off-entry.service.js';
import { SignOffReading } from './sign-off-reading.service.js';
import type { SignOffSubject } from './sign-off-subject.queries.js';
import type { ApproveSignOffInput, RefuseApprovalInput } from './sign-off.input.js';
import { MayNotApprove, OwnSignOff, type SignOffEntryNotPossible } from './sign-off.refusals.js';
import { ApprovalPreview, type SignOff } from './sign-off.type.js';

/** The final approval by a second person (inv 23): authorized to give it, eligible there today, and not who signed. */
@Injectable()
export class SignOffApprovals {
  constructor(
    private readonly entries: SignOffEntryService,
    private readonly reading: SignOffReading,
    private readonly eligibility: ValidatorEligibility,
    private readonly tickets: SigningTickets,
  ) {}

  /** Throws NOT_FOUND. */
  async preview(db: TenantDb, id: string): Promise<ApprovalPreview> {
    const signOff = await this.reading.byId(db, id);
    return Object.assign(new ApprovalPreview(), { signOff, payloadHash: approvalHash(signOff) });
  }

  approve(
    db: TenantDb,
    input: ApproveSignOffInput,
  ): Promise<SignOff | OwnSignOff | MayNotApprove | SigningTicketInvalid | SignOffEntryNotPossible> {
    return this.entries.changed<OwnSignOff | MayNotApprove | SigningTicketInvalid | SignOffEntryNotPossible>(
      db,
      input,
      async (tx, subject) => {
        const approver = await this.approverOf(tx, subject);
        if (isRefusal(approver)) return approver;
        const payloadHash = approvalHash(subject);
        const proof = await this.tickets.use(tx, { token: input.ticket, purpose: 'APPROVE', payloadHash });
        if (isRefusal(proof)) return proof;
        const { printedName, license, rule } = approver;
        const signature = { ...proof, printedName, license, rule, payloadHash };
        return this.entries.addTo(tx, subject, 'APPROVED', {}, { signature });
      },
    );
  }

  async refuse(
    db: TenantDb,
    input: RefuseApprovalInput,
  ): Promise<SignOff | OwnSignOff | MayNotApprove | SignOffEntryNotPossible> {
    db.viewer.mustActInPerson();
    return this.entries.changed<OwnSignOff | MayNotApprove | SignOffEntryNotPossible>(
      db,
      input,
      async (tx, subject) => {
        const approver = await this.approverOf(tx, subject);
        if (isRefusal(approver)) return approver;
        return this.entries.addTo(tx, subject, 'APPROVAL_REFUSED', { note: input.note });
      },
    );
  }

  private async approverOf(
    tx: Transaction,
    subject: SignOffSubject,
  ): Promise<Eligible | OwnSignOff | MayNotApprove> {
    if (subject.isSigner)
      return refuse(OwnSignOff, 'You signed this yourself: the final approval takes somebody else.');
    const { siteOrgId, siteId, jurisdiction, setting, agreementId, taskCode, patientContact, skillCode } =
      subject;
    const [answer] = await this.eligibility.of(tx, [
      {
        key: subject.id,
        validatorPersonId: tx.db.viewer.personId,
        traineePersonId: subject.personId,
        ownerOrgId: subject.orgId,
        on: subject.today,
        ...{ siteOrgId, siteId, jurisdiction, setting, agreementId, taskCode, patientContact, skillCode },
      },
    ]);
    if (!answer!.eligible) return refuse(MayNotApprove, answer!.message, { reason: answer!.reason });
    if (answer!.mayApprove) return answer!;
    return refuse(MayNotApprove, 'You may validate here, but not give the final approval.', {
      reason: 'NOT_AUTHORIZED_TO_APPROVE',
    });
  }
}

/** What an approval signs: this sign-off with this content. */
const approvalHash = ({ id, contentHash: content }: { id: string; contentHash: string }): string =>
  contentHash({ form: 'preceptor-approval-1', signOff: id, contentHash: content, decision: 'APPROVED' });
