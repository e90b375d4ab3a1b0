import {
  type EnrollmentEvent,
  type EnrollmentStatus,
  type StatusEntry,
  type StatusHistory,
  type VoidEntry,
  isDate,
  standingEntries,
  statusAfter,
  withdrawnFrom,
} from './enrollment-status.rules.js';

export type Need = 'REASON' | 'APPROVER';

export interface Transition {
  /** NONE before the first entry. */
  readonly from: EnrollmentStatus | 'NONE';
  readonly event: EnrollmentEvent;
  readonly needs: readonly Need[];
}

/** Every allowed change of status, and what must be said with it. COMPLETED is the end. */
export const TRANSITIONS: readonly Transition[] = [
  { from: 'NONE', event: 'APPLIED', needs: [] },
  { from: 'NONE', event: 'ENROLLED', needs: [] },
  { from: 'APPLIED', event: 'ENROLLED', needs: [] },
  { from: 'APPLIED', event: 'WITHDREW', needs: ['REASON'] },
  { from: 'ACTIVE', event: 'LEAVE_STARTED', needs: ['REASON'] },
  { from: 'ACTIVE', event: 'WITHDREW', needs: ['REASON'] },
  { from: 'ACTIVE', event: 'DISMISSED', needs: ['REASON'] },
  { from: 'ACTIVE', event: 'COMPLETED', needs: [] },
  { from: 'ON_LEAVE', event: 'LEAVE_ENDED', needs: [] },
  { from: 'ON_LEAVE', event: 'WITHDREW', needs: ['REASON'] },
  { from: 'ON_LEAVE', event: 'DISMISSED', needs: ['REASON'] },
  { from: 'WITHDRAWN', event: 'APPLIED', needs: [] },
  { from: 'WITHDRAWN', event: 'RE_ENTERED', needs: ['REASON'] },
  { from: 'DISMISSED', event: 'RE_ENTERED', needs: ['REASON', 'APPROVER'] },
];

export interface EnrollmentContext {
  readonly traineePersonId: string;
  readonly takesAttendance: boolean;
  /** ISO date of the last class or placement attended since the trainee last became active; null when none. */
  readonly lastDateAttended: string | null;
}

export type StatusRefusal = { readonly message: string } & (
  | { readonly code: 'DATE_INVALID'; readonly effectiveOn: string }
  | { readonly code: 'ENTRY_ID_USED'; readonly entryId: string }
  | { readonly code: 'RECORDED_OUT_OF_ORDER'; readonly lastRecordedAt: Date }
  | { readonly code: 'CORRECTED_ENTRY_UNKNOWN'; readonly correctsId: string }
  | { readonly code: 'ENTRY_ALREADY_CORRECTED'; readonly correctsId: string }
  | { readonly code: 'NO_ENTRY_LEFT'; readonly correctsId: string }
  | {
      readonly code: 'TRANSITION_NOT_ALLOWED';
      readonly from: Transition['from'];
      readonly event: EnrollmentEvent;
      readonly effectiveOn: string;
    }
  | { readonly code: 'NEVER_ACTIVE_BEFORE'; readonly effectiveOn: string }
  | { readonly code: 'REASON_MISSING'; readonly event: EnrollmentEvent | 'VOIDED' }
  | { readonly code: 'APPROVER_MISSING'; readonly event: EnrollmentEvent }
  | { readonly code: 'APPROVED_BY_TRAINEE'; readonly personId: string }
  | {
      readonly code: 'WITHDRAWAL_DATE_NOT_LAST_ATTENDED';
      readonly lastDateAttended: string;
      readonly expectedEffectiveOn: string;
    }
);

/**
 * Whether `entry` may be appended: the entries that stand afterwards must be a chain of allowed transitions
 * (inv 44), also when the entry is back-dated or takes the place of another. A trainee who does not come back
 * from leave withdraws by an entry that corrects the leave, for the last date attended lies before it.
 */
export function refuseStatusEntry(
  history: StatusHistory,
  entry: StatusEntry | VoidEntry,
  context: EnrollmentContext,
): StatusRefusal | null {
  return (
    refuseRecording(history, entry) ??
    refuseCorrection(history, entry) ??
    (entry.event === 'VOIDED' ? null : refuseDates(entry, context)) ??
    refuseChain(standingEntries([...history, entry])) ??
    refuseWithoutNeeds(history, entry, context)
  );
}

function refuseRecording(history: StatusHistory, entry: StatusEntry | VoidEntry): StatusRefusal | null {
  if (history.some(({ id }) => id === entry.id)) {
    return { code: 'ENTRY_ID_USED', entryId: entry.id, message: 'This entry is already in the history.' };
  }
  const lastRecordedAt = history.at(-1)?.recordedAt;
  if (!lastRecordedAt || lastRecordedAt <= entry.recordedAt) return null;
  const message = 'An entry is recorded after the entries before it.';
  return { code: 'RECORDED_OUT_OF_ORDER', lastRecordedAt, message };
}

