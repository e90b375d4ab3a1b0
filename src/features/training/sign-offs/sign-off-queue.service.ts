import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { canonicalJson } from '../../../platform/ids/canonical-json.js';
import { Disclosures } from '../placements/disclosures.service.js';
import { observationStanding } from '../observations/required-observations.rules.js';
import { batchHash, type SignOffDraft } from './sign-off-draft.rules.js';
import { SignOffDrafts } from './sign-off-drafts.service.js';
import { approvalsAwaited, assignmentsHere } from './sign-off-queue.queries.js';
import { QueuedSignOff, SignOffBatch, SignOffQueue } from './sign-off-queue.type.js';
import { SignOffReading } from './sign-off-reading.service.js';
import type { Scene, SignOffItem } from './sign-off-scene.js';
import type { SignOff } from './sign-off.type.js';
import { skillStatus } from './skill-status.rules.js';

/** As many trainees as one queue looks at, and as many items as one ticket signs. */
const MOST_ASSIGNMENTS = 300;
const MOST_IN_A_BATCH = 30;

interface PartOfQueue {
  readonly queued: QueuedSignOff[];
  readonly approvals: SignOff[];
}

/** What waits for a supervisor who has five minutes: found per organization of the trainees, and merged. */
@Injectable()
export class SignOffQueues {
  constructor(
    private readonly drafts: SignOffDrafts,
    private readonly reading: SignOffReading,
    private readonly disclosures: Disclosures,
  ) {}

  async of(db: TenantDb, siteId: string | null, meaning: string): Promise<SignOffQueue> {
    const here = await db.read<{ orgId: string; id: string }>(assignmentsHere(db, siteId, MOST_ASSIGNMENTS));
    const owners = [...Map.groupBy(here, ({ orgId }) => orgId)];
    const parts = await Promise.all(
      owners.map(([orgId, rows]) =>
        this.partOf(
          db.hostedIn(orgId),
          rows.map(({ id }) => id),
          meaning,
        ),
      ),
    );
    const shown = parts.flatMap(({ queued, approvals }) => [
      ...queued.map(({ ownerId: orgId, personId }) => ({ orgId, personId })),
      ...approvals,
    ]);
    await this.disclosures.note(db, 'signOffQueue', shown);
    return queueOf(
      parts.flatMap(({ queued }) => queued),
      parts.flatMap(({ approvals }) => approvals),
      here.length,
    );
  }

  private async partOf(owner: TenantDb, assignmentIds: string[], meaning: string): Promise<PartOfQueue> {
    const { queued, awaited } = await owner.load(async (tx) => {
      const drafts = await this.drafts.waiting(tx, assignmentIds, (scene) => itemFor(scene, meaning));
      const rows = await tx.query<{ id: string }>(approvalsAwaited(owner, assignmentIds));
      return { queued: drafts.map((draft) => queuedOf(draft, tx.now)), awaited: rows.map(({ id }) => id) };
    });
    return { queued, approvals: awaited.length > 0 ? await this.reading.byIds(owner, awaited) : [] };
  }
}

/** All that counts, as of today; the level is chosen by whoever signs. */
function itemFor(
  { assignmentId, skill, observations, planEndedAt, today }: Scene,
  meaning: string,
): SignOffItem {
  const fresh = observations.filter(({ countedIn }) => countedIn === null);
  const demand = { ...skill!, skillVersionId: skill!.versionId };
  return {
    assignmentId,
    skillId: skill!.id,
    effectiveOn: today,
    entrustmentLevel: null,
    observationIds: [...observationStanding(fresh, demand, planEndedAt).counted],
    meaning,
    priorLearning: null,
    corrects: null,
  };
}

function queuedOf(
  { item, scene, content, contentHash, blocks, ...draft }: SignOffDraft,
  now: Date,
): QueuedSignOff {
  const { orgId, personId, traineeName, siteId, siteName, facts, today } = scene;
  const skill = scene.skill!;
  return Object.assign(new QueuedSignOff(), {
    ...{ personId, traineeName, siteId, siteName },
    ownerId: orgId,
    assignmentId: item.assignmentId,
    skillId: item.skillId,
    skillCode: skill.code,
    skillTitle: skill.title,
    status: skillStatus(facts, today, now).status,
    entrustmentScale: skill.entrustmentScale,
    observationIds: item.observationIds,
    meaning: item.meaning,
    effectiveOn: item.effectiveOn,
    kind: draft.kind,
    expiresOn: draft.expiresOn,
    late: draft.late,
    content: content && canonicalJson(content),
    contentHash,
    blocks,
    payloadHash: contentHash !== null && blocks.length === 0 ? batchHash([contentHash]) : null,
  });
}

function queueOf(queued: readonly QueuedSignOff[], approvals: SignOff[], trainees: number): SignOffQueue {
  const ready = batchesOf(firstOfEach(queued.filter(({ payloadHash }) => payloadHash !== null)));
  const blocked = queued.filter(({ payloadHash }) => payloadHash === null);
  const next = nextOf({
    ready: ready.length,
    approvals: approvals.length,
    blocked: blocked.length,
    trainees,
  });
  return Object.assign(new SignOffQueue(), { ready, blocked, approvals, trainees, next });
}

/** Of a person's skill that two assignments ask for one line: what was seen is signed once, and counts in both. */
const firstOfEach = (ready: readonly QueuedSignOff[]): QueuedSignOff[] =>
  [
    ...new Map(
      ready.toReversed().map((each) => [[each.ownerId, each.personId, each.skillId].join(), each]),
    ).values(),
  ].toReversed();

function batchesOf(ready: readonly QueuedSignOff[]): SignOffBatch[] {
  return [...Map.groupBy(ready, ({ ownerId }) => ownerId)].flatMap(([ownerId, all]) =>
    Array.from({ length: Math.ceil(all.length / MOST_IN_A_BATCH) }, (_, at) => {
      const items = all.slice(at * MOST_IN_A_BATCH, (at + 1) * MOST_IN_A_BATCH);
      const payloadHash = batchHash(items.map(({ contentHash }) => contentHash!));
      return Object.assign(new SignOffBatch(), { ownerId, items, payloadHash });
    }),
  );
}

function nextOf(found: { ready: number; approvals: number; blocked: number; trainees: number }): string {
  if (found.ready > 0) return 'Look at what is ready, ask for a ticket with its hash, and sign.';
  if (found.approvals > 0) return 'Look at what others have signed, and approve it or refuse to.';
  if (found.blocked > 0) return 'Nothing can be signed yet: each line says what is in its way.';
  if (found.trainees > 0)
    return 'Nothing waits to be signed: observe a skill, and it comes here once enough was seen.';
  return 'Nobody trains at your sites today: assignments and placements bring them here.';
}
