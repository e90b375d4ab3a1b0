import fc from 'fast-check';
import { course, courseModule, lesson, program, programs, quiz } from '../../../test/support/outlines.js';
import { courseTotals, creditOf, equalShares, largestRemainder, requiredMinutes } from './credit.rules.js';
import type { ProgramOutline } from './outline.js';
import { problemsOf } from './publication.rules.js';

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** The same program with hours that add up, and something in each module to earn them with. */
function addingUp(outline: ProgramOutline): ProgramOutline {
  const courses = outline.courses.map((given) => {
    const modules = given.modules.map((m) => ({ ...m, lessons: [...m.lessons, lesson()] }));
    const inModules = sum(modules.filter(({ required }) => required).map(({ clockMinutes }) => clockMinutes));
    const hours = modules.length ? { lectureMinutes: inModules, labMinutes: 0 } : {};
    return { ...given, ...hours, modules, verifiedPlacementMinutes: null };
  });
  const minutes = courses.filter(({ required }) => required)
    .map((c) => c.lectureMinutes + c.labMinutes + c.placementMinutes); // prettier-ignore
  return { ...outline, courses, totalClockMinutes: sum(minutes) };
}

describe('credit', () => {
  it('gives a module’s minutes to its required lessons and quizzes, to the minute', () => {
    const lessons = [lesson(), lesson({ required: false }), lesson()];
    const made = courseModule({ clockMinutes: 100, lessons, requirements: [quiz('q')] });
    expect(creditOf(made)).toEqual({ lessons: [34, 0, 33], requirements: [33] });
    expect(creditOf({ ...made, required: false })).toEqual({ lessons: [0, 0, 0], requirements: [0] });
  });

  it('shares every minute, each part within one of the others', () => {
    fc.assert(
      fc.property(fc.nat(100_000), fc.integer({ min: 1, max: 60 }), (total, parts) => {
        const shares = equalShares(total, parts);
        expect(sum(shares)).toBe(total);
        expect(Math.max(...shares) - Math.min(...shares)).toBeLessThanOrEqual(1);
      }),
    );
    expect(equalShares(60, 0)).toEqual([]);
  });

  it('shares by weight, each part within one of its exact share', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.nat(10_000), weights, (total, all) => {
        const parts = largestRemainder(total, all);
        const whole = sum(all);
        expect(sum(parts)).toBe(whole ? total : 0);
        parts.forEach((part, i) =>
          expect(Math.abs(part - (whole ? (total * all[i]!) / whole : 0))).toBeLessThan(1),
        );
      }),
    );
  });

  it('inv 40: placement hours stand on the course, and classroom hours where there are no modules', () => {
    const placement = course('P', { modules: [], lectureMinutes: 0, placementMinutes: 9_600 });
    expect(courseTotals(placement).requiredMinutes).toBe(9_600);
    const both = course('B', {
      placementMinutes: 600,
      requirements: [quiz('final'), quiz('extra', { required: false })],
    });
    expect(courseTotals(both)).toEqual({ requiredMinutes: 660, lessonsRequired: 1, requirementsRequired: 1 });
    expect(courseTotals(course('C', { modules: [], labMinutes: 30 })).requiredMinutes).toBe(90);
  });

  it('inv 40: what may be published requires exactly the hours the program has', () => {
    fc.assert(
      fc.property(programs.map(addingUp), (outline) => {
        expect(problemsOf(outline).filter(({ path }) => /hours$/.test(String(path.at(-1))))).toEqual([]);
        expect(requiredMinutes(outline)).toBe(outline.totalClockMinutes);
      }),
    );
    const outline = program({ courses: [course('A'), course('X', { required: false })] });
    expect(problemsOf(outline)).toEqual([]);
    expect(requiredMinutes(outline)).toBe(outline.totalClockMinutes);
  });
});
