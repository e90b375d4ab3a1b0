import { type ItemState, minutesOnRecord } from '../records/counters.rules.js';
import type { PlannedItem } from '../records/plan.rules.js';
import type { RequirementKind } from '../records/requirements.js';

/** A requirement that is not met: what it is about, and what would meet it. */
export type Missing = {
  readonly key: string;
  readonly kind: RequirementKind;
  readonly courseId: string | null;
  readonly moduleId: string | null;
  /** Courses to complete before this can be worked on. */
  readonly blockedByIds: readonly string[];
  readonly message: string;
  readonly wouldMeet: string;
} & (
  | {
      readonly code:
        | 'LESSON_NOT_DONE'
        | 'QUIZ_NOT_PASSED'
        | 'GRADE_NOT_PASSED'
        | 'CHECKLIST_NOT_COMPLETE'
        | 'CREDENTIAL_NOT_CURRENT'
        | 'REQUIREMENT_UNRESOLVED';
    }
  | { readonly code: 'HOURS_SHORT'; readonly requiredMinutes: number; readonly countedMinutes: number }
);

type Wording = readonly [message: string, wouldMeet: string];

/** What is missing for a planned item that is not met. */
export function missingOf(item: PlannedItem, state: ItemState, blockedByIds: readonly string[]): Missing {
  const { requirement, courseId, moduleId } = item;
  const { key, kind, title } = requirement;
  const subject = { key, kind, courseId, moduleId, blockedByIds };
  const worded = ([message, wouldMeet]: Wording) => ({ ...subject, message, wouldMeet });
  if (!requirement.resolved) {
    return {
      code: 'REQUIREMENT_UNRESOLVED',
      ...worded([`${title} does not exist yet.`, `The school publishing ${title}.`]),
    };
  }
  switch (requirement.kind) {
    case 'LESSON':
      return {
        code: 'LESSON_NOT_DONE',
        ...worded([`Lesson “${title}” is not done.`, 'Completing the lesson.']),
      };
    case 'QUIZ':
      return {
        code: 'QUIZ_NOT_PASSED',
        ...worded([
          [`Quiz “${title}” is not passed.`, requirement.because].filter(Boolean).join(' '),
          'Reaching its pass mark.',
        ]),
      };
    case 'GRADE':
      return {
        code: 'GRADE_NOT_PASSED',
        ...worded([`${title} is not passed.`, 'A final grade at the pass mark.']),
      };
    case 'CHECKLIST':
      return {
        code: 'CHECKLIST_NOT_COMPLETE',
        ...worded([
          [`${title} is not complete.`, requirement.because].filter(Boolean).join(' '),
          'Every required skill signed and current, and the hours it asks for verified.',
        ]),
      };
    case 'CREDENTIAL':
      return {
        code: 'CREDENTIAL_NOT_CURRENT',
        ...worded([`${title} is not current.`, 'A verified, current card.']),
      };
    case 'HOURS': {
      const { requiredMinutes } = requirement;
      const countedMinutes = minutesOnRecord(state);
      const message = `${title}: ${countedMinutes} of ${requiredMinutes} minutes are counted.`;
      const wouldMeet = `Minutes still to be counted: ${requiredMinutes - countedMinutes}.`;
      return { code: 'HOURS_SHORT', requiredMinutes, countedMinutes, ...worded([message, wouldMeet]) };
    }
  }
}
