import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput, notFound } from '../../../platform/faults/fault.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { Accommodation } from './accommodation.entity.js';
import type {
  AccommodationTermsInput,
  AmendAccommodationInput,
  GrantAccommodationInput,
  WithdrawAccommodationInput,
} from './accommodation.input.js';
import {
  accommodationById,
  accommodationsOf,
  accommodationToChange,
  seenPersonById,
} from './accommodation.queries.js';
import { AccommodationNotStanding, OwnAccommodation } from './accommodation.refusals.js';
import { RunningAttempts } from './running-attempts.service.js';

/** With what the API shows beside the columns. */
type ReadAccommodation = Accommodation & { readonly supersededById: string | null };

type Terms = Pick<
  Accommodation,
  'timeMultiplier' | 'breakMinutes' | 'closingExtensionMinutes' | 'extraAttempts' | 'validFrom' | 'validUntil'
>;
type Entry = Terms & Pick<Accommodation, 'personId' | 'reason' | 'supersedesId' | 'withdrawn'>;
type ChangeRefusal = OwnAccommodation | AccommodationNotStanding;

/** What persons are granted at every quiz: entries that are added, and never changed. */
@Injectable()
export class AccommodationService {
  constructor(private readonly running: RunningAttempts) {}

  /** Throws NOT_FOUND for who is no member, or not to be seen. */
  async ofPerson(db: TenantDb, personId: string, withFormer: boolean): Promise<Accommodation[]> {
    const [[person], rows] = await db.readAll<[object, object]>([
      seenPersonById(db, personId),
      accommodationsOf(db, personId, withFormer),
    ]);
    if (!person) throw notFound();
    return rows.map(asAccommodation);
  }

  /** Those that stand for the person who asks. */
  async ofViewer(db: TenantDb): Promise<Accommodation[]> {
    return (await db.read(accommodationsOf(db, db.viewer.personId, false))).map(asAccommodation);
  }

  /** Throws NOT_FOUND for who is no member, or not to be seen. */
  async grant(db: TenantDb, input: GrantAccommodationInput): Promise<Accommodation | OwnAccommodation> {
    const receipt = await db.once(input, (tx) => this.grantIn(tx, input));
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  /** Throws NOT_FOUND. */
  async amend(db: TenantDb, input: AmendAccommodationInput): Promise<Accommodation | ChangeRefusal> {
    const receipt = await db.once(input, (tx) => this.amendIn(tx, input));
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  /** Attempts that run keep what they were promised. Throws NOT_FOUND. */
  async withdraw(db: TenantDb, input: WithdrawAccommodationInput): Promise<Accommodation | ChangeRefusal> {
    const receipt = await db.once(input, (tx) => this.withdrawIn(tx, input));
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  private async byId(db: TenantDb, id: string): Promise<Accommodation> {
    const [row] = await db.read(accommodationById(db, id));
    if (!row) throw notFound();
    return asAccommodation(row);
  }

  private async grantIn(tx: Transaction, input: GrantAccommodationInput) {
    const { personId, reason } = input;
    const [person] = await tx.query<{ own: boolean }>(seenPersonById(tx.db, personId));
    if (!person) throw notFound();
    if (person.own) return ownAccommodation();
    const entry = { personId, reason, supersedesId: null, withdrawn: false, ...termsOf(input) };
    return this.enter(tx, 'accommodation.granted', entry);
  }

  private async amendIn(tx: Transaction, input: AmendAccommodationInput) {
    const before = await standing(tx, input.accommodationId);
    if (isRefusal(before)) return before;
    const { personId, id: supersedesId } = before;
    const entry = { personId, reason: input.reason, supersedesId, withdrawn: false, ...termsOf(input) };
    return this.enter(tx, 'accommodation.amended', entry);
  }

  private async withdrawIn(tx: Transaction, { accommodationId, reason }: WithdrawAccommodationInput) {
    const before = await standing(tx, accommodationId);
    if (isRefusal(before)) return before;
    const { personId, id: supersedesId } = before;
    const entry = { personId, reason, supersedesId, withdrawn: true, ...termsOf(before) };
    return this.enter(tx, 'accommodation.withdrawn', entry);
  }

  /** The ledger, which the trainee and others may read, gets everything but the reason. */
  private async enter(tx: Transaction, kind: string, entry: Entry): Promise<{ id: string }> {
    const id = newId();
    await tx.insert(Accommodation, { id, ...entry, recordedBy: tx.db.viewer.personId });
    const { personId, reason: _, ...told } = entry;
    tx.append({ personId, kind, content: { accommodationId: id, ...told } });
    await this.running.extendOf(tx, personId);
    return { id };
  }
}

/** The entry, if it stands and is not the viewer's own. Throws NOT_FOUND. */
async function standing(tx: Transaction, id: string): Promise<ReadAccommodation | ChangeRefusal> {
  await tx.lock(`accommodation ${id}`);
  const [before] = await tx.query<ReadAccommodation & { own: boolean }>(accommodationToChange(tx.db, id));
  if (!before) throw notFound();
  if (before.own) return ownAccommodation();
  const { supersededById, withdrawn } = before;
  return supersededById || withdrawn
    ? refuse(AccommodationNotStanding, 'It was amended or withdrawn before: look at what stands now.', {
        supersededById,
      })
    : before;
}

/** Throws BAD_USER_INPUT for what grants nothing, or ends before it begins. */
function termsOf(input: AccommodationTermsInput | Accommodation): Terms {
  const { timeMultiplier, breakMinutes, closingExtensionMinutes, extraAttempts, validFrom } = input;
  const { validUntil = null } = input;
  const grantsNothing =
    Number(timeMultiplier) === 1 && !breakMinutes && !closingExtensionMinutes && !extraAttempts;
  if (grantsNothing)
    throw badInput('input', 'must grant something: time, breaks, a later closing or attempts');
  if (validUntil !== null && validUntil < validFrom)
    throw badInput('input.validUntil', 'must not be before validFrom');
  return { timeMultiplier, breakMinutes, closingExtensionMinutes, extraAttempts, validFrom, validUntil };
}

const asAccommodation = (row: object): Accommodation => Object.assign(new Accommodation(), row);

const ownAccommodation = (): OwnAccommodation =>
  refuse(OwnAccommodation, 'This would be for yourself: somebody else has to do it.');
