import type { Anchor, AnchoredHead } from './anchor.js';
import type { LedgerKey, PublicLedgerKey, TrustedKeys } from './keys.js';
import { isSignedBy, signWith } from './signature.js';
import type { SignedLink } from './verification.rules.js';

export const EXPORT_FORMAT = 'preceptor-ledger-export-1';

/** What the last line states: an export that was cut off, or that lost a chain, does not fit it. */
export interface ExportEnd {
  exportedAt: string;
  entries: number;
  chains: number;
  /** Root of the tree over the heads of the chains; null for no chains. */
  root: string | null;
  keyId: string;
  signature: string;
}

/** A line of an export, in this order: one `ledger`, `key`s, the last `anchor`, `anchored` heads, `entry`s by chain, one `end`. */
export type ExportLine =
  | { type: 'ledger'; format: string; orgId: string; personId: string | null; exportedAt: string }
  | ({ type: 'key' } & PublicLedgerKey)
  | ({ type: 'anchor' } & Anchor)
  | ({ type: 'anchored' } & AnchoredHead)
  | ({ type: 'entry' } & SignedLink)
  | ({ type: 'end' } & ExportEnd);

const statementOf = ({ exportedAt, entries, chains, root }: Omit<ExportEnd, 'keyId' | 'signature'>): Buffer =>
  Buffer.from([EXPORT_FORMAT, exportedAt, entries, chains, root ?? 'none'].join('\n'));

export const endOf = (
  key: LedgerKey,
  said: Omit<ExportEnd, 'keyId' | 'signature'>,
): { type: 'end' } & ExportEnd => ({
  type: 'end',
  ...said,
  keyId: key.id,
  signature: signWith(key, statementOf(said)),
});

/** Whether a trusted key signed it. */
export const isGenuineEnd = (end: ExportEnd, trusted: TrustedKeys): boolean => {
  const key = trusted.get(end.keyId);
  return key !== undefined && isSignedBy(key, statementOf(end), end.signature);
};
