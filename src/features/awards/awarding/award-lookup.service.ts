import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { Database } from '../../../platform/database/database.js';
import type { AwardFacts, AwardOnSight } from './award.js';
import { awardNumberFrom } from './award-number.rules.js';
import { awardStanding } from './award-standing.rules.js';

type Found = Omit<AwardOnSight, 'standing'> & { facts: AwardFacts; today: string; now: Date };

/** What a stranger who holds a certificate's number may see of it. */
@Injectable()
export class AwardLookup {
  constructor(private readonly database: Database) {}

  /** Null for what is no number and for a number nobody was given: the two are not told apart. One statement. */
  async byNumber(typed: string): Promise<AwardOnSight | null> {
    const number = awardNumberFrom(typed);
    if (!number) return null;
    const [found] = await this.database.forVisitor().read<Found>(awardByNumber(number));
    if (!found) return null;
    const { facts, today, now, ...sight } = found;
    const standing = awardStanding(facts, today, now);
    return standing && { ...sight, standing };
  }
}

const awardByNumber = (number: string) => sql`
  SELECT org_id AS "orgId", award_id AS "awardId", number, kind, title, recipient_name AS "recipientName", issuer,
    awarded_on::text AS "awardedOn", issued_on::text AS "issuedOn", time_zone AS "timeZone", facts,
    (app_now() AT TIME ZONE time_zone)::date::text AS today, app_now() AS now
  FROM award_by_number(${number})`;
