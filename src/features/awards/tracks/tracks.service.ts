import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import { Not } from 'typeorm';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { ListLoader } from '../../../platform/graphql/loader.js';
import { pageOf, type Page, type PageArgs } from '../../../platform/graphql/page.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { checkedCursor, isText, isUuid } from '../../enrollments/cohort.queries.js';
import { Program } from '../../programs/program.entity.js';
import { SpecialtyTrack, SpecialtyTrackVersion } from './track.entity.js';
import type {
  DefineSpecialtyTrackInput,
  PublishSpecialtyTrackInput,
  RetireSpecialtyTrackInput,
} from './track.input.js';
import {
  TrackBaseUnknown,
  TrackLabelTaken,
  TrackRequirementsUnclear,
  TrackVersionStandsOtherwise,
} from './track.refusals.js';
import { planOf, type TrackDefinition, type TrackPlan, unclearWords } from './track.rules.js';

type Version = SpecialtyTrackVersion;

/** Specialty tracks and their versions: defined as drafts, published for good, retired. */
@Injectable()
export class SpecialtyTracks {
  private readonly versionLists = new ListLoader<string, Version>(
    (db, ids) =>
      db.load((tx) =>
        tx.entities(
          SpecialtyTrackVersion,
          sql`SELECT * FROM specialty_track_version WHERE org_id = ${db.orgId} AND track_id = ANY (${[...ids]}::uuid[])
            AND (status <> 'DRAFT' OR ${seesDrafts(db)}) ORDER BY created_at DESC, id DESC`,
        ),
      ),
    ({ trackId }) => trackId,
  );

  /** Throws NOT_FOUND; a track that has never been published is not there for those who define none. */
  byId(db: TenantDb, id: string): Promise<SpecialtyTrack> {
    return db.load(async (tx) => {
      const shown = await tx.findOne(SpecialtyTrackVersion, { trackId: id, status: Not('DRAFT') });
      if (!shown && !seesDrafts(db)) throw notFound();
      return tx.get(SpecialtyTrack, { id });
    });
  }

  /** By code. */
  async page(db: TenantDb, args: PageArgs): Promise<Page<SpecialtyTrack>> {
    const [code, id] = checkedCursor(args.after, [isText, isUuid]) ?? [null, null];
    const shown = sql`(${seesDrafts(db)} OR EXISTS (SELECT 1 FROM specialty_track_version v
      WHERE v.org_id = t.org_id AND v.track_id = t.id AND v.status <> 'DRAFT'))`;
    const rows = await db.load((tx) =>
      tx.entities(
        SpecialtyTrack,
        sql`SELECT t.* FROM specialty_track t WHERE t.org_id = ${db.orgId} AND ${shown}
          AND (${id}::uuid IS NULL OR (t.code, t.id) > (${code}::text, ${id}::uuid)) ORDER BY t.code, t.id LIMIT ${args.first + 1}`,
      ),
    );
    const count = sql`SELECT count(*)::int AS count FROM specialty_track t WHERE t.org_id = ${db.orgId} AND ${shown}`;
    return pageOf(
      rows,
      args,
      (track) => [track.code, track.id],
      async () => (await db.read<{ count: number }>(count))[0]!.count,
    );
  }

  /** The latest first. */
  versions(db: TenantDb, trackId: string): Promise<Version[]> {
    return this.versionLists.load(db, trackId);
  }

  async define(
    db: TenantDb,
    input: DefineSpecialtyTrackInput,
  ): Promise<Version | TrackRequirementsUnclear | TrackLabelTaken> {
    const receipt = await db.once(input, async (tx) => {
      const words = unclearWords(input.awardRequirements);
      if (words.length) return requirementsUnclear(words);
      const plan = await this.planIn(tx, input);
      return plan.kind === 'LABEL_TAKEN'
        ? labelTaken(input.label)
        : { id: await this.draftIn(tx, input, plan) };
    });
    return isRefusal(receipt) ? receipt : versionById(db, receipt.id);
  }

  /** What was published before is retired: one version of a track can be earned at a time. Throws NOT_FOUND. */
  async publish(
    db: TenantDb,
    input: PublishSpecialtyTrackInput,
  ): Promise<Version | TrackVersionStandsOtherwise | TrackBaseUnknown> {
    const receipt = await db.once(input, (tx) => this.publishIn(tx, input.trackVersionId));
    return isRefusal(receipt) ? receipt : versionById(db, receipt.id);
  }

