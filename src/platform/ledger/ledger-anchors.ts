import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';
import sql from 'sql-template-tag';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { Database } from '../database/database.js';
import type { TenantDb } from '../database/tenant-db.js';
import type { Transaction } from '../database/transaction.js';
import { newId } from '../ids/ids.js';
import { jobKind } from '../jobs/job-kind.js';
import { Jobs } from '../jobs/jobs.js';
import {
  anchoredHead,
  anchorOf,
  inOrder,
  treeOf,
  type Anchor,
  type AnchoredHead,
  type ChainHead,
} from './anchor.js';
import { AnchorFile, chainKey, rowOf } from './anchor-file.js';
import { LedgerAnchorRequested, LedgerAnchorType, type AnchorLedgerInput } from './ledger-entry.type.js';
import { LedgerKeys } from './ledger-keys.js';
import { LedgerSigner } from './ledger-signer.js';
import type { MerkleTree } from './merkle.rules.js';

/** Anchors the heads of all chains. */
export const ANCHOR = jobKind<Record<string, never>>('platform.ledger-anchor', { timeoutSeconds: 600 });
const EVERY_HOUR = '7 * * * *';

/** Anchors outside the database: what finds a tail that was cut off, or a chain that was written anew. */
@Injectable()
export class LedgerAnchors implements OnApplicationBootstrap {
  private readonly file: AnchorFile;
  /** Of the last anchor: made when somebody exports. */
  private tree: { number: number; places: Map<string, number>; tree: MerkleTree } | null = null;

  constructor(
    @Inject(CONFIG) { ledgerAnchorDir }: Pick<Config, 'ledgerAnchorDir'>,
    private readonly keys: LedgerKeys,
    private readonly signer: LedgerSigner,
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly logger: PinoLogger,
  ) {
    this.file = new AnchorFile(ledgerAnchorDir);
    jobs.handle(ANCHOR, async () => void (await this.anchor()));
    jobs.every(ANCHOR, EVERY_HOUR);
  }

  /** What was left unsigned by the processes before; until the first anchor also what is older than signatures. */
  onApplicationBootstrap(): void {
    void this.last().then(
      (last) => this.signer.signLeftBehind(null, last === null),
      (err: unknown) => this.logger.error({ err }, 'The anchors of the ledger cannot be read'),
    );
  }

  /** Signs what is left to sign, then anchors every chain as it stands; null when there is none yet. */
  async anchor(): Promise<Anchor | null> {
    await this.signer.signPending();
    await this.signer.signLeftBehind(null);
    return this.database.forVisitor().write((tx) => this.anchorIn(tx));
  }

  /** The last anchor; null when there is none yet. */
  async last(): Promise<Anchor | null> {
    await this.file.refresh();
    return this.file.last;
  }

  /** The last anchor as it is told to everybody who reads the ledger. */
  async shown(): Promise<LedgerAnchorType | null> {
    const last = await this.last();
    return last && Object.assign(new LedgerAnchorType(), last, { at: new Date(last.at) });
  }

  /** Has it done at once, by a job. Refused to whoever acts as another. */
  async request(db: TenantDb, input: AnchorLedgerInput): Promise<LedgerAnchorRequested> {
    db.viewer.mustActInPerson();
    const { at } = await db.once(input, async (tx) => {
      await this.jobs.send(tx, ANCHOR, {});
      return { at: tx.now.toISOString() };
    });
    return Object.assign(new LedgerAnchorRequested(), { requestedAt: new Date(at) });
  }

  /** Where the chain stood when it was anchored last; null when it never was. */
  async headOf(chain: { orgId: string; personId: string }): Promise<ChainHead | null> {
    await this.file.refresh();
    return this.file.heads.get(chainKey(chain)) ?? null;
  }

  /** Where chains of the organization, or one person's, stood at the last anchor, with their ways to its root. */
  async anchored(
    orgId: string,
    personId: string | null,
  ): Promise<{ anchor: Anchor; heads: AnchoredHead[] } | null> {
    const last = await this.last();
    if (!last) return null;
    const { tree, places } = this.treeOfLast(last);
    const asked = [...this.file.heads.values()].filter(
      (head) => head.orgId === orgId && (personId === null || head.personId === personId),
    );
    const heads = asked.map((head) => anchoredHead(last, head, tree, places.get(chainKey(head))!));
    return { anchor: last, heads };
  }

