import { notFound } from '../../platform/faults/fault.js';
import { refuse, type Refusal } from '../../platform/graphql/refusal.js';
import {
  ApprovedByTrainee,
  LastStatusEntry,
  NeverActiveBefore,
  StatusApproverMissing,
  StatusEntryAlreadyCorrected,
  StatusReasonMissing,
  StatusTransitionNotAllowed,
  WithdrawalDateNotLastAttended,
} from './enrollment.refusals.js';
import type { StatusRefusal } from './enrollment-transition.rules.js';

/** What the rules say no to, as the API says it. */
export function asRefusal(refusal: StatusRefusal): Refusal {
  const { message } = refusal;
  switch (refusal.code) {
    case 'TRANSITION_NOT_ALLOWED': {
      const { event, effectiveOn } = refusal;
      const from = refusal.from === 'NONE' ? null : refusal.from;
      return refuse(StatusTransitionNotAllowed, message, { from, event, effectiveOn });
    }
    case 'WITHDRAWAL_DATE_NOT_LAST_ATTENDED': {
      const { lastDateAttended: lastAttendedOn, expectedEffectiveOn } = refusal;
      return refuse(WithdrawalDateNotLastAttended, message, { lastAttendedOn, expectedEffectiveOn });
    }
    case 'ENTRY_ALREADY_CORRECTED':
      return refuse(StatusEntryAlreadyCorrected, message, { entryId: refusal.correctsId });
    case 'NO_ENTRY_LEFT':
      return refuse(LastStatusEntry, message);
    case 'NEVER_ACTIVE_BEFORE':
      return refuse(NeverActiveBefore, message);
    case 'REASON_MISSING':
      return refuse(StatusReasonMissing, message);
    case 'APPROVER_MISSING':
      return refuse(StatusApproverMissing, message);
    case 'APPROVED_BY_TRAINEE':
      return refuse(ApprovedByTrainee, message);
    case 'CORRECTED_ENTRY_UNKNOWN':
      throw notFound();
    case 'DATE_INVALID':
    case 'ENTRY_ID_USED':
    case 'RECORDED_OUT_OF_ORDER':
      throw new Error(`${refusal.code}: ${message}`); // ids, times and dates of entries are made by the service
  }
}
