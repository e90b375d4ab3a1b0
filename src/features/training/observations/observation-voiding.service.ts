import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { refuse, type Refusal } from '../../../platform/graphql/refusal.js';
import { OwnRecord } from '../../records/record.refusals.js';
import { seenAssignment } from '../placements/assignment-access.queries.js';
import { ActionPlanOpening } from './action-plan-opening.service.js';
import { ObservationVoidingRecord, type VoidingReason } from './observation.entity.js';
import { ObservationAlreadyVoided, ObservationVoidedByOthersOnly } from './observation.refusals.js';
import { ObservationVoidings, type VoidedObservation } from './observation-voidings.js';
import type { ObservationKind } from './required-observations.rules.js';

export interface VoidingDraft {
  readonly observationId: string;
  readonly assignmentId: string;
  readonly reasonCode: VoidingReason;
  readonly reason: string;
}

interface FoundObservation extends VoidedObservation {
  readonly kind: ObservationKind;
  readonly voided: boolean;
  /** Whether the viewer is the trainee, or the observer or recorder, by person. */
  readonly own: boolean;
  readonly mine: boolean;
}

/** What became of a voiding: done, refused, or nothing to void that the viewer sees. */
export type VoidingOutcome = { readonly id: string } | Refusal | null;

/** Takes observations back, one or many of one organization in the same few statements. */
@Injectable()
export class ObservationVoidingService {
  constructor(
    private readonly voidings: ObservationVoidings,
    private readonly plans: ActionPlanOpening,
  ) {}

  /** Throws NOT_FOUND. */
  async voidOne(tx: Transaction, draft: VoidingDraft): Promise<{ id: string } | Refusal> {
    const outcome = (await this.void(tx, [draft])).get(draft.observationId);
    if (!outcome) throw notFound();
    return outcome;
  }

  /** What becomes of each, by the observation's id. Of two for the same observation the first stands. */
  async void(tx: Transaction, drafts: readonly VoidingDraft[]): Promise<Map<string, VoidingOutcome>> {
    if (!drafts.length) return new Map();
    const wanted = new Map(drafts.toReversed().map((draft) => [draft.observationId, draft]));
    const found = await this.found(tx, [...wanted.keys()]);
    const outcomes = new Map<string, VoidingOutcome>();
    const voided: VoidedObservation[] = [];
    for (const { observationId, assignmentId } of wanted.values()) {
      const observation = found.get(observationId);
      const seen = observation?.assignmentId === assignmentId ? observation : null;
      const refusal = seen && refuseVoiding(tx, seen);
      if (seen && !refusal) voided.push(seen);
      outcomes.set(observationId, seen && (refusal ?? { id: observationId }));
    }
    await this.add(
      tx,
      voided,
      voided.map(({ observationId }) => wanted.get(observationId)!),
    );
    return outcomes;
  }

  private async found(tx: Transaction, ids: readonly string[]): Promise<Map<string, FoundObservation>> {
    const viewer = tx.db.viewer.personId;
    const [, rows] = await Promise.all([
      tx.lockAll(ids.map((id) => `observation ${tx.orgId} ${id}`)),
      tx.query<FoundObservation>(sql`
        SELECT o.id AS "observationId", o.assignment_id AS "assignmentId", o.person_id AS "personId", o.skill_org_id AS "skillOrgId",
          o.skill_id AS "skillId", o.skill_version_id AS "skillVersionId", o.kind,
          EXISTS (SELECT 1 FROM observation_voiding v WHERE v.org_id = o.org_id AND v.observation_id = o.id) AS voided,
          canonical_person(o.person_id) = canonical_person(${viewer}) AS own,
          canonical_person(${viewer}) IN (canonical_person(o.observed_by), canonical_person(o.recorded_by)) IS TRUE AS mine
        FROM observation o JOIN training_assignment a ON a.org_id = o.org_id AND a.id = o.assignment_id
        WHERE o.org_id = ${tx.orgId} AND o.id = ANY (${[...ids]}::uuid[]) AND ${seenAssignment(tx.db)}`),
    ]);
    return new Map(rows.map((row) => [row.observationId, row]));
  }

  private async add(
    tx: Transaction,
    voided: readonly VoidedObservation[],
    drafts: readonly VoidingDraft[],
  ): Promise<void> {
    if (!voided.length) return;
    const voidedBy = tx.db.viewer.personId;
    await tx.insert(
      ObservationVoidingRecord,
      drafts.map(({ observationId, reasonCode, reason }) => ({
        observationId,
        reasonCode,
        reason,
        voidedBy,
      })),
    );
    for (const [at, { personId, ...observation }] of voided.entries()) {
      const { reasonCode, reason } = drafts[at]!;
      tx.append({ personId, kind: 'observation.voided', content: { ...observation, reasonCode, reason } });
    }
    await this.plans.endUnneeded(tx, voided);
    await this.voidings.announce(tx, voided);
  }
}

/** By who observed or recorded it, or who manages sign-offs; nobody takes back what was seen of themselves (inv 1). */
function refuseVoiding(tx: Transaction, { voided, own, mine, kind }: FoundObservation): Refusal | null {
  if (own && kind !== 'SELF_ASSESSMENT')
    return refuse(OwnRecord, 'This is your own record: somebody else has to do it.');
  if (!mine && !tx.db.viewer.can('sign-off:manage'))
    return refuse(
      ObservationVoidedByOthersOnly,
      'Whoever observed or recorded it may void it, or somebody who manages sign-offs. Ask one of them.',
    );
  return voided ? refuse(ObservationAlreadyVoided, 'This observation was voided before.') : null;
}
