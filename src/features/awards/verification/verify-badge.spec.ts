import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import formats from 'ajv-formats';
import type { Resolve } from '../badges/proofs.js';
import { badgeProblems } from './verify-badge.js';

type Json = Record<string, unknown>;

/** Badges of others with known answers, where they are at hand; nothing of them is copied. */
const ORACLES = path.resolve('../shared/oracles/openbadges');
const oracle = (name: string): Json => JSON.parse(readFileSync(path.join(ORACLES, name), 'utf8')) as Json;
const now = new Date('2026-11-24T00:00:00Z');

/** Believes of one badge that its issuer has the key it names, as somebody does who has them on a list. */
function believing(badge: Json, others: Record<string, object> = {}): Resolve {
  const [{ verificationMethod: key }] = [badge['proof']].flat() as [{ verificationMethod: string }];
  const { id: issuer } = badge['issuer'] as { id: string };
  const multibase = key.split(key.includes('#') ? '#' : 'did:key:')[1]!;
  const documents: Record<string, object> = {
    [key]: { id: key, type: 'Multikey', controller: issuer, publicKeyMultibase: multibase },
    [issuer]: { '@context': ['https://www.w3.org/ns/did/v1'], id: issuer, assertionMethod: [key] },
    ...others,
  };
  documents[key] = { '@context': 'https://w3id.org/security/multikey/v1', ...documents[key] };
  return async (url) => documents[url] ?? null;
}

const codes = async (badge: unknown, resolve: Resolve): Promise<string[]> =>
  (await badgeProblems(badge, resolve, now)).map(({ code }) => code);

(existsSync(ORACLES) ? describe : describe.skip)('the badges of others', () => {
  const statusOf = (badge: Json): Json => badge['credentialStatus'] as Json;
  const nothingRevoked = (badge: Json) => ({ [statusOf(badge)['id'] as string]: { revokedCredential: [] } });

  it.each(['simple-did-key-method.json', 'simple-eddsa-2022.json'])('accepts %s', async (name) => {
    const badge = oracle(name);
    expect(await codes(badge, believing(badge))).toEqual([]);
  });

  it('accepts complete.json while its list of revocations can be had and does not name it', async () => {
    const badge = oracle('complete.json');
    const { id } = badge;
    const list = statusOf(badge)['id'] as string;
    expect(await codes(badge, believing(badge, nothingRevoked(badge)))).toEqual([]);
    expect(await codes(badge, believing(badge))).toEqual(['STATUS_UNRESOLVABLE']);
    expect(await codes(badge, believing(badge, { [list]: { revokedCredential: [{ id }] } }))).toEqual([
      'REVOKED',
    ]);
  });

  it.each([
    ['simple-err-expired.json', 'EXPIRED'],
    ['simple-err-proof-value.json', 'PROOF_INVALID'],
    ['simple-err-type.json', 'NOT_A_BADGE'],
  ])('rejects %s: %s', async (name, code) => {
    const badge = oracle(name);
    expect(await codes(badge, believing(badge))).toContain(code);
  });

  it.each(['complete.json', 'simple-did-key-method.json'])(
    'rejects %s with one word changed',
    async (name) => {
      const badge = oracle(name);
      const resolve = believing(badge, name === 'complete.json' ? nothingRevoked(badge) : {});
      expect(await codes({ ...badge, name: 'Doctor' }, resolve)).toEqual(['PROOF_INVALID']);
    },
  );

  it('rejects what is signed by a key that nobody knows, and by a key of somebody else', async () => {
    const badge = oracle('simple-did-key-method.json');
    expect(await codes(badge, async () => null)).toEqual(['ISSUER_UNKNOWN']);
    const another = {
      ...badge,
      issuer: { ...(badge['issuer'] as Json), id: 'https://example.org/issuers/1' },
    };
    expect(await codes(another, believing(badge))).toEqual(['PROOF_INVALID']);
  });

  it('agrees with the schema on which are badges of 3.0', () => {
    const ajv = formats.default(new Ajv2019({ strict: false }));
    const valid = ajv.compile(oracle('ob_v3p0_achievementcredential_schema.json'));
    const judged = ['complete.json', 'simple-did-key-method.json', 'simple-err-type.json'].map((name) =>
      valid(oracle(name)),
    );
    expect(judged).toEqual([true, true, false]);
  });
});

describe('what is no badge', () => {
  const deep = (levels: number): unknown => (levels ? [deep(levels - 1)] : 1);
  it.each([
    ['a text', 'badge', 'NOT_A_BADGE'],
    ['a list', [], 'NOT_A_BADGE'],
    ['nothing', null, 'NOT_A_BADGE'],
    ['an object', {}, 'PROOF_MISSING'],
    ['a context of one’s own', { '@context': [{ name: 'https://schema.org/name' }] }, 'CONTEXT_UNKNOWN'],
    ['a deep well', { credentialSubject: deep(5_000) }, 'CONTEXT_UNKNOWN'],
    ['a signature of another kind', { proof: { type: 'Ed25519Signature2020' } }, 'PROOF_UNSUPPORTED'],
  ])('is rejected: %s', async (_, badge, code) => {
    expect(await codes(badge, async () => null)).toContain(code);
  });
});
