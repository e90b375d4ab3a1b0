import fc from 'fast-check';
import { SKILL_STATUSES } from '../sign-offs/skill-status.rules.js';
import { checklistStanding } from './checklist-completion.rules.js';

const status = fc.constantFrom(...SKILL_STATUSES);
const skills = fc.array(fc.record({ status }), { maxLength: 20 });
const all = (count: number) => Array.from({ length: count }, () => ({ status: 'CURRENT' as const }));

describe('a checklist', () => {
  it('says how far it is', () => {
    const some = [...all(12), { status: 'EXPIRED' as const }, { status: 'NOT_STARTED' as const }];
    const demand = { completion: 'HYBRID' as const, requiredMinutes: 9600 };
    expect(checklistStanding(demand, some, 5790)).toEqual({
      complete: false,
      begun: true,
      because: '12 of 14 skills are signed (1 expired); 96 of 160 hours are verified.',
    });
  });

  it('has nothing to record before anything is done', () => {
    const demand = { completion: 'SKILLS' as const, requiredMinutes: 0 };
    expect(checklistStanding(demand, [{ status: 'IN_PROGRESS' }], 500).begun).toBe(false);
  });

  it('inv 37: hours never complete skills, nor skills hours; one that asks for both needs both', () => {
    fc.assert(
      fc.property(skills, fc.nat(20_000), fc.nat(10_000), (standings, counted, requiredMinutes) => {
        const complete = (completion: 'HOURS' | 'SKILLS' | 'HYBRID', minutes = counted) =>
          checklistStanding({ completion, requiredMinutes }, standings, minutes).complete;
        expect(complete('SKILLS')).toBe(complete('SKILLS', 0));
        expect(complete('HOURS')).toBe(counted >= requiredMinutes);
        expect(complete('HYBRID')).toBe(complete('SKILLS') && complete('HOURS'));
      }),
    );
  });

  it('inv 28: one required skill that may not be used keeps it open', () => {
    const usable = ['CURRENT', 'EXPIRING'];
    fc.assert(
      fc.property(fc.nat(18), status, (count, last) => {
        const demand = { completion: 'SKILLS' as const, requiredMinutes: 0 };
        const { complete } = checklistStanding(demand, [...all(count), { status: last }], 0);
        expect(complete).toBe(usable.includes(last));
      }),
    );
  });
});
