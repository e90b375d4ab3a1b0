import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { Fault, forbidden, notFound } from '../../../platform/faults/fault.js';
import { isRefusal } from '../../../platform/graphql/refusal.js';
import { canonicalJson } from '../../../platform/ids/canonical-json.js';
import { assignmentFacts, ownersOf } from '../placements/assignment-access.queries.js';
import type { AssignmentFacts } from '../placements/assignment-access.service.js';
import type { ObservationDraft } from './observation-draft.js';
import { draftOfNoShow, draftOfObservation } from './observation-input.js';
import { ObservationRecording } from './observation-recording.service.js';
import type { ObservationRequestInput } from './observation-request.input.js';
import { ObservationRequesting } from './observation-requesting.service.js';
import type { ObservationSyncOperationInput, SyncObservationsInput } from './observation-sync.input.js';
import {
  ALREADY_APPLIED,
  NOTHING_TO_VOID_YET,
  verdictOf,
  type SyncVerdict,
} from './observation-sync.rules.js';
import { ObservationSync, SyncedObservationOperation } from './observation-sync.type.js';
import { ObservationVoidingService, type VoidingDraft } from './observation-voiding.service.js';

/** One operation of a device, read; `at` is its place in the batch. */
interface Operation {
  readonly at: number;
  readonly id: string;
  readonly assignmentId: string;
  readonly draft?: ObservationDraft;
  readonly voiding?: VoidingDraft;
  readonly request?: ObservationRequestInput;
}

type Verdicts = Map<number, SyncVerdict>;

/**
 * Takes what devices did while they were not online: each operation once, by its own id, in whatever order and batches it
 * comes. One transaction for each organization, of statements that do not grow with the batch.
 */
@Injectable()
export class ObservationSyncService {
  constructor(
    private readonly recording: ObservationRecording,
    private readonly voiding: ObservationVoidingService,
    private readonly requesting: ObservationRequesting,
  ) {}

  async sync(db: TenantDb, input: SyncObservationsInput): Promise<ObservationSync> {
    const all = input.operations.map((operation, at) => read(operation, at, db.viewer.personId));
    const verdicts: Verdicts = new Map();
    for (const [owner, operations] of await this.byOwner(db, all))
      for (const [at, verdict] of await this.applied(owner, operations)) verdicts.set(at, verdict);
    return Object.assign(new ObservationSync(), {
      operations: all.map(({ at, id }) =>
        Object.assign(new SyncedObservationOperation(), { id }, verdicts.get(at) ?? verdictOf(notFound())),
      ),
    });
  }

  /** Operations by the handle to the records they are about; those of assignments nobody here knows are left out. */
  private async byOwner(db: TenantDb, all: readonly Operation[]): Promise<[TenantDb, Operation[]][]> {
    const assignmentIds = [...new Set(all.map(({ assignmentId }) => assignmentId))];
    const found = await db.read<{ orgId: string; id: string }>(ownersOf(db, assignmentIds));
    const ownerOf = new Map(found.map(({ orgId, id }) => [id, orgId]));
    const known = all.filter(({ assignmentId }) => ownerOf.has(assignmentId));
    const groups = Map.groupBy(known, ({ assignmentId }) => ownerOf.get(assignmentId)!);
    return [...groups].map(([orgId, operations]) => [db.hostedIn(orgId), operations]);
  }

  /** None when the last placement there ended meanwhile. */
  private async applied(owner: TenantDb, operations: readonly Operation[]): Promise<Verdicts> {
    try {
      return await owner.write((tx) => this.apply(tx, operations));
    } catch (error) {
      if (error instanceof Fault && error.code === 'NOT_FOUND') return new Map();
      throw error;
    }
  }

  /** Requests first, so that an observation answers them; voidings last, so that they find their observations. */
  private async apply(tx: Transaction, operations: readonly Operation[]): Promise<Verdicts> {
    const assignmentIds = [...new Set(operations.map(({ assignmentId }) => assignmentId))];
    const rows = await tx.query<AssignmentFacts>(assignmentFacts(tx.db, assignmentIds));
    const factsOf = new Map(rows.map((facts) => [facts.id, facts]));
    const verdicts: Verdicts = new Map();
    const open = operations.filter((operation) => {
      const refused = refuseUnseen(tx, operation, factsOf);
      if (refused) verdicts.set(operation.at, refused);
      return !refused;
    });
    await this.takeRequests(tx, open, factsOf, verdicts);
    await this.takeDrafts(tx, open, factsOf, verdicts);
    await this.takeVoidings(tx, open, verdicts);
    return verdicts;
  }

