import fc from 'fast-check';
import type {
  CourseOutline,
  LessonOutline,
  ModuleOutline,
  ProgramOutline,
  RequirementOutline,
} from '../../src/features/programs/outline.js';

/** The smallest program that may be published: one graded course of one module of one lesson. */
export const lesson = (given: Partial<LessonOutline> = {}): LessonOutline => ({
  title: 'Hand hygiene', minutes: null, objectives: [], body: '', media: [], required: true, ...given,
}); // prettier-ignore

export const quiz = (code: string, given: Partial<RequirementOutline> = {}): RequirementOutline => ({
  kind: 'QUIZ', code, title: code, required: true, category: null, resolvedId: null, ...given,
}); // prettier-ignore

export const courseModule = (given: Partial<ModuleOutline> = {}): ModuleOutline => ({
  title: 'Clean hands', clockMinutes: 60, required: true, lessons: [lesson()], requirements: [], ...given,
}); // prettier-ignore

export const course = (code: string, given: Partial<CourseOutline> = {}): CourseOutline => ({
  code, title: `Course ${code}`, summary: '', lectureMinutes: 60, labMinutes: 0, placementMinutes: 0, grading: 'GRADED',
  passMarkPercent: null, required: true, verifiedPlacementMinutes: null, prerequisites: [], modules: [courseModule()],
  categories: [{ code: 'quizzes', weightPercent: '100.00' }], requirements: [], ...given,
}); // prettier-ignore

export const program = (given: Partial<ProgramOutline> = {}): ProgramOutline => {
  const { courses = [course('A')] } = given;
  const minutes = courses.filter(({ required }) => required)
    .reduce((sum, c) => sum + c.lectureMinutes + c.labMinutes + c.placementMinutes, 0); // prettier-ignore
  return {
    code: 'P', label: '1', title: 'Program', summary: '', totalClockMinutes: minutes, normalWeeks: 10,
    maxTimeframePercent: 150, minPacePercent: 67, excusedAbsenceCapPercent: 10, lecturePassMarkPercent: '75.00',
    labPassMarkPercent: '80.00', practical: null, entryRequirements: [], placementGate: null, awardRequirements: [],
    ...given, courses,
  }; // prettier-ignore
};

const codes = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/);
const percents = fc.integer({ min: 0, max: 100_00 }).map((n) => (n / 100).toFixed(2));
/** Text as people and pests write it: any Unicode but what no database stores. */
const words = (maxLength: number) =>
  fc
    .oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength }),
      fc.constantFrom(
        'yes',
        'null',
        '1.5',
        '0x10',
        '2026-01-01',
        '- a',
        'a: b',
        '# no',
        '|',
        '~',
        '&a',
        '*a',
        "it's",
        '"',
      ),
    )
    .filter(
      (text) =>
        text.trim().length > 0 && text.length <= maxLength && !text.includes('\0') && text.isWellFormed(),
    );
const bodies = fc
  .array(fc.oneof(words(40), fc.constantFrom('', '  indented', '\ttab', 'end  ', '```', '---', '# Title')), {
    maxLength: 6,
  })
  .chain((lines) => fc.constantFrom('\n', '\n\n', '\r\n').map((end) => lines.join(end)));
const minutes = fc.integer({ min: 0, max: 30_000 });

const lessons: fc.Arbitrary<LessonOutline> = fc.record({
  title: words(60),
  minutes: fc.option(fc.integer({ min: 1, max: 10_000 })),
  objectives: fc.array(words(60), { maxLength: 3 }),
  body: bodies,
  media: fc.array(
    fc.record({
      kind: fc.constantFrom('IMAGE' as const, 'VIDEO' as const, 'AUDIO' as const, 'DOCUMENT' as const),
      url: fc.oneof(
        fc.uuid().map((id) => `/files/${id}`),
        fc.constant('https://example.org/a?b=c#d'),
      ),
      alt: words(60),
    }),
    { maxLength: 2 },
  ),
  required: fc.boolean(),
});

