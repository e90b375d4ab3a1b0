import { anchorHash, inOrder, isAnchored, isGenuine, treeOf, type Anchor, type ChainHead } from './anchor.js';
import { chainKey, headOf, type AnchorLine } from './anchor-file.js';
import { EXPORT_FORMAT, isGenuineEnd, type ExportEnd, type ExportLine } from './export-format.js';
import { keyIdOf, publicKeyFrom } from './keys.js';
import { SignatureChecks } from './signature.js';
import { ChainCheck, type BrokenEntry, type ChainFindings, type SignedLink } from './verification.rules.js';

/** What was found of an export. It is intact when nothing is broken and there is no problem. */
export interface ExportFindings {
  entries: number;
  chains: number;
  signed: number;
  /** Entries whose content was erased. */
  erased: number;
  pending: number;
  /** The first entry in the file that does not hold. */
  broken: (BrokenEntry & { personId: string }) | null;
  /** What is wrong with the file as a whole; null when nothing is. */
  problem: string | null;
  /** Ids of the keys in the file. */
  keys: string[];
  /** Number and time of the last anchor that was looked at. */
  anchor: Pick<Anchor, 'number' | 'at'> | null;
}

/** What the verifier brings along, from elsewhere than the file. */
export interface Trust {
  /** Ids of the keys that are trusted; undefined: those in the file, to be compared by somebody. */
  keyIds?: readonly string[];
  /** The lines of the anchor file, which is kept outside the database. */
  anchors?: AsyncIterable<AnchorLine>;
}

class Problem extends Error {}

type Header = Extract<ExportLine, { type: 'ledger' }>;

/** Verifies an export without the database. Throws for nothing that a file can hold. */
export async function verifyExport(lines: AsyncIterable<string>, trust: Trust = {}): Promise<ExportFindings> {
  const reading = new Reading(trust);
  try {
    for await (const line of lines) if (line.trim()) await understood(reading.take(parsed(line)));
    await understood(reading.finish());
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    reading.findings.problem = error.message;
  }
  return reading.findings;
}

function parsed(line: string): ExportLine {
  try {
    return JSON.parse(line) as ExportLine;
  } catch {
    throw new Problem('a line is not JSON');
  }
}

/** A line that lacks what its kind has is no line of an export. */
async function understood(reading: Promise<void>): Promise<void> {
  await reading.catch((error: Error) => {
    // Node's own errors, by their names: they may come from another realm.
    if (error.name === 'TypeError' || error.name === 'RangeError')
      throw new Problem('a line is not what its kind must be');
    throw error;
  });
}

class Reading {
  readonly findings: ExportFindings = {
    entries: 0,
    chains: 0,
    signed: 0,
    erased: 0,
    pending: 0,
    broken: null,
    problem: null,
    keys: [],
    anchor: null,
  };
  private header: Header | null = null;
  private readonly trusted: Map<string, ReturnType<typeof publicKeyFrom>> = new Map();
  private signatures = new SignatureChecks(this.trusted);
  private anchor: Anchor | null = null;
  /** Where chains stood at anchors, by chain. */
  private readonly anchored = new Map<string, ChainHead[]>();
  private readonly heads = new Map<string, ChainHead>();
  private chain: { key: string; check: ChainCheck } | null = null;
  private ended: ExportEnd | null = null;

  /** Read once, when all keys are known. */
  private outside: Trust['anchors'];

  constructor(private readonly trust: Trust) {
    this.outside = trust.anchors;
  }

  async take(line: ExportLine): Promise<void> {
    if (this.ended) throw new Problem('something stands after its end');
    if (!this.header) return this.begin(line);
    if (line.type === 'entry' || line.type === 'end') await this.readAnchors();
    switch (line.type) {
      case 'key':
        return this.takeKey(line);
      case 'anchor':
        return this.takeAnchor(line);
      case 'anchored':
        return this.takeAnchored(line);
      case 'entry':
        return this.takeEntry(line);
      case 'end':
        this.ended = line;
        return;
      default:
        throw new Problem('it has a line of no known kind');
    }
  }

  async finish(): Promise<void> {
    this.endChain();
    this.missChains();
    const { findings } = this;
    findings.chains = this.heads.size;
    if (findings.broken) return;
    if (!this.ended) throw new Problem('it ends before its end');
    const { entries, chains, root, exportedAt } = this.ended;
    const fits = [
      entries === findings.entries,
      chains === findings.chains,
      root === (treeOf(inOrder(this.heads.values()))?.root ?? null),
      exportedAt === this.header!.exportedAt,
      isGenuineEnd(this.ended, this.trusted),
    ];
    if (!fits.every(Boolean)) throw new Problem('it is not the file that was exported: its end does not fit');
  }

