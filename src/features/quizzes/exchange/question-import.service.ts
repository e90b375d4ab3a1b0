import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import type { Transaction } from '../../../platform/database/transaction.js';
import { notFound } from '../../../platform/faults/fault.js';
import { Files } from '../../../platform/files/files.js';
import { ListLoader } from '../../../platform/graphql/loader.js';
import { decodeCursor, type Page, type PageArgs, pageOf } from '../../../platform/graphql/page.js';
import { isRefusal, refuse } from '../../../platform/graphql/refusal.js';
import { isId, newId } from '../../../platform/ids/ids.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { LiveUpdates } from '../../../platform/live/live-updates.js';
import { MAX_TEXT_BYTES } from './exchanged-question.js';
import { QuestionImport, QuestionImportItem } from './question-import.entity.js';
import type { ImportQuestionsInput, QuestionImportItemsArgs } from './question-import.input.js';
import { IMPORT_QUESTIONS } from './question-import.job.js';
import {
  importsCount,
  importsPage,
  itemsCount,
  itemsPage,
  outcomeCounts,
} from './question-import.queries.js';
import { QuestionFileTooLarge } from './question-import.refusals.js';
import type { QuestionImportCount } from './question-import.type.js';
import { IMPORT_TOPIC } from './question-intake.service.js';
import { TOO_LARGE } from './question-reading.js';

type Counted = QuestionImportCount & { importId: string };

/** Asks for imports and tells how they go. */
@Injectable()
export class QuestionImports {
  readonly counts = new ListLoader<string, Counted>(
    (db, importIds) => db.read<Counted>(outcomeCounts(db, importIds)),
    ({ importId }) => importId,
  );

  constructor(
    private readonly files: Files,
    private readonly jobs: Jobs,
    private readonly live: LiveUpdates,
  ) {}

  /** The job begins when this is committed. Throws NOT_FOUND unless the file is the asker's own. */
  async request(db: TenantDb, input: ImportQuestionsInput): Promise<QuestionImport | QuestionFileTooLarge> {
    const receipt = await db.once(input, (tx) => this.queue(tx, input));
    return isRefusal(receipt) ? receipt : this.import(db, receipt.importId);
  }

  /** Throws NOT_FOUND. */
  import(db: TenantDb, id: string): Promise<QuestionImport> {
    return db.load((tx) => tx.get(QuestionImport, { id }));
  }

  /** Newest first. */
  async page(db: TenantDb, args: PageArgs): Promise<Page<QuestionImport>> {
    const [after] = decodeCursor(args.after, 1) ?? [null];
    const rows = await db.entities(QuestionImport, importsPage(db, isId(after) ? after : null, args.first));
    return pageOf(
      rows,
      args,
      ({ id }) => [id],
      async () => (await db.read<{ count: number }>(importsCount(db)))[0]!.count,
    );
  }

  /** In the order of the file. */
  async items(
    db: TenantDb,
    importId: string,
    args: QuestionImportItemsArgs,
  ): Promise<Page<QuestionImportItem>> {
    const [position] = decodeCursor(args.after, 1) ?? [null];
    const after = Number.isInteger(position) ? Number(position) : null;
    const outcomes = args.outcomes ?? null;
    const rows = await db.entities(QuestionImportItem, itemsPage(db, importId, outcomes, after, args.first));
    return pageOf(
      rows,
      args,
      (item) => [item.position],
      async () => (await db.read<{ count: number }>(itemsCount(db, importId, outcomes)))[0]!.count,
    );
  }

  /** The import after each batch, to its end. Throws NOT_FOUND. */
  async follow(db: TenantDb, importId: string): Promise<AsyncIterableIterator<QuestionImport>> {
    await this.import(db, importId);
    return this.live.subscribe<{ importId: string }, QuestionImport>(
      db,
      IMPORT_TOPIC,
      (news) => news.importId === importId,
      async (fresh) => {
        if (!fresh.viewer.can('quiz:write')) throw notFound();
        return this.import(fresh, importId);
      },
    );
  }

  private async queue(
    tx: Transaction,
    { fileId, format, dryRun, category }: ImportQuestionsInput,
  ): Promise<{ importId: string } | QuestionFileTooLarge> {
    const file = await this.files.mustBeOwn(tx, fileId);
    if (file.contentType !== 'application/zip' && file.declaredBytes > MAX_TEXT_BYTES)
      return refuse(QuestionFileTooLarge, TOO_LARGE, { maxBytes: MAX_TEXT_BYTES });
    const importId = newId();
    await tx.insert(QuestionImport, {
      id: importId,
      fileId,
      fileName: file.name,
      format: format ?? null,
      dryRun,
      category: category ?? null,
      requestedBy: tx.db.actorId,
    });
    await this.jobs.send(tx, IMPORT_QUESTIONS, { importId });
    return { importId };
  }
}
