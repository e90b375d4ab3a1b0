import type { TrustedKeys } from './keys.js';
import type { ChainHead } from './anchor.js';
import { GENESIS, whatIsBroken, type LedgerLink } from './chain.rules.js';
import { SignatureChecks, type LedgerSignature } from './signature.js';

/** A link with what vouches for it; null until it is signed, a moment after it was committed. */
export type SignedLink = LedgerLink & { signed: LedgerSignature | null };

/** What does not hold: what the chain alone tells, and what signatures and anchors tell besides. */
export const BROKEN_REASONS = {
  OUT_OF_SEQUENCE: 'an entry is missing before it, or it was put in',
  PREVIOUS_HASH: 'it does not go on from the entry before',
  CONTENT: 'its content is not what was recorded',
  HASH: 'its kind, actor, time or hash is not what was recorded',
  REPEATED: 'it is a copy of an earlier entry',
  UNSIGNED: 'it was not signed within a minute',
  KEY: 'it is signed by a key that is not trusted',
  SIGNATURE: 'its signature is not for this entry',
  ANCHOR: 'another entry was anchored in its place',
  CUT_OFF: 'it was anchored and is missing, with all after it',
} as const;
export type BrokenReason = keyof typeof BROKEN_REASONS;

export interface BrokenEntry {
  seq: number;
  reason: BrokenReason;
}

/** What was found of a chain, entry by entry. */
export interface ChainFindings {
  entries: number;
  signed: number;
  /** Whose content was erased, with its salt: that there was an entry, and when, still holds. */
  erased: number;
  /** Not signed yet, and younger than a minute. */
  pending: number;
  /** The first that does not hold, and null when the chain is what was written. */
  broken: BrokenEntry | null;
}

/** Milliseconds within which an entry is signed, or something is wrong. */
export const SIGNED_WITHIN = 60_000;

/** Checks one chain as its entries come by, in their order. */
export class ChainCheck {
  private previous: { seq: number; hash: string } = { seq: 0, hash: GENESIS };
  private readonly commitments = new Set<string>();
  private readonly anchored: Map<number, string>;
  readonly findings: ChainFindings = { entries: 0, signed: 0, erased: 0, pending: 0, broken: null };

  constructor(
    private readonly signatures: SignatureChecks,
    /** When the entries were read: says which of them may still be waiting for their signature. */
    private readonly readAt: Date,
    /** Where the chain stood when it was anchored; what an anchor knows must be there. */
    anchored: readonly Pick<ChainHead, 'seq' | 'hash'>[],
  ) {
    this.anchored = new Map(anchored.map(({ seq, hash }) => [seq, hash]));
  }

  /** The next entry. What comes after one that does not hold is counted, and not looked at. */
  next(link: SignedLink): void {
    const { findings } = this;
    findings.entries += 1;
    if (link.content === null) findings.erased += 1;
    if (findings.broken) return;
    const reason = this.problemOf(link);
    if (reason) findings.broken = { seq: link.seq, reason };
    this.previous = link;
    this.commitments.add(link.commitment);
    this.anchored.delete(link.seq);
  }

  /** After the last entry: whether an anchored one is missing. */
  end(): ChainFindings {
    if (!this.findings.broken && this.anchored.size)
      this.findings.broken = { seq: this.previous.seq + 1, reason: 'CUT_OFF' };
    return this.findings;
  }

  private problemOf(link: SignedLink): BrokenReason | null {
    const reason = whatIsBroken(link, this.previous);
    if (reason) return reason;
    if (this.commitments.has(link.commitment)) return 'REPEATED';
    if ((this.anchored.get(link.seq) ?? link.hash) !== link.hash) return 'ANCHOR';
    return link.signed ? this.signatureProblem(link.hash, link.signed) : this.unsignedProblem(link);
  }

  private signatureProblem(hash: string, signed: LedgerSignature): BrokenReason | null {
    this.findings.signed += 1;
    return this.signatures.problemOf(hash, signed);
  }

  private unsignedProblem({ recordedAt }: SignedLink): BrokenReason | null {
    if (this.readAt.getTime() - Date.parse(recordedAt) > SIGNED_WITHIN) return 'UNSIGNED';
    this.findings.pending += 1;
    return null;
  }
}

/** Checks a whole chain. */
export function verifyChain(
  links: readonly SignedLink[],
  trusted: TrustedKeys,
  readAt: Date,
  anchored: readonly Pick<ChainHead, 'seq' | 'hash'>[] = [],
): ChainFindings {
  const check = new ChainCheck(new SignatureChecks(trusted), readAt, anchored);
  for (const link of links) check.next(link);
  return check.end();
}
