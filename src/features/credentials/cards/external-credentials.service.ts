import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { notFound } from '../../../platform/faults/fault.js';
import { Files } from '../../../platform/files/files.js';
import type { FileLink } from '../../../platform/files/file.type.js';
import { Loader } from '../../../platform/graphql/loader.js';
import { decodeCursor, pageOf, type Page, type PageArgs } from '../../../platform/graphql/page.js';
import { isRefusal } from '../../../platform/graphql/refusal.js';
import type { Standing } from '../standing.js';
import { standingOn } from '../standing.rules.js';
import { dayOf } from '../types/validity.rules.js';
import { CARDS } from './card.rules.js';
import { CardRecording, type NotRecorded } from './card-recording.service.js';
import { CardVerification, type NotVerified, type NotTakenBack } from './card-verification.service.js';
import { ExternalCredential } from './external-credential.entity.js';
import type {
  RecordCredentialInput,
  VerifyCredentialInput,
  WithdrawCredentialInput,
  WithdrawCredentialVerificationInput,
} from './external-credential.input.js';
import {
  cardOf,
  cardsById,
  cardsToVerify,
  countToVerify,
  type CardRow,
} from './external-credential.queries.js';
import type { CardSide } from './external-credential.type.js';

/** Cards of persons, as the organization knows them. */
@Injectable()
export class ExternalCredentials {
  private readonly byIds = new Loader<string, ExternalCredential>(
    async (db, ids) => (await db.read<CardRow>(cardsById(db, ids))).map(cardOf),
    ({ id }) => id,
  );

  constructor(
    private readonly files: Files,
    private readonly recording: CardRecording,
    private readonly verification: CardVerification,
  ) {}

  /** One's own or, with `credential:read`, of somebody the viewer sees. Throws NOT_FOUND. */
  async byId(db: TenantDb, id: string): Promise<ExternalCredential> {
    const card = await this.byIds.load(db, id);
    if (!card) throw notFound();
    return card;
  }

  /** What this one card is worth on a day, today unless one is given, as it was on record at a moment, now unless one is given. */
  standing(card: ExternalCredential, on: string | null, knownAt: Date | null): Standing {
    const { typeCode, versions, readAt } = card;
    return standingOn(typeCode, versions, [card], on ?? dayOf(readAt), knownAt ?? readAt, CARDS);
  }

  /** A link to the picture of a side. Throws NOT_FOUND where there is none. */
  async fileLink(db: TenantDb, id: string, side: CardSide): Promise<FileLink> {
    const { frontFileId, backFileId } = await this.byId(db, id);
    const fileId = side === 'FRONT' ? frontFileId : backFileId;
    if (fileId === null) throw notFound();
    return this.files.linkTo(db, fileId);
  }

  /** Those of members that nobody has verified, the longest waiting first. */
  async toVerify(db: TenantDb, args: PageArgs): Promise<Page<ExternalCredential>> {
    const [after] = decodeCursor(args.after, 1) ?? [null];
    const rows = await db.read<CardRow>(cardsToVerify(db, after as string | null, args.first + 1));
    const count = async (): Promise<number> =>
      (await db.read<{ count: number }>(countToVerify(db)))[0]!.count;
    return pageOf(rows.map(cardOf), args, ({ id }) => [id], count);
  }

  /** Throws FORBIDDEN for another's card without `credential:write`, NOT_FOUND for whoever is no member. */
  async record(db: TenantDb, input: RecordCredentialInput): Promise<ExternalCredential | NotRecorded> {
    const personId = input.personId ?? db.viewer.personId;
    if (personId !== db.viewer.personId) db.viewer.mustBeAbleTo('credential:write');
    return this.rendered(db, await db.once(input, (tx) => this.recording.recordIn(tx, personId, input)));
  }

  async verify(db: TenantDb, input: VerifyCredentialInput): Promise<ExternalCredential | NotVerified> {
    db.viewer.mustActInPerson();
    return this.rendered(db, await db.once(input, (tx) => this.verification.verifyIn(tx, input)));
  }

  /** One's own while nothing was found of it; another's with `credential:write`. */
  async withdraw(db: TenantDb, input: WithdrawCredentialInput): Promise<ExternalCredential | NotTakenBack> {
    db.viewer.mustActInPerson();
    return this.rendered(db, await db.once(input, (tx) => this.verification.withdrawIn(tx, input)));
  }

  async withdrawFinding(
    db: TenantDb,
    input: WithdrawCredentialVerificationInput,
  ): Promise<ExternalCredential | NotTakenBack> {
    db.viewer.mustActInPerson();
    return this.rendered(db, await db.once(input, (tx) => this.verification.withdrawFindingIn(tx, input)));
  }

  private async rendered<R extends object>(
    db: TenantDb,
    receipt: { id: string } | R,
  ): Promise<ExternalCredential | R> {
    return isRefusal(receipt) ? (receipt as R) : this.byId(db, (receipt as { id: string }).id);
  }
}
