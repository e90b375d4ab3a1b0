import { stringify } from 'yaml';
import { hoursOf } from '../hours-notation.rules.js';
import type {
  CourseOutline,
  LessonOutline,
  ModuleOutline,
  ProgramOutline,
  RequirementOutline,
} from '../outline.js';
import type { PlacementGate, PracticalPolicy } from '../program.entity.js';
import type { DocumentFormat } from './source.js';

/** The version as text: what is the default or empty is left out, so that the short form stays short. */
export function writeProgram(outline: ProgramOutline, format: DocumentFormat): string {
  const form = documentForm(outline);
  if (format === 'JSON') return `${JSON.stringify(form, null, 2)}\n`;
  return stringify(form, { lineWidth: 0, blockQuote: 'literal', aliasDuplicateObjects: false });
}

function documentForm(outline: ProgramOutline): object {
  return present({
    program: present({
      code: outline.code,
      title: outline.title,
      version: outline.label,
      summary: outline.summary || undefined,
      measured_in: 'clock_hours',
      total_clock_hours: hoursOf(outline.totalClockMinutes),
      normal_weeks: outline.normalWeeks,
      max_timeframe_pct: outline.maxTimeframePercent,
      min_pace_pct: outline.minPacePercent,
      excused_absence_cap_pct: outline.excusedAbsenceCapPercent,
      course_pass_mark_pct: {
        lecture: Number(outline.lecturePassMarkPercent),
        lab: Number(outline.labPassMarkPercent),
      },
      practical: outline.practical ? practicalForm(outline.practical) : undefined,
      entry_requirements: some(outline.entryRequirements),
      placement_gate: outline.placementGate ? gateForm(outline.placementGate) : undefined,
    }),
    courses: outline.courses.map(courseForm),
    final_award: outline.awardRequirements.length ? { requires: outline.awardRequirements } : undefined,
  });
}

const practicalForm = (practical: PracticalPolicy): object => ({
  critical_steps: practical.criticalSteps,
  technical_min_pct: practical.technicalMinPercent,
  max_attempts: practical.maxAttempts,
  repeat_score_cap_pct: practical.repeatScoreCapPercent,
});

const gateForm = (gate: PlacementGate): object =>
  present({
    courses_passed: some(gate.coursesPassed),
    credentials_current: some(gate.credentialsCurrent),
    clearances_current: some(gate.clearancesCurrent),
    trainings_current: some(gate.trainingsCurrent),
  });

function courseForm(course: CourseOutline): object {
  const quizzes = course.requirements.filter(({ kind }) => kind === 'QUIZ');
  return present({
    code: course.code,
    title: course.title,
    summary: course.summary || undefined,
    hours: {
      lecture: hoursOf(course.lectureMinutes),
      lab: hoursOf(course.labMinutes),
      placement: hoursOf(course.placementMinutes),
    },
    prerequisites: some(course.prerequisites),
    grading: course.grading === 'PASS_FAIL' ? 'pass_fail' : undefined,
    pass_mark_pct: course.passMarkPercent === null ? undefined : Number(course.passMarkPercent),
    required: falseOnly(course.required),
    completion: completionForm(course),
    modules: some(course.modules.map(moduleForm)),
    quizzes: some(quizzes.map(quizForm)),
    gradebook: some(
      course.categories.map(({ code, weightPercent }) => ({ category: code, weight: Number(weightPercent) })),
    ),
  });
}

function completionForm({ requirements, verifiedPlacementMinutes }: CourseOutline): object | undefined {
  const checklists = requirements.filter(({ kind }) => kind === 'CHECKLIST').map(checklistForm);
  if (verifiedPlacementMinutes === null && !checklists.length) return undefined;
  return present({
    hours_verified: verifiedPlacementMinutes === null ? undefined : hoursOf(verifiedPlacementMinutes),
    checklist:
      checklists.length === 1 && typeof checklists[0] === 'string' ? checklists[0] : some(checklists),
  });
}

const checklistForm = ({ code, title, required }: RequirementOutline): string | object =>
  title === code && required
    ? code
    : present({ code, title: title === code ? undefined : title, required: falseOnly(required) });

const quizForm = ({ code, title, category, required }: RequirementOutline): object =>
  present({
    code,
    title: title === code ? undefined : title,
    category: category ?? undefined,
    required: falseOnly(required),
  });

const moduleForm = (module: ModuleOutline): object =>
  present({
    title: module.title,
    hours: hoursOf(module.clockMinutes),
    required: falseOnly(module.required),
    lessons: some(module.lessons.map(lessonForm)),
    quizzes: some(module.requirements.map(quizForm)),
  });

function lessonForm({ title, minutes, objectives, body, media, required }: LessonOutline): string | object {
  const form = present({
    title,
    minutes: minutes ?? undefined,
    objectives: some(objectives),
    body: body || undefined,
    media: some(media.map(({ kind, url, alt }) => ({ kind: kind.toLowerCase(), url, alt }))),
    required: falseOnly(required),
  });
  return Object.keys(form).length === 1 ? title : form;
}

const some = <T>(list: readonly T[]): readonly T[] | undefined => (list.length ? list : undefined);

const falseOnly = (flag: boolean): false | undefined => (flag ? undefined : false);

/** Without the members that are undefined. */
const present = (form: Record<string, unknown>): object =>
  Object.fromEntries(Object.entries(form).filter(([, value]) => value !== undefined));
