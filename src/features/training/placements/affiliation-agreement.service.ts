import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { Database } from '../../../platform/database/database.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { decodeCursor, pageOf, type Page } from '../../../platform/graphql/page.js';
import { isRefusal, refuse, type Refusal } from '../../../platform/graphql/refusal.js';
import { jobKind } from '../../../platform/jobs/job-kind.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { AffiliationAgreement } from './affiliation.js';
import type { AffiliationAgreementsArgs, EndAffiliationAgreementInput } from './affiliation.input.js';
import {
  agreementById,
  agreementCount,
  agreementPage,
  isLongOver,
  outliving,
  type OutlivingAssignment,
} from './affiliation.queries.js';
import { AgreementEnded, AgreementEndInPast } from './affiliation.refusals.js';
import { AssignmentRecords } from './assignment-record.service.js';

/** Ends the placements that outlive an agreement which one of the two ended: the records are the school's. */
export const END_PLACEMENTS = jobKind<{ schoolOrgId: string; agreementId: string }>(
  'training.end-placements',
);

/** What a school and a clinic agreed on. */
@Injectable()
export class AffiliationAgreements {
  constructor(
    private readonly jobs: Jobs,
    private readonly records: AssignmentRecords,
    database: Database,
  ) {
    jobs.handle(END_PLACEMENTS, ({ schoolOrgId, agreementId }) =>
      database.forOrganization(schoolOrgId).write((tx) => this.endPlacementsIn(tx, agreementId)),
    );
  }

  /** Of either side, the newest first. */
  async page(db: TenantDb, args: AffiliationAgreementsArgs): Promise<Page<AffiliationAgreement>> {
    const [after] = decodeCursor(args.after, 1) ?? [null];
    const states = args.states ?? null;
    const rows = await db.read(agreementPage(db, states, after as string | null, args.first + 1));
    return pageOf(
      rows.map(shown),
      args,
      ({ id }) => [id],
      async () => (await db.read<{ count: number }>(agreementCount(db, states)))[0]!.count,
    );
  }

  /** Throws NOT_FOUND. */
  async byId(db: TenantDb, id: string): Promise<AffiliationAgreement> {
    const [found] = await db.read(agreementById(db, id));
    if (!found) throw notFound();
    return shown(found);
  }

  /** By either side; placements that would outlive it end with it. Throws NOT_FOUND. */
  async end(db: TenantDb, input: EndAffiliationAgreementInput): Promise<AffiliationAgreement | Refusal> {
    const receipt = await db.once(input, (tx) => this.endIn(tx, input));
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  private async endIn(
    tx: Transaction,
    { agreementId, endsOn, reason }: EndAffiliationAgreementInput,
  ): Promise<{ id: string } | Refusal> {
    await tx.lock(`agreement ${agreementId}`);
    const [found] = await tx.query(agreementById(tx.db, agreementId));
    if (!found) throw notFound();
    const agreement = shown(found);
    const ended = agreement.endReason !== null || (agreement.endsOn !== null && agreement.endsOn <= endsOn);
    if (ended) return refuse(AgreementEnded, 'This agreement has ended, or ends by then anyway.');
    const [{ over }] = (await tx.query<{ over: boolean }>(isLongOver(endsOn))) as [{ over: boolean }];
    if (over)
      return refuse(
        AgreementEndInPast,
        'That day is over. Give today or a later day; yesterday ends it at once.',
      );
    await tx.query(sql`
      INSERT INTO affiliation_ending (org_id, agreement_id, site_org_id, ends_on, reason, ended_by, ended_by_org_id)
      VALUES (${agreement.orgId}, ${agreementId}, ${agreement.siteOrgId}, ${endsOn}, ${reason}, ${tx.db.actorId}, ${tx.orgId})`);
    await this.jobs.send(tx, END_PLACEMENTS, { schoolOrgId: agreement.orgId, agreementId });
    return { id: agreementId };
  }

  /** Doing it again finds nothing more to end. */
  private async endPlacementsIn(tx: Transaction, agreementId: string): Promise<void> {
    for (const placement of await tx.query<OutlivingAssignment>(outliving(tx.db, agreementId))) {
      await tx.lock(`assignment ${placement.id}`);
      const reason = `The agreement ended: ${placement.reason}`;
      await this.records.addIn(
        tx,
        placement,
        placement.neverBegins
          ? { kind: 'CANCELLED', reason }
          : { kind: 'ENDED', endsOn: placement.lastDay, reason },
      );
    }
  }
}

const shown = (row: object): AffiliationAgreement => Object.assign(new AffiliationAgreement(), row);
