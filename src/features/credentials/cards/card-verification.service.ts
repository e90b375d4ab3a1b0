import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { Files } from '../../../platform/files/files.js';
import { refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { PersonService } from '../../people/person.service.js';
import { beyond, EVER, mustHaveCome, mustNotFollow, mustNotPrecede, stands } from '../held-input.rules.js';
import { VERIFICATION_METHODS, type VerificationMethod } from '../held.js';
import { findingsAt } from '../standing.rules.js';
import { versionOn } from '../types/validity.rules.js';
import { expiryBeyond, unknownCredentialType } from './card-recording.service.js';
import { ExternalCredential, ExternalCredentialEntry } from './external-credential.entity.js';
import type {
  VerifyCredentialInput,
  WithdrawCredentialInput,
  WithdrawCredentialVerificationInput,
} from './external-credential.input.js';
import { cardOf, cardsById, type CardRow } from './external-credential.queries.js';
import {
  CredentialIsWithdrawn,
  HandsOnEvidenceMissing,
  OwnCredential,
  VerificationIsWithdrawn,
  VerificationTooWeak,
  type CredentialTypeUnknown,
  type ExpiryBeyondMaximum,
} from './external-credential.refusals.js';

export type NotTakenBack = OwnCredential | CredentialIsWithdrawn | VerificationIsWithdrawn;
export type NotVerified =
  | OwnCredential
  | CredentialIsWithdrawn
  | CredentialTypeUnknown
  | ExpiryBeyondMaximum
  | HandsOnEvidenceMissing
  | VerificationTooWeak;

type Verification = Omit<VerifyCredentialInput, 'operationId'>;

/** What staff find of cards, entered one after the other and never changed; never of their own (inv 1). */
@Injectable()
export class CardVerification {
  constructor(
    private readonly files: Files,
    private readonly persons: PersonService,
  ) {}

  /** Within a transaction that is already open, as the demo's are. Throws NOT_FOUND. */
  async verifyIn(tx: Transaction, input: Verification): Promise<{ id: string } | NotVerified> {
    const card = await cardIn(tx, input.credentialId);
    if (await this.isOwn(tx, card)) return ownCredential();
    if (!stands(card)) return withdrawn();
    mustHaveCome(input.foundOn, tx.now, 'foundOn');
    mustNotPrecede(input.foundOn, card.issuedOn, 'foundOn');
    mustNotPrecede(input.expiresOn ?? null, card.issuedOn, 'expiresOn');
    mustNotFollow(input.handsOnOn ?? null, card.issuedOn, 'handsOnOn');
    if (input.evidenceFileId) await this.files.mustBeOwn(tx, input.evidenceFileId);
    const refusal = await unfitFor(tx, card, input);
    if (refusal) return refusal;
    const { finding: kind, method, foundOn, source, expiresOn = null, handsOnOn = null } = input;
    const { note = null, evidenceFileId = null } = input;
    const said = { kind, method, foundOn, source, expiresOn, handsOnOn, note, evidenceFileId };
    return this.enter(tx, card, said, 'credential.verified');
  }

  async withdrawIn(
    tx: Transaction,
    { credentialId, reason: note }: Omit<WithdrawCredentialInput, 'operationId'>,
  ): Promise<{ id: string } | NotTakenBack> {
    const card = await cardIn(tx, credentialId);
    const isOwn = await this.isOwn(tx, card);
    if (isOwn && findingsAt(card.entries, EVER).length) return ownCredential();
    if (!isOwn && tx.db.scope.kind === 'viewer') tx.db.viewer.mustBeAbleTo('credential:write');
    if (!stands(card)) return withdrawn();
    return this.enter(tx, card, { kind: 'WITHDRAWN', note }, 'credential.withdrawn');
  }

  async withdrawFindingIn(
    tx: Transaction,
    { credentialId, entryId, reason: note }: Omit<WithdrawCredentialVerificationInput, 'operationId'>,
  ): Promise<{ id: string } | NotTakenBack> {
    const card = await cardIn(tx, credentialId);
    const finding = card.entries.find(({ id, kind }) => id === entryId && kind !== 'WITHDRAWN');
    if (!finding) throw notFound();
    if (await this.isOwn(tx, card)) return ownCredential();
    if (!stands(card)) return withdrawn();
    if (card.entries.some(({ withdrawsId }) => withdrawsId === entryId))
      return refuse(VerificationIsWithdrawn, 'This finding was taken back already.');
    return this.enter(tx, card, { kind: 'WITHDRAWN', withdrawsId: entryId, note }, 'credential.withdrawn');
  }

  private async enter(
    tx: Transaction,
    { id, personId, typeCode }: ExternalCredential,
    said: Partial<ExternalCredentialEntry>,
    ledgerKind: string,
  ): Promise<{ id: string }> {
    const entryId = newId();
    const entry = { ...said, id: entryId, externalCredentialId: id, recordedBy: tx.db.actorId };
    await tx.insert(ExternalCredentialEntry, entry);
    const { kind: outcome, ...rest } = said;
    const content = { credentialId: id, entryId, typeCode, outcome, ...rest };
    tx.append({ personId, kind: ledgerKind, content });
    return { id };
  }

  private async isOwn(tx: Transaction, { personId }: ExternalCredential): Promise<boolean> {
    const { actorId } = tx.db;
    return actorId !== null && this.persons.isSameIn(tx, actorId, personId);
  }
}

/** The card, of which nobody else enters anything until the end. Throws NOT_FOUND. */
async function cardIn(tx: Transaction, id: string): Promise<ExternalCredential> {
  await tx.lock(`credential ${id}`);
  const [row] = await tx.query<CardRow>(cardsById(tx.db, [id]));
  if (!row) throw notFound();
  return cardOf(row);
}

/** What the type does not let be confirmed so. */
async function unfitFor(
  tx: Transaction,
  card: ExternalCredential,
  input: Verification,
): Promise<NotVerified | null> {
  const version = versionOn(card.versions, card.issuedOn, tx.now);
  if (!version) return unknownCredentialType(tx, card.typeCode);
  const latest = beyond(card.issuedOn, input.expiresOn ?? null, version);
  if (latest !== null) return expiryBeyond(latest, version.title);
  if (input.finding !== 'CONFIRMED') return null;
  const shown = [card, input, ...findingsAt(card.entries, EVER)].some(({ handsOnOn }) => handsOnOn != null);
  if (version.handsOnRequired && !shown)
    return refuse(
      HandsOnEvidenceMissing,
      `${version.title} counts only with a session in which skills were shown in person; what was done online alone never does. Give the day of the session as its issuer says.`,
    );
  const needed = version.verificationMethod;
  if (needed === null || strength(input.method) >= strength(needed)) return null;
  const message = `${version.title} is to be verified in a stronger way than that: ${WAYS[needed]}.`;
  return refuse(VerificationTooWeak, message, { needed });
}

const strength = (method: VerificationMethod): number => VERIFICATION_METHODS.indexOf(method);

const WAYS: Record<VerificationMethod, string> = {
  COPY_SEEN: 'by a copy of it',
  ORIGINAL_SEEN: 'by the original',
  ISSUER_CONTACTED: 'by asking its issuer',
  ISSUER_LOOKUP: 'where its issuer lists it',
};

export const ownCredential = (): OwnCredential =>
  refuse(OwnCredential, 'This is your own: ask somebody else to look it up and to enter what they find.');

export const withdrawn = (): CredentialIsWithdrawn =>
  refuse(CredentialIsWithdrawn, 'This was taken back: nothing more is entered about it.');
