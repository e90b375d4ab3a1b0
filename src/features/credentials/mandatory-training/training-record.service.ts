import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput, notFound } from '../../../platform/faults/fault.js';
import { Files } from '../../../platform/files/files.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { versionOn } from '../types/validity.rules.js';
import { attendeesOf, type Attendee } from './attendees.queries.js';
import { MandatoryTrainingCompletion } from './mandatory-training.entity.js';
import type {
  CorrectMandatoryTrainingInput,
  RecordMandatoryTrainingInput,
  WithdrawMandatoryTrainingInput,
} from './mandatory-training.input.js';
import {
  MandatoryTrainingSuperseded,
  OwnMandatoryTraining,
  TrainingEvidenceMissing,
  type LateTrainingWithoutReason,
  type MandatoryTrainingUndefined,
} from './mandatory-training.refusals.js';
import { RecordedMandatoryTraining } from './mandatory-training.type.js';
import { shortcomings } from './training-standing.rules.js';
import { missingEvidence } from './training-terms.rules.js';
import { TrainingTimeliness, type TimelyQuestion } from './training-timeliness.service.js';

type NotRecorded =
  MandatoryTrainingUndefined | TrainingEvidenceMissing | LateTrainingWithoutReason | OwnMandatoryTraining;

/** What the system or staff say of a training that was given. */
export type GivenMandatoryTraining = Omit<RecordMandatoryTrainingInput, 'operationId'>;

/** Puts trainings on record for those who were there. Nothing is changed: a later entry corrects or takes back. */
@Injectable()
export class TrainingRecords {
  constructor(
    private readonly files: Files,
    private readonly timeliness: TrainingTimeliness,
  ) {}

  async record(
    db: TenantDb,
    input: RecordMandatoryTrainingInput,
  ): Promise<RecordedMandatoryTraining | NotRecorded> {
    const receipt = await db.once(input, (tx) => this.recordIn(tx, input));
    if (isRefusal(receipt)) return receipt;
    const { sessionId, shortcoming } = receipt;
    const completions = await db.load((tx) =>
      tx.find(MandatoryTrainingCompletion, {
        where: { sessionId },
        order: { attendeeName: 'ASC', id: 'ASC' },
      }),
    );
    return Object.assign(new RecordedMandatoryTraining(), { sessionId, completions, shortcoming });
  }

  /** For verbs of the system, such as the demo: within a transaction that is already open. */
  async recordIn(
    tx: Transaction,
    given: GivenMandatoryTraining,
  ): Promise<{ sessionId: string; shortcoming: string | null } | NotRecorded> {
    const personIds = given.attendees.map(({ personId }) => personId);
    const attendees = await this.attendeesIn(tx, personIds);
    if (isRefusal(attendees)) return attendees;
    const prepared = await this.preparedIn(tx, given.code, given, given.attendees, null);
    if (isRefusal(prepared)) return prepared;
    const sessionId = newId();
    const names = new Map(attendees.map(({ id, name }) => [id, name]));
    const rows = given.attendees.map(({ personId, jobTitle = null, lateReason = null }) => ({
      ...prepared.common,
      ...{ id: newId(), sessionId, personId, code: given.code, lateReason },
      ...{ attendeeName: names.get(personId)!, attendeeJobTitle: jobTitle },
    }));
    await tx.insert(MandatoryTrainingCompletion, rows);
    for (const { id: completionId, recordedBy: _, personId, ...content } of rows)
      tx.append({ personId, kind: 'training.completed', content: { completionId, ...content } });
    return { sessionId, shortcoming: prepared.shortcoming };
  }

