import fc from 'fast-check';
import { course, courseModule, lesson, program, programs, quiz } from '../../../test/support/outlines.js';
import type { ProgramOutline } from './outline.js';
import { pathText, problemsOf, structureProblems } from './publication.rules.js';

const pathsOf = (outline: ProgramOutline): string[] => problemsOf(outline).map(({ path }) => pathText(path));
const withCourse = (given: Parameters<typeof course>[1]): ProgramOutline =>
  program({ courses: [course('A', given)] });

describe('what publishing asks for', () => {
  it('is met by a small whole program', () => {
    expect(problemsOf(program())).toEqual([]);
  });

  it('inv 40: course hours are those of its required modules', () => {
    expect(pathsOf(withCourse({ modules: [courseModule({ clockMinutes: 59 })] }))).toEqual([
      'courses[0].hours',
    ]);
    const optional = courseModule({ clockMinutes: 500, required: false, lessons: [] });
    expect(pathsOf(withCourse({ modules: [courseModule(), optional] }))).toEqual([]);
  });

  it('inv 40: program hours are those of its required courses', () => {
    expect(pathsOf(program({ totalClockMinutes: 61 }))).toEqual(['program.total_clock_hours']);
  });

  it('inv 40: placement hours stand on the course and bind no module', () => {
    expect(pathsOf(withCourse({ placementMinutes: 600 }))).toEqual([]);
    expect(pathsOf(withCourse({ placementMinutes: 60, verifiedPlacementMinutes: 61 }))).toEqual([
      'courses[0].completion.hours_verified',
    ]);
  });

  it('inv 40: weights of a graded course add up to 100, exactly', () => {
    const weights = (...list: string[]) =>
      withCourse({ categories: list.map((weightPercent, i) => ({ code: `c${i}`, weightPercent })) });
    expect(pathsOf(weights('33.33', '33.33', '33.34'))).toEqual([]);
    expect(pathsOf(weights('33.33', '33.33', '33.33'))).toEqual(['courses[0].gradebook']);
    expect(pathsOf(weights())).toEqual(['courses[0].gradebook']);
    expect(pathsOf(withCourse({ grading: 'PASS_FAIL', categories: [] }))).toEqual([]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 100_00 }), { minLength: 1, maxLength: 5 }), (list) => {
        const outline = weights(...list.map((n) => (n / 100).toFixed(2)));
        expect(pathsOf(outline).length === 0).toBe(list.reduce((a, b) => a + b, 0) === 100_00);
      }),
    );
  });

  it('inv 10: prerequisites exist and go in no circle', () => {
    const chain = (...links: [string, string[]][]) =>
      program({ courses: links.map(([code, prerequisites]) => course(code, { prerequisites })) });
    expect(pathsOf(chain(['A', []], ['B', ['A']], ['C', ['A', 'B']]))).toEqual([]);
    expect(pathsOf(chain(['A', ['Z']]))).toEqual(['courses[0].prerequisites[0]']);
    expect(pathsOf(chain(['A', ['A']]))).toEqual(['courses[0].prerequisites']);
    expect(pathsOf(chain(['A', ['B']], ['B', ['C']], ['C', ['A']], ['D', ['A']]))).toEqual([
      'courses[0].prerequisites',
      'courses[1].prerequisites',
      'courses[2].prerequisites',
    ]);
  });

  it('finds a circle exactly when there is no order to take the courses in', () => {
    const graph = fc
      .integer({ min: 1, max: 6 })
      .chain((n) =>
        fc.array(fc.subarray([...Array(n).keys()].map((i) => `c${i}`)), { minLength: n, maxLength: n }),
      );
    fc.assert(
      fc.property(graph, (links) => {
        const outline = program({
          courses: links.map((prerequisites, i) => course(`c${i}`, { prerequisites })),
        });
        const taken = new Set<string>();
        for (const _ of links)
          for (const { code, prerequisites } of outline.courses)
            if (prerequisites.every((p) => taken.has(p))) taken.add(code);
        expect(structureProblems(outline).length === 0).toBe(taken.size === links.length);
      }),
    );
  });

  it('does not let a required course build on one that may be left out', () => {
    const courses = [course('A', { required: false }), course('B', { prerequisites: ['A'] })];
    expect(pathsOf(program({ courses }))).toEqual(['courses[1].prerequisites[0]']);
  });

  it('asks for something to earn the hours with', () => {
    expect(
      pathsOf(withCourse({ modules: [courseModule({ lessons: [lesson({ required: false })] })] })),
    ).toEqual(['courses[0].modules[0].lessons']);
    expect(pathsOf(withCourse({ modules: [], lectureMinutes: 0 }))).toEqual(['courses[0].modules']);
    expect(pathsOf(program({ courses: [] }))).toEqual(['courses']);
  });

  it('knows only categories and gate courses that exist, and each code once', () => {
    expect(pathsOf(withCourse({ requirements: [quiz('q', { category: 'exam' })] }))).toEqual([
      'courses[0].quizzes[0]',
    ]);
    const twice = [courseModule({ requirements: [quiz('q')] })];
    expect(pathsOf(withCourse({ modules: twice, requirements: [quiz('q')] }))).toEqual([
      'courses[0].modules[0].quizzes[0]',
    ]);
    expect(pathsOf(program({ courses: [course('A'), course('A')] }))).toEqual(['courses[1].code']);
    const gate = {
      coursesPassed: ['Z'],
      credentialsCurrent: ['BLS'],
      clearancesCurrent: [],
      trainingsCurrent: [],
    };
    expect(pathsOf(program({ placementGate: gate }))).toEqual(['program.placement_gate.courses_passed[0]']);
  });

  it('keeps pass marks between 0 and 100', () => {
    expect(pathsOf(program({ labPassMarkPercent: '100.01' }))).toEqual(['program.course_pass_mark_pct.lab']);
    expect(pathsOf(withCourse({ passMarkPercent: '-1' }))).toEqual(['courses[0].pass_mark_pct']);
  });

  it('asks for alternative text, and for images of our own', () => {
    const own = '/files/0192f7a0-0000-7000-8000-000000000001';
    const body = `![](${own})\n\n![a sink](https://example.org/sink.png)\n\n![a sink](${own})`;
    expect(pathsOf(withCourse({ modules: [courseModule({ lessons: [lesson({ body })] })] }))).toEqual([
      'courses[0].modules[0].lessons[0].body',
      'courses[0].modules[0].lessons[0].body',
    ]);
  });

  it('tells everything at once', () => {
    const outline = withCourse({ categories: [], modules: [courseModule({ clockMinutes: 1, lessons: [] })] });
    expect(pathsOf({ ...outline, totalClockMinutes: 1 })).toEqual([
      'program.total_clock_hours',
      'courses[0].hours',
      'courses[0].gradebook',
      'courses[0].modules[0].lessons',
    ]);
  });

  it('looks at any program without failing', () => {
    fc.assert(
      fc.property(programs, (outline) => {
        expect(structureProblems(outline)).toEqual([]);
        for (const { path, message } of problemsOf(outline))
          expect([typeof path[0], message.length > 0]).toEqual(['string', true]);
      }),
      { numRuns: 50 },
    );
  });
});