function refuseCorrection(history: StatusHistory, entry: StatusEntry | VoidEntry): StatusRefusal | null {
  const { correctsId } = entry;
  if (correctsId === null) return null;
  const target = history.find(({ id }) => id === correctsId);
  if (!target || target.event === 'VOIDED') {
    return { code: 'CORRECTED_ENTRY_UNKNOWN', correctsId, message: 'There is no such entry to correct.' };
  }
  if (history.some((other) => other.correctsId === correctsId)) {
    const message = 'That entry is corrected already; correct the later entry instead.';
    return { code: 'ENTRY_ALREADY_CORRECTED', correctsId, message };
  }
  if (standingEntries([...history, entry]).length > 0) return null;
  const message = 'This is the only entry that stands: put another in its place instead of taking it back.';
  return { code: 'NO_ENTRY_LEFT', correctsId, message };
}

function refuseDates(entry: StatusEntry, context: EnrollmentContext): StatusRefusal | null {
  const { effectiveOn, event } = entry;
  if (!isDate(effectiveOn)) {
    return { code: 'DATE_INVALID', effectiveOn, message: 'A date is written YYYY-MM-DD and exists.' };
  }
  const { takesAttendance, lastDateAttended } = context;
  if (event !== 'WITHDREW' || !takesAttendance || lastDateAttended === null) return null;
  const expectedEffectiveOn = withdrawnFrom(lastDateAttended);
  if (effectiveOn === expectedEffectiveOn) return null;
  const message = `The withdrawal date is the last date attended, ${lastDateAttended}: it holds from ${expectedEffectiveOn}.`;
  return { code: 'WITHDRAWAL_DATE_NOT_LAST_ATTENDED', lastDateAttended, expectedEffectiveOn, message };
}

function refuseChain(entries: readonly StatusEntry[]): StatusRefusal | null {
  let from: Transition['from'] = 'NONE';
  let wasActive = false;
  for (const { event, effectiveOn } of entries) {
    if (!transitionFrom(from, event)) {
      const message = notAllowed(from, event, effectiveOn);
      return { code: 'TRANSITION_NOT_ALLOWED', from, event, effectiveOn, message };
    }
    if (event === 'RE_ENTERED' && !wasActive) {
      const message = 'Only a trainee who was active before can re-enter; enroll instead.';
      return { code: 'NEVER_ACTIVE_BEFORE', effectiveOn, message };
    }
    from = statusAfter(event);
    wasActive ||= from === 'ACTIVE';
  }
  return null;
}

/** Says what could stand there instead. */
function notAllowed(from: Transition['from'], event: EnrollmentEvent, effectiveOn: string): string {
  const instead = TRANSITIONS.filter((transition) => transition.from === from).map((each) => each.event);
  if (from === 'NONE')
    return `On ${effectiveOn} the history has not begun: it begins with ${instead.join(' or ')}, not with ${event}.`;
  const can = instead.length > 0 ? `${instead.join(', ')} can` : 'nothing can';
  return `${event} on ${effectiveOn} cannot follow ${from}; ${can}.`;
}

/** A correction always says why; a first entry does where its transition asks for it. */
function refuseWithoutNeeds(
  history: StatusHistory,
  entry: StatusEntry | VoidEntry,
  context: EnrollmentContext,
): StatusRefusal | null {
  const { event, approvedByPersonId } = entry;
  const needs = event === 'VOIDED' ? [] : needsOf(history, entry);
  if ((entry.correctsId !== null || needs.includes('REASON')) && !entry.reason?.trim()) {
    return { code: 'REASON_MISSING', event, message: 'This entry needs a reason.' };
  }
  if (approvedByPersonId !== null && approvedByPersonId === context.traineePersonId) {
    const message = 'Nobody approves a decision about themselves.';
    return { code: 'APPROVED_BY_TRAINEE', personId: approvedByPersonId, message };
  }
  if (event === 'VOIDED' || !needs.includes('APPROVER') || approvedByPersonId !== null) return null;
  return { code: 'APPROVER_MISSING', event, message: 'This entry needs the person who approved it.' };
}

function needsOf(history: StatusHistory, entry: StatusEntry): readonly Need[] {
  const entries = standingEntries([...history, entry]);
  const before = entries[entries.findIndex(({ id }) => id === entry.id) - 1];
  return transitionFrom(before ? statusAfter(before.event) : 'NONE', entry.event)?.needs ?? [];
}

function transitionFrom(from: Transition['from'], event: EnrollmentEvent): Transition | undefined {
  return TRANSITIONS.find((transition) => transition.from === from && transition.event === event);
}