  private async takeRequests(
    tx: Transaction,
    operations: readonly Operation[],
    factsOf: ReadonlyMap<string, AssignmentFacts>,
    verdicts: Verdicts,
  ): Promise<void> {
    const requests = operations.filter(({ request }) => request);
    const placed = requests.map(({ request, assignmentId }) => ({
      request: request!,
      facts: factsOf.get(assignmentId)!,
    }));
    const outcomes = await this.requesting.request(tx, placed);
    settle(requests, verdicts, ({ id }) => {
      const outcome = outcomes.get(id)!;
      const nobody = !isRefusal(outcome) && outcome.standing === null;
      return verdictOf(nobody ? notFound() : outcome);
    });
  }

  private async takeDrafts(
    tx: Transaction,
    operations: readonly Operation[],
    factsOf: ReadonlyMap<string, AssignmentFacts>,
    verdicts: Verdicts,
  ): Promise<void> {
    const drafts = operations.filter(({ draft }) => draft);
    const placed = firstOfEach(drafts).map(({ draft, assignmentId }) => ({
      draft: draft!,
      facts: factsOf.get(assignmentId)!,
    }));
    const outcomes = await this.recording.record(tx, placed);
    settle(drafts, verdicts, ({ id }) => verdictOf(outcomes.get(id)!));
  }

  private async takeVoidings(
    tx: Transaction,
    operations: readonly Operation[],
    verdicts: Verdicts,
  ): Promise<void> {
    const voidings = operations.filter(({ voiding }) => voiding);
    const outcomes = await this.voiding.void(
      tx,
      voidings.map(({ voiding }) => voiding!),
    );
    settle(voidings, verdicts, ({ id }) => {
      const outcome = outcomes.get(id);
      if (!outcome) return NOTHING_TO_VOID_YET;
      return verdictOf(isRefusal(outcome) ? outcome : { isNew: true });
    });
  }
}

function read(input: ObservationSyncOperationInput, at: number, viewerId: string): Operation {
  const { observation, noShow, voiding, request } = input;
  if (request) return { at, id: request.requestId, assignmentId: request.assignmentId, request };
  if (voiding) return { at, id: voiding.observationId, assignmentId: voiding.assignmentId, voiding };
  const draft = observation ? draftOfObservation(observation, viewerId) : draftOfNoShow(noShow!, viewerId);
  return { at, id: draft.id, assignmentId: draft.assignmentId, draft };
}

function refuseUnseen(
  tx: Transaction,
  { assignmentId, request }: Operation,
  factsOf: ReadonlyMap<string, AssignmentFacts>,
): SyncVerdict | null {
  if (!factsOf.has(assignmentId)) return verdictOf(notFound());
  return request || tx.db.viewer.can('observation:write') ? null : verdictOf(forbidden());
}

const firstOfEach = (operations: readonly Operation[]): Operation[] => [
  ...new Map(operations.toReversed().map((operation) => [operation.id, operation])).values(),
];

/** The first operation under an id gets its verdict; the same once more was applied before, and another one is refused. */
function settle(
  operations: readonly Operation[],
  verdicts: Verdicts,
  verdictFor: (operation: Operation) => SyncVerdict,
): void {
  for (const same of Map.groupBy(operations, ({ id }) => id).values()) {
    const [first, ...again] = same;
    const verdict = verdictFor(first!);
    verdicts.set(first!.at, verdict);
    const content = contentOf(first!);
    for (const other of again)
      verdicts.set(other.at, contentOf(other) === content ? repeated(verdict) : OTHER_CONTENT);
  }
}

const contentOf = ({ at: _at, ...operation }: Operation): string => canonicalJson(operation);

const repeated = (verdict: SyncVerdict): SyncVerdict =>
  verdict.state === 'APPLIED' ? ALREADY_APPLIED : verdict;

const OTHER_CONTENT: SyncVerdict = {
  state: 'REFUSED',
  code: 'OBSERVATION_ID_TAKEN',
  message:
    'The batch has another operation under this id: give every observation and request an id of its own.',
};
