import { hash } from 'node:crypto';

/** A step from a leaf towards the root: the other half of a pair, and on which side it stands. */
export interface ProofStep {
  side: 'L' | 'R';
  hash: string;
}

const sha256 = (...parts: Buffer[]): Buffer => hash('sha256', Buffer.concat(parts), 'buffer');

/** Leaves and pairs are hashed apart, so that a pair never passes for a leaf (as in RFC 6962, section 2.1). */
const LEAF = Buffer.from([0]);
const PAIR = Buffer.from([1]);
export const leafOf = (content: Buffer): Buffer => sha256(LEAF, content);
const pairOf = (left: Buffer, right: Buffer): Buffer => sha256(PAIR, left, right);

/** A tree of hashes over contents in their order: one signature of its root stands for all of them. */
export class MerkleTree {
  /** From the leaves up to the root. */
  private readonly levels: Buffer[][];

  /** Throws for no contents: there would be nothing to stand for. */
  constructor(contents: readonly Buffer[]) {
    if (!contents.length) throw new Error('A tree needs a leaf');
    this.levels = [contents.map(leafOf)];
    while (this.levels.at(-1)!.length > 1) this.levels.push(pairs(this.levels.at(-1)!));
  }

  /** Hexadecimal. */
  get root(): string {
    return this.levels.at(-1)![0]!.toString('hex');
  }

  /** The way from a leaf to the root. */
  proof(leaf: number): ProofStep[] {
    const steps: ProofStep[] = [];
    let place = leaf;
    for (const level of this.levels.slice(0, -1)) {
      const other = level[place ^ 1];
      if (other) steps.push({ side: place % 2 ? 'L' : 'R', hash: other.toString('hex') });
      place >>= 1;
    }
    return steps;
  }
}

/** The next level; what has no partner goes up as it is. */
function pairs(level: readonly Buffer[]): Buffer[] {
  const next: Buffer[] = [];
  for (let i = 0; i < level.length; i += 2)
    next.push(i + 1 < level.length ? pairOf(level[i]!, level[i + 1]!) : level[i]!);
  return next;
}

/** The root that a content and its way lead to, hexadecimal. */
export function rootOf(content: Buffer, proof: readonly ProofStep[]): string {
  return proof
    .reduce((node, step) => {
      const other = Buffer.from(step.hash, 'hex');
      return step.side === 'L' ? pairOf(other, node) : pairOf(node, other);
    }, leafOf(content))
    .toString('hex');
}

const SIDES = { L: '00', R: '01' } as const;
const STEP = 66;

/** A way as hexadecimal text, 33 bytes a step: the side, then the hash. */
export const proofText = (proof: readonly ProofStep[]): string =>
  proof.map((step) => SIDES[step.side] + step.hash).join('');

/** The way that the text describes, or null when it describes none. */
export function proofFrom(text: string): ProofStep[] | null {
  if (text.length % STEP || !/^[0-9a-f]*$/.test(text)) return null;
  const steps = text.match(/.{66}/g) ?? [];
  if (!steps.every((step) => /^0[01]/.test(step))) return null;
  return steps.map((step) => ({ side: step.startsWith('00') ? 'L' : 'R', hash: step.slice(2) }));
}
