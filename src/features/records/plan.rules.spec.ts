import fc from 'fast-check';
import { largestRemainder, planOf, requiredCourses } from './plan.rules.js';
import type {
  CourseRequirements,
  HoursRequirement,
  ProgramRequirements,
  Requirement,
} from './requirements.js';

const lesson = (key: string, more: Partial<Requirement> = {}): Requirement => ({
  key,
  kind: 'LESSON',
  title: key,
  required: true,
  resolved: true,
  ...more,
});
const hours = (
  key: string,
  hoursKind: HoursRequirement['hoursKind'],
  requiredMinutes: number,
): HoursRequirement => ({
  key,
  kind: 'HOURS',
  title: key,
  hoursKind,
  requiredMinutes,
  required: true,
  resolved: true,
});
const course = (courseId: string, more: Partial<CourseRequirements> = {}): CourseRequirements => ({
  courseId,
  title: courseId,
  required: true,
  prerequisiteIds: [],
  modules: [],
  items: [],
  ...more,
});
const program = (...courses: CourseRequirements[]): ProgramRequirements => ({
  programVersionId: 'v1',
  courses,
  items: [],
});
const minutes = (requirements: ProgramRequirements) =>
  Object.fromEntries(planOf(requirements).items.map((item) => [item.requirement.key, item.minutes]));

describe('plan', () => {
  it('shares a module’s minutes among its required items, by weight and largest remainder', () => {
    const items = [lesson('a'), lesson('b'), lesson('c'), lesson('optional', { required: false })];
    const module = { moduleId: 'm', title: 'm', minutes: 100, required: true, items };
    expect(minutes(program(course('c', { modules: [module] })))).toEqual({ a: 34, b: 33, c: 33 });
    const weighted = { ...module, items: [lesson('a', { weight: 3 }), lesson('b')] };
    expect(minutes(program(course('c', { modules: [weighted] })))).toEqual({ a: 75, b: 25 });
  });

  it('inv 40: hours of a course with modules are a gate; placement hours stand on the course', () => {
    const module = { moduleId: 'm', title: 'm', minutes: 120, required: true, items: [lesson('a')] };
    const items = [
      hours('lecture', 'LECTURE', 60),
      hours('lab', 'LAB', 60),
      hours('placement', 'PLACEMENT', 300),
    ];
    expect(minutes(program(course('c', { modules: [module], items })))).toEqual({
      a: 120,
      lecture: 0,
      lab: 0,
      placement: 300,
    });
    expect(minutes(program(course('c', { items })))).toEqual({ lecture: 60, lab: 60, placement: 300 });
  });

  it('leaves out what is not required, but not a course that a required one builds on', () => {
    const first = course('first', { required: false, items: [lesson('x')] });
    const second = course('second', { prerequisiteIds: ['first'] });
    const extra = course('extra', { required: false, items: [lesson('y')] });
    expect(requiredCourses(program(first, second, extra)).map(({ courseId }) => courseId)).toEqual([
      'first',
      'second',
    ]);
    expect(Object.keys(minutes(program(first, second, extra)))).toEqual(['x']);
  });

  it('shares every minute, each part within one of its exact share', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.nat(10_000), weights, (total, all) => {
        const whole = all.reduce((sum, weight) => sum + weight, 0);
        const parts = largestRemainder(total, all);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total);
        parts.forEach((part, index) => {
          expect(Math.abs(part - (total * (all[index] ?? 0)) / whole)).toBeLessThan(1);
        });
      }),
    );
    expect(largestRemainder(60, [])).toEqual([]);
    expect(largestRemainder(60, [0, 0])).toEqual([0, 0]);
  });
});
