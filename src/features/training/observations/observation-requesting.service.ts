import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/transaction.js';
import { refuse, type Refusal } from '../../../platform/graphql/refusal.js';
import type { AssignmentFacts } from '../placements/assignment-facts.js';
import { isInForce } from '../placements/assignment-standing.rules.js';
import type { ObservationRequestInput } from './observation-request.input.js';
import {
  addRequests,
  requestSurroundings,
  type FoundRequest,
  type NewRequest,
} from './observation-request.queries.js';
import {
  ObservationIdTaken,
  ObservationOutsideAssignment,
  ObservedSkillNotAssigned,
} from './observation.refusals.js';

export interface PlacedRequest {
  readonly request: ObservationRequestInput;
  readonly facts: AssignmentFacts;
}

/** A request on record; `standing` is the one that is open for the skill, and null when nobody may be asked so. */
export interface Requested {
  readonly id: string;
  readonly isNew: boolean;
  readonly standing: string | null;
}

export type RequestOutcome = Requested | Refusal;

/** Takes requests, one or many of one organization in the same few statements. */
@Injectable()
export class ObservationRequesting {
  /**
   * What becomes of each, by its id. Of several for one skill that with the smallest id, the one made first, stands for
   * all, so the order in which they come does not matter.
   */
  async request(tx: Transaction, placed: readonly PlacedRequest[]): Promise<Map<string, RequestOutcome>> {
    const all = [...new Map(placed.map((each) => [each.request.requestId, each])).values()];
    if (!all.length) return new Map();
    const found = await this.found(tx, all);
    const verdicts = all.map((each) => ({
      ...each,
      verdict: verdictOf(each, found.get(each.request.requestId)!),
    }));
    const fresh = verdicts
      .filter(({ verdict }) => verdict === null)
      .map(({ request, facts }) => ({ request, facts }));
    const standing = await this.add(tx, fresh, found);
    return new Map(
      verdicts.map(({ request: { requestId }, verdict }) => [
        requestId,
        verdict ?? { id: requestId, isNew: true, standing: standing.get(requestId)! },
      ]),
    );
  }

  private async found(tx: Transaction, all: readonly PlacedRequest[]): Promise<Map<string, FoundRequest>> {
    const asked = all.map(({ request, facts }) => ({
      id: request.requestId,
      assignmentId: request.assignmentId,
      skillId: request.skillId,
      askedPersonId: request.askedPersonId ?? null,
      checklistVersionId: facts.checklistVersionId,
      personId: facts.personId,
      timeZone: facts.timeZone,
    }));
    const [, rows] = await Promise.all([
      tx.lockAll(asked.map(({ assignmentId }) => `observation requests ${assignmentId}`)),
      tx.query<FoundRequest>(requestSurroundings(tx.db, asked)),
    ]);
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Which request stands, by the id of each that was added. */
  private async add(
    tx: Transaction,
    fresh: readonly PlacedRequest[],
    found: ReadonlyMap<string, FoundRequest>,
  ): Promise<Map<string, string>> {
    const standing = new Map<string, string>();
    const added: NewRequest[] = [];
    const superseded: string[] = [];
    const bySkill = Map.groupBy(fresh, ({ request }) => `${request.assignmentId} ${request.skillId}`);
    for (const same of bySkill.values()) {
      const { openId, skillOrgId } = found.get(same[0]!.request.requestId)!;
      const ids = [...same.map(({ request }) => request.requestId), ...(openId === null ? [] : [openId])];
      const first = ids.sort()[0]!;
      if (openId !== null && openId !== first) superseded.push(openId);
      for (const { request, facts } of same) {
        const { requestId: id, assignmentId, skillId, askedPersonId = null, note = null } = request;
        const { siteOrgId, personId } = facts;
        const rest = { siteOrgId, personId, skillOrgId: skillOrgId!, askedPersonId, note };
        added.push({ id, assignmentId, skillId, ...rest, repeated: id !== first });
        standing.set(id, first);
      }
    }
    if (added.length) await tx.query(addRequests(tx.orgId, added, superseded));
    return standing;
  }
}

/** Null for a request that is to be added. */
function verdictOf({ request, facts }: PlacedRequest, found: FoundRequest): RequestOutcome | null {
  const { requestId: id } = request;
  if (found.known) {
    const { assignmentId, skillId } = found.known;
    const same = found.own && assignmentId === request.assignmentId && skillId === request.skillId;
    return same ? { id, isNew: false, standing: id } : taken();
  }
  if (!found.own || found.skillOrgId === null)
    return refuse(ObservedSkillNotAssigned, 'The skill is none of your assignment. Ask for one that is.');
  if (!isInForce(facts, found.today))
    return refuse(
      ObservationOutsideAssignment,
      'The assignment does not run today: nobody can observe you.',
      {
        assignmentStartsOn: facts.startsOn,
        assignmentEndsOn: facts.endsOn,
      },
    );
  return found.askedExists ? null : { id, isNew: false, standing: null };
}

const taken = (): ObservationIdTaken =>
  refuse(
    ObservationIdTaken,
    'Under this id another request is on record: give every request an id of its own.',
  );
