import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { Files } from '../../../platform/files/files.js';
import { StoredFile } from '../../../platform/files/stored-file.entity.js';
import { jobKind } from '../../../platform/jobs/job-kind.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { QuestionImport } from './question-import.entity.js';
import { QuestionIntake } from './question-intake.service.js';

/** Brings in the questions of an uploaded file. */
export const IMPORT_QUESTIONS = jobKind<{ importId: string }>('quizzes.import-questions', {
  timeoutSeconds: 1_800,
});

@Injectable()
export class QuestionImportJob {
  constructor(
    jobs: Jobs,
    private readonly files: Files,
    private readonly intake: QuestionIntake,
  ) {
    jobs.handle(IMPORT_QUESTIONS, ({ importId }, { db, signal }) => this.work(db, importId, signal));
  }

  private async work(db: TenantDb, importId: string, signal: AbortSignal): Promise<void> {
    const { sha256 } = await db.load(async (tx) => {
      const { fileId } = await tx.get(QuestionImport, { id: importId });
      return tx.get(StoredFile, { id: fileId! });
    });
    await this.files.withFile(sha256!, (file) => this.intake.work(db, importId, file, signal));
  }
}
