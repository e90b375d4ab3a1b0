import { randomInt } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Config } from '../../../platform/config/config.js';
import { CONFIG } from '../../../platform/config/config.module.js';
import { Database } from '../../../platform/database/database.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { AwardLookup } from '../awarding/award-lookup.service.js';
import { Award } from '../awarding/award.entity.js';
import type { AwardOnSight } from '../awarding/award.js';
import { BadgeKeys } from './badge-keys.js';
import { Badge } from './badge.entity.js';
import { badgeOf, badgeUrl, type BadgeFacts } from './badge.rules.js';
import { Issuers } from './issuers.service.js';
import { freePlace, LIST_LENGTH, type StatusPlace } from './status-list.rules.js';

/** How many indexes are drawn at once: all of them are taken only where a list is close to full. */
const DRAWS = 64;

/** Badges of awards: signed when they are first asked for, and the same ever after. */
@Injectable()
export class Badges {
  constructor(
    private readonly database: Database,
    private readonly lookup: AwardLookup,
    private readonly issuers: Issuers,
    private readonly keys: BadgeKeys,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The badge of the award with that number, as signed JSON, whatever became of the award; null: there is none. */
  async byNumber(typed: string): Promise<string | null> {
    const award = await this.lookup.byNumber(typed);
    if (!award) return null;
    const db = this.database.forOrganization(award.orgId);
    return (await this.signedBefore(db, award.awardId)) ?? this.sign(db, award);
  }

  urlOf(number: string): string {
    return badgeUrl(this.config.publicUrl, number);
  }

  private async signedBefore(db: TenantDb, awardId: string): Promise<string | null> {
    const [found] = await db.read<{ document: string }>(sql`
      SELECT document FROM badge_signing WHERE org_id = ${db.orgId} AND award_id = ${awardId} AND key_id = ANY (${this.keys.ids})
      ORDER BY signed_at, key_id LIMIT 1`);
    return found?.document ?? null;
  }

  /** Signs outside of any transaction. Of two who do it at once, both get what the first one kept. */
  private async sign(db: TenantDb, award: AwardOnSight): Promise<string> {
    const { facts, place, now } = await db.write((tx) => this.prepare(tx, award));
    const credential = badgeOf(facts, this.config.publicUrl, this.issuers.did(db.orgId), place);
    const document = JSON.stringify(await this.issuers.sign(db.orgId, credential, now));
    const { awardId } = award;
    await db.write((tx) =>
      tx.query(sql`
        INSERT INTO badge_signing (org_id, award_id, key_id, document)
        VALUES (${db.orgId}, ${awardId}, ${this.keys.signing.id}, ${document}) ON CONFLICT DO NOTHING`),
    );
    return (await this.signedBefore(db, awardId)) ?? document;
  }

  private async prepare(
    tx: Transaction,
    sight: AwardOnSight,
  ): Promise<{ facts: BadgeFacts; place: StatusPlace; now: Date }> {
    const award = await tx.get(Award, { id: sight.awardId });
    const achievementId = (award.programVersionId ?? award.trackVersionId)!;
    const { recordedAt, requirements } = award;
    const facts = { ...sight, recordedAt, requirements, achievementId };
    return { facts, place: await this.place(tx, award.id), now: tx.now };
  }

  /** Where the award's status stands: drawn once. */
  private async place(tx: Transaction, awardId: string): Promise<StatusPlace> {
    await tx.lock(`badge status ${tx.orgId}`);
    const kept = await tx.findOne(Badge, { awardId });
    if (kept) return { list: kept.statusList, index: kept.statusIndex };
    const drawn = Array.from({ length: DRAWS }, () => randomInt(LIST_LENGTH));
    const taken = await tx.query<{ list: number; index: number | null }>(sql`
      SELECT last.list, b.status_index AS index
      FROM (SELECT coalesce(max(status_list), 1) AS list FROM badge WHERE org_id = ${tx.orgId}) last
      LEFT JOIN badge b ON b.org_id = ${tx.orgId} AND b.status_list = last.list AND b.status_index = ANY (${drawn})`);
    const place = freePlace(taken[0]!.list, drawn, new Set(taken.map(({ index }) => index ?? -1)));
    await tx.insert(Badge, { awardId, statusList: place.list, statusIndex: place.index });
    return place;
  }
}
