import { Injectable } from '@nestjs/common';
import sql, { type Sql } from 'sql-template-tag';
import { Database } from '../../../platform/database/database.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { jobKind } from '../../../platform/jobs/job-kind.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { PersonMerges, type MergedPersons } from '../../people/person-merges.js';
import { stateAfter } from '../completions/ce-completion.rules.js';
import { hold } from '../completions/completion-changes.service.js';
import { say } from '../completions/completion-writing.js';

type Payload = { orgId: string; intoPersonId: string };

/** Asks again, in one organization, about what somebody vouched for of their own under another id. */
const REVIEW_SELF_ACCEPTED = jobKind<Payload>('ce.review.self.accepted');

const REASON =
  'Who vouched for it and who did it turned out to be one person: somebody else has to review it.';

/**
 * inv 1: two persons who turn out to be one may have accepted each other's completions. These count no more until somebody
 * else has accepted them, in every organization that keeps some, by jobs that exist only if the merge does; closed cycles stay
 * as they were decided until they are corrected.
 */
@Injectable()
export class SelfAccepted {
  constructor(
    private readonly jobs: Jobs,
    database: Database,
    merges: PersonMerges,
  ) {
    jobs.handle(REVIEW_SELF_ACCEPTED, ({ orgId, intoPersonId }) =>
      database.forOrganization(orgId).write((tx) => reviewHere(tx, intoPersonId)),
    );
    merges.isFollowedBy((tx, merged) => this.reviewEverywhere(tx, merged));
  }

  private async reviewEverywhere(tx: Transaction, { intoPersonId }: MergedPersons): Promise<void> {
    const orgs = await tx.query<{ orgId: string }>(
      sql`SELECT o AS "orgId" FROM orgs_that_keep_ce_of(${intoPersonId}) AS o`,
    );
    for (const { orgId } of orgs) await this.jobs.send(tx, REVIEW_SELF_ACCEPTED, { orgId, intoPersonId });
  }
}

async function reviewHere(tx: Transaction, personId: string): Promise<void> {
  for (const { id } of await tx.query<{ id: string }>(vouchedByOneself(tx.orgId, personId))) {
    const held = await hold(tx, id);
    if (stateAfter(held.lastKind) !== 'ACCEPTED') continue;
    await say(tx, held, { kind: 'MORE_ASKED', reason: REASON });
    const content = { completionId: id, decision: 'MORE_ASKED', reason: REASON };
    tx.append({ personId: held.personId, kind: 'ce.reviewed', content });
  }
}

/** What counts by somebody's own word alone: the last entry is theirs. In one order, so that two merges never wait for each other. */
const vouchedByOneself = (orgId: string, personId: string): Sql => sql`
  SELECT c.id FROM ce_completion c
  JOIN LATERAL (SELECT e.kind, e.recorded_by FROM ce_completion_entry e WHERE e.org_id = c.org_id AND e.completion_id = c.id
    ORDER BY e.number DESC LIMIT 1) l ON l.kind IN ('ACCEPTED', 'RECORDED')
  WHERE c.org_id = ${orgId} AND c.person_id IN (SELECT same.person_id FROM same_persons(ARRAY[${personId}]::uuid[]) same)
    AND canonical_person(l.recorded_by) = canonical_person(c.person_id)
  ORDER BY c.id`;
