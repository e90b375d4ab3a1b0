import { GRADINGS } from '../course.entity.js';
import { OWN_FILE } from '../lesson-html.js';
import { MEDIA_KINDS, type LessonMedia } from '../module.entity.js';
import type {
  CategoryOutline,
  CourseOutline,
  LessonOutline,
  ModuleOutline,
  ProgramOutline,
  RequirementOutline,
} from '../outline.js';
import type { PlacementGate, PracticalPolicy } from '../program.entity.js';
import { code, flag, hours, integer, listOf, oneOf, percent, text, type Place, type Read } from './place.js';

/** Sections of the document form that belong to features to come. */
export const LATER_SECTIONS = [
  'checklist',
  'trainings',
  'external_credentials',
  'clearances',
  'ce_policies',
  'tuition_policy',
  'specialty_tracks',
] as const;

export interface ReadDocument {
  readonly outline: ProgramOutline;
  /** Top-level sections that are there and were not read. */
  readonly skipped: readonly string[];
}

/** Bounds of the text of a program, the same for documents and for the API. */
export const TEXT = {
  title: 300,
  summary: 5_000,
  objective: 500,
  body: 200_000,
  alt: 500,
  url: 1_000,
} as const;

export const readProgram: Read<ReadDocument> = (root) =>
  root.object((members) => {
    const program = members.required('program', programHeader);
    const courses = members.required('courses', listOf(course, 100));
    const awardRequirements = members.optional('final_award', finalAward, []);
    const skipped = members.skip(LATER_SECTIONS);
    return { outline: { ...program, courses, awardRequirements }, skipped };
  });

const programHeader: Read<Omit<ProgramOutline, 'courses' | 'awardRequirements'>> = (place) =>
  place.object((members) => {
    members.required('measured_in', oneOf('clock_hours'));
    const marks = members.required('course_pass_mark_pct', passMarks);
    return {
      code: members.required('code', code),
      title: members.required('title', text(1, TEXT.title)),
      label: members.required('version', text(1, 60)),
      summary: members.optional('summary', text(0, TEXT.summary), ''),
      totalClockMinutes: members.required('total_clock_hours', hours),
      normalWeeks: members.required('normal_weeks', integer(1, 1_000)),
      maxTimeframePercent: members.required('max_timeframe_pct', integer(100, 1_000)),
      minPacePercent: members.required('min_pace_pct', integer(0, 100)),
      excusedAbsenceCapPercent: members.required('excused_absence_cap_pct', integer(0, 100)),
      lecturePassMarkPercent: marks.lecture,
      labPassMarkPercent: marks.lab,
      practical: members.optional('practical', practical, null),
      entryRequirements: members.optional('entry_requirements', listOf(code), []),
      placementGate: members.optional('placement_gate', placementGate, null),
    };
  });

const passMarks: Read<{ lecture: string; lab: string }> = (place) =>
  place.object((members) => ({
    lecture: members.required('lecture', percent),
    lab: members.required('lab', percent),
  }));

const practical: Read<PracticalPolicy> = (place) =>
  place.object((members) => ({
    criticalSteps: members.required('critical_steps', oneOf('all')),
    technicalMinPercent: members.required('technical_min_pct', integer(0, 100)),
    maxAttempts: members.required('max_attempts', integer(1, 100)),
    repeatScoreCapPercent: members.required('repeat_score_cap_pct', integer(0, 100)),
  }));

const placementGate: Read<PlacementGate> = (place) =>
  place.object((members) => ({
    coursesPassed: members.optional('courses_passed', listOf(code), []),
    credentialsCurrent: members.optional('credentials_current', listOf(code), []),
    clearancesCurrent: members.optional('clearances_current', listOf(code), []),
    trainingsCurrent: members.optional('trainings_current', listOf(code), []),
  }));

const finalAward: Read<string[]> = (place) =>
  place.object((members) => members.required('requires', listOf(code)));

const course: Read<CourseOutline> = (place) =>
  place.object((members) => {
    const minutes = members.required('hours', courseHours);
    const completion = members.optional('completion', courseCompletion, NO_COMPLETION);
    const quizzes = members.optional('quizzes', listOf(quiz), []);
    return {
      code: members.required('code', code),
      title: members.required('title', text(1, TEXT.title)),
      summary: members.optional('summary', text(0, TEXT.summary), ''),
      ...minutes,
      grading: members.optional('grading', grading, 'GRADED'),
      passMarkPercent: members.optional('pass_mark_pct', percent, null),
      required: members.optional('required', flag, true),
      verifiedPlacementMinutes: completion.verifiedPlacementMinutes,
      prerequisites: members.optional('prerequisites', listOf(code, 100), []),
      modules: members.optional('modules', listOf(courseModule, 100), []),
      categories: members.optional('gradebook', listOf(category, 50), []),
      requirements: [...quizzes, ...completion.checklists],
    };
  });

