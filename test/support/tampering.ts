import fc from 'fast-check';
import type { ExportEnd, ExportLine } from '../../src/platform/ledger/export-format.js';
import { endOf } from '../../src/platform/ledger/export-format.js';
import { commitmentOf, GENESIS, hashOf } from '../../src/platform/ledger/chain.rules.js';
import type { LedgerKey } from '../../src/platform/ledger/keys.js';
import { rootOfHeads } from '../../src/platform/ledger/ledger-export.js';
import { signatureOf } from '../../src/platform/ledger/signature.js';
import type { SignedLink } from '../../src/platform/ledger/verification.rules.js';

type Entry = Extract<ExportLine, { type: 'entry' }>;

/** What somebody did to the ledger, and the first entry that verification must name, where it is one and the same. */
export interface Tampering {
  what: string;
  lines: ExportLine[];
}

/** What a tamperer has: a key of their own always, the ledger's own only where it was stolen. */
interface Keys {
  ledger: LedgerKey;
  foreign: LedgerKey;
}

export const entriesOf = (lines: readonly ExportLine[]): Entry[] =>
  lines.filter((line) => line.type === 'entry');

/** The export that the application itself would make of these entries: its end is genuine and fits. */
export function exported(
  key: LedgerKey,
  original: readonly ExportLine[],
  entries: readonly Entry[],
): ExportLine[] {
  const before = original.filter((line) => line.type !== 'entry' && line.type !== 'end');
  const { exportedAt } = original.find((line): line is { type: 'end' } & ExportEnd => line.type === 'end')!;
  const heads = [...new Map(entries.map((entry) => [entry.personId, entry])).values()];
  const said = { exportedAt, entries: entries.length, chains: heads.length, root: rootOfHeads(heads) };
  return [...before, ...entries, endOf(key, said)];
}

/** Computes places, commitments and hashes of a chain anew from an index on, as whoever writes it anew would. */
function rehashed(chain: readonly Entry[], from: number): Entry[] {
  const anew = [...chain.slice(0, from)];
  for (const entry of chain.slice(from)) {
    const commitment =
      entry.content === null ? entry.commitment : commitmentOf(entry.salt ?? '', entry.content);
    const link = { ...entry, seq: anew.length + 1, commitment, previousHash: anew.at(-1)?.hash ?? GENESIS };
    anew.push({ ...link, hash: hashOf(link) });
  }
  return anew;
}

function resigned(chain: readonly Entry[], from: number, key: LedgerKey): Entry[] {
  const signed = signatureOf(
    key,
    chain.slice(from).map(({ hash }) => hash),
  );
  return chain.map((entry, i) => (i < from ? entry : { ...entry, signed: signed[i - from]! }));
}

const back = (entry: SignedLink, seconds: number): string =>
  `${new Date(Date.parse(entry.recordedAt) - seconds * 1000).toISOString().slice(0, -1)}000Z`;
const otherHex = (hex: string): string => (hex.startsWith('0') ? '1' : '0') + hex.slice(1);

/** Edits of one entry that leave all else as it is. */
const EDITS: Record<string, (entry: Entry, other: string) => Partial<Entry>> = {
  content: (entry, other) => ({ content: `${entry.content ?? ''}${other}` }),
  kind: (entry, other) => ({ kind: `${entry.kind}${other}` }),
  actor: (entry) => ({ actorId: entry.actorId === entry.personId ? null : entry.personId }),
  time: (entry) => ({ recordedAt: back(entry, 86_400) }),
  salt: (entry) => ({ salt: otherHex(entry.salt!) }),
  hash: (entry) => ({ hash: otherHex(entry.hash) }),
  commitment: (entry) => ({ content: null, salt: null, commitment: otherHex(entry.commitment) }),
  'previous hash': (entry) => ({ previousHash: otherHex(entry.previousHash) }),
  place: (entry) => ({ seq: entry.seq + 1 }),
  signature: (entry) => ({ signed: { ...entry.signed!, signature: otherHex(entry.signed!.signature) } }),
  'missing signature': () => ({ signed: null }),
};

/** What can be done to one chain; `at` is a place in it, before `anchored`, the number of its entries that are anchored. */
const DEEDS: Record<
  string,
  (chain: Entry[], at: number, anchored: number, keys: Keys, other: string) => Entry[]
