import fc from 'fast-check';
import { keysFrom, newKeyText } from './keys.js';
import { MerkleTree, proofFrom, proofText, rootOf } from './merkle.rules.js';
import { isMarked, markOf, signatureOf, SignatureChecks } from './signature.js';

const [key, other] = keysFrom(`${newKeyText()}, ${newKeyText()}`) as [
  ReturnType<typeof keysFrom>[number],
  ReturnType<typeof keysFrom>[number],
];
const trusted = new Map([[key.id, key.verifies]]);
const hash = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('hex'));

describe('a tree of hashes', () => {
  it('leads from every leaf to its root, and from nothing else', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(hash, { minLength: 1, maxLength: 40 }),
        fc.nat(),
        hash,
        (hashes, at, foreign) => {
          const tree = new MerkleTree(hashes.map((h) => Buffer.from(h, 'hex')));
          const i = at % hashes.length;
          const proof = proofFrom(proofText(tree.proof(i)))!;
          expect(rootOf(Buffer.from(hashes[i]!, 'hex'), proof)).toBe(tree.root);
          fc.pre(!hashes.includes(foreign));
          expect(rootOf(Buffer.from(foreign, 'hex'), proof)).not.toBe(tree.root);
        },
      ),
    );
  });
});

describe('inv 67: the signature of an entry', () => {
  const checks = new SignatureChecks(trusted);

  it('holds for each of the entries that were signed together', () => {
    fc.assert(
      fc.property(fc.array(hash, { minLength: 1, maxLength: 20 }), (hashes) => {
        const signatures = signatureOf(key, hashes);
        expect(hashes.map((h, i) => checks.problemOf(h, signatures[i]!))).toEqual(hashes.map(() => null));
      }),
      { numRuns: 30 },
    );
  });

  it('holds for no other entry, and by no other key', () => {
    fc.assert(
      fc.property(hash, hash, (signed, foreign) => {
        fc.pre(signed !== foreign);
        const [signature] = signatureOf(key, [signed]);
        expect(checks.problemOf(foreign, signature!)).toBe('SIGNATURE');
        const [forged] = signatureOf(other, [signed]);
        expect(checks.problemOf(signed, forged!)).toBe('KEY');
        expect(checks.problemOf(signed, { ...forged!, keyId: key.id })).toBe('SIGNATURE');
      }),
      { numRuns: 30 },
    );
  });

  it.each(['', '00', 'zz'.repeat(64), 'f'.repeat(128)])('is refused as %j', (signature) => {
    expect(checks.problemOf('ab'.repeat(32), { keyId: key.id, proof: '', signature })).toBe('SIGNATURE');
  });

  it.each(['0', '02'.repeat(33), 'x'.repeat(66)])('is refused with the way %j', (proof) => {
    const [good] = signatureOf(key, ['ab'.repeat(32)]);
    expect(checks.problemOf('ab'.repeat(32), { ...good!, proof })).toBe('SIGNATURE');
  });
});

describe('the mark of an entry', () => {
  const entry = {
    orgId: '0190a000-0000-7000-8000-000000000001',
    personId: '0190a000-0000-7000-8000-000000000002',
    kind: 'skill.signed',
    actorId: null,
    commitment: 'ab'.repeat(32),
  };
  const at = Date.parse('2026-03-03T10:00:00.123Z');
  const recordedAt = '2026-03-03T10:00:00.123456Z';
  const mark = markOf(key, entry, at);

  it('tells what the application appended, also after the key was replaced', () => {
    expect(isMarked([other, key], { ...entry, recordedAt, mark })).toBe(true);
  });

  it.each<[string, object]>([
    ['another content', { commitment: 'cd'.repeat(32) }],
    ['another kind', { kind: 'sign-off.revoked' }],
    ['another actor', { actorId: entry.personId }],
    ['another person', { personId: entry.orgId }],
    ['another time', { recordedAt: '2026-03-03T10:00:00.223456Z' }],
    ['no mark', { mark: null }],
    ['a mark of another time', { mark: `${at + 1}.${mark.split('.')[1]}` }],
  ])('is not there for %s', (_, change) => {
    expect(isMarked([key], { ...entry, recordedAt, mark, ...change })).toBe(false);
  });
});

describe('the keys of the ledger', () => {
  const pem = key.signs!.export({ type: 'pkcs8', format: 'pem' }).toString();
  const publicPem = other.verifies.export({ type: 'spki', format: 'pem' }).toString();

  it.each([pem, pem.replaceAll('\n', '\\n')])('are read as PEM, too', (text) => {
    expect(keysFrom(`${text},${publicPem}`).map(({ id, signs }) => [id, signs !== null])).toEqual([
      [key.id, true],
      [other.id, false],
    ]);
  });

  it('may be public ones but for the first', () => {
    expect(keysFrom(`${newKeyText()} public:${other.publicKey}`)[1]).toMatchObject({
      id: other.id,
      signs: null,
    });
    expect(() => keysFrom(`public:${other.publicKey}`)).toThrow('private');
  });

  it.each(['', 'hunter2', `${newKeyText()},hunter2`])(
    'are refused when one is none, and not repeated',
    (text) => {
      expect(() => keysFrom(text)).toThrow(/^(key \d is not an ed25519|the first key must)/);
    },
  );
});
