import fc from 'fast-check';
import { type CourseStanding, courseOutcome } from './course-outcome.rules.js';
import { finalGrade } from './grade.rules.js';
import { type PracticalAttempt, practicalStanding } from './practical.rules.js';

const policy = {
  criticalSteps: 'ALL',
  technicalMinPct: '77',
  maxAttempts: 3,
  repeatScoreCapPct: '77',
} as const;
const gradeOf = (earned: string | null) =>
  finalGrade([{ code: 'all', weight: '100', closed: false, items: [{ id: 'x', earned, possible: '100' }] }]);
const practical = (...scores: string[]) => {
  const attempts = scores.map((technicalPct, index): PracticalAttempt => ({
    attemptNumber: index + 1,
    technicalPct,
    criticalStepsMet: true,
  }));
  return { code: 'TRANSFERS', standing: practicalStanding(policy, attempts) };
};
const nothing: CourseStanding = { grades: [], practicals: [], hours: [], checklists: [] };
const codes = (standing: CourseStanding) => courseOutcome(standing).reasons.map(({ code }) => code);

describe('course outcome', () => {
  const passing: CourseStanding = {
    grades: [
      { component: 'LECTURE', final: gradeOf('75'), passMarkPct: '75' },
      { component: 'LAB', final: gradeOf('80'), passMarkPct: '80' },
    ],
    practicals: [practical('80')],
    hours: [{ kind: 'LAB', requiredMinutes: 960, countedMinutes: 960 }],
    checklists: [{ code: 'OJT-CORE', state: 'COMPLETE' }],
  };

  it('passes when nothing is missing', () => {
    expect(courseOutcome(passing)).toEqual({ outcome: 'PASSED', reasons: [] });
  });

  it('inv 41: fails when a final grade is below its own mark', () => {
    const standing = {
      ...passing,
      grades: [{ component: 'LAB' as const, final: gradeOf('79.999'), passMarkPct: '80' }],
    };
    expect(courseOutcome(standing)).toMatchObject({
      outcome: 'FAILED',
      reasons: [{ code: 'GRADE_BELOW_PASS_MARK', component: 'LAB', percent: '80.00', passMarkPct: '80' }],
    });
  });

  it('fails when a practical has no attempt left, and says so', () => {
    expect(courseOutcome({ ...passing, practicals: [practical('1', '2', '3')] })).toMatchObject({
      outcome: 'FAILED',
      reasons: [{ code: 'PRACTICAL_FAILED', practical: 'TRANSFERS' }],
    });
  });

  it('stays in progress while something can still be met, saying what would meet it', () => {
    const standing: CourseStanding = {
      grades: [{ component: 'COURSE', final: gradeOf(null), passMarkPct: '75' }],
      practicals: [practical('50')],
      hours: [{ kind: 'LECTURE', requiredMinutes: 600, countedMinutes: 540 }],
      checklists: [{ code: 'OJT-CORE', state: 'UNRESOLVED' }],
    };
    const { outcome, reasons } = courseOutcome(standing);
    expect(outcome).toBe('IN_PROGRESS');
    expect(reasons).toMatchObject([
      { code: 'GRADE_NOT_FINAL' },
      { code: 'PRACTICAL_NOT_PASSED', attemptsLeft: 2 },
      { code: 'HOURS_SHORT', wouldMeet: 'Minutes of lecture still to be attended or made up: 60.' },
      { code: 'CHECKLIST_UNRESOLVED' },
    ]);
    expect(reasons.every(({ message, wouldMeet }) => message.length > 0 && wouldMeet.length > 0)).toBe(true);
  });

  it('inv 37: hours do not complete a checklist, nor a checklist the hours', () => {
    const hours = [{ kind: 'PLACEMENT' as const, requiredMinutes: 9600, countedMinutes: 9600 }];
    expect(codes({ ...nothing, hours, checklists: [{ code: 'OJT-CORE', state: 'INCOMPLETE' }] })).toEqual([
      'CHECKLIST_INCOMPLETE',
    ]);
    const short = [{ kind: 'PLACEMENT' as const, requiredMinutes: 9600, countedMinutes: 9599 }];
    expect(
      codes({ ...nothing, hours: short, checklists: [{ code: 'OJT-CORE', state: 'COMPLETE' }] }),
    ).toEqual(['HOURS_SHORT']);
  });

  it('a course that asks for nothing is never passed', () => {
    expect(courseOutcome(nothing)).toMatchObject({
      outcome: 'IN_PROGRESS',
      reasons: [{ code: 'COURSE_ASKS_FOR_NOTHING' }],
    });
  });

  it('is passed exactly when every part is met', () => {
    const standings = fc.record({
      mark: fc.integer({ min: 0, max: 100 }),
      score: fc.integer({ min: 0, max: 100 }),
      minutes: fc.nat(120),
      complete: fc.boolean(),
    });
    fc.assert(
      fc.property(standings, ({ mark, score, minutes, complete }) => {
        const { outcome } = courseOutcome({
          grades: [{ component: 'COURSE', final: gradeOf(String(mark)), passMarkPct: '75' }],
          practicals: [practical(String(score))],
          hours: [{ kind: 'LAB', requiredMinutes: 60, countedMinutes: minutes }],
          checklists: [{ code: 'X', state: complete ? 'COMPLETE' : 'INCOMPLETE' }],
        });
        expect(outcome === 'PASSED').toBe(mark >= 75 && score >= 77 && minutes >= 60 && complete);
        expect(outcome === 'FAILED').toBe(mark < 75);
      }),
    );
  });
});
