import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput, notFound } from '../../../platform/faults/fault.js';
import { refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { PersonService } from '../../people/person.service.js';
import { licenseOf, licensesById, type LicenseRow } from './license.queries.js';
import { License, LicenseStatusEntry } from './license.entity.js';
import { OwnLicense } from './license.refusals.js';
import { daysThatLostActive, type Days } from './license-status.rules.js';
import type { LicenseStatusCode } from './license.js';

export interface NewStatus {
  readonly licenseId: string;
  readonly status: LicenseStatusCode;
  readonly startsOn: string;
  readonly endsOn?: string | null;
  readonly reason: string | null;
}

/** What an entry changed: on these days the license was active until now, and what rests on it is to be reviewed. */
export interface RecordedStatus {
  readonly entryId: string;
  readonly licenseId: string;
  readonly personId: string;
  readonly lost: readonly Days[];
}

/** What boards say of licenses, entered one after the other and never changed. */
@Injectable()
export class LicenseStatus {
  constructor(private readonly persons: PersonService) {}

  /**
   * Enters the status of a member's license for some days and tells on which of them it was active until now. Whoever
   * calls sees to the sign-offs of those days. Throws NOT_FOUND, and BAD_USER_INPUT for days that end before they begin.
   */
  async record(tx: Transaction, given: NewStatus): Promise<RecordedStatus | OwnLicense> {
    const { status, startsOn, endsOn = null, reason } = given;
    if (endsOn !== null && endsOn < startsOn) throw badInput('input.endsOn', 'must not be before startsOn');
    const license = await this.licenseIn(tx, given.licenseId);
    if (await this.isOwnIn(tx, license.personId)) return ownLicense();
    const entry = {
      id: newId(),
      licenseId: license.id,
      status,
      startsOn,
      endsOn,
      reason,
      recordedBy: tx.db.actorId,
      recordedIn: tx.orgId,
    };
    await tx.insert(LicenseStatusEntry, entry);
    const { id: entryId, licenseId, recordedBy: _by, ...content } = entry;
    tx.append({
      personId: license.personId,
      kind: 'license.status-recorded',
      content: { entryId, licenseId, ...content },
    });
    const lost = daysThatLostActive(license.entries, { ...entry, recordedAt: tx.now });
    return { entryId, licenseId, personId: license.personId, lost };
  }

  /** A license of a member, with all that is known of it, which nobody else enters anything about until the end. Throws NOT_FOUND. */
  async licenseIn(tx: Transaction, id: string): Promise<License> {
    await tx.lock(`license ${id}`);
    const [row] = await tx.query<LicenseRow>(licensesById(tx.db, [id]));
    if (!row) throw notFound();
    return licenseOf(row);
  }

  /** Whether it is the license of who acts, by whichever id. */
  async isOwnIn(tx: Transaction, personId: string): Promise<boolean> {
    const { actorId } = tx.db;
    return actorId !== null && this.persons.isSameIn(tx, actorId, personId);
  }
}

export const ownLicense = (): OwnLicense =>
  refuse(OwnLicense, 'This is your own license: ask somebody else to look it up and record what they find.');
