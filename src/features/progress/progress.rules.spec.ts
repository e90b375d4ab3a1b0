import fc from 'fast-check';
import { percentOf } from '../records/counters.rules.js';
import { planOf } from '../records/plan.rules.js';
import { type ProgramProgress, type Progress, progressOf, statusFrom } from './progress.rules.js';
import type {
  HoursRequirement,
  MeetingRecord,
  ProgramRequirements,
  ProgressRecord,
  Requirement,
} from '../records/requirements.js';
import { PROGRAM, countersByScope, statesOf } from '../records/scopes.rules.js';

const item = (key: string, kind: Requirement['kind'], more: Partial<Requirement> = {}): Requirement => ({
  key,
  kind,
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

/** Two courses and a placement: 6 h, 4 h and 10 h of a 20-hour program. */
const program: ProgramRequirements = {
  programVersionId: 'v1',
  courses: [
    {
      courseId: 'safety',
      title: 'Safety',
      required: true,
      prerequisiteIds: [],
      modules: [
        {
          moduleId: 'role',
          title: 'Role',
          minutes: 120,
          required: true,
          items: [item('l1', 'LESSON'), item('l2', 'LESSON'), item('q1', 'QUIZ')],
        },
        {
          moduleId: 'transfers',
          title: 'Transfers',
          minutes: 240,
          required: true,
          items: [item('l3', 'LESSON'), item('l4', 'LESSON', { required: false }), item('l5', 'LESSON')],
        },
      ],
      items: [hours('safety-lab', 'LAB', 360), item('safety-grade', 'GRADE')],
    },
    {
      courseId: 'techniques',
      title: 'Techniques',
      required: true,
      prerequisiteIds: ['safety'],
      modules: [
        {
          moduleId: 'heat',
          title: 'Heat',
          minutes: 240,
          required: true,
          items: [item('l6', 'LESSON'), item('q2', 'QUIZ')],
        },
      ],
      items: [item('techniques-grade', 'GRADE')],
    },
    {
      courseId: 'placement',
      title: 'Placement',
      required: true,
      prerequisiteIds: ['safety'],
      modules: [],
      items: [hours('placement-hours', 'PLACEMENT', 600), item('OJT-CORE', 'CHECKLIST', { resolved: false })],
    },
  ],
  items: [item('BLS', 'CREDENTIAL')],
};
const resolved: ProgramRequirements = {
  ...program,
  courses: program.courses.map((course) => ({
    ...course,
    items: course.items.map((each) => ({ ...each, resolved: true })),
  })),
};

const KEYS = planOf(program).items.map(({ requirement }) => requirement.key);
const met = (key: string, id = key, minutes?: number): MeetingRecord =>
  minutes === undefined ? { id, type: 'MET', key } : { id, type: 'MET', key, minutes };
const voidOf = (record: MeetingRecord): ProgressRecord => ({
  id: `void-${record.id}`,
  type: 'VOIDED',
  voidsId: record.id,
  key: record.key,
});
const EVERYTHING = [
  ...KEYS.map((key) => met(key)),
  met('safety-lab', 'lab', 360),
  met('placement-hours', 'shifts', 600),
];
const courseOf = (progress: ProgramProgress, id: string) =>
  progress.courses.find(({ courseId }) => courseId === id);

const SAFETY = ['l1', 'l2', 'q1', 'l3', 'l5', 'safety-grade', 'safety-lab'];
const strays = fc
  .record({
    key: fc.constantFrom(...KEYS, 'l4', 'of another version'),
    copy: fc.nat(3),
    minutes: fc.nat(250),
  })
  .map(({ key, copy, minutes }) => met(key, `${key}-${copy}`, minutes));
const facts = fc.oneof(fc.constantFrom(...EVERYTHING), strays);
/** From nothing to nearly everything: a believable beginning, then any facts. */
const beginnings = fc.oneof(
  fc.constant([]),
  fc.constant(EVERYTHING.filter(({ key }) => SAFETY.includes(key))),
  fc.subarray(EVERYTHING),
  fc.constant(EVERYTHING),
);
/** Facts of one content per id, some told more than once, some taken back. */
const records = fc
  .tuple(
    beginnings,
    fc.array(fc.record({ fact: facts, times: fc.integer({ min: 1, max: 3 }), takenBack: fc.nat(4) }), {
      maxLength: 30,
    }),
  )
  .map(([beginning, more]) => {
    const contents = new Map<string, MeetingRecord>();
    const later = more.flatMap(({ fact, times, takenBack }): ProgressRecord[] => {
      const record = contents.get(fact.id) ?? fact;
      contents.set(fact.id, record);
      return [...Array.from({ length: times }, () => record), ...(takenBack === 0 ? [voidOf(record)] : [])];
    });
    return [...beginning, ...later];
  });
const shuffled = records.chain((all) =>
  fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
);
const scopes = (progress: ProgramProgress): Progress[] => [
  progress,
  ...progress.courses,
  ...progress.courses.flatMap(({ modules }) => modules),
];

describe('progress', () => {
  it('has not started with nothing on record; what comes first is next', () => {
    const progress = progressOf(program, []);
    expect(progress).toMatchObject({
      percent: 0,
      status: 'NOT_STARTED',
      next: { code: 'LESSON_NOT_DONE', key: 'l1' },
    });
    expect(progress.counters).toMatchObject({ requiredMinutes: 1200, metMinutes: 0 });
    expect(progress.missing).toHaveLength(KEYS.length);
    expect(courseOf(progress, 'techniques')).toMatchObject({
      status: 'BLOCKED',
      blockedByIds: ['safety'],
      next: null,
    });
  });

  it('counts a module by the minutes of its required items that are met', () => {
    const progress = progressOf(program, [met('l1'), met('q1'), met('l3'), met('l4')]);
    const safety = courseOf(progress, 'safety');
    expect(safety?.modules.map(({ percent, status }) => [percent, status])).toEqual([
      [66, 'IN_PROGRESS'],
      [50, 'IN_PROGRESS'],
    ]);
    // (40 + 40 + 120) ÷ 360
    expect(safety).toMatchObject({ percent: 55, status: 'IN_PROGRESS', next: { key: 'l2' } });
    expect(progress.percent).toBe(16);
  });

  it('is never 100 while a gate is open, though every minute is met', () => {
    const lessons = ['l1', 'l2', 'q1', 'l3', 'l5'].map((key) => met(key));
    const safety = courseOf(progressOf(program, [...lessons, met('safety-lab', 'x', 359)]), 'safety');
    expect(safety).toMatchObject({ percent: 99, status: 'IN_PROGRESS' });
    expect(safety?.missing).toMatchObject([
      {
        code: 'HOURS_SHORT',
        requiredMinutes: 360,
        countedMinutes: 359,
        wouldMeet: 'Minutes still to be counted: 1.',
      },
      { code: 'GRADE_NOT_PASSED', key: 'safety-grade' },
    ]);
  });

  it('opens a course once its prerequisites are complete', () => {
    const safety = ['l1', 'l2', 'q1', 'l3', 'l5', 'safety-grade'].map((key) => met(key));
    const progress = progressOf(program, [...safety, met('safety-lab', 'x', 360)]);
    expect(courseOf(progress, 'safety')).toMatchObject({
      percent: 100,
      status: 'COMPLETE',
      missing: [],
      next: null,
    });
    expect(courseOf(progress, 'techniques')).toMatchObject({ status: 'NOT_STARTED', blockedByIds: [] });
    expect(progress.next?.key).toBe('l6');
  });

  it('an unresolved requirement is never met, is listed as such, and blocks when nothing else is left', () => {
    const progress = progressOf(program, EVERYTHING);
    expect(progress).toMatchObject({ percent: 99, status: 'BLOCKED', next: null });
    expect(progress.missing).toMatchObject([
      { code: 'REQUIREMENT_UNRESOLVED', kind: 'CHECKLIST', key: 'OJT-CORE' },
    ]);
    expect(courseOf(progress, 'placement')).toMatchObject({
      status: 'BLOCKED',
      percent: 99,
      blockedByIds: [],
    });
  });

  it('is complete when everything required is met', () => {
    expect(progressOf(resolved, EVERYTHING)).toMatchObject({
      percent: 100,
      status: 'COMPLETE',
      missing: [],
      next: null,
    });
  });

  it('inv 37: placement hours count as they are gathered and complete no checklist', () => {
    const progress = progressOf(resolved, [
      met('placement-hours', 'a', 200),
      met('placement-hours', 'b', 500),
    ]);
    expect(courseOf(progress, 'placement')?.missing.map(({ key }) => key)).toEqual(['OJT-CORE']);
    expect(progressOf(resolved, [met('placement-hours', 'a', 300)]).counters.metMinutes).toBe(300);
  });

  it('says of every missing requirement what it is and what would meet it', () => {
    for (const { message, wouldMeet } of progressOf(program, []).missing) {
      expect(message.length > 0 && wouldMeet.length > 0).toBe(true);
    }
  });

  it('a record taken back no longer counts, even told again or told late', () => {
    const record = met('l1');
    for (const told of [
      [record, voidOf(record)],
      [voidOf(record), record],
      [record, voidOf(record), record],
    ]) {
      expect(progressOf(program, told).counters.metItems).toBe(0);
    }
    expect(progressOf(program, [record, voidOf(record), met('l1', 'anew')]).counters.metItems).toBe(1);
  });

  it('a record is what it was when first told', () => {
    const told = [met('placement-hours', 'a', 300), met('placement-hours', 'a', 0)];
    expect(progressOf(program, told).counters.metMinutes).toBe(300);
  });

  it('a prerequisite that asks for nothing is complete; one that is nowhere blocks', () => {
    const courses = program.courses.filter(({ courseId }) => courseId !== 'placement');
    const bare = courses.map((course) =>
      course.courseId === 'safety' ? { ...course, modules: [], items: [] } : course,
    );
    expect(courseOf(progressOf({ ...program, courses: bare }, []), 'techniques')?.blockedByIds).toEqual([]);
    const orphan = courses.filter(({ courseId }) => courseId === 'techniques');
    const blocked = courseOf(progressOf({ ...program, courses: orphan }, []), 'techniques');
    expect(blocked?.blockedByIds).toEqual(['safety']);
  });

  it('is 100 and COMPLETE exactly when nothing is missing, in every scope', () => {
    fc.assert(
      fc.property(records, fc.boolean(), (all, lucky) => {
        for (const scope of scopes(progressOf(resolved, lucky ? [...EVERYTHING, ...all] : all))) {
          const nothingMissing = scope.missing.length === 0;
          expect(scope.percent === 100).toBe(nothingMissing);
          expect(scope.status === 'COMPLETE').toBe(nothingMissing);
          expect(scope.counters.requiredItems - scope.counters.metItems).toBe(scope.missing.length);
        }
      }),
    );
  });

  it('never falls when a record is added, unless it takes one back', () => {
    fc.assert(
      fc.property(records, facts, (all, fact) => {
        const before = scopes(progressOf(program, all));
        const after = scopes(progressOf(program, [...all, fact]));
        before.forEach(({ percent }, index) => expect(after[index]?.percent).toBeGreaterThanOrEqual(percent));
      }),
    );
  });

  it('does not depend on the order of the records, nor on how often each is told', () => {
    fc.assert(
      fc.property(shuffled, ([all, turned]) => {
        const progress = progressOf(program, all);
        expect(progressOf(program, turned)).toEqual(progress);
        expect(progressOf(program, [...turned, ...all])).toEqual(progress);
      }),
    );
  });

  it('counters of every scope are those of the progress, for any history in any order', () => {
    const plan = planOf(program);
    fc.assert(
      fc.property(shuffled, ([all, turned]) => {
        const kept = countersByScope(plan, statesOf(turned));
        expect(kept).toEqual(countersByScope(plan, statesOf(all)));
        const progress = progressOf(program, all);
        expect(kept.get(PROGRAM)).toEqual(progress.counters);
        for (const { courseId, counters } of progress.courses) expect(kept.get(courseId)).toEqual(counters);
      }),
      { numRuns: 200 },
    );
  });

  it('percent and status of a course follow from its counters and its blockers', () => {
    fc.assert(
      fc.property(records, (all) => {
        for (const { counters, blockedByIds, percent, status } of progressOf(program, all).courses) {
          expect(percentOf(counters)).toBe(percent);
          expect(statusFrom(counters, blockedByIds.length > 0)).toBe(status);
        }
      }),
    );
  });

  it('next can be worked on: it is the first missing that is neither blocked nor unresolved', () => {
    fc.assert(
      fc.property(records, (all) => {
        const { missing, next, courses } = progressOf(program, all);
        const open = missing.filter(({ code, courseId }) => {
          const blocked = courses.some(
            (course) => course.courseId === courseId && course.blockedByIds.length > 0,
          );
          return code !== 'REQUIREMENT_UNRESOLVED' && !blocked;
        });
        expect(next).toEqual(open[0] ?? null);
      }),
    );
  });
});