  private treeOfLast({ number }: Anchor): { places: Map<string, number>; tree: MerkleTree } {
    if (this.tree?.number !== number) {
      const heads = inOrder(this.file.heads.values());
      this.tree = {
        number,
        tree: treeOf(heads)!,
        places: new Map(heads.map((head, i) => [chainKey(head), i])),
      };
    }
    return this.tree;
  }

  /** One after the other, also of several processes that share the folder. */
  private async anchorIn(tx: Transaction): Promise<Anchor | null> {
    await tx.lock('ledger anchor');
    await this.file.refresh();
    const heads = await tx.query<ChainHead>(
      sql`SELECT org_id AS "orgId", person_id AS "personId", seq, hash FROM ledger_heads()`,
    );
    const { known, moved, diverged } = await this.compared(tx, heads);
    if (diverged.length)
      this.logger.error({ diverged }, 'Chains of the ledger no longer hold what was anchored');
    const all = inOrder(known.values());
    const tree = treeOf(all);
    if (!tree) return null;
    const before = this.file.last ?? (await lastCopy(tx));
    const anchor = anchorOf(this.keys.signing, before, tx.now.toISOString(), tree, all.length);
    const { publicKey } = this.keys.signing;
    await this.file.append({ ...anchor, publicKey, moved: moved.map(rowOf), diverged: diverged.map(rowOf) });
    await keepCopy(tx, anchor);
    return anchor;
  }

  /** What is to be anchored: each chain as it stands, unless what was anchored of it is gone: then what was anchored. */
  private async compared(
    tx: Transaction,
    heads: readonly ChainHead[],
  ): Promise<{ known: Map<string, ChainHead>; moved: ChainHead[]; diverged: ChainHead[] }> {
    const known = new Map(this.file.heads);
    const standing = new Set(heads.map(chainKey));
    const changed = heads.filter((head) => known.get(chainKey(head))?.hash !== head.hash);
    const before = changed.flatMap((head) => known.get(chainKey(head)) ?? []);
    const broken = new Set((await diverging(tx, before)).map(chainKey));
    const moved = changed.filter((head) => !broken.has(chainKey(head)));
    const diverged = [...known.values()].filter(
      (head) => broken.has(chainKey(head)) || !standing.has(chainKey(head)),
    );
    for (const head of moved) known.set(chainKey(head), head);
    return { known, moved, diverged };
  }
}

/** Chains in which another entry, or none, stands where one was anchored. */
async function diverging(tx: Transaction, heads: readonly ChainHead[]): Promise<ChainHead[]> {
  if (!heads.length) return [];
  const places = heads.map(({ orgId, personId, seq, hash }) => ({
    org_id: orgId,
    person_id: personId,
    seq,
    hash,
  }));
  return tx.query(
    sql`SELECT org_id AS "orgId", person_id AS "personId" FROM ledger_diverged(${JSON.stringify(places)}::jsonb)`,
  );
}

/** For a folder that begins anew: the numbers go on. */
async function lastCopy(tx: Transaction): Promise<Anchor | null> {
  const [copy] = await tx.query<Anchor & { anchoredAt: Date }>(sql`
    SELECT number, anchored_at AS "anchoredAt", encode(previous, 'hex') AS previous, encode(root, 'hex') AS root, heads,
      key_id AS "keyId", encode(signature, 'hex') AS signature
    FROM ledger_anchor ORDER BY number DESC LIMIT 1`);
  return copy ? { ...copy, at: copy.anchoredAt.toISOString() } : null;
}

const keepCopy = (
  tx: Transaction,
  { number, at, previous, root, heads, keyId, signature }: Anchor,
): Promise<object[]> =>
  tx.query(
    sql`SELECT ledger_keep_anchor(${newId()}, ${number}, ${at}::timestamptz, ${previous}, ${root}, ${heads}, ${keyId}, ${signature})`,
  );
