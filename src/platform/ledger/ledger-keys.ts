import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { newId } from '../ids/ids.js';
import {
  keysFrom,
  newKeyText,
  publicKeyFrom,
  type LedgerKey,
  type PublicLedgerKey,
  type TrustedKeys,
} from './keys.js';

/** The keys that sign the ledger. They never come near the database. */
@Injectable()
export class LedgerKeys {
  /** The one that signs is the first. */
  readonly all: readonly LedgerKey[];

  constructor(@Inject(CONFIG) { ledgerKeys, dataDir }: Pick<Config, 'ledgerKeys' | 'dataDir'>) {
    this.all = keysFrom(ledgerKeys ?? keptKeys(path.join(dataDir, 'ledger-keys')));
  }

  get signing(): LedgerKey {
    return this.all[0]!;
  }

  /** What verifies, by the keys' ids. */
  get trusted(): TrustedKeys {
    return new Map(this.all.map(({ id, verifies }) => [id, verifies]));
  }
}

/** Keys told by others, by their ids. */
export const trustedOf = (keys: readonly PublicLedgerKey[]): TrustedKeys =>
  new Map(keys.map(({ id, publicKey }) => [id, publicKeyFrom(publicKey)]));

/** The keys kept in a file, made with a first one where there is none; of processes that start together one makes it. */
export function keptKeys(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  mkdirSync(path.dirname(file), { recursive: true });
  const draft = `${file}.${newId()}`;
  writeFileSync(draft, `${newKeyText()}\n`, { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, file); // whole, or not at all
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return readFileSync(file, 'utf8');
}
