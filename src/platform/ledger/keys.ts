import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';

/** A key as it is told to everybody. */
export interface PublicLedgerKey {
  /** The first 16 bytes of the SHA-256 of the public key, hexadecimal: a key cannot be exchanged under its id. */
  id: string;
  /** The 32 bytes of the ed25519 public key, base64. */
  publicKey: string;
}

/** A key of the ring; only one that is still in use can sign. */
export interface LedgerKey extends PublicLedgerKey {
  verifies: KeyObject;
  signs: KeyObject | null;
  /** What marks are made with; null for a public key alone. */
  marks: Buffer | null;
}

/** Public keys that are trusted, by their ids. */
export type TrustedKeys = ReadonlyMap<string, KeyObject>;

/** The DER of an ed25519 key is this, followed by its 32 bytes (RFC 8410). */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

const PARTS = /-----BEGIN [A-Z ]+-----[^-]+-----END [A-Z ]+-----|[^\s,]+/g;

/**
 * The keys of a list, separated by commas or white space: private ones as the 32 bytes of their seed in base64 or as PEM,
 * those that only verify any more as `public:` with 32 bytes in base64, or as PEM. Throws, without repeating anything,
 * when one is none, is not ed25519, or when the first cannot sign.
 */
export function keysFrom(list: string): LedgerKey[] {
  const keys = (list.replaceAll('\\n', '\n').match(PARTS) ?? []).map(keyFrom);
  if (!keys[0]?.signs) throw new Error('the first key must be a private one');
  return keys.filter((key, i) => keys.findIndex(({ id }) => id === key.id) === i);
}

function keyFrom(text: string, place: number): LedgerKey {
  try {
    if (text.startsWith('public:')) return publicOnly(publicKeyFrom(text.slice('public:'.length)));
    if (text.includes('PUBLIC KEY')) return publicOnly(createPublicKey(text));
    if (text.includes('PRIVATE KEY')) return withPrivate(createPrivateKey(text));
    return withPrivate(createPrivateKey({ key: der(PRIVATE_PREFIX, text), format: 'der', type: 'pkcs8' }));
  } catch {
    throw new Error(`key ${place + 1} is not an ed25519 key in base64 or PEM`);
  }
}

/** The key of 32 bytes in base64. Throws when they are none. */
export const publicKeyFrom = (base64: string): KeyObject =>
  createPublicKey({ key: der(PUBLIC_PREFIX, base64), format: 'der', type: 'spki' });

function der(prefix: Buffer, base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length !== 32) throw new Error('not 32 bytes');
  return Buffer.concat([prefix, bytes]);
}

function publicOnly(key: KeyObject): LedgerKey {
  if (key.asymmetricKeyType !== 'ed25519') throw new Error('not ed25519');
  const raw = key.export({ type: 'spki', format: 'der' }).subarray(-32);
  return { id: keyIdOf(raw), publicKey: raw.toString('base64'), verifies: key, signs: null, marks: null };
}

function withPrivate(key: KeyObject): LedgerKey {
  const seed = Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url');
  const marks = Buffer.from(hkdfSync('sha256', seed, '', 'preceptor ledger mark', 32));
  return { ...publicOnly(createPublicKey(key)), signs: key, marks };
}

export const keyIdOf = (publicKey: Buffer): string =>
  createHash('sha256').update(publicKey).digest('hex').slice(0, 32);

/** A new private key, as the list takes it. */
export const newKeyText = (): string => {
  const { d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return Buffer.from(d!, 'base64url').toString('base64');
};
