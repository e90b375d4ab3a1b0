import { knownContexts, proofProblem, type Resolve } from '../badges/proofs.js';
import {
  formProblems,
  isObject,
  isSupported,
  listOf,
  problem,
  type BadgeProblem,
} from './badge-form.rules.js';
import { statusProblems } from './badge-status.js';

/**
 * Why a badge is rejected, nothing when it is accepted: its form, its days, its issuer, its proof and its status, in this
 * order; what builds on what does not hold is not looked at. What it refers to comes from `resolve` alone.
 */
export async function badgeProblems(badge: unknown, resolve: Resolve, now: Date): Promise<BadgeProblem[]> {
  if (!isObject(badge)) return [problem('NOT_A_BADGE', 'It is no JSON object.')];
  const form = formProblems(badge, await knownContexts(), now);
  if (form.length) return form;
  const keys = listOf(badge['proof']).filter(isSupported);
  const resolved = await Promise.all(keys.map((proof) => resolve(String(proof['verificationMethod']))));
  if (!resolved.some(Boolean))
    return [problem('ISSUER_UNKNOWN', 'The key it was signed with belongs to nobody who is known here.')];
  const invalid = await proofProblem(badge, resolve, now);
  if (invalid) return [problem('PROOF_INVALID', `It was altered, or its issuer did not sign it: ${invalid}`)];
  return statusProblems(badge, resolve, now);
}
