import { Global, Module } from '@nestjs/common';
import { FileResolver } from './file.resolver.js';
import { FileStore } from './file-store.js';
import { FileTickets } from './file-tickets.js';
import { Files } from './files.js';

@Global()
@Module({ providers: [Files, FileStore, FileTickets, FileResolver], exports: [Files] })
export class FilesModule {}