> = {
  ...Object.fromEntries(
    Object.entries(EDITS).map(([what, edit]) => [
      `edit the ${what}`,
      (chain: Entry[], at: number, _: number, __: Keys, other: string) =>
        chain.with(at, { ...chain[at]!, ...edit(chain[at]!, other) }),
    ]),
  ),
  'delete an entry': (chain, at) => chain.toSpliced(at, 1),
  'delete an entry and renumber': (chain, at) => rehashed(chain.toSpliced(at, 1), at),
  'insert a copy': (chain, at) => chain.toSpliced(at + 1, 0, chain[at]!),
  'insert a copy and chain it': (chain, at) => rehashed(chain.toSpliced(at + 1, 0, chain[at]!), at + 1),
  'insert a forged entry and chain it': (chain, at, _, keys, other) => {
    const forged = { ...chain[at]!, kind: 'skill.signed', content: `{"by":"${other}"}` };
    return resigned(rehashed(chain.toSpliced(at, 0, forged), at), at, keys.foreign);
  },
  'swap two entries': (chain, at) => swapped(chain, at),
  'swap two entries and chain them': (chain, at) => rehashed(swapped(chain, at), 0),
  'back-date and chain': (chain, at) =>
    rehashed(chain.with(at, { ...chain[at]!, recordedAt: back(chain[at]!, 3_600) }), at),
  'truncate the tail': (chain, at) => chain.slice(0, at),
  'rewrite the tail': (chain, at, _, __, other) =>
    rehashed(chain.with(at, { ...chain[at]!, content: `{"passed":"${other}"}` }), at),
  'rewrite the tail, signed by a foreign key': (chain, at, _, keys, other) =>
    resigned(
      rehashed(chain.with(at, { ...chain[at]!, content: `{"passed":"${other}"}` }), at),
      at,
      keys.foreign,
    ),
  'rewrite the tail, signed by a foreign key under the id of the true one': (chain, at, _, keys, other) =>
    resigned(rehashed(chain.with(at, { ...chain[at]!, content: `{"passed":"${other}"}` }), at), at, {
      ...keys.foreign,
      id: keys.ledger.id,
    }),
  'rewrite the tail, signed by the stolen key': (chain, at, _, keys, other) =>
    resigned(
      rehashed(chain.with(at, { ...chain[at]!, content: `{"passed":"${other}"}` }), at),
      at,
      keys.ledger,
    ),
  'truncate the tail and go on, signed by the stolen key': (chain, at, _, keys, other) => {
    const last = { ...chain[at]!, content: `{"instead":"${other}"}` };
    return resigned(rehashed([...chain.slice(0, at), last], at), at, keys.ledger);
  },
  're-sign everything by a foreign key': (chain, _, __, keys) => resigned(chain, 0, keys.foreign),
};

function swapped(chain: Entry[], at: number): Entry[] {
  const [one, next] = at + 1 < chain.length ? [at, at + 1] : [at - 1, at];
  return chain.with(one, chain[next]!).with(next, chain[one]!);
}

export const DEED_NAMES = Object.keys(DEEDS);

/** Any tampering of any chain in its anchored part; the export of it is made by the application, in good faith. */
export function tamperings(
  original: readonly ExportLine[],
  anchored: ReadonlyMap<string, number>,
  keys: Keys,
): fc.Arbitrary<Tampering> {
  const persons = [...anchored.keys()];
  const of = (personId: string): Entry[] =>
    entriesOf(original).filter((entry) => entry.personId === personId);
  return fc
    .record({
      deed: fc.constantFrom(...DEED_NAMES),
      person: fc.constantFrom(...persons),
      place: fc.nat(),
      other: fc
        .string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 8 })
        .map((text) => text.replace(/["\\]/g, '_')),
    })
    .map(({ deed, person, place, other }) => {
      const at = place % anchored.get(person)!;
      const chain = DEEDS[deed]!(of(person), at, anchored.get(person)!, keys, other);
      const entries = persons.flatMap((each) => (each === person ? chain : of(each)));
      return {
        what: `${deed} at ${at + 1} of ${of(person).length}`,
        lines: exported(keys.ledger, original, entries),
      };
    });
}
