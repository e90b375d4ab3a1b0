import type { Transaction } from '../../platform/database/transaction.js';
import { Fault } from '../../platform/faults/fault.js';
import { findGrantor } from './membership.queries.js';
import type { Grantor } from './membership.rules.js';

/**
 * One change of who may do what at a time, per organization: two owners who demote each other in the same
 * moment must not both succeed.
 */
export const lockMembers = (tx: Transaction): Promise<void> => tx.lock(`members ${tx.orgId}`);

/**
 * Who is acting, read after the lock. Throws FORBIDDEN for a member limited to sites or cohorts: they would
 * otherwise give others what they do not have.
 */
export async function mustBeGrantor(tx: Transaction): Promise<Grantor> {
  const grantor = await findGrantor(tx);
  if (grantor) return grantor;
  throw new Fault(
    'FORBIDDEN',
    'Your membership is limited to some sites or cohorts, or has ended: it cannot decide about members.',
  );
}
