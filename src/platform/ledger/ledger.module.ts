import { Module } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import { Database } from '../database/database.js';
import { LedgerAnchors } from './ledger-anchors.js';
import { LedgerExport } from './ledger-export.js';
import { LedgerKeys } from './ledger-keys.js';
import { LedgerResolver } from './ledger.resolver.js';
import { LedgerService } from './ledger.service.js';
import { LedgerSigner } from './ledger-signer.js';

/** Made by hand, because commands make it, too, without the rest of the application. */
const signer = {
  provide: LedgerSigner,
  inject: [Database, LedgerKeys, PinoLogger],
  useFactory: (database: Database, keys: LedgerKeys, logger: PinoLogger) =>
    new LedgerSigner(database, keys, logger),
};

@Module({
  providers: [LedgerService, LedgerResolver, LedgerKeys, LedgerAnchors, LedgerExport, signer],
  exports: [LedgerService, LedgerKeys, LedgerAnchors, LedgerExport, LedgerSigner],
})
export class LedgerModule {}
