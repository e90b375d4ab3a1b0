import type { CategoryFacts, CourseCounters, CourseFacts, StandingMark } from './course-facts.js';
import { type CourseOutcome, type CourseStanding, courseOutcome } from './course-outcome.rules.js';
import { currentGrade, finalGrade } from './grade.rules.js';
import type { GradebookCategory, GradebookItem } from './gradebook.rules.js';
import { type PracticalPolicy, type PracticalStanding, practicalStanding } from './practical.rules.js';

/** Categories whose code begins so are the laboratory part, judged by the program's lab pass mark. */
const LAB = /^lab/i;

/** The counters of a course, from everything on record: what the kept counters must always equal. */
export function countersOfCourse(facts: CourseFacts): CourseCounters {
  const { lessonsDone, lectureMinutes, labMinutes, placementMinutes } = facts;
  const met = facts.requirements.filter((each) => each.required && isMet(facts, each.id));
  const minutes = met.reduce((sum, each) => sum + each.creditMinutes, facts.lessonMinutes);
  const categories = gradebookOf(facts);
  const outcome = facts.credited ? 'CREDITED' : outcomeOf(facts).outcome;
  const itemsMet =
    lessonsDone >= facts.lessonsRequired && met.length >= facts.requirementsRequired && hoursMet(facts);
  const { carriedPass } = facts.attempt ?? {};
  return {
    metMinutes: facts.credited ? facts.requiredMinutes : minutes + standaloneMinutes(facts),
    lessonsDone,
    requirementsMet: met.length,
    lectureMinutes,
    labMinutes,
    placementMinutes,
    currentPercent: currentGrade(categories).percent,
    finalPercent: carriedPass ? carriedPass.finalPercent : finalGrade(categories).percent,
    outcome,
    complete: outcome === 'CREDITED' || (outcome === 'PASSED' && itemsMet),
  };
}

/**
 * Whether the course is passed, failed or still open, and why. A course that asks for lessons and quizzes
 * alone is passed when they are done. A pass carried over from another version stays one.
 */
export function outcomeOf(facts: CourseFacts): CourseOutcome {
  if (facts.attempt?.carriedPass) return { outcome: 'PASSED', reasons: [] };
  const decided = courseOutcome(standingOf(facts));
  const asksForNothing = decided.reasons.some(({ code }) => code === 'COURSE_ASKS_FOR_NOTHING');
  return asksForNothing && lessonsAndQuizzesDone(facts) ? { outcome: 'PASSED', reasons: [] } : decided;
}

/** What the course asks for beside its lessons and quizzes, and where the trainee stands in it. */
export function standingOf(facts: CourseFacts): CourseStanding {
  const hours = [
    hoursOf('LECTURE', facts.lectureMinutesRequired, facts.lectureMinutes),
    hoursOf('LAB', facts.labMinutesRequired, facts.labMinutes),
    hoursOf('PLACEMENT', facts.placementMinutesRequired, facts.placementMinutes),
  ];
  const checklists = facts.requirements.filter(({ kind, required }) => kind === 'CHECKLIST' && required);
  return {
    grades: gradesOf(facts),
    practicals: practicalsOf(facts),
    hours: hours.filter(({ requiredMinutes }) => requiredMinutes > 0),
    checklists: checklists.map(({ id, code, resolved }) => ({
      code,
      state: !resolved ? 'UNRESOLVED' : isMet(facts, id) ? 'COMPLETE' : 'INCOMPLETE',
    })),
  };
}

/** The gradebook of one trainee: quizzes that the course asks for, marks entered, and what closing added. */
export function gradebookOf(facts: CourseFacts): GradebookCategory[] {
  return facts.grading === 'GRADED' ? facts.categories.map((category) => categoryOf(facts, category)) : [];
}

/** The program's rule for practicals in the form the rules read; null when the program has none. */
export function practicalPolicyOf({ practical }: Pick<CourseFacts, 'practical'>): PracticalPolicy | null {
  return (
    practical && {
      criticalSteps: 'ALL',
      technicalMinPct: String(practical.technicalMinPercent),
      maxAttempts: practical.maxAttempts,
      repeatScoreCapPct: String(practical.repeatScoreCapPercent),
    }
  );
}

/** The standing attempts at each practical of a course, by category and item. */
export function practicalMarks(facts: CourseFacts): Map<string, StandingMark[]> {
  const marks = facts.marks.filter((mark) => isPracticalAttempt(facts, mark));
  return Map.groupBy(marks, ({ categoryId, item }) => `${categoryId} ${item}`);
}

export function practicalStandingOf(facts: CourseFacts, marks: readonly StandingMark[]): PracticalStanding {
  const policy = practicalPolicyOf(facts);
  if (!policy) throw new RangeError('Marks of a practical in a program without practicals');
  return practicalStanding(
    policy,
    marks.map(({ attemptNumber, technicalPercent, criticalStepsMet }) => ({
      attemptNumber,
      technicalPct: technicalPercent ?? '0',
      criticalStepsMet: criticalStepsMet ?? false,
    })),
  );
}

/** Whether what was decided last says so: which of several attempts counts is decided by the feature above. */
export function isMet({ results }: Pick<CourseFacts, 'results'>, requirementId: string): boolean {
  return results.some((result) => result.requirementId === requirementId && result.met);
}

