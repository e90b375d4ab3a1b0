import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { IsNull } from 'typeorm';
import { newSecretToken, secretTokenHash } from '../../../platform/access/secret-token.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput, notFound } from '../../../platform/faults/fault.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../../platform/graphql/page.js';
import { isRefusal, refuse, type Refusal } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { Organization } from '../../organizations/organization.entity.js';
import { LockoutService, type Attempt } from '../../people/lockout.service.js';
import { ruleDocument, ruleProblems } from '../supervision/asked-rule.rules.js';
import { AffiliationCode, IssuedAffiliationCode, type AffiliationAgreement } from './affiliation.js';
import { AffiliationAgreementRecord, AffiliationCodeRecord } from './affiliation.entity.js';
import type {
  CreateAffiliationCodeInput,
  RedeemAffiliationCodeInput,
  RevokeAffiliationCodeInput,
} from './affiliation.input.js';
import { codeById, codeCount, codePage } from './affiliation.queries.js';
import {
  AffiliationCodeNotOpen,
  AffiliationCodeNotValid,
  OrganizationIsNoClinic,
} from './affiliation.refusals.js';
import { AffiliationAgreements } from './affiliation-agreement.service.js';

/** How a school and a clinic learn of each other: the clinic hands out a secret, the school presents it. */
@Injectable()
export class AffiliationCodes {
  constructor(
    private readonly agreements: AffiliationAgreements,
    private readonly lockout: LockoutService,
  ) {}

  /** The clinic's own, the newest first. */
  async page(db: TenantDb, args: PageArgs): Promise<Page<AffiliationCode>> {
    const [after] = decodeCursor(args.after, 1) ?? [null];
    const rows = await db.read(codePage(db, after as string | null, args.first + 1));
    return pageOf(
      rows.map(shown),
      args,
      ({ id }) => [id],
      async () => (await db.read<{ count: number }>(codeCount(db)))[0]!.count,
    );
  }

  /** The secret is in the answer alone. */
  async create(
    db: TenantDb,
    input: CreateAffiliationCodeInput,
  ): Promise<IssuedAffiliationCode | OrganizationIsNoClinic> {
    const secret = newSecretToken();
    const made = await db.write((tx) => this.createIn(tx, input, secretTokenHash(secret)));
    if (isRefusal(made)) return made;
    return Object.assign(new IssuedAffiliationCode(), {
      affiliationCode: await this.byId(db, made.id),
      secret,
    });
  }

  /** Throws NOT_FOUND. */
  async revoke(
    db: TenantDb,
    input: RevokeAffiliationCodeInput,
  ): Promise<AffiliationCode | AffiliationCodeNotOpen> {
    const receipt = await db.once(input, async (tx) => {
      const code = await tx.get(AffiliationCodeRecord, { id: input.codeId });
      const open = { id: code.id, redeemedAt: IsNull(), revokedAt: IsNull() };
      const revoked =
        code.expiresAt > tx.now && (await tx.update(AffiliationCodeRecord, open, { revokedAt: tx.now }));
      return revoked
        ? { id: code.id }
        : refuse(AffiliationCodeNotOpen, 'This code was redeemed, expired or taken back before.');
    });
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  /** Every try is counted before it is looked at: throws TOO_MANY_REQUESTS. */
  async redeem(
    db: TenantDb,
    input: RedeemAffiliationCodeInput,
    client: string,
  ): Promise<AffiliationAgreement | Refusal> {
    const attempt: Attempt = { purpose: 'affiliation-code', email: db.viewer.orgId, client };
    await db.write((tx) => this.lockout.countIn(tx, attempt));
    const receipt = await db.once(input, (tx) => this.redeemIn(tx, input, attempt));
    return isRefusal(receipt) ? receipt : this.agreements.byId(db, receipt.id);
  }

  private async redeemIn(
    tx: Transaction,
    { secret, title, startsOn, supervisionRule, ...input }: RedeemAffiliationCodeInput,
    attempt: Attempt,
  ): Promise<{ id: string } | AffiliationCodeNotValid> {
    const endsOn = input.endsOn ?? null;
    if (endsOn !== null && endsOn < startsOn) throw badInput('input.endsOn', 'is before the first day');
    const problems = supervisionRule ? ruleProblems(supervisionRule) : [];
    if (problems.length) throw badInput('input.supervisionRule', problems.join('; '));
    const [redeemed] = await tx.query<{ siteOrgId: string | null }>(
      sql`SELECT redeem_affiliation_code(${secretTokenHash(secret)}) AS "siteOrgId"`,
    );
    if (!redeemed?.siteOrgId)
      return refuse(
        AffiliationCodeNotValid,
        'This code opens nothing: it is wrong, used, expired or taken back. Ask the clinic for a new one.',
      );
    await this.lockout.forgetIn(tx, attempt);
    const id = newId();
    await tx.insert(AffiliationAgreementRecord, {
      id,
      siteOrgId: redeemed.siteOrgId,
      title,
      startsOn,
      endsOn,
      supervisionRule: supervisionRule ? ruleDocument(supervisionRule) : null,
      createdBy: tx.db.actorId,
    });
    return { id };
  }

  private async createIn(
    tx: Transaction,
    { label, expiresInDays }: CreateAffiliationCodeInput,
    tokenHash: string,
  ): Promise<{ id: string } | OrganizationIsNoClinic> {
    const { isClinic } = await tx.get(Organization, { id: tx.orgId });
    if (!isClinic)
      return refuse(OrganizationIsNoClinic, 'This organization is no clinic: ask the clinic for its code.');
    const id = newId();
    const expiresAt = new Date(tx.now.getTime() + expiresInDays * 86_400_000);
    await tx.insert(AffiliationCodeRecord, { id, label, tokenHash, expiresAt, createdBy: tx.db.actorId });
    return { id };
  }

  private async byId(db: TenantDb, id: string): Promise<AffiliationCode> {
    const [found] = await db.read(codeById(db, id));
    if (!found) throw notFound();
    return shown(found);
  }
}

const shown = (row: object): AffiliationCode => Object.assign(new AffiliationCode(), row);