  async correct(
    db: TenantDb,
    input: CorrectMandatoryTrainingInput,
  ): Promise<MandatoryTrainingCompletion | NotRecorded | MandatoryTrainingSuperseded> {
    const receipt = await db.once(input, (tx) => this.correctIn(tx, input));
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  async withdraw(
    db: TenantDb,
    input: WithdrawMandatoryTrainingInput,
  ): Promise<MandatoryTrainingCompletion | MandatoryTrainingSuperseded | OwnMandatoryTraining> {
    const receipt = await db.once(input, (tx) => this.withdrawIn(tx, input));
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  private async correctIn(
    tx: Transaction,
    { completionId, reason, jobTitle = null, lateReason = null, ...given }: CorrectMandatoryTrainingInput,
  ): Promise<{ id: string } | NotRecorded | MandatoryTrainingSuperseded> {
    const found = await this.standingIn(tx, completionId);
    if (isRefusal(found)) return found;
    const { personId, code, sessionId, attendeeName } = found;
    const attendee = [{ personId, jobTitle, lateReason }];
    const prepared = await this.preparedIn(tx, code, given, attendee, completionId);
    if (isRefusal(prepared)) return prepared;
    return this.supersedeIn(tx, 'training.corrected', {
      ...prepared.common,
      ...{ personId, code, sessionId, attendeeName, attendeeJobTitle: jobTitle, lateReason },
      ...{ supersedesId: completionId, reason },
    });
  }

  private async withdrawIn(
    tx: Transaction,
    { completionId, reason }: WithdrawMandatoryTrainingInput,
  ): Promise<{ id: string } | MandatoryTrainingSuperseded | OwnMandatoryTraining> {
    const found = await this.standingIn(tx, completionId);
    if (isRefusal(found)) return found;
    const { recordedAt: _, ...before } = found;
    const taken = { supersedesId: completionId, withdrawn: true, reason, recordedBy: tx.db.actorId };
    return this.supersedeIn(tx, 'training.withdrawn', { ...before, ...taken });
  }

  private async supersedeIn(
    tx: Transaction,
    kind: 'training.corrected' | 'training.withdrawn',
    row: Omit<MandatoryTrainingCompletion, 'orgId' | 'id' | 'recordedAt' | 'withdrawn'> & {
      withdrawn?: boolean;
    },
  ): Promise<{ id: string }> {
    const id = newId();
    await tx.insert(MandatoryTrainingCompletion, { ...row, id });
    const { personId, recordedBy: _, ...content } = row;
    tx.append({ personId, kind, content: { completionId: id, ...content } });
    return { id };
  }

  /** An entry that stands, of somebody else whom the viewer may see. Throws NOT_FOUND. */
  private async standingIn(
    tx: Transaction,
    id: string,
  ): Promise<MandatoryTrainingCompletion | MandatoryTrainingSuperseded | OwnMandatoryTraining> {
    await tx.lock(`mandatory training ${tx.orgId} ${id}`);
    const found = await tx.get(MandatoryTrainingCompletion, { id });
    const attendees = await this.attendeesIn(tx, [found.personId]);
    if (isRefusal(attendees)) return attendees;
    const later = await tx.findOne(MandatoryTrainingCompletion, { supersedesId: id });
    if (!later && !found.withdrawn) return found;
    return refuse(
      MandatoryTrainingSuperseded,
      'This was replaced or taken back before: change what took its place.',
    );
  }

  /** Throws NOT_FOUND unless all of them are seen; nobody puts their own training on record (inv 1). */
  private async attendeesIn(
    tx: Transaction,
    personIds: readonly string[],
  ): Promise<Attendee[] | OwnMandatoryTraining> {
    const found = await tx.query<Attendee>(attendeesOf(tx.db, personIds));
    if (found.length < new Set(personIds).size) throw notFound();
    if (!found.some(({ isViewer }) => isViewer)) return found;
    return refuse(OwnMandatoryTraining, 'You were there yourself: somebody else puts that on record.');
  }

  /** What all attendees have in common, where everything that is asked for is there. */
  private async preparedIn(
    tx: Transaction,
    code: string,
    given: Omit<GivenMandatoryTraining, 'code' | 'attendees'>,
    attendees: GivenMandatoryTraining['attendees'],
    correctedId: string | null,
  ) {
    const { completedOn, general, liveQuestions, siteId = null, evidenceFileId = null } = given;
    if (completedOn > new Date(tx.now.getTime() + FURTHEST_AHEAD).toISOString().slice(0, 10))
      throw badInput('input.completedOn', 'must not be in the future');
    if (!general && siteId === null)
      throw badInput('input.siteId', 'is needed where it was not the part that is the same everywhere');
    const site = siteId === null ? null : await siteIn(tx, siteId);
    if (evidenceFileId !== null) await this.files.mustBeOwn(tx, evidenceFileId);
    const said = { contentSummary: given.contentSummary ?? null, trainerName: given.trainerName ?? null };
    const common = {
      ...{
        completedOn,
        general,
        liveQuestions,
        ...said,
        trainerQualification: given.trainerQualification ?? null,
      },
      ...{ siteOrgId: site?.orgId ?? null, siteId, evidenceFileId, recordedBy: tx.db.actorId },
    };
    const questions = attendees.map(({ personId, lateReason = null }): TimelyQuestion => ({
      personId,
      code,
      completedOn,
      siteId,
      lateReason,
      correctedId,
    }));
    const judged = await this.timeliness.in(tx, code, questions, general);
    if (isRefusal(judged)) return judged;
    const version = versionOn(judged.versions, completedOn, tx.now)!;
    const jobTitles = attendees.map(({ jobTitle = null }) => jobTitle);
    const missing = missingEvidence(version, { ...common, jobTitles });
    if (missing.length) return evidenceMissing(version.title, missing);
    const [lack = null] = shortcomings(version, common);
    return { common, shortcoming: lack && `It does not count by itself, because ${lack}.` };
  }

  private byId(db: TenantDb, id: string): Promise<MandatoryTrainingCompletion> {
    return db.load((tx) => tx.get(MandatoryTrainingCompletion, { id }));
  }
}

/** Where it is already tomorrow, tomorrow is today. */
const FURTHEST_AHEAD = 14 * 3_600_000;

/** A site of the organization or of a partner's. Throws NOT_FOUND. */
async function siteIn(tx: Transaction, siteId: string): Promise<{ orgId: string }> {
  const [site] = await tx.query<{ orgId: string }>(sql`
    SELECT s.org_id AS "orgId" FROM site s
    WHERE s.id = ${siteId} AND (s.org_id = ${tx.orgId} OR s.org_id = ANY ((SELECT partner_orgs())::uuid[]))`);
  if (!site) throw notFound();
  return site;
}

const evidenceMissing = (
  title: string,
  missing: TrainingEvidenceMissing['missing'],
): TrainingEvidenceMissing => {
  const words = missing.map((each) => each.toLowerCase().replaceAll('_', ' ')).join(', ');
  return refuse(TrainingEvidenceMissing, `${title} asks that this be written down: ${words}.`, { missing });
};