function lessonsAndQuizzesDone(facts: CourseFacts): boolean {
  const required = facts.requirements.filter((each) => each.required);
  const asked = facts.lessonsRequired + required.length;
  return (
    asked > 0 && facts.lessonsDone >= facts.lessonsRequired && required.every(({ id }) => isMet(facts, id))
  );
}

/** A pass implies it, save one carried over to a version that asks for more hours. */
function hoursMet(facts: CourseFacts): boolean {
  return standingOf(facts).hours.every(
    ({ requiredMinutes, countedMinutes }) => countedMinutes >= requiredMinutes,
  );
}

/** Class hours stand for minutes of their own only where no module does; placement always. */
function standaloneMinutes(facts: CourseFacts): number {
  const { lectureMinutesRequired, labMinutesRequired, placementMinutesRequired } = facts;
  const placement = Math.min(facts.placementMinutes, placementMinutesRequired);
  if (facts.hasModules) return placement;
  return (
    placement +
    Math.min(facts.lectureMinutes, lectureMinutesRequired) +
    Math.min(facts.labMinutes, labMinutesRequired)
  );
}

function hoursOf(kind: 'LECTURE' | 'LAB' | 'PLACEMENT', requiredMinutes: number, countedMinutes: number) {
  return { kind, requiredMinutes, countedMinutes };
}

/** One grade for the course, or one each for its lecture and lab part when their pass marks differ. */
function gradesOf(facts: CourseFacts): CourseStanding['grades'] {
  const all = gradebookOf(facts);
  if (all.length === 0) return [];
  const { passMarkPercent, lecturePassMarkPercent, labPassMarkPercent } = facts;
  const lab = all.filter(({ code }) => LAB.test(code));
  const lecture = all.filter(({ code }) => !LAB.test(code));
  if (passMarkPercent !== null || lab.length === 0 || lecturePassMarkPercent === labPassMarkPercent) {
    const passMarkPct = passMarkPercent ?? lecturePassMarkPercent;
    return [{ component: 'COURSE', final: finalGrade(all), passMarkPct }];
  }
  const parts: CourseStanding['grades'] = [
    { component: 'LECTURE', final: finalGrade(lecture), passMarkPct: lecturePassMarkPercent },
    { component: 'LAB', final: finalGrade(lab), passMarkPct: labPassMarkPercent },
  ];
  return lecture.length === 0 ? parts.slice(1) : parts;
}

function practicalsOf(facts: CourseFacts): CourseStanding['practicals'] {
  return [...practicalMarks(facts).values()].map((marks) => ({
    code: marks[0]?.item ?? '',
    standing: practicalStandingOf(facts, marks),
  }));
}

function categoryOf(facts: CourseFacts, category: CategoryFacts): GradebookCategory {
  const { code, weight, closed } = category;
  const quizzes = facts.requirements.filter(
    ({ categoryId, kind }) => categoryId === category.id && kind === 'QUIZ',
  );
  const byHand = [...entered(facts, category), ...practicalItems(facts, category)];
  const known = new Set(byHand.map(({ id }) => id));
  const missed = category.closedItems.filter(({ item }) => !known.has(item));
  const items = [...byHand, ...missed.map(({ item, ...points }) => ({ id: item, earned: null, ...points }))];
  if (quizzes.length === 0) return { code, weight, closed, openEnded: true, items };
  const alike = items.map((item) => ({ ...item, weight: item.weight ?? '1' }));
  const asked = quizzes.flatMap((quiz) => quizItem(facts, quiz.id, quiz.code, quiz.required));
  return { code, weight, closed, items: [...asked, ...alike] };
}

/**
 * A quiz the course asks for. Its points are unknown until somebody takes it, so the quizzes of a category
 * weigh alike; one that is not required counts only when it was taken.
 */
function quizItem(facts: CourseFacts, id: string, code: string, required: boolean): GradebookItem[] {
  const mark = facts.marks.find(({ requirementId }) => requirementId === id);
  if (mark && mark.earned !== null) {
    return [{ id: code, earned: mark.earned, possible: mark.possible, weight: mark.weight ?? '1' }];
  }
  return required ? [{ id: code, earned: null, possible: '1', weight: '1' }] : [];
}

function entered(facts: CourseFacts, { id }: CategoryFacts): GradebookItem[] {
  const marks = facts.marks.filter(
    (mark) => mark.categoryId === id && mark.requirementId === null && !isPracticalAttempt(facts, mark),
  );
  return marks
    .filter(({ earned }) => earned !== null)
    .map(({ item, earned, possible, weight }) => ({ id: item, earned, possible, weight }));
}

function practicalItems(facts: CourseFacts, { id }: CategoryFacts): GradebookItem[] {
  const practicals = [...practicalMarks(facts).values()].filter((marks) => marks[0]?.categoryId === id);
  return practicals.map((marks) => ({
    id: marks[0]?.item ?? '',
    earned: practicalStandingOf(facts, marks).result?.scorePct ?? null,
    possible: '100',
    weight: marks[0]?.weight ?? null,
  }));
}

function isPracticalAttempt({ practical }: CourseFacts, mark: StandingMark): boolean {
  return practical !== null && mark.technicalPercent !== null && mark.earned !== null;
}
