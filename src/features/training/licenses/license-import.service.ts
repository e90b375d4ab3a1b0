import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { newId } from '../../../platform/ids/ids.js';
import { LicenseStatusEntry, LicenseVerification, type License } from './license.entity.js';
import type { ImportLicensesInput } from './license.input.js';
import {
  findKnownLicenses,
  numberKey,
  type KnownLicenses,
  type KnownMember,
} from './license-import.queries.js';
import { readLicenses, type LicenseLine, type LineProblem } from './license-import.rules.js';
import { addLicense, type NewLicense } from './license.queries.js';
import { LicenseFileNotReadable } from './license.refusals.js';
import { dayOf } from './license-standing.rules.js';
import { daysThatLostActive } from './license-status.rules.js';
import { LicenseImportReport, type LicenseImportOutcome, type LicenseImportRow } from './license.type.js';

type NewEntry = Omit<LicenseStatusEntry, 'recordedAt'>;
type NewVerification = Omit<LicenseVerification, 'recordedAt' | 'orgId'>;

/** A row that may be done: whose it is, and the license where it is there. */
interface Wanted {
  readonly line: LicenseLine;
  readonly personId: string;
  readonly license: License | null;
}

/** Licenses of members from a file: good rows are done, bad ones reported, what is there stays as it is. */
@Injectable()
export class LicenseImport {
  async import(
    db: TenantDb,
    input: ImportLicensesInput,
  ): Promise<LicenseImportReport | LicenseFileNotReadable> {
    const receipt = await db.once(input, (tx) => this.importIn(tx, input));
    return isRefusal(receipt) ? receipt : Object.assign(new LicenseImportReport(), receipt);
  }

  private async importIn(
    tx: Transaction,
    { csv, source }: ImportLicensesInput,
  ): Promise<LicenseImportReport | LicenseFileNotReadable> {
    const types = await tx.query<{ code: string }>(sql`SELECT code FROM license_type ORDER BY code`);
    const codes = types.map(({ code }) => code);
    const file = readLicenses(csv, codes, dayOf(tx.now));
    if (typeof file === 'string') return refuse(LicenseFileNotReadable, file);
    await tx.lock(`licenses of ${tx.orgId}`);
    const known = await findKnownLicenses(tx, source, file.lines);
    const sorted = file.lines.map((line) => wantedOf(line, known, dayOf(tx.now)));
    const done = await this.enter(
      tx,
      sorted.filter((one): one is Wanted => !('outcome' in one)),
    );
    const rejected = file.bad.map(({ line, problems }) =>
      rowOf(line, 'REJECTED', { problems: [...problems] }),
    );
    return reportOf([
      ...done,
      ...rejected,
      ...sorted.filter((one): one is LicenseImportRow => 'outcome' in one),
    ]);
  }

  /** Three statements, however many rows. */
  private async enter(tx: Transaction, wanted: readonly Wanted[]): Promise<LicenseImportRow[]> {
    const fresh = freshOf(wanted);
    const added = await tx.query<{ id: string }>(addLicense(tx.db, [...fresh.values()]));
    const isAdded = new Set(added.map(({ id }) => id));
    const idOf = ({ line, personId, license }: Wanted): string | null => {
      const made = fresh.get(numberKey(line));
      return license?.id ?? (made?.personId === personId && isAdded.has(made.id) ? made.id : null);
    };
    const entries: NewEntry[] = [];
    const verifications: NewVerification[] = [];
    const rows = wanted.map((one): LicenseImportRow => {
      const licenseId = idOf(one);
      if (licenseId === null) return rowOf(one.line.line, 'REJECTED', { problems: [TAKEN] });
      const entry = newEntry(tx, one, licenseId);
      const verification = newVerification(tx, one, licenseId);
      if (entry) entries.push(entry);
      if (verification) verifications.push(verification);
      const changed = entry || verification ? 'CHANGED' : 'ALREADY_THERE';
      return rowOf(one.line.line, one.license ? changed : 'ADDED', { licenseId });
    });
    await tx.insert(LicenseStatusEntry, entries);
    await tx.insert(LicenseVerification, verifications);
    tell(tx, wanted, idOf, { entries, verifications });
    return rows;
  }
}

/** The licenses that are not there yet, by their numbers: of rows that claim the same number the first one's. */
function freshOf(wanted: readonly Wanted[]): Map<string, NewLicense> {
  const fresh = new Map<string, NewLicense>();
  for (const { line, personId, license } of wanted) {
    const key = numberKey(line);
    if (!license && !fresh.has(key)) fresh.set(key, { ...numbersOf(line), id: newId(), personId });
  }
  return fresh;
}

