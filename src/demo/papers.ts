import { CardRecording } from '../features/credentials/cards/card-recording.service.js';
import { CardVerification } from '../features/credentials/cards/card-verification.service.js';
import { ClearanceRecording } from '../features/credentials/clearances/clearance-recording.service.js';
import { ClearanceVerification } from '../features/credentials/clearances/clearance-verification.service.js';
import { examineTrainings } from '../features/credentials/mandatory-training/document/examine-trainings.js';
import { TrainingCatalog } from '../features/credentials/mandatory-training/training-catalog.service.js';
import { TrainingRecords } from '../features/credentials/mandatory-training/training-record.service.js';
import { HeldTypeImport } from '../features/credentials/types/held-type-import.service.js';
import type { Transaction } from '../platform/database/transaction.js';
import { isRefusal } from '../platform/graphql/refusal.js';
import { dayAfter, type Services } from './training-history.js';

const ISSUERS = {
  BLS: 'Heart and Breath Training Center',
  PTT_CERT_EXT: 'National Board of Technicians',
} as const;

/** As it reads. Without a last day it counts as long as its type says. */
export interface Card {
  readonly typeCode: keyof typeof ISSUERS;
  readonly issuedOn: string;
  readonly expiresOn?: string | null;
}

const CLEARANCES = ['TB_SCREEN', 'HEPB_VACCINE_OR_DECLINATION', 'BACKGROUND_CHECK'];

/** What people hold before they work: cards, clearances and trainings, put on record and verified by the records office. */
export class Papers {
  constructor(private readonly service: Services) {}

  /** The types, as the document of the program has them. */
  async define(tx: Transaction, document: string): Promise<void> {
    const types = await this.service(HeldTypeImport).importIn(tx, {
      document,
      format: 'YAML',
      dryRun: false,
    });
    done('types of cards', types);
    const trainings = await this.service(TrainingCatalog).importIn(tx, examineTrainings(document), {
      dryRun: false,
    });
    if (!trainings.applied) throw notPossible('trainings', trainings.errors);
  }

  /** One training for several people on a day. */
  async train(
    tx: Transaction,
    code: string,
    personIds: readonly string[],
    completedOn: string,
    jobTitle = 'Physical therapy technician trainee',
  ): Promise<void> {
    const given = {
      ...{ code, completedOn, general: true, siteId: null, liveQuestions: true, evidenceFileId: null },
      ...{ contentSummary: 'As the plan of the training has it', trainerName: 'Rosa Lindqvist' },
      trainerQualification: 'RN, infection control',
      attendees: personIds.map((personId) => ({ personId, jobTitle })),
    };
    done(`the training ${code}`, await this.service(TrainingRecords).recordIn(tx, given));
  }

  /** Everything a placement asks for but trainings, in order on a day; answers the card. */
  async collect(tx: Transaction, personId: string, on: string): Promise<string> {
    const cardId = await this.card(tx, personId, { typeCode: 'BLS', issuedOn: dayAfter(on, -30) });
    await this.find(tx, cardId, 'CONFIRMED', on);
    for (const typeCode of CLEARANCES) await this.clear(tx, personId, typeCode, dayAfter(on, -20), on);
    return cardId;
  }

  /** A card as it reads; nobody has looked it up yet. */
  async card(
    tx: Transaction,
    personId: string,
    { typeCode, issuedOn, expiresOn = null }: Card,
  ): Promise<string> {
    const issuer = ISSUERS[typeCode];
    const said = { typeCode, issuer, issuedOn, expiresOn, handsOnOn: issuedOn };
    return done(typeCode, await this.service(CardRecording).recordIn(tx, personId, said)).id;
  }

  /** What looking it up came to. */
  async find(
    tx: Transaction,
    credentialId: string,
    finding: 'CONFIRMED' | 'NOT_CONFIRMED',
    foundOn: string,
  ): Promise<void> {
    const found = {
      finding,
      foundOn,
      method: 'ISSUER_LOOKUP',
      source: 'The register of the issuer',
    } as const;
    done('a finding', await this.service(CardVerification).verifyIn(tx, { credentialId, ...found }));
  }

  async clear(
    tx: Transaction,
    personId: string,
    typeCode: string,
    clearedOn: string,
    foundOn: string,
  ): Promise<void> {
    const input = { typeCode, clearedOn, evidence: 'DOCUMENT' as const };
    const { id: clearanceId } = done(
      typeCode,
      await this.service(ClearanceRecording).recordIn(tx, personId, input),
    );
    const found = { finding: 'CONFIRMED', foundOn, method: 'ORIGINAL_SEEN', source: 'The document' } as const;
    done(typeCode, await this.service(ClearanceVerification).verifyIn(tx, { clearanceId, ...found }));
  }
}

export function done<T extends object>(
  what: string,
  answer: T,
): Exclude<T, { code: string; message: string }> {
  if (isRefusal(answer)) throw notPossible(what, answer);
  return answer as Exclude<T, { code: string; message: string }>;
}

const notPossible = (what: string, why: unknown): Error =>
  new Error(`${what} of the demo cannot be put on record: ${JSON.stringify(why)}`);
