import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { badInput, notFound } from '../../../platform/faults/fault.js';
import { Files } from '../../../platform/files/files.js';
import { Loader } from '../../../platform/graphql/loader.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { PersonService } from '../../people/person.service.js';
import { License, LicenseStatusEntry, LicenseTypeEntry, LicenseVerification } from './license.entity.js';
import type { AddLicenseInput, VerifyLicenseInput } from './license.input.js';
import {
  addLicense,
  licenseOf,
  licensesById,
  licensesOfPerson,
  memberStatement,
  type LicenseRow,
} from './license.queries.js';
import {
  LicenseNumberTaken,
  LicenseOnRecord,
  LicenseTypeUnknown,
  type OwnLicense,
} from './license.refusals.js';
import { dayOf } from './license-standing.rules.js';
import { LicenseStatus, ownLicense } from './license-status.service.js';
import { licenseNumber } from './license.js';

type NotAdded = LicenseOnRecord | LicenseNumberTaken | LicenseTypeUnknown;

/** Licenses of persons, and what the organization found of them at the boards. */
@Injectable()
export class LicenseService {
  private readonly byIds = new Loader<string, License>(
    async (db, ids) => (await db.read<LicenseRow>(licensesById(db, ids))).map(licenseOf),
    ({ id }) => id,
  );

  constructor(
    private readonly persons: PersonService,
    private readonly files: Files,
    private readonly status: LicenseStatus,
  ) {}

  /** Of a member or of the viewer. Throws NOT_FOUND. */
  async byId(db: TenantDb, id: string): Promise<License> {
    const license = await this.byIds.load(db, id);
    if (!license) throw notFound();
    return license;
  }

  /** By jurisdiction, type and number. Throws NOT_FOUND for somebody the organization does not know or show to the viewer. */
  async ofPerson(db: TenantDb, personId: string): Promise<License[]> {
    const [members, rows] = await db.readAll<[object, LicenseRow]>([
      memberStatement(db, personId, true),
      licensesOfPerson(db, personId),
    ]);
    if (!members.length) throw notFound();
    return rows.map(licenseOf);
  }

  types(db: TenantDb): Promise<LicenseTypeEntry[]> {
    return db.entities(LicenseTypeEntry, sql`SELECT * FROM license_type ORDER BY code`);
  }

  /** Throws FORBIDDEN for another's license without `license:write`, NOT_FOUND for whoever is no member. */
  async add(db: TenantDb, input: AddLicenseInput): Promise<License | NotAdded> {
    const personId = input.personId ?? db.viewer.personId;
    if (personId !== db.viewer.personId) db.viewer.mustBeAbleTo('license:write');
    const receipt = await db.once(input, (tx) => this.addIn(tx, personId, input));
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  async verify(db: TenantDb, input: VerifyLicenseInput): Promise<License | OwnLicense> {
    const receipt = await db.once(input, (tx) => this.verifyIn(tx, input));
    return isRefusal(receipt) ? receipt : this.byId(db, receipt.id);
  }

  /** For verbs of the system, such as the demo: within a transaction that is already open. */
  async addIn(
    tx: Transaction,
    personId: string,
    input: Omit<AddLicenseInput, 'operationId'>,
  ): Promise<{ id: string } | NotAdded> {
    const { typeCode, jurisdiction, activeFrom: startsOn = null, activeUntil: endsOn = null } = input;
    if (endsOn !== null && (startsOn === null || endsOn < startsOn))
      throw badInput('input.activeUntil', 'needs activeFrom, and must not be before it');
    if (!(await tx.query(memberStatement(tx.db, personId))).length) throw notFound();
    const unknown = await unknownType(tx, typeCode);
    if (unknown) return unknown;
    const license = { id: newId(), personId, typeCode, jurisdiction, number: licenseNumber(input.number) };
    const [added] = await tx.query(addLicense(tx.db, [license]));
    if (!added) return this.taken(tx, license);
    if (startsOn !== null)
      await tx.insert(LicenseStatusEntry, {
        id: newId(),
        licenseId: license.id,
        status: 'ACTIVE',
        startsOn,
        endsOn,
        recordedBy: tx.db.actorId,
        recordedIn: tx.orgId,
      });
    tx.append({ personId, kind: 'license.added', content: { ...license, startsOn, endsOn } });
    return { id: license.id };
  }

  private async taken(
    tx: Transaction,
    {
      personId,
      typeCode,
      jurisdiction,
      number,
    }: Pick<License, 'personId' | 'typeCode' | 'jurisdiction' | 'number'>,
  ): Promise<LicenseOnRecord | LicenseNumberTaken> {
    const there = await tx.findOne(License, { typeCode, jurisdiction, number });
    if (there && (await this.persons.isSameIn(tx, there.personId, personId)))
      return refuse(
        LicenseOnRecord,
        `${typeCode} license ${number} of ${jurisdiction} is on record already.`,
        {
          licenseId: there.id,
        },
      );
    return refuse(
      LicenseNumberTaken,
      `${typeCode} license ${number} of ${jurisdiction} is on record for somebody else. Compare the number with the card; if it is right, the other record is wrong or the two are one person, to be merged.`,
    );
  }

  /** The same, of what the organization saw at the issuing board. */
  async verifyIn(
    tx: Transaction,
    input: Omit<VerifyLicenseInput, 'operationId'>,
  ): Promise<{ id: string } | OwnLicense> {
    const { outcome, verifiedOn, source, note = null, evidenceFileId = null } = input;
    if (verifiedOn > dayOf(new Date(tx.now.getTime() + FURTHEST_AHEAD)))
      throw badInput('input.verifiedOn', 'must not be in the future');
    const license = await this.status.licenseIn(tx, input.licenseId);
    if (await this.status.isOwnIn(tx, license.personId)) return ownLicense();
    if (evidenceFileId !== null) await this.files.mustBeOwn(tx, evidenceFileId);
    const verification = {
      id: newId(),
      licenseId: license.id,
      outcome,
      verifiedOn,
      source,
      note,
      evidenceFileId,
      verifiedBy: tx.db.actorId,
    };
    await tx.insert(LicenseVerification, verification);
    const { id: verificationId, verifiedBy: _by, ...content } = verification;
    tx.append({
      personId: license.personId,
      kind: 'license.verified',
      content: { verificationId, ...content, jurisdiction: license.jurisdiction, number: license.number },
    });
    return { id: license.id };
  }
}

/** Where it is already tomorrow, tomorrow is today. */
const FURTHEST_AHEAD = 14 * 3_600_000;

async function unknownType(tx: Transaction, code: string): Promise<LicenseTypeUnknown | null> {
  const types = await tx.query<{ code: string }>(sql`SELECT code FROM license_type ORDER BY code`);
  const codes = types.map((type) => type.code);
  if (codes.includes(code)) return null;
  const choice = codes.length
    ? `There are: ${codes.join(', ')}.`
    : 'None are loaded: npm run rules:import loads them.';
  return refuse(LicenseTypeUnknown, `There is no type of license ${code}. ${choice}`, { codes });
}
