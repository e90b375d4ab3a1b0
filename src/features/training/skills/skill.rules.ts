import { taskClassOf } from './tasks.js';
import type { DeclaredEffect, SkillDefinition } from './skill-definition.js';

/** Where in the version, as steps from its root: `steps`, 2, `text`. */
export type DefinitionPath = readonly (string | number)[];

export interface DefinitionProblem {
  readonly path: DefinitionPath;
  readonly message: string;
}

/** Codes of prerequisites by the code of the skill that has them. */
export type Prerequisites = ReadonlyMap<string, readonly string[]>;

/** What makes no sense in a draft either. */
export const shapeProblems = (
  skill: Pick<
    SkillDefinition,
    'requiredObservations' | 'requiredDates' | 'requiredValidators' | 'entrustmentScale' | 'prerequisites'
  > & { readonly code?: string },
): DefinitionProblem[] => [
  ...atMost(skill, 'requiredDates', 'dates'),
  ...atMost(skill, 'requiredValidators', 'validators'),
  ...doubles(skill.entrustmentScale, 'entrustmentScale'),
  ...doubles(skill.prerequisites, 'prerequisites'),
];

/** Everything that stands in the way of publishing a version, but for its prerequisites (inv 9, 16). */
export const skillProblems = (skill: SkillDefinition): DefinitionProblem[] => [
  ...shapeProblems(skill),
  ...taskProblems(skill),
  ...methodProblems(skill),
  ...stepProblems(skill),
  ...unless(
    skill.minEntrustment === null || skill.entrustmentScale.includes(skill.minEntrustment),
    ['minEntrustment'],
    `${skill.minEntrustment} is not on the entrustment scale`,
  ),
];

/** A day is named with REVALIDATE_BY and with nothing else. */
export const effectPairing = ({ effect, revalidateBy }: DeclaredEffect): DefinitionProblem[] =>
  unless(
    (effect === 'REVALIDATE_BY') === (revalidateBy !== null),
    ['revalidateBy'],
    'must be given with the effect REVALIDATE_BY, and with no other',
  );

/**
 * What a new version declares for sign-offs of earlier ones (inv 8). `today` in the zone of whoever publishes; a first
 * version has no earlier ones.
 */
export const effectProblems = (
  declared: DeclaredEffect,
  number: number,
  today: string,
): DefinitionProblem[] => [
  ...effectPairing(declared),
  ...unless(
    number > 1 || declared.effect === 'NONE',
    ['effect'],
    'must be NONE: there are no sign-offs of an earlier version',
  ),
  ...unless(
    declared.revalidateBy === null || declared.revalidateBy >= today,
    ['revalidateBy'],
    `${declared.revalidateBy} is past: nobody could be revalidated by then`,
  ),
];

/**
 * The prerequisites of one skill among those of the versions in force, its own in the place of what it had before
 * (inv 10): each must be published, and no chain of them may lead back to the skill.
 */
export function prerequisiteProblems(code: string, graph: Prerequisites): DefinitionProblem[] {
  const own = graph.get(code) ?? [];
  const missing = own.flatMap((other, i) =>
    unless(
      graph.has(other),
      ['prerequisites', i],
      `${code} builds on ${other}, which has no published version`,
    ),
  );
  const circle = circleThrough(code, graph);
  return [
    ...missing,
    ...unless(
      !circle,
      ['prerequisites'],
      `${circle?.join(' builds on ')}: prerequisites must not go in a circle`,
    ),
  ];
}

/** The shortest chain of prerequisites from the skill back to itself; null where there is none. */
export function circleThrough(code: string, graph: Prerequisites): string[] | null {
  const ways: string[][] = (graph.get(code) ?? []).map((next) => [code, next]);
  const seen = new Set<string>();
  for (const way of ways) {
    const last = way.at(-1)!;
    if (last === code) return way;
    if (seen.has(last)) continue;
    seen.add(last);
    ways.push(...(graph.get(last) ?? []).map((next) => [...way, next]));
  }
  return null;
}

function taskProblems({ taskCode, patientContact }: SkillDefinition): DefinitionProblem[] {
  const taskClass = taskClassOf(taskCode);
  if (taskClass === null)
    return [{ path: ['taskCode'], message: `${taskCode} is not a task of the vocabulary: see taskCodes` }];
  return [
    ...unless(
      taskClass !== 'NEVER_A_TECHNICIANS',
      ['taskCode'],
      `${taskCode} is never a technician's task, so nobody can be cleared for it`,
    ),
    ...unless(
      taskClass !== 'PATIENT_RELATED' || patientContact,
      ['patientContact'],
      `must be true: ${taskCode} is a task with patients`,
    ),
  ];
}

/** What colleagues or trainees say themselves never counts toward the observations (inv 15). */
const NEVER_COUNT = ['PEER_REVIEW', 'SELF_ASSESSMENT'];

function methodProblems({ methods }: SkillDefinition): DefinitionProblem[] {
  if (!methods.length) return [{ path: ['methods'], message: 'name at least one method of validation' }];
  return unless(
    methods.some((method) => !NEVER_COUNT.includes(method)),
    ['methods'],
    'name one besides peer review and self-assessment: those never count as observations',
  );
}

/** inv 9. */
function stepProblems({ steps, patientContact }: SkillDefinition): DefinitionProblem[] {
  if (!steps.length) return [{ path: ['steps'], message: 'a skill needs at least one step to be scored' }];
  return unless(
    !patientContact || steps.some(({ critical }) => critical),
    ['steps'],
    'a skill with patient contact needs at least one critical step',
  );
}

const atMost = (
  skill: Pick<SkillDefinition, 'requiredObservations' | 'requiredDates' | 'requiredValidators'>,
  field: 'requiredDates' | 'requiredValidators',
  what: string,
): DefinitionProblem[] =>
  unless(
    skill[field] <= skill.requiredObservations,
    [field],
    `${skill[field]} ${what} cannot come of ${skill.requiredObservations} observations`,
  );

const doubles = (values: readonly string[], field: string): DefinitionProblem[] =>
  [...values.entries()]
    .filter(([i, value]) => values.indexOf(value) < i)
    .map(([i, value]) => ({ path: [field, i], message: `${value} is named twice` }));

export const unless = (holds: boolean, path: DefinitionPath, message: string): DefinitionProblem[] =>
  holds ? [] : [{ path, message }];

/** `steps[2].text` */
export const pathText = (path: DefinitionPath): string =>
  path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i ? `.${step}` : step)).join('');