  /** Whoever has earned it keeps it. Throws NOT_FOUND. */
  async retire(
    db: TenantDb,
    input: RetireSpecialtyTrackInput,
  ): Promise<Version | TrackVersionStandsOtherwise> {
    const receipt = await db.once(input, async (tx) => {
      await lockTracks(tx);
      const { id, status } = await tx.get(SpecialtyTrackVersion, { id: input.trackVersionId });
      if (status !== 'PUBLISHED') return standsOtherwise(status, 'only a published version is retired');
      await tx.update(SpecialtyTrackVersion, { id }, retired(tx));
      return { id };
    });
    return isRefusal(receipt) ? receipt : versionById(db, receipt.id);
  }

  /** What would become of a definition. Holds the tracks until the transaction ends. */
  async planIn(tx: Transaction, definition: TrackDefinition): Promise<TrackPlan> {
    await lockTracks(tx);
    const track = await tx.findOne(SpecialtyTrack, { code: definition.code });
    const versions = track ? await tx.find(SpecialtyTrackVersion, { where: { trackId: track.id } }) : [];
    return planOf(
      definition,
      versions.map(({ id: versionId, ...version }) => ({ ...version, versionId, code: definition.code })),
    );
  }

  /** Answers the version: the one that says so already, the draft that was there, or a new one. */
  async draftIn(
    tx: Transaction,
    definition: TrackDefinition,
    plan: Exclude<TrackPlan, { kind: 'LABEL_TAKEN' }>,
  ): Promise<string> {
    if (plan.kind === 'KEPT') return plan.versionId;
    const { code, label, title, summary, baseProgramCode } = definition;
    const said = {
      label,
      title,
      summary,
      baseProgramCode,
      awardRequirements: [...definition.awardRequirements],
    };
    if (plan.replacesId !== null) {
      await tx.update(SpecialtyTrackVersion, { id: plan.replacesId, status: 'DRAFT' }, said);
      return plan.replacesId;
    }
    const id = newId();
    await tx.insert(SpecialtyTrackVersion, { ...said, id, trackId: await trackIdOf(tx, code) });
    return id;
  }

  /** Within a transaction that is open. Throws NOT_FOUND. */
  async publishIn(
    tx: Transaction,
    trackVersionId: string,
  ): Promise<{ id: string } | TrackVersionStandsOtherwise | TrackBaseUnknown> {
    await lockTracks(tx);
    const { id, trackId, status, baseProgramCode } = await tx.get(SpecialtyTrackVersion, {
      id: trackVersionId,
    });
    if (status !== 'DRAFT') return standsOtherwise(status, 'only a draft is published');
    if (!(await tx.findOne(Program, { code: baseProgramCode })))
      return refuse(
        TrackBaseUnknown,
        `There is no program ${baseProgramCode}: make it first, or name another.`,
        {
          baseProgramCode,
        },
      );
    await tx.update(SpecialtyTrackVersion, { trackId, status: 'PUBLISHED' }, retired(tx));
    const published = { status: 'PUBLISHED' as const, publishedAt: tx.now, publishedBy: tx.db.actorId };
    await tx.update(SpecialtyTrackVersion, { id }, published);
    return { id };
  }
}

const lockTracks = (tx: Transaction): Promise<void> => tx.lock(`specialty tracks ${tx.orgId}`);

const seesDrafts = ({ scope }: Pick<TenantDb, 'scope'>): boolean =>
  scope.kind === 'system' || (scope.kind === 'viewer' && scope.viewer.can('program:read'));

const versionById = (db: TenantDb, id: string): Promise<Version> =>
  db.load((tx) => tx.get(SpecialtyTrackVersion, { id }));

async function trackIdOf(tx: Transaction, code: string): Promise<string> {
  const track = await tx.findOne(SpecialtyTrack, { code });
  if (track) return track.id;
  const id = newId();
  await tx.insert(SpecialtyTrack, { id, code });
  return id;
}

const retired = (tx: Transaction) => ({
  status: 'RETIRED' as const,
  retiredAt: tx.now,
  retiredBy: tx.db.actorId,
});

const requirementsUnclear = (words: string[]): TrackRequirementsUnclear =>
  refuse(
    TrackRequirementsUnclear,
    `${words.join(', ')}: a specialty asks for <CHECKLIST>_complete and <CARD>_current; courses and hours are those of its certificate.`,
    { words },
  );

const labelTaken = (label: string): TrackLabelTaken =>
  refuse(
    TrackLabelTaken,
    `Version ${label} is published and says something else: give this one another label.`,
    {
      label,
    },
  );

const standsOtherwise = (
  status: SpecialtyTrackVersion['status'],
  rule: string,
): TrackVersionStandsOtherwise =>
  refuse(TrackVersionStandsOtherwise, `The version is ${status.toLowerCase()}; ${rule}.`, { status });