/** What is to be done for a row, or what became of it. */
function wantedOf(line: LicenseLine, known: KnownLicenses, today: string): Wanted | LicenseImportRow {
  const member = memberOf(line, known);
  if ('message' in member) return rowOf(line.line, 'REJECTED', { problems: [member] });
  const license = known.licenses.get(numberKey(line)) ?? null;
  const same = (id: string): string => known.canonical.get(id) ?? id;
  if (member.own) return rowOf(line.line, 'REJECTED', { problems: [OWN] });
  if (license && same(license.personId) !== same(member.personId))
    return rowOf(line.line, 'REJECTED', { problems: [TAKEN] });
  if (license && line.status && takesAway(license, line.status, today))
    return rowOf(line.line, 'REJECTED', { problems: [TAKES_AWAY], licenseId: license.id });
  return { line, personId: member.personId, license };
}

function memberOf({ email, externalId }: LicenseLine, known: KnownLicenses): KnownMember | LineProblem {
  const byEmail = email === null ? undefined : known.byEmail.get(email);
  const byId = externalId === null ? undefined : known.byExternalId.get(externalId);
  if (email !== null && !byEmail)
    return { column: 'email', message: 'is no member with an account here: add or invite them first' };
  if (externalId !== null && !byId)
    return { column: 'external_id', message: 'is no member here: add or invite them first' };
  if (byEmail && byId && byEmail.personId !== byId.personId)
    return { column: 'external_id', message: 'is somebody else than email says: leave one of them empty' };
  return (byEmail ?? byId)!;
}

/** Whether sign-offs could rest on days that are taken away: these are to be reviewed, one by one. */
const takesAway = (
  { entries, readAt }: License,
  status: NonNullable<LicenseLine['status']>,
  today: string,
): boolean =>
  daysThatLostActive(entries, { ...status, id: '', recordedAt: readAt }).some(
    ({ startsOn }) => startsOn <= today,
  );

const OWN: LineProblem = { column: '', message: 'is your own license: somebody else imports it' };
const TAKEN: LineProblem = {
  column: 'number',
  message: 'is on record for somebody else: compare it with the card',
};
const TAKES_AWAY: LineProblem = {
  column: 'status',
  message:
    'takes away days on which the license was active: enter it by recordLicenseStatus, which has sign-offs of these days reviewed',
};

const numbersOf = ({ typeCode, jurisdiction, number }: LicenseLine) => ({ typeCode, jurisdiction, number });

/** Unless the last word on the same days is the same. */
function newEntry(tx: Transaction, { line, license }: Wanted, licenseId: string): NewEntry | null {
  if (!line.status) return null;
  const { status, startsOn, endsOn } = line.status;
  const there = license?.entries.find((entry) => entry.startsOn === startsOn && entry.endsOn === endsOn);
  if (there?.status === status) return null;
  const { actorId: recordedBy } = tx.db;
  return { id: newId(), licenseId, status, startsOn, endsOn, reason: null, recordedBy, recordedIn: tx.orgId };
}

function newVerification(
  tx: Transaction,
  { line, license }: Wanted,
  licenseId: string,
): NewVerification | null {
  if (!line.verified) return null;
  const { verifiedOn, source } = line.verified;
  const there = license?.verifications.some(
    (one) => one.outcome === 'CONFIRMED' && one.verifiedOn === verifiedOn && one.source === source,
  );
  if (there) return null;
  return {
    id: newId(),
    licenseId,
    outcome: 'CONFIRMED',
    verifiedOn,
    source,
    note: null,
    evidenceFileId: null,
    verifiedBy: tx.db.actorId,
  };
}

/** One entry in the ledger of each person for each license that changed. */
function tell(
  tx: Transaction,
  wanted: readonly Wanted[],
  idOf: (one: Wanted) => string | null,
  made: { entries: readonly NewEntry[]; verifications: readonly NewVerification[] },
): void {
  const told = new Set<string>();
  for (const one of wanted) {
    const licenseId = idOf(one);
    if (licenseId === null) continue;
    const of = <T extends { licenseId: string }>(list: readonly T[]): T[] =>
      list.filter((row) => row.licenseId === licenseId);
    const [entries, verifications] = [of(made.entries), of(made.verifications)];
    if (told.has(licenseId) || (!entries.length && !verifications.length)) continue;
    told.add(licenseId);
    tx.append({
      personId: one.personId,
      kind: 'license.imported',
      content: { licenseId, ...numbersOf(one.line), entries, verifications },
    });
  }
}

const rowOf = (
  line: number,
  outcome: LicenseImportOutcome,
  facts: Partial<Omit<LicenseImportRow, 'line' | 'outcome'>>,
): LicenseImportRow => ({ line, outcome, problems: [], licenseId: null, ...facts });

function reportOf(rows: LicenseImportRow[]): LicenseImportReport {
  const count = (outcome: LicenseImportOutcome): number =>
    rows.filter((row) => row.outcome === outcome).length;
  return {
    total: rows.length,
    added: count('ADDED'),
    changed: count('CHANGED'),
    alreadyThere: count('ALREADY_THERE'),
    rejected: count('REJECTED'),
    rows: rows.sort((a, b) => a.line - b.line),
  };
}
