import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import type { DefineClearanceTypeInput, DefineCredentialTypeInput } from './held-type.input.js';
import { CredentialTypeCodeTaken } from './held-type.refusals.js';
import { ClearanceType, CredentialType } from './held-type.type.js';
import {
  versionNeeded,
  type ClearanceTerms,
  type CredentialTerms,
  type DefinedType,
} from './type-terms.rules.js';
import { ClearanceTypeVersion, CredentialTypeVersion } from './type-version.entity.js';
import { versionsOf } from './type-version.queries.js';
import { DEFAULT_WARN_DAYS, type TypeVersion } from './validity.js';
import { dayOf, versionOn } from './validity.rules.js';

/** What became of a type that was to be defined; TAKEN: nothing, its code is one of the other kind. */
export type Defined = 'ADDED' | 'CHANGED' | 'UNCHANGED' | 'TAKEN';

/** Types of cards and clearances as the organization has defined them: versions are added, none is changed. */
@Injectable()
export class HeldTypes {
  /** By code. */
  credentialTypes(db: TenantDb): Promise<CredentialType[]> {
    return db.load(async (tx) => {
      const versions = await credentialVersions(tx, null);
      return typesOf(versions, tx.now).map((type) => Object.assign(new CredentialType(), type));
    });
  }

  /** By code. */
  clearanceTypes(db: TenantDb): Promise<ClearanceType[]> {
    return db.load(async (tx) => {
      const versions = await clearanceVersions(tx, null);
      return typesOf(versions, tx.now).map((type) => Object.assign(new ClearanceType(), type));
    });
  }

  async defineCredentialType(
    db: TenantDb,
    input: DefineCredentialTypeInput,
  ): Promise<CredentialType | CredentialTypeCodeTaken> {
    const { code, effectiveFrom = null, handsOnRequired, acceptedIssuers } = input;
    const { verificationMethod = null, renewalCePolicy = null } = input;
    const own = { handsOnRequired, acceptedIssuers, verificationMethod, renewalCePolicy };
    const terms = { ...commonTerms(input), ...own };
    const receipt = await db.once(input, async (tx) => {
      const [defined] = await this.defineCredentialsIn(tx, [{ code, effectiveFrom, terms }]);
      return defined === 'TAKEN' ? codeTaken(code) : { code };
    });
    return isRefusal(receipt)
      ? receipt
      : (await this.credentialTypes(db)).find((type) => type.code === code)!;
  }

  async defineClearanceType(
    db: TenantDb,
    input: DefineClearanceTypeInput,
  ): Promise<ClearanceType | CredentialTypeCodeTaken> {
    const { code, effectiveFrom = null, healthData, acceptsDeclination } = input;
    const terms = { ...commonTerms(input), healthData, acceptsDeclination };
    const receipt = await db.once(input, async (tx) => {
      const [defined] = await this.defineClearancesIn(tx, [{ code, effectiveFrom, terms }]);
      return defined === 'TAKEN' ? codeTaken(code) : { code };
    });
    return isRefusal(receipt) ? receipt : (await this.clearanceTypes(db)).find((type) => type.code === code)!;
  }

  /** Adds the versions that are needed, in one statement, and tells in order what became of each; a dry run only tells. */
  async defineCredentialsIn(
    tx: Transaction,
    types: readonly DefinedType<CredentialTerms>[],
    dryRun = false,
  ): Promise<Defined[]> {
    await tx.lock(`types of cards and clearances of ${tx.orgId}`);
    const taken = await clearanceVersions(tx, codesOf(types));
    const there = await credentialVersions(tx, codesOf(types));
    const { rows, defined } = wanted(tx, there, taken, types);
    if (!dryRun) await tx.insert(CredentialTypeVersion, rows);
    return defined;
  }

  /** The same for clearances. */
  async defineClearancesIn(
    tx: Transaction,
    types: readonly DefinedType<ClearanceTerms>[],
    dryRun = false,
  ): Promise<Defined[]> {
    await tx.lock(`types of cards and clearances of ${tx.orgId}`);
    const taken = await credentialVersions(tx, codesOf(types));
    const there = await clearanceVersions(tx, codesOf(types));
    const { rows, defined } = wanted(tx, there, taken, types);
    if (!dryRun) await tx.insert(ClearanceTypeVersion, rows);
    return defined;
  }
}

/** Versions of these types of cards, or of all. */
export const credentialVersions = (
  tx: Transaction,
  codes: readonly string[] | null,
): Promise<CredentialTypeVersion[]> =>
  tx.entities(CredentialTypeVersion, versionsOf(tx.db, 'credential_type_version', codes));

/** The same for clearances. */
export const clearanceVersions = (
  tx: Transaction,
  codes: readonly string[] | null,
): Promise<ClearanceTypeVersion[]> =>
  tx.entities(ClearanceTypeVersion, versionsOf(tx.db, 'clearance_type_version', codes));

export const codeTaken = (code: string): CredentialTypeCodeTaken =>
  refuse(CredentialTypeCodeTaken, `${code} is the code of a type of the other kind: choose another.`);

const codesOf = (types: readonly { readonly code: string }[]): string[] => types.map(({ code }) => code);

const commonTerms = ({
  title,
  validityMonths = null,
  expiryRule,
  warnDays,
  citation = null,
}: DefineCredentialTypeInput | DefineClearanceTypeInput) => ({
  title,
  validityMonths,
  expiryRule,
  warnDays: (warnDays ?? [...DEFAULT_WARN_DAYS]).toSorted((a, b) => b - a),
  citation,
});

interface TypeOf<Version> {
  code: string;
  inForce: Version;
  versions: Version[];
}

function typesOf<Version extends TypeVersion>(versions: readonly Version[], now: Date): TypeOf<Version>[] {
  return [...Map.groupBy(versions, ({ code }) => code)].flatMap(([code, of]) => {
    const inForce = versionOn(of, dayOf(now), now);
    return inForce ? [{ code, inForce, versions: of }] : [];
  });
}

interface NewVersion {
  id: string;
  code: string;
  effectiveFrom: string | null;
  recordedBy: string | null;
}

function wanted<Terms extends object>(
  tx: Transaction,
  there: readonly (Terms & TypeVersion)[],
  taken: readonly TypeVersion[],
  types: readonly DefinedType<Terms>[],
): { rows: (Terms & NewVersion)[]; defined: Defined[] } {
  const rows: (Terms & NewVersion)[] = [];
  const defined = types.map((type): Defined => {
    if (taken.some(({ code }) => code === type.code)) return 'TAKEN';
    const versions = there.filter(({ code }) => code === type.code);
    const effectiveFrom = versionNeeded(versions, type, dayOf(tx.now), tx.now);
    if (effectiveFrom === undefined) return 'UNCHANGED';
    rows.push({ ...type.terms, id: newId(), code: type.code, effectiveFrom, recordedBy: tx.db.actorId });
    return versions.length ? 'CHANGED' : 'ADDED';
  });
  return { rows, defined };
}