const withCategories = (categories: readonly string[]) => {
  const requirement = (kind: RequirementOutline['kind']) =>
    fc.record({
      kind: fc.constant(kind),
      code: codes,
      title: words(60),
      required: fc.boolean(),
      category:
        kind === 'QUIZ' && categories.length ? fc.option(fc.constantFrom(...categories)) : fc.constant(null),
      resolvedId: fc.constant(null),
    });
  return {
    quizzes: fc.array(requirement('QUIZ'), { maxLength: 2 }),
    checklists: fc.array(requirement('CHECKLIST'), { maxLength: 2 }),
  };
};

const courses: fc.Arbitrary<CourseOutline> = fc
  .uniqueArray(fc.record({ code: codes, weightPercent: percents.filter((p) => Number(p) > 0) }), {
    maxLength: 3,
    selector: ({ code }) => code,
  })
  .chain((categories) => {
    const { quizzes, checklists } = withCategories(categories.map(({ code }) => code));
    return fc.record({
      code: codes,
      title: words(60),
      summary: bodies,
      lectureMinutes: minutes,
      labMinutes: minutes,
      placementMinutes: minutes,
      grading: fc.constantFrom('GRADED' as const, 'PASS_FAIL' as const),
      passMarkPercent: fc.option(percents),
      required: fc.boolean(),
      verifiedPlacementMinutes: fc.option(minutes),
      prerequisites: fc.constant([]),
      modules: fc.array(
        fc.record({
          title: words(60),
          clockMinutes: minutes,
          required: fc.boolean(),
          lessons: fc.array(lessons, { maxLength: 3 }),
          requirements: quizzes,
        }),
        { maxLength: 3 },
      ),
      categories: fc.constant(categories),
      requirements: fc.tuple(quizzes, checklists).map((lists) => lists.flat()),
    });
  })
  .map(withUniqueCodes);

/** Requirement codes are unique in their course by kind: later doubles get their place as a suffix. */
function withUniqueCodes(course: CourseOutline): CourseOutline {
  let place = 0;
  const renamed = (list: readonly RequirementOutline[]) =>
    list.map((requirement) => ({ ...requirement, code: `${requirement.code}.${place++}` }));
  return {
    ...course,
    modules: course.modules.map((m) => ({ ...m, requirements: renamed(m.requirements) })),
    requirements: renamed(course.requirements),
  };
}

/** Any program that can be written down, whether or not it adds up; prerequisites point to earlier courses. */
export const programs: fc.Arbitrary<ProgramOutline> = fc
  .record({
    code: codes,
    label: words(20),
    title: words(60),
    summary: bodies,
    totalClockMinutes: minutes,
    normalWeeks: fc.integer({ min: 1, max: 200 }),
    maxTimeframePercent: fc.integer({ min: 100, max: 200 }),
    minPacePercent: fc.integer({ min: 0, max: 100 }),
    excusedAbsenceCapPercent: fc.integer({ min: 0, max: 100 }),
    lecturePassMarkPercent: percents,
    labPassMarkPercent: percents,
    practical: fc.option(
      fc.record({
        criticalSteps: fc.constant('all' as const),
        technicalMinPercent: fc.integer({ min: 0, max: 100 }),
        maxAttempts: fc.integer({ min: 1, max: 9 }),
        repeatScoreCapPercent: fc.integer({ min: 0, max: 100 }),
      }),
    ),
    entryRequirements: fc.array(codes, { maxLength: 3 }),
    placementGate: fc.option(
      fc.record({
        coursesPassed: fc.array(codes, { maxLength: 2 }),
        credentialsCurrent: fc.array(codes, { maxLength: 2 }),
        clearancesCurrent: fc.array(codes, { maxLength: 2 }),
        trainingsCurrent: fc.array(codes, { maxLength: 2 }),
      }),
    ),
    awardRequirements: fc.array(codes, { maxLength: 3 }),
    courses: fc.uniqueArray(courses, { maxLength: 4, selector: ({ code }) => code }),
  })
  .chain((outline) =>
    fc
      .tuple(
        ...outline.courses.map((_, i) => fc.subarray(outline.courses.slice(0, i).map(({ code }) => code))),
      )
      .map((lists) => ({
        ...outline,
        courses: outline.courses.map((c, i) => ({ ...c, prerequisites: lists[i]! })),
      })),
  );
