import type { Held, HeldEntry } from '../held.js';
import type { HeldKind } from '../standing.rules.js';
import type { TypeVersion } from '../types/validity.js';

/** What decides about a card besides its days. */
export interface Card extends Held<CardEntry> {
  readonly issuer: string;
  readonly handsOnOn: string | null;
}

export interface CardEntry extends HeldEntry {
  readonly handsOnOn: string | null;
}

export interface CardTerms extends TypeVersion {
  readonly handsOnRequired: boolean;
  readonly acceptedIssuers: readonly string[];
}

/** Whether a type takes cards of this issuer; an empty list takes those of any. */
export const acceptsIssuer = ({ acceptedIssuers }: CardTerms, issuer: string): boolean =>
  acceptedIssuers.length === 0 || acceptedIssuers.some((each) => plain(each) === plain(issuer));

/** inv 50: where skills are to be shown in person, a card without evidence of it never counts, however it was verified. */
export const CARDS: HeldKind<Card, CardTerms> = {
  flawOf(card, findings, version) {
    if (!acceptsIssuer(version, card.issuer))
      return `cards of ${card.issuer} are not accepted, but of ${version.acceptedIssuers.join(', ')}.`;
    const shown = card.handsOnOn !== null || findings.some(({ handsOnOn }) => handsOnOn !== null);
    if (version.handsOnRequired && !shown)
      return 'nothing shows a session in which skills were shown in person, and what was done online alone does not count. Whoever verifies the card may enter when it was.';
    return null;
  },
  notConfirmed: (foundOn) =>
    `it was looked up on ${foundOn} and not confirmed. Compare it with its issuer; record the right card.`,
};

const plain = (name: string): string => name.trim().replace(/\s+/g, ' ').toLowerCase();
