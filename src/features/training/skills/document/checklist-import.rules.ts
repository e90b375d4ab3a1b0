import type { SkillDefinition } from '../skill-definition.js';
import type { DefinitionProblem } from '../skill.rules.js';
import type { ReadChecklist, ReadSkill, StoredChecklist, StoredSkill } from '../stored-definition.js';

/** What becomes of a skill of a document: the version that says the same is kept, another makes the next. */
export type PlannedSkill =
  | { readonly skill: ReadSkill; readonly kept: StoredSkill }
  | { readonly skill: ReadSkill; readonly kept: null; readonly number: number };

/** The same of the checklist. */
export type PlannedChecklist =
  { readonly kept: StoredChecklist } | { readonly kept: null; readonly number: number };

/** Of the newest versions there are, by code. */
export function planSkills(
  skills: readonly ReadSkill[],
  newest: ReadonlyMap<string, StoredSkill>,
): { planned: PlannedSkill[]; problems: DefinitionProblem[] } {
  const planned = skills.map((skill): PlannedSkill => {
    const there = newest.get(skill.code);
    if (there && there.status !== 'RETIRED' && saysTheSame(skill, there)) return { skill, kept: there };
    return { skill, kept: null, number: (there?.number ?? 0) + 1 };
  });
  const problems = planned.flatMap(({ skill, kept }, i) =>
    !kept && newest.get(skill.code)?.status === 'DRAFT' ? draftInTheWay(['skills', i], skill.code) : [],
  );
  return { planned, problems };
}

export function planChecklist(
  checklist: ReadChecklist,
  skills: readonly PlannedSkill[],
  newest: StoredChecklist | null,
): { planned: PlannedChecklist; problems: DefinitionProblem[] } {
  const asked = checklist.number ?? 0;
  if (newest && newest.status !== 'RETIRED' && asked <= newest.number && sameList(checklist, skills, newest))
    return { planned: { kept: newest }, problems: [] };
  const next = (newest?.number ?? 0) + 1;
  const planned = { kept: null, number: checklist.number ?? next };
  if (newest?.status === 'DRAFT') return { planned, problems: draftInTheWay(['code'], checklist.code) };
  if (checklist.number === null || checklist.number >= next) return { planned, problems: [] };
  const message = `${checklist.code} has a version ${newest!.number} already that says otherwise: give this one the number ${next}, or none`;
  return { planned, problems: [{ path: ['number'], message }] };
}

const draftInTheWay = (path: DefinitionProblem['path'], code: string): DefinitionProblem[] => [
  { path, message: `${code} has a draft that says otherwise: publish it or discard it first` },
];

/** The effect belongs to the change, so it is not compared. */
const saysTheSame = (a: SkillDefinition, b: SkillDefinition): boolean => alike(comparable(a), comparable(b));

function comparable(skill: SkillDefinition): object {
  const { code, title, taskCode, patientContact, riskBand, methods, simulationAllowed } = skill;
  const { requiredObservations, requiredDates, requiredValidators, consecutive, maxAttempts } = skill;
  const { entrustmentScale, minEntrustment, validityMonths, renewalWindowDays, lateEntryDays } = skill;
  const { inactivityMonths, finalApproval, prerequisites, steps } = skill;
  return {
    ...{ code, title, taskCode, patientContact, riskBand, methods, simulationAllowed },
    ...{ requiredObservations, requiredDates, requiredValidators, consecutive, maxAttempts },
    ...{ entrustmentScale, minEntrustment, validityMonths, renewalWindowDays, lateEntryDays },
    ...{ inactivityMonths, finalApproval, cutScorePercent: Number(skill.cutScorePercent) },
    prerequisites: prerequisites.toSorted(),
    steps: steps.map(({ text, critical, mayBeNotApplicable, measure }) => ({
      ...{ text, critical, mayBeNotApplicable },
      measure: measure && { unit: measure.unit, tolerance: Number(measure.tolerance) },
    })),
  };
}

const sameList = (
  { title, completion, requiredMinutes }: ReadChecklist,
  skills: readonly PlannedSkill[],
  there: StoredChecklist,
): boolean =>
  alike(
    [title, completion, requiredMinutes, skills.map(({ skill, kept }) => [kept?.versionId, skill.required])],
    [
      there.title,
      there.completion,
      there.requiredMinutes,
      there.skills.map(({ versionId, required }) => [versionId, required]),
    ],
  );

/** Of what is put together in the same order. */
const alike = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
