import { Injectable } from '@nestjs/common';
import sql, { raw, type Sql } from 'sql-template-tag';
import { Database } from '../../platform/database/database.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { jobKind } from '../../platform/jobs/job-kind.js';
import { Jobs } from '../../platform/jobs/jobs.js';
import { PersonMerges, type MergedPersons } from '../people/person-merges.js';
import { CardVerification } from './cards/card-verification.service.js';
import { ClearanceVerification } from './clearances/clearance-verification.service.js';
import { CARD_TABLES, CLEARANCE_TABLES, type HeldTables } from './held.queries.js';

type Payload = { orgId: string; intoPersonId: string };

/** Takes back, in one organization, what somebody found under another id of what they hold themselves. */
const TAKE_BACK_SELF_VERIFIED = jobKind<Payload>('credentials.take.back.self.verified');

const REASON =
  'Who verified it and who holds it turned out to be one person: somebody else has to verify it.';

/**
 * inv 1: two persons who turn out to be one may have verified each other's cards and clearances. These wait for somebody else
 * from then on, in every organization that keeps some, by jobs that exist only if the merge does; what was on record before
 * stays readable.
 */
@Injectable()
export class SelfVerifiedHeld {
  constructor(
    private readonly jobs: Jobs,
    private readonly cards: CardVerification,
    private readonly clearances: ClearanceVerification,
    database: Database,
    merges: PersonMerges,
  ) {
    jobs.handle(TAKE_BACK_SELF_VERIFIED, ({ orgId, intoPersonId }) =>
      database.forOrganization(orgId).write((tx) => this.takeBackHere(tx, intoPersonId)),
    );
    merges.isFollowedBy((tx, merged) => this.takeBackEverywhere(tx, merged));
  }

  private async takeBackEverywhere(tx: Transaction, { intoPersonId }: MergedPersons): Promise<void> {
    const orgs = await tx.query<{ orgId: string }>(
      sql`SELECT o AS "orgId" FROM orgs_that_keep_credentials_of(${intoPersonId}) AS o`,
    );
    for (const { orgId } of orgs) await this.jobs.send(tx, TAKE_BACK_SELF_VERIFIED, { orgId, intoPersonId });
  }

  private async takeBackHere(tx: Transaction, personId: string): Promise<void> {
    const found = (tables: HeldTables) => tx.query<SelfFound>(foundByOneself(tx.orgId, personId, tables));
    for (const { heldId, entryId } of await found(CARD_TABLES))
      await this.cards.withdrawFindingIn(tx, { credentialId: heldId, entryId, reason: REASON });
    for (const { heldId, entryId } of await found(CLEARANCE_TABLES))
      await this.clearances.withdrawFindingIn(tx, { clearanceId: heldId, entryId, reason: REASON });
  }
}

interface SelfFound {
  readonly heldId: string;
  readonly entryId: string;
}

/** In one order, so that two merges never wait for each other; what was taken back before is left alone. */
const foundByOneself = (orgId: string, personId: string, { held, entries }: HeldTables): Sql => sql`
  SELECT h.id AS "heldId", e.id AS "entryId"
  FROM ${raw(held)} h JOIN ${raw(entries)} e ON e.org_id = h.org_id AND e.${raw(held)}_id = h.id
  WHERE h.org_id = ${orgId} AND h.person_id IN (SELECT same.person_id FROM same_persons(ARRAY[${personId}]::uuid[]) same)
    AND e.kind <> 'WITHDRAWN' AND canonical_person(e.recorded_by) = canonical_person(h.person_id)
    AND NOT EXISTS (SELECT 1 FROM ${raw(entries)} w WHERE w.org_id = e.org_id AND w.${raw(held)}_id = h.id
      AND w.kind = 'WITHDRAWN' AND (w.withdraws_id = e.id OR w.withdraws_id IS NULL))
  ORDER BY h.id, e.id`;
