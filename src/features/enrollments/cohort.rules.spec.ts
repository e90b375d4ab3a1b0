import fc from 'fast-check';
import { calendarProblem } from './cohort.rules.js';

const spring = { startsOn: '2026-02-02', endsOn: '2026-05-29' };
const days = (count: number) => new Date(Date.UTC(2026, 1, 2 + count)).toISOString().slice(0, 10);

describe('the calendar of a cohort', () => {
  it('accepts any milestones that go forward within its dates', () => {
    const steps = fc.uniqueArray(fc.integer({ min: 0, max: 100 }), { maxLength: 10 });
    fc.assert(
      fc.property(steps, (percents) => {
        const milestones = percents.sort((a, b) => a - b).map((percent) => ({ on: days(percent), percent }));
        expect(calendarProblem({ ...spring, milestones })).toBeNull();
      }),
    );
  });

  it('names the field that is wrong', () => {
    const field = (milestones: { on: string; percent: number }[], dates = spring) =>
      calendarProblem({ ...dates, milestones })?.field;
    expect(field([], { startsOn: '2026-02-02', endsOn: '2026-02-01' })).toBe('endsOn');
    expect(field([], { startsOn: '2026-02-02', endsOn: '2026-02-02' })).toBeUndefined();
    expect(field([{ on: '2026-02-01', percent: 5 }])).toBe('milestones.0.on');
    expect(field([{ on: '2026-05-30', percent: 5 }])).toBe('milestones.0.on');
    const first = { on: '2026-03-01', percent: 50 };
    expect(field([first, { on: '2026-03-01', percent: 60 }])).toBe('milestones.1.on');
    expect(field([first, { on: '2026-02-20', percent: 60 }])).toBe('milestones.1.on');
    expect(field([first, { on: '2026-04-01', percent: 50 }])).toBe('milestones.1.percent');
  });
});
