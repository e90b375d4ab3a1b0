import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../../platform/config/config.js';
import { CONFIG } from '../../../platform/config/config.module.js';
import { keptKeys } from '../../../platform/ledger/ledger-keys.js';
import { keysFrom, type LedgerKey } from '../../../platform/ledger/keys.js';

/** The keys that sign badges, of the form of the ledger's but others than those. They never come near the database. */
@Injectable()
export class BadgeKeys {
  /** The one that signs is the first. */
  readonly all: readonly LedgerKey[];

  constructor(@Inject(CONFIG) { badgeKeys, dataDir }: Pick<Config, 'badgeKeys' | 'dataDir'>) {
    this.all = keysFrom(badgeKeys ?? keptKeys(path.join(dataDir, 'badge-keys')));
  }

  get signing(): LedgerKey {
    return this.all[0]!;
  }

  /** By which signatures hold. */
  get ids(): string[] {
    return this.all.map(({ id }) => id);
  }
}
