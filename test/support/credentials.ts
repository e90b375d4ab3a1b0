import type { Member, World } from './world.js';
import { dayFromToday } from './training.js';

/** Types in the shape of a curriculum. */
export const TYPES = `
external_credentials:
  - {code: BLS, title: Basic life support provider, validity: 24mo, expiry_rule: end_of_month, hands_on_required: true, verify: issuer_lookup_code, warn_days: [90, 30, 7]}
  - {code: FIRST_AID, title: First aid, validity: 24mo, expiry_rule: end_of_month, hands_on_required: true, verify: copy_of_card, warn_days: [60, 14]}
  - {code: PTT_CERT_EXT, title: National technician certification (voluntary), validity: 24mo, expiry_rule: same_day, renewal_ce_policy: CE-TECH-NATIONAL, warn_days: [180, 60]}

clearances:
  - {code: TB_SCREEN, validity: 12mo, health_data: true}
  - {code: HEPB_VACCINE_OR_DECLINATION, validity: none, health_data: true}
  - {code: BACKGROUND_CHECK, validity: 24mo, health_data: false}
`;

export interface ShownStanding {
  status: string;
  current: boolean;
  currentUntil: string | null;
  sourceId: string | null;
  because: string;
}

export interface ShownCard {
  __typename: string;
  code: string;
  id: string;
  entries: { id: string; kind: string; withdrawsId: string | null; recordedAt: string }[];
  standing: ShownStanding;
}

export interface ShownClearance {
  __typename: string;
  code: string;
  id: string;
  standing: ShownStanding;
  details: {
    clearedOn: string;
    evidence: string;
    remark: string | null;
    hasDocument: boolean;
    entries: { id: string; kind: string; note: string | null }[];
  } | null;
}

const STANDING = 'standing { status current currentUntil sourceId because }';
export const CARD = `id typeCode issuer number issuedOn claimedUntil handsOnOn handsOnWith frontFileId backFileId renewsId
  person { name } recordedBy { name }
  entries { id kind foundOn method source expiresOn handsOnOn withdrawsId note evidenceFileId recordedAt recordedBy { name } } ${STANDING}`;
export const CLEARANCE = `id typeCode person { name } ${STANDING}
  details { clearedOn claimedUntil evidence hasDocument remark
    entries { id kind foundOn method source expiresOn withdrawsId note recordedBy { name } } }`;

/** Defines the types of {@link TYPES}. */
export const importTypes = (by: Member, document = TYPES, more: object = {}) =>
  by.do<{
    __typename: string;
    code: string;
    message: string;
    added: number;
    changed: number;
    unchanged: number;
    rejected: number;
    applied: boolean;
    rows: { line: number; section: string; code: string; outcome: string; problems: { message: string }[] }[];
    problems: { path: string; message: string }[];
  }>(
    'importCredentialTypes',
    { document, ...more },
    '... on CredentialTypeImport { applied added changed unchanged rejected rows { line section code outcome problems { path line message } } problems { path line message } }',
  );

export const recordCard = (by: Member, input: object = {}) =>
  by.do<ShownCard>(
    'recordCredential',
    {
      typeCode: 'BLS',
      issuer: 'Heart Association',
      issuedOn: dayFromToday(-30),
      handsOnOn: dayFromToday(-30),
      ...input,
    },
    `... on ExternalCredential { ${CARD} } ... on CredentialTypeUnknown { codes } ... on ExpiryBeyondMaximum { latest }
     ... on CredentialOnRecord { credentialId } ... on IssuerNotAccepted { accepted }`,
  );

export const verifyCard = (by: Member, credentialId: string, input: object = {}) =>
  by.do<ShownCard>(
    'verifyCredential',
    {
      credentialId,
      finding: 'CONFIRMED',
      method: 'ISSUER_LOOKUP',
      foundOn: dayFromToday(0),
      source: 'Code on the card',
      ...input,
    },
    `... on ExternalCredential { ${CARD} } ... on ExpiryBeyondMaximum { latest } ... on VerificationTooWeak { needed }`,
  );

export const recordClearance = (by: Member, input: object = {}) =>
  by.do<ShownClearance>(
    'recordClearance',
    { typeCode: 'TB_SCREEN', clearedOn: dayFromToday(-30), ...input },
    `... on Clearance { ${CLEARANCE} } ... on ClearanceTypeUnknown { codes } ... on ExpiryBeyondMaximum { latest }`,
  );

export const verifyClearance = (by: Member, clearanceId: string, input: object = {}) =>
  by.do<ShownClearance>(
    'verifyClearance',
    {
      clearanceId,
      finding: 'CONFIRMED',
      method: 'COPY_SEEN',
      foundOn: dayFromToday(0),
      source: 'The laboratory',
      ...input,
    },
    `... on Clearance { ${CLEARANCE} } ... on ExpiryBeyondMaximum { latest }`,
  );

/** A verified card of the person, made behind the API of verification: issued so many days ago. */
export async function verifiedCard(world: World, of: Member, input: object = {}): Promise<ShownCard> {
  const card = await recordCard(world.owner, { personId: of.personId, ...input });
  if (card.__typename !== 'ExternalCredential')
    throw new Error(`${card.code} where a card was to be recorded`);
  return verifyCard(world.owner, card.id);
}
