import path from 'node:path';
import { Global, Module } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { ContentStore } from './content-store.js';
import { FileIntake } from './file-intake.js';
import { FileResolver } from './file.resolver.js';
import { FileScanner } from './file-scanner.js';
import { FileTickets } from './file-tickets.js';
import { Files } from './files.js';
import { LocalContents } from './local-contents.js';
import { S3Contents } from './s3-contents.js';

/** The configured store, also for commands that run without the application. */
export function contentStore({ s3, dataDir }: Config): ContentStore {
  const folder = path.join(dataDir, 'files');
  return s3 ? new S3Contents(s3, path.join(folder, 'arriving')) : new LocalContents(folder);
}

@Global()
@Module({
  providers: [
    { provide: ContentStore, useFactory: contentStore, inject: [CONFIG] },
    FileIntake,
    FileScanner,
    Files,
    FileTickets,
    FileResolver,
  ],
  exports: [Files],
})
export class FilesModule {}
