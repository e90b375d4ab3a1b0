import { generateKeyPairSync, type KeyPairKeyObjectResult } from 'node:crypto';
import { badgeOf } from '../badges/badge.rules.js';
import { didDocument, issuerDid, keyOf, verificationMethod } from '../badges/issuer.rules.js';
import { signed, type Resolve } from '../badges/proofs.js';
import {
  LIST_LENGTH,
  type StatusPurpose,
  statusListCredential,
  statusListUrl,
} from '../badges/status-list.rules.js';
import { badgeProblems } from './verify-badge.js';

const PUBLIC_URL = 'https://learn.example.org';
const NOW = new Date('2026-11-24T12:00:00Z');
const PLACE = { list: 1, index: 77 };

interface Issuer {
  readonly orgId: string;
  readonly did: string;
  readonly multibase: string;
  readonly keys: KeyPairKeyObjectResult;
}

async function issuerOf(orgId: string): Promise<Issuer> {
  const keys = generateKeyPairSync('ed25519');
  const { fromJwk } = await import('@digitalbazaar/ed25519-multikey');
  const jwk = keys.publicKey.export({ format: 'jwk' });
  const { publicKeyMultibase: multibase } = await fromJwk({ jwk });
  return { orgId, did: issuerDid(PUBLIC_URL, orgId), multibase, keys };
}

const sign = (issuer: Issuer, credential: object, at = NOW): Promise<object> =>
  signed(credential, { verificationMethod: keyOf(issuer.did, issuer), key: issuer.keys.privateKey, at });

const urlOf = (issuer: Issuer, purpose: StatusPurpose): string =>
  statusListUrl(PUBLIC_URL, issuer.orgId, purpose, PLACE.list);

async function listOf(
  issuer: Issuer,
  purpose: StatusPurpose,
  { set = [], at = NOW, of = issuer }: { set?: number[]; at?: Date; of?: Issuer } = {},
): Promise<object> {
  const { createList } = await import('@digitalbazaar/vc-bitstring-status-list');
  const bits = await createList({ length: LIST_LENGTH });
  for (const index of set) bits.setStatus(index, true);
  const credential = statusListCredential(urlOf(of, purpose), issuer.did, purpose, await bits.encode(), at);
  return sign(issuer, credential, at);
}

describe('the status of a badge', () => {
  let ours: Issuer;
  let theirs: Issuer;
  let badge: object;
  beforeAll(async () => {
    [ours, theirs] = [await issuerOf('ours'), await issuerOf('theirs')];
    const facts = {
      ...{
        orgId: ours.orgId,
        number: 'N',
        kind: 'PROGRAM' as const,
        title: 'Technician',
        issuer: 'A school',
      },
      ...{
        recipientName: 'Ada Test',
        awardedOn: '2026-11-20',
        timeZone: 'UTC',
        recordedAt: new Date('2026-11-20T12:00:00Z'),
      },
      ...{ achievementId: '01a20b94-29be-76e0-adf0-2467902d80ab', requirements: [] },
    };
    badge = await sign(ours, badgeOf(facts, PUBLIC_URL, ours.did, PLACE));
  });

  /** What is made of it where these lists are served, each under the address it is asked for. */
  async function codes(suspension: object | null, revocation: object | null = null): Promise<string[]> {
    const served = new Map<string, object | null>([
      [urlOf(ours, 'suspension'), suspension],
      [urlOf(ours, 'revocation'), revocation],
      ...[ours, theirs].flatMap((issuer): [string, object][] => [
        [issuer.did, didDocument(issuer.did, [issuer])],
        [keyOf(issuer.did, issuer), verificationMethod(issuer.did, issuer)],
      ]),
    ]);
    const resolve: Resolve = async (url) => served.get(url) ?? null;
    return (await badgeProblems(badge, resolve, NOW)).map(({ code }) => code);
  }

  it('is that of its bit: accepted, suspended, or revoked where the other list says that it is final', async () => {
    const set = [PLACE.index];
    expect(await codes(await listOf(ours, 'suspension', { set: [PLACE.index + 1] }))).toEqual([]);
    const suspended = await listOf(ours, 'suspension', { set });
    expect(await codes(suspended, await listOf(ours, 'revocation'))).toEqual(['SUSPENDED']);
    expect(await codes(suspended, await listOf(ours, 'revocation', { set }))).toEqual(['REVOKED']);
  });

  it('abuse 41: cannot be found out without its list, and then it is not accepted', async () => {
    expect(await codes(null)).toEqual(['STATUS_UNRESOLVABLE']);
    expect(await codes({ ...(await listOf(ours, 'suspension')), type: ['VerifiableCredential'] })).toEqual([
      'STATUS_UNRESOLVABLE',
    ]);
  });

  it.each([
    ['that somebody else has signed', () => listOf(theirs, 'suspension', { of: ours })],
    ['for another purpose', () => listOf(ours, 'revocation')],
    ['of another day', () => listOf(ours, 'suspension', { at: new Date('2026-11-20T12:00:00Z') })],
    [
      'that was altered',
      async () => {
        const altered = (await listOf(ours, 'suspension', { set: [PLACE.index] })) as {
          credentialSubject: object;
        };
        const { credentialSubject } = (await listOf(ours, 'suspension')) as typeof altered;
        return { ...altered, credentialSubject };
      },
    ],
  ])('abuse 40, 41: is not believed of a list %s', async (_, list) => {
    expect(await codes(await list())).toEqual(['STATUS_UNRESOLVABLE']);
  });
});
