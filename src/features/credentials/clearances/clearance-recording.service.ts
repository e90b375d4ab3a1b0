import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Viewer } from '../../../platform/access/viewer.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { forbidden, notFound } from '../../../platform/faults/fault.js';
import { Files } from '../../../platform/files/files.js';
import { refuse } from '../../../platform/graphql/refusal.js';
import { contentHash } from '../../../platform/ids/canonical-json.js';
import { newId } from '../../../platform/ids/ids.js';
import { expiryBeyond } from '../cards/card-recording.service.js';
import type { ExpiryBeyondMaximum } from '../cards/external-credential.refusals.js';
import { isMember } from '../held-access.queries.js';
import { beyond, mustHaveCome, mustNotPrecede } from '../held-input.rules.js';
import { clearanceVersions } from '../types/held-types.service.js';
import type { ClearanceTypeVersion } from '../types/type-version.entity.js';
import { versionOn } from '../types/validity.rules.js';
import { Clearance } from './clearance.entity.js';
import type { RecordClearanceInput } from './clearance.input.js';
import { clearancesLike } from './clearance.queries.js';
import { ClearanceOnRecord, ClearanceTypeUnknown, DeclinationNotAccepted } from './clearance.refusals.js';

export type NotRecorded =
  ClearanceTypeUnknown | DeclinationNotAccepted | ExpiryBeyondMaximum | ClearanceOnRecord;

type NewClearance = Omit<
  Clearance,
  'orgId' | 'recordedAt' | 'entries' | 'versions' | 'readAt' | 'isOpen' | 'startsOn'
>;

/** Takes down what clears persons. Of what stands behind it nothing goes anywhere else, and to the ledger a commitment alone. */
@Injectable()
export class ClearanceRecording {
  constructor(private readonly files: Files) {}

  /** Within a transaction that is already open, as the demo's are. Throws NOT_FOUND for whoever is no member. */
  async recordIn(
    tx: Transaction,
    personId: string,
    input: Omit<RecordClearanceInput, 'operationId'>,
  ): Promise<{ id: string } | NotRecorded> {
    const clearance = clearanceFrom(tx, personId, input);
    mustHaveCome(clearance.clearedOn, tx.now, 'clearedOn');
    mustNotPrecede(clearance.claimedUntil, clearance.clearedOn, 'expiresOn');
    if (!(await tx.query(isMember(tx.db, personId))).length) throw notFound();
    if (clearance.documentFileId !== null) await this.files.mustBeOwn(tx, clearance.documentFileId);
    await tx.lock(`clearances ${clearance.typeCode} of ${tx.orgId}`);
    const versions = await clearanceVersions(tx, [clearance.typeCode]);
    mustBeOpen(tx, personId, versions);
    const refusal = await unfit(tx, clearance, versions);
    if (refusal) return refusal;
    await tx.insert(Clearance, clearance);
    const {
      id: clearanceId,
      typeCode,
      salt,
      clearedOn,
      claimedUntil,
      evidence,
      documentFileId,
      remark,
    } = clearance;
    const commitment = contentHash({ salt, clearedOn, claimedUntil, evidence, documentFileId, remark });
    tx.append({ personId, kind: 'clearance.recorded', content: { clearanceId, typeCode, commitment } });
    return { id: clearanceId };
  }
}

const clearanceFrom = (
  tx: Transaction,
  personId: string,
  {
    typeCode,
    clearedOn,
    expiresOn,
    evidence,
    documentFileId,
    remark,
  }: Omit<RecordClearanceInput, 'operationId'>,
): NewClearance => ({
  id: newId(),
  personId,
  typeCode,
  clearedOn,
  claimedUntil: expiresOn ?? null,
  evidence,
  documentFileId: documentFileId ?? null,
  remark: remark ?? null,
  salt: randomBytes(16).toString('base64url'),
  recordedBy: tx.db.actorId,
});

/** Whoever records what is about another's health is one of those who may read it. Throws FORBIDDEN. */
function mustBeOpen({ db }: Transaction, personId: string, versions: readonly ClearanceTypeVersion[]): void {
  if (db.scope.kind !== 'viewer' || personId === db.viewer.personId) return;
  if (versions.some(({ healthData }) => healthData) && !mayReadHealth(db.viewer)) throw forbidden();
}

const mayReadHealth = (viewer: Viewer): boolean =>
  viewer.impersonatorId === null && viewer.can('health:read');

async function unfit(
  tx: Transaction,
  clearance: NewClearance,
  versions: readonly ClearanceTypeVersion[],
): Promise<NotRecorded | null> {
  const version = versionOn(versions, clearance.clearedOn, tx.now);
  if (!version) return unknownClearanceType(tx, clearance.typeCode);
  if (clearance.evidence === 'DECLINATION' && !version.acceptsDeclination)
    return notByDeclination(version.title);
  const latest = beyond(clearance.clearedOn, clearance.claimedUntil, version);
  if (latest !== null) return expiryBeyond(latest, version.title);
  const alike = await tx.query(clearancesLike(tx.db, clearance));
  return alike.length
    ? refuse(ClearanceOnRecord, `${version.title} from this day is on record already.`)
    : null;
}

export async function unknownClearanceType(tx: Transaction, code: string): Promise<ClearanceTypeUnknown> {
  const codes = [...new Set((await clearanceVersions(tx, null)).map((version) => version.code))];
  const choice = codes.length
    ? `There are: ${codes.join(', ')}.`
    : 'Nor is there any other: whoever keeps the records defines them first.';
  return refuse(ClearanceTypeUnknown, `There is no type of clearance ${code}. ${choice}`, { codes });
}

export const notByDeclination = (title: string): DeclinationNotAccepted =>
  refuse(DeclinationNotAccepted, `${title} asks for a document: a declination does not clear.`);
