import type { ChecklistDefinition } from './skill-definition.js';
import type { ListedSkill } from './stored-definition.js';
import { circleThrough, unless, type DefinitionProblem } from './skill.rules.js';

export type ListedChecklist = Pick<ChecklistDefinition, 'completion' | 'requiredMinutes'> & {
  readonly skills: readonly ListedSkill[];
};

/** Everything that stands in the way of publishing a version of a checklist. */
export const checklistProblems = (checklist: ListedChecklist): DefinitionProblem[] => [
  ...completionProblems(checklist),
  ...checklist.skills.flatMap(versionProblems),
  ...orderProblems(checklist.skills),
];

/** Hours never complete skills and the other way round, so each must be asked for where it counts (inv 37). */
function completionProblems({ completion, requiredMinutes, skills }: ListedChecklist): DefinitionProblem[] {
  return [
    ...unless(
      completion === 'SKILLS' || requiredMinutes > 0,
      ['requiredMinutes'],
      `must be more than 0: the completion is ${completion}`,
    ),
    ...unless(
      completion !== 'SKILLS' || requiredMinutes === 0,
      ['requiredMinutes'],
      'must be 0: the completion is SKILLS',
    ),
    ...unless(
      completion === 'HOURS' || skills.some(({ required }) => required),
      ['skills'],
      `needs at least one required skill: the completion is ${completion}`,
    ),
  ];
}

function versionProblems({ code, number, status }: ListedSkill, i: number): DefinitionProblem[] {
  if (status === 'DRAFT')
    return [{ path: ['skills', i], message: `${code} version ${number} is a draft: publish it first` }];
  return unless(
    status === 'PUBLISHED',
    ['skills', i],
    `${code} version ${number} is retired: take a published version`,
  );
}

/**
 * What a trainee must be signed off for first stands on the checklist too, and is required where the skill is. The
 * versions stand together here, so they are looked at for circles of their own (inv 10).
 */
function orderProblems(skills: readonly ListedSkill[]): DefinitionProblem[] {
  const byCode = new Map(skills.map((skill) => [skill.code, skill]));
  const graph = new Map(skills.map(({ code, prerequisites }) => [code, prerequisites]));
  return skills.flatMap(({ code, required, prerequisites }, i) => {
    const circle = circleThrough(code, graph);
    return [
      ...prerequisites.flatMap((other) => [
        ...unless(
          byCode.has(other),
          ['skills', i],
          `${code} builds on ${other}, which is not on the checklist`,
        ),
        ...unless(
          !required || (byCode.get(other)?.required ?? true),
          ['skills', i],
          `${code} is required, so ${other}, which it builds on, must be required too`,
        ),
      ]),
      ...unless(
        !circle,
        ['skills', i],
        `${circle?.join(' builds on ')}: prerequisites must not go in a circle`,
      ),
    ];
  });
}
