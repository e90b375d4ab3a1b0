import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import type { Transaction } from '../../platform/database/transaction.js';
import { newId } from '../../platform/ids/ids.js';
import { examine, type ExaminedDocument } from './document/import-report.js';
import type { DocumentFormat } from './document/source.js';
import { writeProgram } from './document/write-program.js';
import { filesNamedIn, filesNotToShow } from './lesson-files.js';
import type { ProgramOutline } from './outline.js';
import { Program, ProgramVersion } from './program.entity.js';
import type { ImportProgramInput } from './program.input.js';
import { lockCode, ProgramService } from './program.service.js';
import { ProgramImport } from './program-transfer.type.js';
import type { OutlineProblem } from './publication.rules.js';
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

  /** For verbs of the system, such as the demo: within a transaction that is already open. */
  async importIn(tx: Transaction, examined: ExaminedDocument, dryRun: boolean): Promise<ProgramImport> {
    const { outline, positionOf, ...report } = examined;
    const nothing = { ...report, applied: false, programId: null, versionId: null };
    if (!outline) return made(nothing);
    await lockCode(tx, outline.code);
    const program = await tx.findOne(Program, { code: outline.code });
    const problems = [...(await labelProblems(tx, program, outline)), ...(await fileProblems(tx, outline))];
    const errors = problems.map(({ path, message }) => ({ ...positionOf(path), message }));
    if (errors.length || dryRun) return made({ ...nothing, errors });
    const programId = program?.id ?? newId();
    if (!program) await tx.insert(Program, { id: programId, code: outline.code, title: outline.title });
    const versionId = await writeVersion(tx, programId, outline);
    return made({ ...report, applied: true, programId, versionId });
  }
}

async function labelProblems(
  tx: Transaction,
  program: Program | null,
  { code, label }: ProgramOutline,
): Promise<OutlineProblem[]> {
  if (!program || !(await tx.findOne(ProgramVersion, { programId: program.id, label }))) return [];
  const message = `${code} has a version ${label} already: give this one another label`;
  return [{ path: ['program', 'version'], message }];
}

async function fileProblems(tx: Transaction, { courses }: ProgramOutline): Promise<OutlineProblem[]> {
  const named = courses.flatMap(({ modules }, c) =>
    modules.flatMap(({ lessons }, m) =>
      lessons.flatMap((lesson, l) =>
        filesNamedIn(lesson).map((id) => ({ id, path: ['courses', c, 'modules', m, 'lessons', l] })),
      ),
    ),
  );
  const wrong = new Set(await filesNotToShow(tx, [...new Set(named.map(({ id }) => id))]));
  return named
    .filter(({ id }) => wrong.has(id))
    .map(({ id, path }) => ({ path, message: `names the file ${id}, which is not an upload of yours` }));
}

const made = (report: ProgramImport): ProgramImport => Object.assign(new ProgramImport(), report);
