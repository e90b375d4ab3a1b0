import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { IsNull } from 'typeorm';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput, notFound } from '../../../platform/faults/fault.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../../platform/graphql/page.js';
import { isRefusal, refuse, type Refusal } from '../../../platform/graphql/refusal.js';
import { AssignmentAccess } from '../placements/assignment-access.service.js';
import { Disclosures } from '../placements/disclosures.service.js';
import { ObservationReading } from './observation-reading.service.js';
import { ObservationRequestRecord, type RequestAnswer } from './observation-request.entity.js';
import type {
  DeclineObservationRequestInput,
  RequestObservationInput,
  WithdrawObservationRequestInput,
} from './observation-request.input.js';
import { ObservationRequesting } from './observation-requesting.service.js';
import { hostedOrganizations, requestRows } from './observation-request.queries.js';
import { ObservationRequest } from './observation-request.type.js';
import { ObservationAlreadyRequested, ObservationRequestAnswered } from './observation.refusals.js';

type Answer = Promise<ObservationRequest | Refusal>;

/** Trainees ask to be observed; supervisors see it and observe, or decline. */
@Injectable()
export class ObservationRequestService {
  constructor(
    private readonly access: AssignmentAccess,
    private readonly requesting: ObservationRequesting,
    private readonly reading: ObservationReading,
    private readonly disclosures: Disclosures,
  ) {}

  async request(db: TenantDb, input: RequestObservationInput): Answer {
    const { request } = input;
    const owner = await this.access.dbOf(db, request.assignmentId);
    const receipt = await owner.once(input, async (tx) => {
      const facts = await this.access.facts(tx, request.assignmentId);
      const outcome = (await this.requesting.request(tx, [{ request, facts }])).get(request.requestId)!;
      if (isRefusal(outcome)) return outcome;
      if (outcome.standing === null) throw badInput('input.request.askedPersonId', 'is nobody you may ask');
      if (outcome.standing === outcome.id) return { id: outcome.id };
      const message = 'You have asked for this skill already: one request is open at a time.';
      return refuse(ObservationAlreadyRequested, message, { openRequestId: outcome.standing });
    });
    return isRefusal(receipt) ? receipt : this.shown(owner, receipt.id);
  }

  /** By the trainee. Throws NOT_FOUND for another's. */
  withdraw(db: TenantDb, input: WithdrawObservationRequestInput): Answer {
    return this.answer(db, input, async (tx) => {
      if (!(await isOwn(tx, input.observationRequestId))) throw notFound();
      return { answer: 'WITHDRAWN' };
    });
  }

  decline(db: TenantDb, input: DeclineObservationRequestInput): Answer {
    return this.answer(db, input, () => Promise.resolve({ answer: 'DECLINED', reason: input.reason }));
  }

  private async answer(
    db: TenantDb,
    input: { operationId: string; observationRequestId: string },
    decide: (tx: Transaction) => Promise<{ answer: RequestAnswer; reason?: string }>,
  ): Answer {
    const id = input.observationRequestId;
    const owner = await this.reading.ownerOf(db, id);
    const receipt = await owner.once(input, async (tx) => {
      const request = await tx.get(ObservationRequestRecord, { id });
      await this.access.facts(tx, request.assignmentId);
      const set = { ...(await decide(tx)), answeredAt: tx.now, answeredBy: tx.db.viewer.personId };
      if (await tx.update(ObservationRequestRecord, { id, answeredAt: IsNull() }, set)) return { id };
      const answered = (await tx.get(ObservationRequestRecord, { id })).answer!;
      return refuse(
        ObservationRequestAnswered,
        `The request was answered before: ${answered.toLowerCase()}.`,
        { answered },
      );
    });
    return isRefusal(receipt) ? receipt : this.shown(owner, receipt.id);
  }

  /**
   * Open requests the viewer may see, the oldest first: a trainee's own, a supervisor's at their sites, of the people of
   * all organizations placed there. One statement for each organization.
   */
  async open(db: TenantDb, args: PageArgs): Promise<Page<ObservationRequest>> {
    const hosts = db.viewer.can('training:read')
      ? await db.read<{ orgId: string }>(hostedOrganizations(db))
      : [];
    const owners = [db, ...hosts.map(({ orgId }) => db.hostedIn(orgId))];
    const [at, id] = decodeCursor(args.after, 2) ?? [null, null];
    const after = sql`q.answered_at IS NULL
      AND (${at}::timestamptz IS NULL OR (date_trunc('milliseconds', q.requested_at), q.id) > (${at}::timestamptz, ${id}::uuid))`;
    const found = await Promise.all(
      owners.map((owner) =>
        owner.read<ObservationRequest & { orgId: string }>(
          sql`${requestRows(owner, after)} ORDER BY date_trunc('milliseconds', q.requested_at), q.id LIMIT ${args.first + 1}`,
        ),
      ),
    );
    const rows = found
      .flat()
      .sort(byAge)
      .slice(0, args.first + 1);
    return pageOf(
      rows.map((row) => Object.assign(new ObservationRequest(), row)),
      args,
      (request) => [request.requestedAt.toISOString(), request.id],
      async () => (await Promise.all(owners.map(countOpen))).reduce((sum, count) => sum + count, 0),
    );
  }

  private async shown(owner: TenantDb, id: string): Promise<ObservationRequest> {
    const [row] = await owner.read<ObservationRequest>(requestRows(owner, sql`q.id = ${id}`));
    if (!row) throw notFound();
    return Object.assign(new ObservationRequest(), row);
  }
}

const byAge = (a: ObservationRequest, b: ObservationRequest): number =>
  a.requestedAt.getTime() - b.requestedAt.getTime() || (a.id < b.id ? -1 : 1);

async function countOpen(owner: TenantDb): Promise<number> {
  const [row] = await owner.read<{ count: number }>(
    sql`SELECT count(*)::int AS count FROM (${requestRows(owner, sql`q.answered_at IS NULL`)}) open_requests`,
  );
  return row!.count;
}

async function isOwn(tx: Transaction, requestId: string): Promise<boolean> {
  const [row] = await tx.query<{ own: boolean }>(sql`
    SELECT canonical_person(q.person_id) = canonical_person(${tx.db.viewer.personId}) AS own FROM observation_request q
    WHERE q.org_id = ${tx.orgId} AND q.id = ${requestId}`);
  return row?.own ?? false;
}