  private begin(line: ExportLine): void {
    if (line.type !== 'ledger' || line.format !== EXPORT_FORMAT || isNaN(Date.parse(line.exportedAt)))
      throw new Problem('it is not an export of a ledger');
    this.header = line;
  }

  private takeKey({ id, publicKey }: Extract<ExportLine, { type: 'key' }>): void {
    if (this.heads.size || this.anchor) throw new Problem('a key stands where none may');
    if (keyIdOf(Buffer.from(publicKey, 'base64')) !== id) throw new Problem(`the key ${id} has another id`);
    this.findings.keys.push(id);
    if (!this.trust.keyIds || this.trust.keyIds.includes(id)) this.trusted.set(id, publicKeyFrom(publicKey));
  }

  private takeAnchor(anchor: Anchor): void {
    if (this.anchor) throw new Problem('it has two anchors');
    if (!isGenuine(anchor, this.trusted)) throw new Problem('its anchor is not signed by a trusted key');
    this.anchor = anchor;
    this.findings.anchor = anchor;
  }

  private takeAnchored(line: Extract<ExportLine, { type: 'anchored' }>): void {
    const { personId, seq } = line;
    if (!this.anchor || !isAnchored(line, this.anchor)) this.note({ personId, seq, reason: 'ANCHOR' });
    this.expect(line);
  }

  private takeEntry(link: SignedLink): void {
    this.findings.entries += 1;
    const key = chainKey(link);
    if (this.chain?.key !== key) {
      this.endChain();
      if (this.heads.has(key)) this.note({ ...link, reason: 'OUT_OF_SEQUENCE' });
      const readAt = new Date(this.header!.exportedAt);
      this.chain = { key, check: new ChainCheck(this.signatures, readAt, this.anchored.get(key) ?? []) };
      this.anchored.delete(key);
    }
    const { orgId, personId, seq, hash } = link;
    this.heads.set(key, { orgId, personId, seq, hash });
    this.chain.check.next(link);
  }

  private endChain(): void {
    if (!this.chain) return;
    const { signed, erased, pending, broken }: ChainFindings = this.chain.check.end();
    this.findings.signed += signed;
    this.findings.erased += erased;
    this.findings.pending += pending;
    if (broken) this.note({ ...broken, personId: this.heads.get(this.chain.key)!.personId });
    this.chain = null;
  }

  /** Chains that were anchored and are not there at all. */
  private missChains(): void {
    for (const [head] of this.anchored.values())
      this.note({ personId: head!.personId, seq: 1, reason: 'CUT_OFF' });
  }

  /** All that was anchored until the export was made. */
  private async readAnchors(): Promise<void> {
    const anchors = this.outside;
    if (!anchors) return;
    this.outside = undefined;
    const { orgId, personId, exportedAt } = this.header!;
    let before: Anchor | null = null;
    const known = new Map<string, ChainHead>();
    for await (const line of anchors) {
      if (line.at > exportedAt) break;
      this.mustFollow(line, before);
      before = line;
      for (const head of line.moved.map(headOf)) {
        known.set(chainKey(head), head);
        if (head.orgId === orgId && (personId === null || head.personId === personId)) this.expect(head);
      }
    }
    if (before && treeOf(inOrder(known.values()))?.root !== before.root)
      throw new Problem(`the heads of the anchors do not lead to the root of anchor ${before.number}`);
    if (before) this.findings.anchor = before;
  }

  private mustFollow(anchor: Anchor, before: Anchor | null): void {
    if (!isGenuine(anchor, this.trusted))
      throw new Problem(`anchor ${anchor.number} is not signed by a trusted key`);
    if (before && (anchor.number !== before.number + 1 || anchor.previous !== anchorHash(before)))
      throw new Problem(`anchor ${anchor.number} does not follow the one before`);
  }

  private expect(head: ChainHead): void {
    const key = chainKey(head);
    this.anchored.set(key, [...(this.anchored.get(key) ?? []), head]);
  }

  private note(broken: BrokenEntry & { personId: string }): void {
    const { personId, seq, reason } = broken;
    this.findings.broken ??= { personId, seq, reason };
  }
}
