import { createHmac, sign, timingSafeEqual, verify, type KeyObject } from 'node:crypto';
import type { LedgerKey, TrustedKeys } from './keys.js';
import { MerkleTree, proofFrom, proofText, rootOf } from './merkle.rules.js';

/** What vouches for an entry: the signature of the root that its hash leads to. */
export interface LedgerSignature {
  keyId: string;
  /** The way from the entry's hash to the root, hexadecimal (see `proofText`). */
  proof: string;
  /** ed25519, hexadecimal. */
  signature: string;
}

/** Says in every signature what is signed, so that none passes for another's. */
const statementOf = (root: string): Buffer => Buffer.from(`preceptor-ledger-signature-1\n${root}`);

/** Signs entries by their hashes (hexadecimal), all at once by one signature; in their order. */
export function signatureOf(key: LedgerKey, hashes: readonly string[]): LedgerSignature[] {
  const tree = new MerkleTree(hashes.map((hash) => Buffer.from(hash, 'hex')));
  const signature = signWith(key, statementOf(tree.root));
  return hashes.map((_, i) => ({ keyId: key.id, proof: proofText(tree.proof(i)), signature }));
}

/** Throws for a key that only verifies. Hexadecimal. */
export function signWith(key: LedgerKey, statement: Buffer): string {
  if (!key.signs) throw new Error('This key only verifies');
  return sign(null, statement, key.signs).toString('hex');
}

export const isSignedBy = (key: KeyObject, statement: Buffer, signature: string): boolean => {
  const bytes = Buffer.from(signature, 'hex');
  return bytes.length === 64 && verify(null, statement, key, bytes);
};

/** Checks signatures of entries; each root once, however many entries it stands for. */
export class SignatureChecks {
  private readonly known = new Map<string, boolean>();

  /** The keys that are trusted, by their ids. */
  constructor(private readonly keys: TrustedKeys) {}

  /** What is wrong with the signature of the hash, or null. */
  problemOf(hash: string, { keyId, proof, signature }: LedgerSignature): 'KEY' | 'SIGNATURE' | null {
    const key = this.keys.get(keyId);
    if (!key) return 'KEY';
    const steps = proofFrom(proof);
    if (!steps) return 'SIGNATURE';
    const root = rootOf(Buffer.from(hash, 'hex'), steps);
    const about = `${keyId} ${root} ${signature}`;
    let holds = this.known.get(about);
    if (holds === undefined) {
      holds = isSignedBy(key, statementOf(root), signature);
      this.known.set(about, holds);
    }
    return holds ? null : 'SIGNATURE';
  }
}

/** What the application knows of an entry before the database gives it its place. */
export interface MarkedEntry {
  orgId: string;
  personId: string;
  kind: string;
  actorId: string | null;
  commitment: string;
}

/**
 * Tells an entry that the application appended from one that somebody put into the database: only the former is signed
 * later on. It holds the time as the application knows it, in whole milliseconds.
 */
export function markOf(key: LedgerKey, entry: MarkedEntry, at: number): string {
  if (!key.marks) throw new Error('This key only verifies');
  return `${at}.${macOf(key.marks, entry, at).toString('hex')}`;
}

/** Whether the mark was made by one of the keys for this entry at this time (UTC with microseconds). */
export function isMarked(
  keys: readonly LedgerKey[],
  entry: MarkedEntry & { recordedAt: string; mark: string | null },
): boolean {
  const [at, mac = ''] = (entry.mark ?? '').split('.');
  const given = Buffer.from(mac, 'hex');
  // The driver reads microseconds as a fraction, which may round to the neighbour.
  if (given.length !== 32 || Math.abs(Date.parse(entry.recordedAt) - Number(at)) > 1) return false;
  return keys.some(({ marks }) => marks && timingSafeEqual(macOf(marks, entry, Number(at)), given));
}

const macOf = (
  key: Buffer,
  { orgId, personId, kind, actorId, commitment }: MarkedEntry,
  at: number,
): Buffer =>
  createHmac('sha256', key)
    .update(
      ['preceptor-ledger-mark-1', orgId, personId, kind, actorId ?? 'system', at, commitment].join('\n'),
    )
    .digest();
