import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { AppendedEntry, LedgerWitness } from './append.js';
import type { LedgerLink } from './chain.rules.js';
import { hashOf } from './chain.rules.js';
import { LedgerKeys } from './ledger-keys.js';
import { isMarked, markOf, signatureOf, type MarkedEntry } from './signature.js';

/** Milliseconds in which entries gather for one signature. */
const GATHER = 250;
/** Entries under one signature at most. */
const AT_ONCE = 512;
/** Milliseconds between two looks for entries whose process ended before it signed them. */
const LOOK_AGAIN = 20_000;
/** Milliseconds back that those looks go; at the start and with each anchor everything since the anchor before is looked at. */
const LOOK_BACK = 10 * 60_000;

type Unsigned = Omit<LedgerLink, 'content' | 'salt'> & { mark: string | null; repeated: boolean };

/** Where trouble is told. */
interface Log {
  error(about: object, message: string): void;
  warn(about: object, message: string): void;
}

/** Where the pages of unsigned entries begin. */
const FIRST = {
  orgId: '00000000-0000-0000-0000-000000000000',
  personId: '00000000-0000-0000-0000-000000000000',
  seq: 0,
};

/**
 * Signs what was committed, many entries by one signature, a moment after: see docs/decisions/0041. Only what this
 * application appended is signed: by the hash it made out itself while it lives, and by the mark when it has died between.
 */
@Injectable()
export class LedgerSigner implements LedgerWitness, OnApplicationBootstrap, BeforeApplicationShutdown {
  private pending: AppendedEntry[] = [];
  private gathering: NodeJS.Timeout | null = null;
  private looking: NodeJS.Timeout | null = null;
  private work: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly keys: LedgerKeys,
    private readonly logger: Log,
  ) {
    database.witness = this;
  }

  markOf(entry: MarkedEntry, at: Date): string {
    return markOf(this.keys.signing, entry, at.getTime());
  }

  committed(entries: readonly AppendedEntry[]): void {
    this.pending.push(...entries);
    this.gathering ??= setTimeout(() => void this.signPending(), GATHER).unref();
  }

  onApplicationBootstrap(): void {
    this.looking = setInterval(
      () => void this.signLeftBehind(new Date(Date.now() - LOOK_BACK)),
      LOOK_AGAIN,
    ).unref();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.looking) clearInterval(this.looking);
    await this.signPending();
  }

  /** Signs all that was committed so far. What fails is left for the next look. */
  signPending(): Promise<void> {
    if (this.gathering) clearTimeout(this.gathering);
    this.gathering = null;
    const entries = this.pending.splice(0);
    return this.inTurn(async () => {
      for (let i = 0; i < entries.length; i += AT_ONCE) await this.sign(entries.slice(i, i + AT_ONCE));
    });
  }

  /**
   * Signs what was appended since by processes that ended before they could; null: all that may be left. Adopts, where
   * asked to, entries from before there were marks.
   */
  signLeftBehind(since: Date | null, adopting = false): Promise<void> {
    return this.inTurn(async () => {
      for (let after = FIRST; ;) {
        const page = await this.unsigned(since, after);
        await this.sign(page.filter((entry) => this.isOurs(entry, adopting)));
        if (page.length < AT_ONCE) return;
        after = page.at(-1)!;
      }
    });
  }

  private isOurs(entry: Unsigned, adopting: boolean): boolean {
    if (entry.repeated || hashOf(entry) !== entry.hash) return false;
    return isMarked(this.keys.all, entry) || (adopting && entry.mark === null);
  }

  private async sign(entries: readonly AppendedEntry[]): Promise<void> {
    if (!entries.length) return;
    const signatures = signatureOf(
      this.keys.signing,
      entries.map(({ hash }) => hash),
    );
    const rows = entries.map(({ orgId, personId, seq, hash }, i) => {
      const { keyId, proof, signature } = signatures[i]!;
      return { org_id: orgId, person_id: personId, seq, hash, key_id: keyId, proof, signature };
    });
    const { rows: broken } = await this.database.pool.query('SELECT * FROM ledger_sign($1::jsonb)', [
      JSON.stringify(rows),
    ]);
    if (broken.length) this.logger.error({ broken }, 'Ledger entries are not what was committed');
  }

  private async unsigned(since: Date | null, { orgId, personId, seq }: typeof FIRST): Promise<Unsigned[]> {
    const { rows } = await this.database.pool.query<Unsigned>(
      `SELECT org_id AS "orgId", person_id AS "personId", seq, kind, actor_id AS "actorId", recorded_at AS "recordedAt", commitment,
         previous_hash AS "previousHash", hash, mark, repeated FROM ledger_unsigned($1, $2, $3, $4, $5)`,
      [since, orgId, personId, seq, AT_ONCE],
    );
    return rows;
  }

  /** One after the other. A failure is told and leaves the entries for the next look. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    this.work = this.work.then(work).catch((err: unknown) => {
      this.logger.warn({ err }, 'Ledger entries could not be signed yet');
    });
    return this.work;
  }
}
