import { Inject, Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import type { Config } from '../../../platform/config/config.js';
import { CONFIG } from '../../../platform/config/config.module.js';
import { Database } from '../../../platform/database/database.js';
import { awardStanding } from '../awarding/award-standing.rules.js';
import type { AwardFacts } from '../awarding/award.js';
import { BadgeKeys } from './badge-keys.js';
import { Issuers } from './issuers.service.js';
import {
  isSet,
  LIST_LENGTH,
  mustBeSignedAnew,
  statusListCredential,
  statusListUrl,
  type StatusPurpose,
} from './status-list.rules.js';

interface Signed {
  encoded: string;
  keyId: string;
  at: Date;
  document: object;
}

/** How many signed lists a process keeps at hand. */
const KEPT = 200;

/**
 * Which badges must not be accepted, as signed lists of bits. Nothing of them is stored: each answer is made out from what
 * is on record about the awards, and signed again only where it differs from the one before or has grown old.
 */
@Injectable()
export class StatusLists {
  private readonly kept = new Map<string, Signed>();

  constructor(
    private readonly database: Database,
    private readonly issuers: Issuers,
    private readonly keys: BadgeKeys,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The list as it is at this moment, or null where that organization has issued no badge that stands in it. */
  async current(orgId: string, purpose: StatusPurpose, list: number): Promise<object | null> {
    const db = this.database.forOrganization(orgId);
    const [[known], doubtful] = await db.readAll<[Known, Doubtful]>([
      sql`SELECT app_now() AS now FROM badge WHERE org_id = ${orgId} AND status_list = ${list} LIMIT 1`,
      doubtfulAwards(orgId, list),
    ]);
    if (!known) return null;
    const set = doubtful
      .filter(({ facts, today }) => isSet(purpose, awardStanding(facts, today, known.now)?.status ?? null))
      .map(({ index }) => index);
    const url = statusListUrl(this.config.publicUrl, orgId, purpose, list);
    return this.signed(orgId, url, purpose, await encoded(set), known.now);
  }

  private async signed(
    orgId: string,
    url: string,
    purpose: StatusPurpose,
    bits: string,
    now: Date,
  ): Promise<object> {
    const before = this.kept.get(url);
    const keyId = this.keys.signing.id;
    if (before?.encoded === bits && before.keyId === keyId && !mustBeSignedAnew(before.at, now))
      return before.document;
    const credential = statusListCredential(url, this.issuers.did(orgId), purpose, bits, now);
    const document = await this.issuers.sign(orgId, credential, now);
    this.kept.delete(url);
    this.kept.set(url, { encoded: bits, keyId, at: now, document });
    if (this.kept.size > KEPT) this.kept.delete(this.kept.keys().next().value!);
    return document;
  }
}

interface Known {
  now: Date;
}

interface Doubtful {
  index: number;
  facts: AwardFacts;
  today: string;
}

/**
 * Badges of a list whose award anything was recorded about, or the certificate it rests on: all others are valid. Costs as
 * much as there were such records, not badges.
 */
const doubtfulAwards = (orgId: string, list: number): Sql => sql`
  WITH changed AS (
    SELECT award_id AS id FROM award_entry WHERE org_id = ${orgId}
    UNION SELECT supersedes_id FROM award WHERE org_id = ${orgId} AND supersedes_id IS NOT NULL),
  doubtful AS (
    SELECT id FROM changed
    UNION SELECT s.id FROM changed c
    JOIN award p ON p.org_id = ${orgId} AND p.id = c.id AND p.kind = 'PROGRAM'
    JOIN award s ON s.org_id = ${orgId} AND s.enrollment_id = p.enrollment_id AND s.kind = 'SPECIALTY')
  SELECT b.status_index AS index, award_facts(a.org_id, a.id) AS facts, (app_now() AT TIME ZONE a.time_zone)::date::text AS today
  FROM doubtful d
  JOIN badge b ON b.org_id = ${orgId} AND b.award_id = d.id AND b.status_list = ${list}
  JOIN award a ON a.org_id = ${orgId} AND a.id = d.id`;

async function encoded(indexes: readonly number[]): Promise<string> {
  const { createList } = await import('@digitalbazaar/vc-bitstring-status-list');
  const bits = await createList({ length: LIST_LENGTH });
  indexes.forEach((index) => bits.setStatus(index, true));
  return bits.encode();
}
