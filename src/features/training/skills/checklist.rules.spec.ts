import { checklistProblems, type ListedChecklist } from './checklist.rules.js';
import type { ListedSkill } from './stored-definition.js';
import { pathText } from './skill.rules.js';

const skill = (code: string, changed: Partial<ListedSkill> = {}): ListedSkill => ({
  code,
  number: 1,
  status: 'PUBLISHED',
  required: true,
  prerequisites: [],
  ...changed,
});
const checklist = (skills: ListedSkill[], changed: Partial<ListedChecklist> = {}): ListedChecklist => ({
  completion: 'SKILLS',
  requiredMinutes: 0,
  skills,
  ...changed,
});
const at = (list: ListedChecklist): string[] => checklistProblems(list).map(({ path }) => pathText(path));

describe('a checklist that is to be published', () => {
  it('inv 37: asks for hours, skills or both, as its completion says', () => {
    expect(at(checklist([skill('A')]))).toEqual([]);
    expect(at(checklist([]))).toEqual(['skills']);
    expect(at(checklist([skill('A', { required: false })]))).toEqual(['skills']);
    expect(at(checklist([skill('A')], { requiredMinutes: 60 }))).toEqual(['requiredMinutes']);
    expect(at(checklist([], { completion: 'HOURS', requiredMinutes: 60 }))).toEqual([]);
    expect(at(checklist([], { completion: 'HOURS' }))).toEqual(['requiredMinutes']);
    expect(at(checklist([], { completion: 'HYBRID' }))).toEqual(['requiredMinutes', 'skills']);
    expect(at(checklist([skill('A')], { completion: 'HYBRID', requiredMinutes: 1 }))).toEqual([]);
  });

  it('has its skills in published versions', () => {
    const skills = [skill('A', { status: 'DRAFT' }), skill('B'), skill('C', { status: 'RETIRED' })];
    expect(at(checklist(skills))).toEqual(['skills[0]', 'skills[2]']);
  });

  it('has what its skills build on, and requires it where they are required', () => {
    expect(at(checklist([skill('A', { prerequisites: ['B'] })]))).toEqual(['skills[0]']);
    const optional = skill('B', { required: false });
    expect(at(checklist([skill('A', { prerequisites: ['B'] }), optional]))).toEqual(['skills[0]']);
    expect(at(checklist([skill('A', { prerequisites: ['B'] }), skill('B')]))).toEqual([]);
    const both = [skill('A', { prerequisites: ['B'], required: false }), optional, skill('C')];
    expect(at(checklist(both))).toEqual([]);
  });

  it('inv 10: has no circle among the versions that stand on it', () => {
    const skills = [
      skill('A', { prerequisites: ['B'] }),
      skill('B', { prerequisites: ['A'] }),
      skill('C', { prerequisites: ['A'] }),
    ];
    expect(at(checklist(skills))).toEqual(['skills[0]', 'skills[1]']);
  });
});
