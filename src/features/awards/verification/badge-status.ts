import { proofProblem, type Resolve } from '../badges/proofs.js';
import { isObject, issuerOf, listOf, problem, type BadgeProblem } from './badge-form.rules.js';

type Json = Readonly<Record<string, unknown>>;

const UNRESOLVABLE = problem(
  'STATUS_UNRESOLVABLE',
  'Whether it still counts cannot be found out: it is not accepted until it can.',
);
const SUSPENDED = problem('SUSPENDED', 'Its issuer has suspended it.');
const REVOKED = problem('REVOKED', 'Its issuer has revoked it.');

/** What stands against a credential whose proof holds; that its status cannot be found out counts against it. */
export async function statusProblems(badge: Json, resolve: Resolve, now: Date): Promise<BadgeProblem[]> {
  const statuses = listOf(badge['credentialStatus']);
  const found = await Promise.all(statuses.map((status) => statusProblem(badge, status, resolve, now)));
  return found.filter((each) => each !== null);
}

async function statusProblem(
  badge: Json,
  status: unknown,
  resolve: Resolve,
  now: Date,
): Promise<BadgeProblem | null> {
  if (!isObject(status)) return UNRESOLVABLE;
  if (status['type'] === '1EdTechRevocationList') return onRevocationList(badge, status, resolve);
  const { statusPurpose: purpose, statusListIndex: index, statusSize = 1 } = status;
  if (status['type'] !== 'BitstringStatusListEntry' || statusSize !== 1) return UNRESOLVABLE;
  if (purpose !== 'revocation' && purpose !== 'suspension') return UNRESOLVABLE;
  const bit = await bitOf(badge, status['statusListCredential'], purpose, index, resolve, now);
  if (bit === null) return UNRESOLVABLE;
  if (!bit) return null;
  if (purpose === 'revocation') return REVOKED;
  const references = listOf(status['statusReference']);
  const final = await Promise.all(
    references.map((list) => bitOf(badge, list, 'revocation', index, resolve, now)),
  );
  return final.includes(true) ? REVOKED : SUSPENDED;
}

/** The list of Open Badges before there were bitstrings: it names those that are revoked. */
async function onRevocationList(badge: Json, status: Json, resolve: Resolve): Promise<BadgeProblem | null> {
  const list = await resolve(String(status['id']));
  if (!isObject(list)) return UNRESOLVABLE;
  const revoked = listOf(list['revokedCredential']).map((each) => (isObject(each) ? each['id'] : each));
  return revoked.includes(badge['id']) ? REVOKED : null;
}

/**
 * The bit at an index of a list that the badge's own issuer has signed, for that purpose and for this day; null: there is
 * no such list that can be believed.
 * @see https://www.w3.org/TR/vc-bitstring-status-list/#validate-algorithm
 */
async function bitOf(
  badge: Json,
  url: unknown,
  purpose: unknown,
  index: unknown,
  resolve: Resolve,
  now: Date,
): Promise<boolean | null> {
  if (typeof url !== 'string' || !/^\d+$/.test(String(index))) return null;
  const list = await resolve(url);
  if (!isObject(list) || !listOf(list['type']).includes('BitstringStatusListCredential')) return null;
  const subject = list['credentialSubject'];
  if (!isObject(subject) || subject['type'] !== 'BitstringStatusList') return null;
  if (!listOf(subject['statusPurpose']).includes(purpose)) return null;
  if (issuerOf(list) !== issuerOf(badge) || (await proofProblem(list, resolve, now))) return null;
  const { decodeList } = await import('@digitalbazaar/vc-bitstring-status-list');
  const bits = await decodeList({ encodedList: String(subject['encodedList']) });
  return Number(index) < bits.length ? bits.getStatus(Number(index)) : null;
}
