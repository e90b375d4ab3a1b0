import fc from 'fast-check';
import { formProblems, isObject, issuerOf, listOf } from './badge-form.rules.js';

const CONTEXT = 'https://www.w3.org/ns/credentials/v2';
const known = new Set([CONTEXT]);
const now = new Date('2026-11-24T12:00:00Z');
const badge = {
  '@context': [CONTEXT],
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  issuer: { id: 'did:web:a' },
  credentialSubject: { type: ['AchievementSubject'], achievement: {} },
  proof: [
    {
      type: 'DataIntegrityProof',
      cryptosuite: 'eddsa-rdfc-2022',
      proofPurpose: 'assertionMethod',
      verificationMethod: 'did:web:a#k',
    },
  ],
};
const codes = (changed: object): string[] =>
  formProblems({ ...badge, ...changed }, known, now).map(({ code }) => code);
const proof = (changed: object) => ({ proof: [{ ...badge.proof[0], ...changed }] });

describe('the form of a badge', () => {
  it('is right', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ type: ['VerifiableCredential', 'AchievementCredential'], proof: badge.proof[0] })).toEqual(
      [],
    );
    expect(codes({ issuer: 'did:web:a' })).toEqual([]);
  });

  it.each([
    ['another type', { type: ['VerifiableCredential', 'OtherCredential'] }, 'NOT_A_BADGE'],
    ['no credential', { type: ['OpenBadgeCredential'] }, 'NOT_A_BADGE'],
    ['nobody', { credentialSubject: [] }, 'NOT_A_BADGE'],
    ['nothing achieved', { credentialSubject: { type: ['AchievementSubject'] } }, 'NOT_A_BADGE'],
    [
      'one of two without an achievement',
      { credentialSubject: [badge.credentialSubject, {}] },
      'NOT_A_BADGE',
    ],
    ['no issuer', { issuer: { name: 'School' } }, 'NOT_A_BADGE'],
    ['a context nobody knows', { '@context': ['https://evil.example/v1'] }, 'CONTEXT_UNKNOWN'],
    [
      'words of its own',
      { credentialSubject: { ...badge.credentialSubject, '@context': {} } },
      'CONTEXT_UNKNOWN',
    ],
    ['a day to come', { validFrom: '2026-11-24T12:06:00Z' }, 'NOT_YET_VALID'],
    ['a day to come, in the words of before', { issuanceDate: '2027-01-01T00:00:00Z' }, 'NOT_YET_VALID'],
    ['a day that has passed', { validUntil: '2026-11-24T11:59:59Z' }, 'EXPIRED'],
    ['a day that has passed, in the words of before', { expirationDate: '2020-01-01T00:00:00Z' }, 'EXPIRED'],
    ['no proof', { proof: [] }, 'PROOF_MISSING'],
    ['a proof of another kind', proof({ type: 'JwtProof2020' }), 'PROOF_UNSUPPORTED'],
    ['a suite that is not known', proof({ cryptosuite: 'ecdsa-rdfc-2019' }), 'PROOF_UNSUPPORTED'],
    ['a proof for another purpose', proof({ proofPurpose: 'authentication' }), 'PROOF_UNSUPPORTED'],
    ['a proof without a key', proof({ verificationMethod: undefined }), 'PROOF_UNSUPPORTED'],
  ])('is wrong with %s', (_, changed, code) => {
    expect(codes(changed)).toEqual([code]);
  });

  it('lets clocks be five minutes apart', () => {
    expect(codes({ validFrom: '2026-11-24T12:04:59Z' })).toEqual([]);
  });

  it('is judged of any JSON without a fault, and is right of none that was not made to be', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        if (!isObject(value)) return;
        const found = formProblems(value, known, now);
        expect(found.length).toBeGreaterThan(0);
        expect(issuerOf(value) === null || typeof issuerOf(value) === 'string').toBe(true);
      }),
    );
  });

  it('takes one and many alike', () => {
    expect([listOf(1), listOf([1, 2]), listOf(undefined), listOf(null)]).toEqual([[1], [1, 2], [], []]);
  });
});
