import sql from 'sql-template-tag';
import type { Transaction } from '../../platform/database/transaction.js';

/**
 * Ends the open sessions of an account, all or all but one: who learned the old password, or holds a stolen
 * token, is out. How sessions begin is the organizations' matter, for a session is for one membership.
 */
export async function endSessions(
  tx: Transaction,
  of: {
    accountId: string;
    except?: string;
    reason: 'PASSWORD_CHANGED' | 'PASSWORD_RESET' | 'SIGNED_OUT_EVERYWHERE';
  },
): Promise<void> {
  await tx.query(sql`
    UPDATE session SET ended_at = app_now(), end_reason = ${of.reason}
    WHERE account_id = ${of.accountId} AND ended_at IS NULL AND id IS DISTINCT FROM ${of.except ?? null}::uuid`);
}
