import fc from 'fast-check';
import { commitmentOf, firstBrokenLink, GENESIS, hashOf, type LedgerLink } from './chain.rules.js';

const ORG = '0190a000-0000-7000-8000-000000000001';
const PERSON = '0190a000-0000-7000-8000-000000000002';

function chainOf(contents: readonly string[]): LedgerLink[] {
  const links: LedgerLink[] = [];
  for (const content of contents) {
    const salt = Buffer.from(`salt ${links.length}`).toString('hex');
    const unhashed = {
      orgId: ORG,
      personId: PERSON,
      seq: links.length + 1,
      kind: 'grade.entered',
      actorId: null,
      recordedAt: `2026-01-01T00:00:00.${String(links.length).padStart(6, '0')}Z`,
      previousHash: links.at(-1)?.hash ?? GENESIS,
      commitment: commitmentOf(salt, content),
    };
    links.push({ ...unhashed, content, salt, hash: hashOf(unhashed) });
  }
  return links;
}

const chain = fc.array(fc.string(), { minLength: 1, maxLength: 12 }).map(chainOf);
const place = fc.nat();
const at = (links: LedgerLink[], index: number): number => index % links.length;

describe('inv 67: a chain of facts', () => {
  it('holds when nothing was touched', () => {
    fc.assert(fc.property(chain, (links) => firstBrokenLink(links) === null));
  });

  it('still holds when a content and its salt were lawfully erased', () => {
    fc.assert(
      fc.property(chain, place, (links, i) => {
        const erased = links.with(at(links, i), { ...links[at(links, i)]!, content: null, salt: null });
        return firstBrokenLink(erased) === null;
      }),
    );
  });

  it.each<[string, (link: LedgerLink) => Partial<LedgerLink>]>([
    ['content', (link) => ({ content: `${link.content} and more` })],
    ['kind', () => ({ kind: 'grade.corrected' })],
    ['actor', () => ({ actorId: PERSON })],
    ['time', () => ({ recordedAt: '2025-12-31T23:59:59.000000Z' })],
    ['person', () => ({ personId: ORG })],
    ['commitment', () => ({ content: null, salt: null, commitment: commitmentOf('00', 'another content') })],
    ['hash', () => ({ hash: 'f'.repeat(64) })],
  ])('names the link whose %s was edited', (_, edit) => {
    fc.assert(
      fc.property(chain, place, (links, i) => {
        const link = links[at(links, i)]!;
        const edited = links.with(at(links, i), { ...link, ...edit(link) });
        return firstBrokenLink(edited)?.seq === link.seq;
      }),
    );
  });

  it('notices a link that was taken out, put in twice, or moved', () => {
    fc.assert(
      fc.property(
        chain.filter((links) => links.length > 2),
        place,
        (links, i) => {
          const index = i % (links.length - 1); // the last one can only be missed by an anchor
          const swapped = links.with(index, links[index + 1]!).with(index + 1, links[index]!);
          expect(firstBrokenLink(links.toSpliced(index, 1))).not.toBeNull();
          expect(firstBrokenLink(links.toSpliced(index, 0, links[index]!))).not.toBeNull();
          expect(firstBrokenLink(swapped)).not.toBeNull();
        },
      ),
    );
  });
});
