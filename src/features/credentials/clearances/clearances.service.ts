import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { notFound } from '../../../platform/faults/fault.js';
import { Files } from '../../../platform/files/files.js';
import type { FileLink } from '../../../platform/files/file.type.js';
import { Loader } from '../../../platform/graphql/loader.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../../platform/graphql/page.js';
import { isRefusal } from '../../../platform/graphql/refusal.js';
import type { NotTakenBack } from '../cards/card-verification.service.js';
import type { Standing } from '../standing.js';
import { standingOn } from '../standing.rules.js';
import { dayOf } from '../types/validity.rules.js';
import { ClearanceRecording, type NotRecorded } from './clearance-recording.service.js';
import { ClearanceVerification, type NotVerified } from './clearance-verification.service.js';
import type { Clearance } from './clearance.entity.js';
import type {
  RecordClearanceInput,
  VerifyClearanceInput,
  WithdrawClearanceInput,
  WithdrawClearanceVerificationInput,
} from './clearance.input.js';
import {
  clearanceOf,
  clearancesById,
  clearancesToVerify,
  countClearancesToVerify,
  type ClearanceRow,
} from './clearance.queries.js';
import { CLEARANCES } from './clearance.rules.js';
import { ClearanceDetails } from './clearance.type.js';

/** Clearances of persons, as the organization knows them. */
@Injectable()
export class Clearances {
  private readonly byIds = new Loader<string, Clearance>(
    async (db, ids) => (await db.read<ClearanceRow>(clearancesById(db, ids))).map(clearanceOf),
    ({ id }) => id,
  );

  constructor(
    private readonly files: Files,
    private readonly recording: ClearanceRecording,
    private readonly verification: ClearanceVerification,
  ) {}

  /** One's own or, with `credential:read`, of somebody the viewer sees. Throws NOT_FOUND. */
  async byId(db: TenantDb, id: string): Promise<Clearance> {
    const clearance = await this.byIds.load(db, id);
    if (!clearance) throw notFound();
    return clearance;
  }

  /** What this one is worth on a day, today unless one is given, as it was on record at a moment, now unless one is given. */
  standing(clearance: Clearance, on: string | null, knownAt: Date | null): Standing {
    const { typeCode, versions, readAt } = clearance;
    return standingOn(typeCode, versions, [clearance], on ?? dayOf(readAt), knownAt ?? readAt, CLEARANCES);
  }

  /** inv 69: what stands behind it; null for those who may not read it. */
  details(clearance: Clearance): ClearanceDetails | null {
    if (!clearance.isOpen) return null;
    const { clearedOn, claimedUntil, evidence, documentFileId, remark, entries } = clearance;
    const hasDocument = documentFileId !== null;
    const told = { clearedOn, claimedUntil, evidence, hasDocument, remark, entries: [...entries] };
    return Object.assign(new ClearanceDetails(), told);
  }

  /** A link to the document. Throws NOT_FOUND where there is none, and for those who may not read it. */
  async documentLink(db: TenantDb, id: string): Promise<FileLink> {
    const { documentFileId, isOpen } = await this.byId(db, id);
    if (!isOpen || documentFileId === null) throw notFound();
    return this.files.linkTo(db, documentFileId);
  }

  /** Those of members that nobody has verified and the viewer may, the longest waiting first. */
  async toVerify(db: TenantDb, args: PageArgs): Promise<Page<Clearance>> {
    const [after] = decodeCursor(args.after, 1) ?? [null];
    const rows = await db.read<ClearanceRow>(clearancesToVerify(db, after as string | null, args.first + 1));
    const count = async (): Promise<number> =>
      (await db.read<{ count: number }>(countClearancesToVerify(db)))[0]!.count;
    return pageOf(rows.map(clearanceOf), args, ({ id }) => [id], count);
  }

  /** Throws FORBIDDEN for another's without `credential:write`, or about health without `health:read`; NOT_FOUND for whoever is no member. */
  async record(db: TenantDb, input: RecordClearanceInput): Promise<Clearance | NotRecorded> {
    const personId = input.personId ?? db.viewer.personId;
    if (personId !== db.viewer.personId) db.viewer.mustBeAbleTo('credential:write');
    return this.rendered(db, await db.once(input, (tx) => this.recording.recordIn(tx, personId, input)));
  }

  async verify(db: TenantDb, input: VerifyClearanceInput): Promise<Clearance | NotVerified> {
    db.viewer.mustActInPerson();
    return this.rendered(db, await db.once(input, (tx) => this.verification.verifyIn(tx, input)));
  }

  async withdraw(db: TenantDb, input: WithdrawClearanceInput): Promise<Clearance | NotTakenBack> {
    db.viewer.mustActInPerson();
    return this.rendered(db, await db.once(input, (tx) => this.verification.withdrawIn(tx, input)));
  }

  async withdrawFinding(
    db: TenantDb,
    input: WithdrawClearanceVerificationInput,
  ): Promise<Clearance | NotTakenBack> {
    db.viewer.mustActInPerson();
    return this.rendered(db, await db.once(input, (tx) => this.verification.withdrawFindingIn(tx, input)));
  }

  private async rendered<R extends object>(
    db: TenantDb,
    receipt: { id: string } | R,
  ): Promise<Clearance | R> {
    return isRefusal(receipt) ? (receipt as R) : this.byId(db, (receipt as { id: string }).id);
  }
}