const grading: Read<CourseOutline['grading']> = (place) =>
  oneOf('graded', 'pass_fail')(place) === 'graded' ? GRADINGS[0] : GRADINGS[1];

const courseHours: Read<Pick<CourseOutline, 'lectureMinutes' | 'labMinutes' | 'placementMinutes'>> = (
  place,
) =>
  place.object((members) => ({
    lectureMinutes: members.required('lecture', hours),
    labMinutes: members.required('lab', hours),
    placementMinutes: members.required('placement', hours),
  }));

interface Completion {
  readonly verifiedPlacementMinutes: number | null;
  readonly checklists: readonly RequirementOutline[];
}

const NO_COMPLETION: Completion = { verifiedPlacementMinutes: null, checklists: [] };

const courseCompletion: Read<Completion> = (place) =>
  place.object((members) => ({
    verifiedPlacementMinutes: members.optional('hours_verified', hours, null),
    checklists: members.optional('checklist', checklists, []),
  }));

const checklists: Read<RequirementOutline[]> = (place) =>
  place.isList ? listOf(checklist, 50)(place) : [checklist(place)];

/** A bare code, or an object. */
const checklist: Read<RequirementOutline> = (place) => {
  const bare = (name: string): RequirementOutline => requirement('CHECKLIST', name, name, true, null);
  if (place.isText) return bare(code(place));
  return place.object((members) => {
    const name = members.required('code', code);
    const title = members.optional('title', text(1, TEXT.title), name);
    return requirement('CHECKLIST', name, title, members.optional('required', flag, true), null);
  });
};

const quiz: Read<RequirementOutline> = (place) =>
  place.object((members) => {
    const name = members.required('code', code);
    const title = members.optional('title', text(1, TEXT.title), name);
    const required = members.optional('required', flag, true);
    return requirement('QUIZ', name, title, required, members.optional('category', code, null));
  });

const requirement = (
  kind: RequirementOutline['kind'],
  name: string,
  title: string,
  required: boolean,
  inCategory: string | null,
): RequirementOutline => ({ kind, code: name, title, required, category: inCategory, resolvedId: null });

const category: Read<CategoryOutline> = (place) =>
  place.object((members) => ({
    code: members.required('category', code),
    weightPercent: members.required('weight', weight),
  }));

const weight: Read<string> = (place) => {
  const exact = percent(place);
  if (place.value === 0) place.problem('must be more than 0: leave a category out instead');
  return exact;
};

const courseModule: Read<ModuleOutline> = (place) =>
  place.object((members) => ({
    title: members.required('title', text(1, TEXT.title)),
    clockMinutes: members.required('hours', hours),
    required: members.optional('required', flag, true),
    lessons: members.optional('lessons', listOf(lesson), []),
    requirements: members.optional('quizzes', listOf(quiz), []),
  }));

/** A bare title, or an object. */
const lesson: Read<LessonOutline> = (place) => {
  const title = text(1, TEXT.title);
  if (!place.isObject) return { ...EMPTY_LESSON, title: title(place) };
  return place.object((members) => ({
    title: members.required('title', title),
    minutes: members.optional('minutes', integer(1, 10_000), null),
    objectives: members.optional('objectives', listOf(text(1, TEXT.objective), 50), []),
    body: members.optional('body', text(0, TEXT.body), ''),
    media: members.optional('media', listOf(media, 50), []),
    required: members.optional('required', flag, true),
  }));
};

export const EMPTY_LESSON = { minutes: null, objectives: [], body: '', media: [], required: true };

const media: Read<LessonMedia> = (place) =>
  place.object((members) => ({
    kind: members.required('kind', mediaKind),
    url: members.required('url', mediaUrl),
    alt: members.required('alt', text(1, TEXT.alt)),
  }));

const mediaKind: Read<LessonMedia['kind']> = (place) => {
  const named = oneOf('image', 'video', 'audio', 'document')(place);
  return MEDIA_KINDS.find((kind) => kind.toLowerCase() === named) ?? MEDIA_KINDS[0];
};

const mediaUrl: Read<string> = (place: Place) => {
  const url = text(1, TEXT.url)(place);
  if (url && !isMediaUrl(url)) place.problem('must be /files/<id> of an uploaded file, or an https address');
  return url;
};

export const isMediaUrl = (url: string): boolean =>
  OWN_FILE.test(url) || (/^https:\/\/[^\s"'<>\\]+$/.test(url) && URL.canParse(url));
