import { createHash } from 'node:crypto';
import type { LedgerKey, TrustedKeys } from './keys.js';
import { MerkleTree, proofText, proofFrom, rootOf } from './merkle.rules.js';
import { isSignedBy, signWith } from './signature.js';

/** The end of a chain: its last entry. */
export interface ChainHead {
  orgId: string;
  personId: string;
  seq: number;
  hash: string;
}

/** A signed statement about the heads of all chains at one moment, chained to the statement before. */
export interface Anchor {
  /** From 1 without gaps. */
  number: number;
  /** UTC, ISO 8601. */
  at: string;
  /** Hash of the statement before, hexadecimal; null for the first. */
  previous: string | null;
  /** Root of the tree over the heads in the order of organization and person, hexadecimal. */
  root: string;
  /** How many heads. */
  heads: number;
  keyId: string;
  /** ed25519, hexadecimal. */
  signature: string;
}

const statementOf = ({ number, at, previous, root, heads }: Omit<Anchor, 'keyId' | 'signature'>): Buffer =>
  Buffer.from(['preceptor-ledger-anchor-1', number, at, previous ?? 'first', root, heads].join('\n'));

/** What the next anchor names as `previous`. */
export const anchorHash = (anchor: Anchor): string =>
  createHash('sha256').update(statementOf(anchor)).digest('hex');

const leafOf = ({ orgId, personId, seq, hash }: ChainHead): Buffer =>
  Buffer.from([orgId, personId, seq, hash].join('\n'));

/** By organization and person. */
export const inOrder = (heads: Iterable<ChainHead>): ChainHead[] => {
  const key = ({ orgId, personId }: ChainHead): string => orgId + personId;
  return [...heads].sort((a, b) => (key(a) < key(b) ? -1 : 1));
};

/** Null for no heads: there is nothing to anchor. Heads in order. */
export const treeOf = (heads: readonly ChainHead[]): MerkleTree | null =>
  heads.length ? new MerkleTree(heads.map(leafOf)) : null;

/** The next anchor over the heads. */
export function anchorOf(
  key: LedgerKey,
  before: Anchor | null,
  at: string,
  tree: MerkleTree,
  heads: number,
): Anchor {
  const said = {
    number: (before?.number ?? 0) + 1,
    at,
    previous: before && anchorHash(before),
    root: tree.root,
    heads,
  };
  return { ...said, keyId: key.id, signature: signWith(key, statementOf(said)) };
}

/** Whether the anchor was signed by a trusted key. */
export const isGenuine = (anchor: Anchor, trusted: TrustedKeys): boolean => {
  const key = trusted.get(anchor.keyId);
  return key !== undefined && isSignedBy(key, statementOf(anchor), anchor.signature);
};

/** A head and how it is known: by an anchor, and its way to the anchor's root. */
export interface AnchoredHead extends ChainHead {
  anchor: number;
  proof: string;
}

export const anchoredHead = (
  anchor: Anchor,
  head: ChainHead,
  tree: MerkleTree,
  place: number,
): AnchoredHead => ({
  ...head,
  anchor: anchor.number,
  proof: proofText(tree.proof(place)),
});

/** Whether the head is one of those that the anchor stands for. */
export function isAnchored(head: AnchoredHead, anchor: Anchor): boolean {
  const steps = proofFrom(head.proof);
  return head.anchor === anchor.number && steps !== null && rootOf(leafOf(head), steps) === anchor.root;
}
