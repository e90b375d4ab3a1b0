import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { notFound } from '../../platform/faults/fault.js';
import type { FileLink } from '../../platform/files/file.type.js';
import { Files } from '../../platform/files/files.js';
import { filesNamedIn } from './lesson-files.js';
import { ProgramService } from './program.service.js';

@Injectable()
export class LessonFileService {
  constructor(
    private readonly programs: ProgramService,
    private readonly files: Files,
  ) {}

  /** For whoever may read the lesson: a link to a file that it shows. Throws NOT_FOUND for any other file. */
  async link(db: TenantDb, lessonId: string, fileId: string): Promise<FileLink> {
    const lesson = await this.programs.lesson(db, lessonId);
    if (!filesNamedIn(lesson).includes(fileId.toLowerCase())) throw notFound();
    return this.files.linkTo(db, fileId);
  }
}
