import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { Fault } from '../../../platform/faults/fault.js';
import { isRefusal, type Refusal } from '../../../platform/graphql/refusal.js';
import { AssignmentAccess } from '../placements/assignment-access.service.js';
import type { ObservationDraft } from './observation-draft.js';
import { draftOfNoShow, draftOfObservation, draftOfSelfAssessment } from './observation-input.js';
import type {
  RecordNoShowInput,
  RecordObservationInput,
  RecordSelfAssessmentInput,
  VoidObservationInput,
} from './observation.input.js';
import { ObservationReading } from './observation-reading.service.js';
import { ObservationRecording } from './observation-recording.service.js';
import type { Observation } from './observation.type.js';
import { ObservationVoidingService } from './observation-voiding.service.js';

type Answer = Promise<Observation | Refusal>;

/** Records and voids one observation at a time, for whoever is online. */
@Injectable()
export class ObservationService {
  constructor(
    private readonly access: AssignmentAccess,
    private readonly recording: ObservationRecording,
    private readonly voiding: ObservationVoidingService,
    private readonly reading: ObservationReading,
  ) {}

  record(db: TenantDb, input: RecordObservationInput): Answer {
    return this.keep(db, input, draftOfObservation(input.observation, db.viewer.personId));
  }

  recordNoShow(db: TenantDb, input: RecordNoShowInput): Answer {
    return this.keep(db, input, draftOfNoShow(input.noShow, db.viewer.personId));
  }

  /** Of oneself alone. Throws NOT_FOUND for another's assignment. */
  recordSelfAssessment(db: TenantDb, input: RecordSelfAssessmentInput): Answer {
    return this.keep(db, input, draftOfSelfAssessment(input));
  }

  private async keep(db: TenantDb, input: { operationId: string }, draft: ObservationDraft): Answer {
    const owner = await this.access.dbOf(db, draft.assignmentId);
    const receipt = await owner.once(input, async (tx) => {
      const facts = await this.access.facts(tx, draft.assignmentId);
      const outcome = (await this.recording.record(tx, [{ draft, facts }])).get(draft.id)!;
      if (outcome instanceof Fault) throw outcome;
      return isRefusal(outcome) ? outcome : { id: outcome.id };
    });
    return isRefusal(receipt) ? receipt : this.reading.shown(owner, receipt.id);
  }

  async void(db: TenantDb, input: VoidObservationInput): Answer {
    const owner = await this.access.dbOf(db, input.voiding.assignmentId);
    const receipt = await owner.once(input, (tx) => this.voiding.voidOne(tx, input.voiding));
    return isRefusal(receipt) ? receipt : this.reading.shown(owner, receipt.id);
  }
}
