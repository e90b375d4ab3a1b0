import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/transaction.js';
import { forbidden, notFound } from '../../../platform/faults/fault.js';
import { refuse } from '../../../platform/graphql/refusal.js';
import { contentHash } from '../../../platform/ids/canonical-json.js';
import { newId } from '../../../platform/ids/ids.js';
import { PersonService } from '../../people/person.service.js';
import { expiryBeyond } from '../cards/card-recording.service.js';
import { ownCredential, withdrawn, type NotTakenBack } from '../cards/card-verification.service.js';
import {
  VerificationIsWithdrawn,
  type CredentialIsWithdrawn,
  type ExpiryBeyondMaximum,
  type OwnCredential,
} from '../cards/external-credential.refusals.js';
import { beyond, EVER, mustHaveCome, mustNotPrecede, stands } from '../held-input.rules.js';
import { findingsAt } from '../standing.rules.js';
import { versionOn } from '../types/validity.rules.js';
import { notByDeclination, unknownClearanceType } from './clearance-recording.service.js';
import { Clearance, ClearanceEntry } from './clearance.entity.js';
import type {
  VerifyClearanceInput,
  WithdrawClearanceInput,
  WithdrawClearanceVerificationInput,
} from './clearance.input.js';
import { clearanceOf, clearancesById, type ClearanceRow } from './clearance.queries.js';
import type { ClearanceTypeUnknown, DeclinationNotAccepted } from './clearance.refusals.js';

export type NotVerified =
  OwnCredential | CredentialIsWithdrawn | ClearanceTypeUnknown | DeclinationNotAccepted | ExpiryBeyondMaximum;

type Verification = Omit<VerifyClearanceInput, 'operationId'>;

/** What those who may read the documents find of clearances; never of their own (inv 1). */
@Injectable()
export class ClearanceVerification {
  constructor(private readonly persons: PersonService) {}

  /** Within a transaction that is already open, as the demo's are. Throws NOT_FOUND, and FORBIDDEN for what may not be read. */
  async verifyIn(tx: Transaction, input: Verification): Promise<{ id: string } | NotVerified> {
    const clearance = await clearanceIn(tx, input.clearanceId);
    if (await this.isOwn(tx, clearance)) return ownCredential();
    mustBeOpen(clearance);
    if (!stands(clearance)) return withdrawn();
    mustHaveCome(input.foundOn, tx.now, 'foundOn');
    mustNotPrecede(input.foundOn, clearance.clearedOn, 'foundOn');
    mustNotPrecede(input.expiresOn ?? null, clearance.clearedOn, 'expiresOn');
    const refusal = await unfitFor(tx, clearance, input);
    if (refusal) return refusal;
    const { finding: kind, method, foundOn, source, expiresOn = null, note = null } = input;
    return this.enter(
      tx,
      clearance,
      { kind, method, foundOn, source, expiresOn, note },
      'clearance.verified',
    );
  }

  /** One's own while nothing was found of it; another's with `credential:write`, as far as it may be read. */
  async withdrawIn(
    tx: Transaction,
    { clearanceId, reason: note }: Omit<WithdrawClearanceInput, 'operationId'>,
  ): Promise<{ id: string } | NotTakenBack> {
    const clearance = await clearanceIn(tx, clearanceId);
    const isOwn = await this.isOwn(tx, clearance);
    if (isOwn && findingsAt(clearance.entries, EVER).length) return ownCredential();
    if (!isOwn) {
      if (tx.db.scope.kind === 'viewer') tx.db.viewer.mustBeAbleTo('credential:write');
      mustBeOpen(clearance);
    }
    if (!stands(clearance)) return withdrawn();
    return this.enter(tx, clearance, { kind: 'WITHDRAWN', note }, 'clearance.withdrawn');
  }

  async withdrawFindingIn(
    tx: Transaction,
    { clearanceId, entryId, reason: note }: Omit<WithdrawClearanceVerificationInput, 'operationId'>,
  ): Promise<{ id: string } | NotTakenBack> {
    const clearance = await clearanceIn(tx, clearanceId);
    const finding = clearance.entries.find(({ id, kind }) => id === entryId && kind !== 'WITHDRAWN');
    if (!finding) throw notFound();
    if (await this.isOwn(tx, clearance)) return ownCredential();
    mustBeOpen(clearance);
    if (!stands(clearance)) return withdrawn();
    if (clearance.entries.some(({ withdrawsId }) => withdrawsId === entryId))
      return refuse(VerificationIsWithdrawn, 'This finding was taken back already.');
    const said = { kind: 'WITHDRAWN' as const, withdrawsId: entryId, note };
    return this.enter(tx, clearance, said, 'clearance.withdrawn');
  }

  /** The ledger learns what the entry does, and of the rest a commitment alone. */
  private async enter(
    tx: Transaction,
    { id, personId, typeCode, salt }: Clearance,
    said: Partial<ClearanceEntry> & Pick<ClearanceEntry, 'kind'>,
    kind: string,
  ): Promise<{ id: string }> {
    const entryId = newId();
    await tx.insert(ClearanceEntry, { ...said, id: entryId, clearanceId: id, recordedBy: tx.db.actorId });
    const commitment = contentHash({ salt, ...said });
    const content = { clearanceId: id, entryId, typeCode, outcome: said.kind, commitment };
    tx.append({ personId, kind, content });
    return { id };
  }

  private async isOwn(tx: Transaction, { personId }: Clearance): Promise<boolean> {
    const { actorId } = tx.db;
    return actorId !== null && this.persons.isSameIn(tx, actorId, personId);
  }
}

/** The clearance, of which nobody else enters anything until the end. Throws NOT_FOUND. */
async function clearanceIn(tx: Transaction, id: string): Promise<Clearance> {
  await tx.lock(`clearance ${id}`);
  const [row] = await tx.query<ClearanceRow>(clearancesById(tx.db, [id]));
  if (!row) throw notFound();
  return clearanceOf(row);
}

/** inv 69: what may not be read is not decided about either. Throws FORBIDDEN. */
function mustBeOpen({ isOpen }: Clearance): void {
  if (!isOpen) throw forbidden();
}

async function unfitFor(
  tx: Transaction,
  clearance: Clearance,
  { expiresOn, finding }: Verification,
): Promise<NotVerified | null> {
  const version = versionOn(clearance.versions, clearance.clearedOn, tx.now);
  if (!version) return unknownClearanceType(tx, clearance.typeCode);
  const latest = beyond(clearance.clearedOn, expiresOn ?? null, version);
  if (latest !== null) return expiryBeyond(latest, version.title);
  const declined = clearance.evidence === 'DECLINATION' && !version.acceptsDeclination;
  return finding === 'CONFIRMED' && declined ? notByDeclination(version.title) : null;
}
