import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { newId } from '../../platform/ids/ids.js';
import { examine, type ExaminedDocument } from './document/import-report.js';
import type { DocumentFormat } from './document/source.js';
import { writeProgram } from './document/write-program.js';
import { Program, ProgramVersion } from './program.entity.js';
import type { ImportProgramInput } from './program.input.js';
import { lockCode, ProgramService } from './program.service.js';
import { ProgramImport } from './program-transfer.type.js';
import { outlineOf, readVersion, writeVersion } from './stored-version.js';

/** Whole versions as documents, in and out. */
@Injectable()
export class ProgramTransferService {
  constructor(private readonly programs: ProgramService) {}

  /** All of the document or nothing: with errors, or as a dry run, nothing is kept. */
  async import(db: TenantDb, input: ImportProgramInput): Promise<ProgramImport> {
    const examined = examine(input.document, input.format);
    const answer = await db.once(input, (tx) => this.importIn(tx, examined, input.dryRun));
    return Object.assign(new ProgramImport(), answer);
  }

  /** For the command line and the demo, which nobody retries. */
  importBySystem(
    db: TenantDb,
    text: string,
    format: DocumentFormat,
    dryRun: boolean,
  ): Promise<ProgramImport> {
    const examined = examine(text, format);
    return db.write((tx) => this.importIn(tx, examined, dryRun));
  }

  /** The version as a document of the form that {@link import} reads. Throws NOT_FOUND. */
  async export(db: TenantDb, versionId: string, format: DocumentFormat): Promise<string> {
    const { id } = await this.programs.version(db, versionId);
    return writeProgram(outlineOf(await db.load((tx) => readVersion(tx, id))), format);
  }

  private async importIn(
    tx: Transaction,
    examined: ExaminedDocument,
    dryRun: boolean,
  ): Promise<ProgramImport> {
    const { outline, labelPosition, ...report } = examined;
    const nothing = { ...report, applied: false, programId: null, versionId: null };
    if (!outline) return made(nothing);
    await lockCode(tx, outline.code);
    const program = await tx.findOne(Program, { code: outline.code });
    const version =
      program && (await tx.findOne(ProgramVersion, { programId: program.id, label: outline.label }));
    if (version) {
      const message = `${outline.code} has a version ${outline.label} already: give this one another label`;
      return made({ ...nothing, errors: [{ ...labelPosition, message }] });
    }
    if (dryRun) return made(nothing);
    const programId = program?.id ?? newId();
    if (!program) await tx.insert(Program, { id: programId, code: outline.code, title: outline.title });
    const versionId = await writeVersion(tx, programId, outline);
    return made({ ...report, applied: true, programId, versionId });
  }
}

const made = (report: ProgramImport): ProgramImport => Object.assign(new ProgramImport(), report);
