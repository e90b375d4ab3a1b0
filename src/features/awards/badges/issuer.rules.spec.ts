import fc from 'fast-check';
import { didDocument, issuerDid, keyOf, verificationMethod } from './issuer.rules.js';

const ORG = '018f0000-0000-7000-8000-000000000001';
/** As did:web reads a DID. */
const addressOf = (did: string): string =>
  `https://${did.slice('did:web:'.length).split(':').map(decodeURIComponent).join('/')}/did.json`;

describe('the DID of an issuer', () => {
  it.each([
    ['https://learn.example.org', `did:web:learn.example.org:issuers:${ORG}`],
    ['https://learn.example.org:8443', `did:web:learn.example.org%3A8443:issuers:${ORG}`],
    ['https://example.org/schools/pt', `did:web:example.org:schools:pt:issuers:${ORG}`],
  ])('under %s is %s', (publicUrl, did) => {
    expect(issuerDid(publicUrl, ORG)).toBe(did);
  });

  it('leads back to where its document is served', () => {
    const address = fc
      .tuple(
        fc.domain(),
        fc.option(fc.integer({ min: 1024, max: 65_535 })),
        fc.array(fc.stringMatching(/^[a-z\d]+$/)),
      )
      .map(([host, port, path]) => `https://${[port ? `${host}:${port}` : host, ...path].join('/')}`);
    fc.assert(
      fc.property(address, fc.uuid(), (publicUrl, orgId) => {
        expect(addressOf(issuerDid(publicUrl, orgId))).toBe(`${publicUrl}/issuers/${orgId}/did.json`);
      }),
    );
  });
});

describe('its document', () => {
  const keys = [{ multibase: 'z6MkNew' }, { multibase: 'z6MkOld' }];
  it('names every key, and all of them for assertions: what an old one signed still counts', () => {
    const names = ['did:web:a#z6MkNew', 'did:web:a#z6MkOld'];
    expect(didDocument('did:web:a', keys)).toMatchObject({
      id: 'did:web:a',
      verificationMethod: names.map((id) => ({ id, type: 'Multikey', controller: 'did:web:a' })),
      assertionMethod: names,
    });
    expect(verificationMethod('did:web:a', keys[1]!)).toMatchObject({
      id: keyOf('did:web:a', keys[1]!),
      publicKeyMultibase: 'z6MkOld',
    });
  });
});
