import type { AwardStandingCode } from '../awarding/award.js';

/**
 * The least that a list may have, so that nobody can tell from the one bit that is asked for whom it is about.
 * @see https://www.w3.org/TR/vc-bitstring-status-list/
 */
export const LIST_LENGTH = 131_072;

/**
 * `suspension`: not to be accepted now, for whatever reason. `revocation`: not to be accepted any more. What is revoked
 * stays in both.
 */
export const STATUS_PURPOSES = ['suspension', 'revocation'] as const;
export type StatusPurpose = (typeof STATUS_PURPOSES)[number];

/** Where a badge's bits stand: the same place in the lists of both purposes. */
export interface StatusPlace {
  /** The first list of an organization is 1. */
  readonly list: number;
  readonly index: number;
}

/** Whether the bit of an award in that standing is set; null: not awarded as of that day. */
export function isSet(purpose: StatusPurpose, standing: AwardStandingCode | null): boolean {
  if (purpose === 'suspension') return standing !== 'VALID';
  return standing === 'REVOKED' || standing === 'SUPERSEDED';
}

/**
 * The first of the drawn indexes that is free; when none is, the list is close to full, and the next one begins.
 */
export function freePlace(list: number, drawn: readonly number[], taken: ReadonlySet<number>): StatusPlace {
  const index = drawn.find((candidate) => !taken.has(candidate));
  return index === undefined ? { list: list + 1, index: drawn[0]! } : { list, index };
}

/** The address under which a list is served. */
export const statusListUrl = (
  publicUrl: string,
  orgId: string,
  purpose: StatusPurpose,
  list: number,
): string => `${publicUrl}/status-lists/${orgId}/${purpose}/${list}`;

/** Hours for which a list may be believed: afterwards it must be asked for again. */
const LIST_HOURS = 24;

/** Signed again after an hour, so that every answer may be believed for nearly a day. */
export const mustBeSignedAnew = (signedAt: Date, now: Date): boolean =>
  Math.abs(now.getTime() - signedAt.getTime()) > 3_600_000;

/** The credential of a list, without its proof. `encoded` is the multibase of the compressed bits. */
export function statusListCredential(
  url: string,
  did: string,
  purpose: StatusPurpose,
  encoded: string,
  at: Date,
): object {
  return {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id: url,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: did,
    validFrom: moment(at),
    validUntil: moment(new Date(at.getTime() + LIST_HOURS * 3_600_000)),
    credentialSubject: {
      id: `${url}#list`,
      type: 'BitstringStatusList',
      statusPurpose: purpose,
      encodedList: encoded,
    },
  };
}

/** Whole seconds, as credentials write them. */
export const moment = (at: Date): string => `${at.toISOString().slice(0, 19)}Z`;
