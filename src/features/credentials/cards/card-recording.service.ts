import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput, notFound } from '../../../platform/faults/fault.js';
import { Files } from '../../../platform/files/files.js';
import { refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { PersonService } from '../../people/person.service.js';
import { isMember } from '../held-access.queries.js';
import { beyond, mustHaveCome, mustNotFollow, mustNotPrecede } from '../held-input.rules.js';
import { credentialVersions } from '../types/held-types.service.js';
import type { CredentialTypeVersion } from '../types/type-version.entity.js';
import { versionOn } from '../types/validity.rules.js';
import { acceptsIssuer } from './card.rules.js';
import { ExternalCredential } from './external-credential.entity.js';
import type { RecordCredentialInput } from './external-credential.input.js';
import { cardsLike } from './external-credential.queries.js';
import {
  CredentialNumberTaken,
  CredentialOnRecord,
  CredentialTypeUnknown,
  ExpiryBeyondMaximum,
  IssuerNotAccepted,
} from './external-credential.refusals.js';

export type NotRecorded =
  | CredentialTypeUnknown
  | IssuerNotAccepted
  | ExpiryBeyondMaximum
  | CredentialOnRecord
  | CredentialNumberTaken;

type NewCard = Omit<
  ExternalCredential,
  'orgId' | 'recordedAt' | 'entries' | 'versions' | 'readAt' | 'startsOn'
>;

/** Takes down what cards say. */
@Injectable()
export class CardRecording {
  constructor(
    private readonly files: Files,
    private readonly persons: PersonService,
  ) {}

  /** Within a transaction that is already open, as the demo's are. Throws NOT_FOUND for whoever is no member. */
  async recordIn(
    tx: Transaction,
    personId: string,
    input: Omit<RecordCredentialInput, 'operationId'>,
  ): Promise<{ id: string } | NotRecorded> {
    const card = cardFrom(tx, personId, input);
    mustHaveCome(card.issuedOn, tx.now, 'issuedOn');
    mustNotPrecede(card.claimedUntil, card.issuedOn, 'expiresOn');
    mustNotFollow(card.handsOnOn, card.issuedOn, 'handsOnOn');
    if (card.handsOnWith !== null && card.handsOnOn === null)
      throw badInput('input.handsOnWith', 'needs handsOnOn');
    if (!(await tx.query(isMember(tx.db, personId))).length) throw notFound();
    for (const fileId of [card.frontFileId, card.backFileId])
      if (fileId !== null) await this.files.mustBeOwn(tx, fileId);
    if (card.renewsId !== null) await this.mustBeOfSame(tx, card, card.renewsId);
    await tx.lock(`cards ${card.typeCode} of ${tx.orgId}`);
    const refusal = (await unfit(tx, card)) ?? (await taken(tx, card));
    if (refusal) return refusal;
    await tx.insert(ExternalCredential, card);
    const { id: credentialId, personId: _, recordedBy: _by, ...content } = card;
    tx.append({ personId, kind: 'credential.recorded', content: { credentialId, ...content } });
    return { id: card.id };
  }

  /** A card takes over from one of the same person and type that was issued no later; anything else is not there. */
  private async mustBeOfSame(tx: Transaction, card: NewCard, renewsId: string): Promise<void> {
    const before = await tx.get(ExternalCredential, { id: renewsId, typeCode: card.typeCode });
    if (!(await this.persons.isSameIn(tx, before.personId, card.personId))) throw notFound();
    mustNotPrecede(card.issuedOn, before.issuedOn, 'issuedOn');
  }
}

const cardFrom = (
  tx: Transaction,
  personId: string,
  {
    typeCode,
    issuer,
    number,
    issuedOn,
    expiresOn,
    handsOnOn,
    handsOnWith,
    frontFileId,
    backFileId,
    renewsId,
  }: Omit<RecordCredentialInput, 'operationId'>,
): NewCard => ({
  id: newId(),
  personId,
  typeCode,
  issuer,
  number: number ?? null,
  issuedOn,
  claimedUntil: expiresOn ?? null,
  handsOnOn: handsOnOn ?? null,
  handsOnWith: handsOnWith ?? null,
  frontFileId: frontFileId ?? null,
  backFileId: backFileId ?? null,
  renewsId: renewsId ?? null,
  recordedBy: tx.db.actorId,
});

/** What the version of the type that holds for the card does not take. */
async function unfit(tx: Transaction, card: NewCard): Promise<NotRecorded | null> {
  const version = versionOn(await credentialVersions(tx, [card.typeCode]), card.issuedOn, tx.now);
  if (!version) return unknownCredentialType(tx, card.typeCode);
  if (!acceptsIssuer(version, card.issuer)) return issuerNotAccepted(card.issuer, version);
  const latest = beyond(card.issuedOn, card.claimedUntil, version);
  return latest === null ? null : expiryBeyond(latest, version.title);
}

/** Who has it already: the same card twice, or the number of somebody else's. */
async function taken(
  tx: Transaction,
  card: NewCard,
): Promise<CredentialOnRecord | CredentialNumberTaken | null> {
  const alike = await tx.query<{ id: string; same: boolean; sameDay: boolean }>(cardsLike(tx.db, card));
  const there = alike.find(({ same, sameDay }) => same && sameDay);
  if (there) return refuse(CredentialOnRecord, 'This card is on record already.', { credentialId: there.id });
  if (alike.every(({ same }) => same)) return null;
  return refuse(
    CredentialNumberTaken,
    'A card with this number is on record for somebody else. Compare it with the card; if it is right, the other record is wrong or the two are one person, to be merged.',
  );
}

export async function unknownCredentialType(tx: Transaction, code: string): Promise<CredentialTypeUnknown> {
  const codes = [...new Set((await credentialVersions(tx, null)).map((version) => version.code))];
  return typeUnknown(code, codes);
}

export const typeUnknown = (code: string, codes: string[]): CredentialTypeUnknown =>
  refuse(
    CredentialTypeUnknown,
    codes.length
      ? `There is no type ${code}. There are: ${codes.join(', ')}.`
      : `There is no type ${code}, nor any other: whoever keeps the records defines them first.`,
    { codes },
  );

const issuerNotAccepted = (
  issuer: string,
  { title, acceptedIssuers }: CredentialTypeVersion,
): IssuerNotAccepted =>
  refuse(IssuerNotAccepted, `${title} is not taken of ${issuer}, but of ${acceptedIssuers.join(', ')}.`, {
    accepted: acceptedIssuers,
  });

export const expiryBeyond = (latest: string, title: string): ExpiryBeyondMaximum =>
  refuse(
    ExpiryBeyondMaximum,
    `${title} of that day ends on ${latest} at the latest. Compare both days with the card.`,
    { latest },
  );
