/** A key as verifiers are told it: its id within the DID, and the multibase Multikey. */
export interface IssuerKey {
  readonly multibase: string;
}

/**
 * The DID of an organization that issues badges: `did:web`, under the address of this installation.
 * @see https://w3c-ccg.github.io/did-method-web/ for how host, port and path are written
 */
export function issuerDid(publicUrl: string, orgId: string): string {
  const { host, pathname } = new URL(publicUrl);
  const segments = pathname.split('/').filter(Boolean);
  return ['did:web', encodeURIComponent(host), ...segments, 'issuers', orgId].join(':');
}

/** How a proof names the key it was made with. */
export const keyOf = (did: string, { multibase }: IssuerKey): string => `${did}#${multibase}`;

/**
 * What the DID stands for: the keys that sign badges. Those that only verify any more stay, so that what they signed
 * still counts.
 */
export function didDocument(did: string, keys: readonly IssuerKey[]): object {
  return {
    '@context': ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/multikey/v1'],
    id: did,
    verificationMethod: keys.map((key) => ({
      id: keyOf(did, key),
      type: 'Multikey',
      controller: did,
      publicKeyMultibase: key.multibase,
    })),
    assertionMethod: keys.map((key) => keyOf(did, key)),
  };
}

/** A single key of the document, for verifiers that ask for it alone. */
export const verificationMethod = (did: string, key: IssuerKey): object => ({
  '@context': 'https://w3id.org/security/multikey/v1',
  id: keyOf(did, key),
  type: 'Multikey',
  controller: did,
  publicKeyMultibase: key.multibase,
});
