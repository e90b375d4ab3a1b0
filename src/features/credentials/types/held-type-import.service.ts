import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import type { DocumentFormat } from '../../programs/document/source.js';
import type { ImportCredentialTypesInput } from './held-type.input.js';
import { TypeFileNotReadable } from './held-type.refusals.js';
import { CredentialTypeImport, type CredentialTypeImportRow } from './held-type.type.js';
import { codeTaken, HeldTypes, type Defined } from './held-types.service.js';
import { readTypes, type ReadType, type ReadTypes } from './read-types.js';
import type { DefinedType } from './type-terms.rules.js';

/** Types out of a document: good ones are kept, bad ones reported, what is there as it is stays. */
@Injectable()
export class HeldTypeImport {
  constructor(private readonly types: HeldTypes) {}

  async import(
    db: TenantDb,
    input: ImportCredentialTypesInput,
  ): Promise<CredentialTypeImport | TypeFileNotReadable> {
    const report = await db.once(input, (tx) => this.importIn(tx, input));
    return isRefusal(report) ? report : Object.assign(new CredentialTypeImport(), report);
  }

  /** For the command line and the demo, which nobody retries. */
  importBySystem(db: TenantDb, document: string): Promise<CredentialTypeImport | TypeFileNotReadable> {
    return db.write((tx) => this.importIn(tx, { document, format: 'YAML', dryRun: false }));
  }

  /** For verbs of the system: within a transaction that is already open. */
  async importIn(
    tx: Transaction,
    { document, format, dryRun }: { document: string; format: DocumentFormat; dryRun: boolean },
  ): Promise<CredentialTypeImport | TypeFileNotReadable> {
    const read = readTypes(document, format);
    if (Array.isArray(read)) return notReadable(read[0]!);
    const { credentials, clearances } = read;
    const rows = [
      ...(await rowsOf(credentials, (types) => this.types.defineCredentialsIn(tx, types, dryRun))),
      ...(await rowsOf(clearances, (types) => this.types.defineClearancesIn(tx, types, dryRun))),
    ];
    return reportOf(rows, read, !dryRun);
  }
}

const notReadable = ({ line, message }: { line: number; message: string }): TypeFileNotReadable =>
  refuse(TypeFileNotReadable, `Line ${line}: ${message}`);

async function rowsOf<Terms>(
  read: readonly ReadType<Terms>[],
  define: (types: DefinedType<Terms>[]) => Promise<Defined[]>,
): Promise<CredentialTypeImportRow[]> {
  const good = read.filter(({ problems }) => !problems.length);
  const outcomes = await define(good.map(({ type }) => type));
  const outcomeOf = new Map(good.map((row, i) => [row, outcomes[i]!]));
  return read.map((row) => ({
    line: row.line,
    section: row.section,
    code: row.type.code || null,
    ...fateOf(row, outcomeOf.get(row)),
  }));
}

function fateOf<Terms>(
  { line, problems, type, path }: ReadType<Terms>,
  outcome: Defined | undefined,
): Pick<CredentialTypeImportRow, 'outcome' | 'problems'> {
  if (outcome === undefined) return { outcome: 'REJECTED', problems: [...problems] };
  if (outcome !== 'TAKEN') return { outcome, problems: [] };
  return { outcome: 'REJECTED', problems: [{ path, line, message: codeTaken(type.code).message }] };
}

function reportOf(
  rows: CredentialTypeImportRow[],
  { problems }: ReadTypes,
  applied: boolean,
): CredentialTypeImport {
  const count = (outcome: string): number => rows.filter((row) => row.outcome === outcome).length;
  return Object.assign(new CredentialTypeImport(), {
    applied,
    added: count('ADDED'),
    changed: count('CHANGED'),
    unchanged: count('UNCHANGED'),
    rejected: count('REJECTED'),
    rows: rows.toSorted((a, b) => a.line - b.line),
    problems: [...problems],
  });
}
