import { type Grade, reachesPassMark } from './grade.rules.js';
import type { PracticalStanding } from './practical.rules.js';

/** Everything one attempt at a course is judged by. What a course does not ask for is an empty list. */
export interface CourseStanding {
  /** One for the whole course, or one each for its lecture and lab categories when their marks differ. */
  readonly grades: readonly {
    readonly component: 'COURSE' | 'LECTURE' | 'LAB';
    readonly final: Pick<Grade, 'exact' | 'percent'>;
    readonly passMarkPct: string;
    readonly compareRounded?: boolean;
  }[];
  readonly practicals: readonly { readonly code: string; readonly standing: PracticalStanding }[];
  readonly hours: readonly {
    readonly kind: 'LECTURE' | 'LAB' | 'PLACEMENT';
    readonly requiredMinutes: number;
    readonly countedMinutes: number;
  }[];
  /** A checklist that does not exist yet is UNRESOLVED and never counts as complete. */
  readonly checklists: readonly {
    readonly code: string;
    readonly state: 'COMPLETE' | 'INCOMPLETE' | 'UNRESOLVED';
  }[];
}

/** A fact that stands between the trainee and the pass, and what would meet it. */
export type CourseReason = { readonly message: string; readonly wouldMeet: string } & (
  | { readonly code: 'GRADE_NOT_FINAL'; readonly component: string }
  | {
      readonly code: 'GRADE_BELOW_PASS_MARK';
      readonly component: string;
      readonly percent: string;
      readonly passMarkPct: string;
    }
  | { readonly code: 'PRACTICAL_NOT_PASSED'; readonly practical: string; readonly attemptsLeft: number }
  | { readonly code: 'PRACTICAL_FAILED'; readonly practical: string }
  | {
      readonly code: 'HOURS_SHORT';
      readonly kind: string;
      readonly requiredMinutes: number;
      readonly countedMinutes: number;
    }
  | { readonly code: 'CHECKLIST_INCOMPLETE' | 'CHECKLIST_UNRESOLVED'; readonly checklist: string }
  | { readonly code: 'COURSE_ASKS_FOR_NOTHING' }
);

export interface CourseOutcome {
  readonly outcome: 'PASSED' | 'FAILED' | 'IN_PROGRESS';
  /** Empty exactly when passed. */
  readonly reasons: readonly CourseReason[];
}

/** What cannot be mended within this attempt at the course; only a repeat or a correction changes it. */
const DECISIVE: readonly CourseReason['code'][] = ['GRADE_BELOW_PASS_MARK', 'PRACTICAL_FAILED'];

/**
 * PASSED when nothing is missing; FAILED when a final grade is below its mark (inv 41) or a practical has no
 * attempt left; IN_PROGRESS otherwise. Short hours alone never fail: they may still be made up (inv 39).
 * Hours and checklists are met apart (inv 37).
 */
export function courseOutcome(standing: CourseStanding): CourseOutcome {
  const reasons = [
    ...standing.grades.flatMap(gradeReasons),
    ...standing.practicals.flatMap(practicalReasons),
    ...standing.hours.flatMap(hoursReasons),
    ...standing.checklists.flatMap(checklistReasons),
    ...(Object.values(standing).every((asked) => asked.length === 0) ? [asksForNothing()] : []),
  ];
  if (reasons.length === 0) return { outcome: 'PASSED', reasons };
  const failed = reasons.some((reason) => DECISIVE.includes(reason.code));
  return { outcome: failed ? 'FAILED' : 'IN_PROGRESS', reasons };
}

function gradeReasons(grade: CourseStanding['grades'][number]): CourseReason[] {
  const { component, final, passMarkPct } = grade;
  const name = component.toLowerCase();
  if (final.percent === null) {
    const message = `The ${name} grade is not final yet.`;
    const wouldMeet = 'Every category graded in full or closed.';
    return [{ code: 'GRADE_NOT_FINAL', component, message, wouldMeet }];
  }
  if (reachesPassMark(final, passMarkPct, grade)) return [];
  const { percent } = final;
  const message = `The ${name} grade of ${percent} % is below the pass mark of ${passMarkPct} %.`;
  const wouldMeet = 'Repeating the course, or a correction of the grade.';
  return [{ code: 'GRADE_BELOW_PASS_MARK', component, percent, passMarkPct, message, wouldMeet }];
}

function practicalReasons(practical: CourseStanding['practicals'][number]): CourseReason[] {
  const { code, standing } = practical;
  const { state, attemptsLeft } = standing;
  if (state === 'PASSED') return [];
  if (state === 'FAILED') {
    const message = `All attempts at practical ${code} are used and none passed.`;
    const wouldMeet = 'Repeating the course.';
    return [{ code: 'PRACTICAL_FAILED', practical: code, message, wouldMeet }];
  }
  const why = standing.result?.failures.map((failure) => failure.message).join(' ');
  const message = `Practical ${code} is not passed yet.${why ? ` ${why}` : ''}`;
  const wouldMeet = `Passing it; ${attemptsLeft} ${attemptsLeft === 1 ? 'attempt' : 'attempts'} left.`;
  return [{ code: 'PRACTICAL_NOT_PASSED', practical: code, attemptsLeft, message, wouldMeet }];
}

function hoursReasons(hours: CourseStanding['hours'][number]): CourseReason[] {
  const { kind, requiredMinutes, countedMinutes } = hours;
  if (countedMinutes >= requiredMinutes) return [];
  const name = kind.toLowerCase();
  const message = `${countedMinutes} of ${requiredMinutes} ${name} minutes are counted.`;
  const wouldMeet = `Minutes of ${name} still to be attended or made up: ${requiredMinutes - countedMinutes}.`;
  return [{ code: 'HOURS_SHORT', kind, requiredMinutes, countedMinutes, message, wouldMeet }];
}

function checklistReasons(checklist: CourseStanding['checklists'][number]): CourseReason[] {
  const { code, state } = checklist;
  if (state === 'COMPLETE') return [];
  if (state === 'UNRESOLVED') {
    const message = `Checklist ${code} does not exist yet.`;
    const wouldMeet = `The school publishing checklist ${code}.`;
    return [{ code: 'CHECKLIST_UNRESOLVED', checklist: code, message, wouldMeet }];
  }
  const message = `Checklist ${code} is not complete.`;
  const wouldMeet = `Every skill of ${code} signed off.`;
  return [{ code: 'CHECKLIST_INCOMPLETE', checklist: code, message, wouldMeet }];
}

function asksForNothing(): CourseReason {
  const message = 'The course asks for no grade, practical, hours or checklist, so nothing can pass it.';
  return { code: 'COURSE_ASKS_FOR_NOTHING', message, wouldMeet: 'A completion rule for the course.' };
}
