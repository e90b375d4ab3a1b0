import {
  observationStanding,
  type ObservationStanding,
} from '../observations/required-observations.rules.js';
import type { Scene, SceneSkill } from '../sign-offs/sign-off-scene.js';
import { skillStatus, type SkillStanding } from '../sign-offs/skill-status.rules.js';

/** Where a trainee is on the way to a skill. */
export interface SkillProgress {
  readonly standing: SkillStanding;
  /** Of what was observed since the last sign-off. */
  readonly observed: ObservationStanding;
  readonly actionPlanOpen: boolean;
  /** Codes of prerequisites that are not current. */
  readonly prerequisitesMissing: readonly string[];
  /** What is missing until it can be used, one sentence each; empty when it can. */
  readonly missing: readonly string[];
  /** What the trainee does next. */
  readonly next: string;
}

/** A skill in these may be used. */
const USABLE = ['CURRENT', 'EXPIRING'];

/** How far a trainee is with a skill on the day of the scene, and what is missing: nothing is hidden (inv 15, 18, 20, 28). */
export function skillProgress(scene: Scene, skill: SceneSkill, now: Date): SkillProgress {
  const { today } = scene;
  const standing = skillStatus(scene.facts, today, now);
  const observed = observationStanding(
    scene.observations.filter(({ countedIn }) => countedIn === null),
    { ...skill, skillVersionId: skill.versionId },
    scene.planEndedAt,
  );
  const prerequisitesMissing = scene.prerequisites
    .filter(({ facts }) => !USABLE.includes(skillStatus(facts, today, now).status))
    .map(({ code }) => code);
  const about = { standing, observed, prerequisitesMissing, actionPlanOpen: scene.planOpen };
  const missing = missingOf(about);
  return { ...about, missing, next: nextOf(standing, missing) };
}

type About = Omit<SkillProgress, 'missing' | 'next'>;

function missingOf({ standing, observed, actionPlanOpen, prerequisitesMissing }: About): string[] {
  const { status, signOffId } = standing;
  if (USABLE.includes(status)) return [];
  if (status === 'SUSPENDED') return ['The suspension must be lifted by those who set it.'];
  if (status === 'IN_REVIEW') return ['The review of the sign-off must be decided.'];
  if (status === 'IN_PROGRESS' && signOffId !== null) return [...standing.because];
  const first = [
    ...(actionPlanOpen ? ['The action plan must be done before anything is signed.'] : []),
    ...(prerequisitesMissing.length
      ? [`${prerequisitesMissing.join(', ')} must be signed and current before.`]
      : []),
    ...observed.missing,
  ];
  return [...first, 'The signature of a supervisor.'];
}

function nextOf({ status, expiresOn }: SkillStanding, missing: readonly string[]): string {
  if (status === 'CURRENT') return 'Nothing: you may use it.';
  if (status === 'EXPIRING') return `Ask for it to be renewed: it counts through ${expiresOn}.`;
  return missing[0]!;
}

/** What to begin with, of a whole checklist: the first skill in its order that something can be done for. */
export function nextOfAll(
  skills: readonly { readonly code: string; readonly required: boolean; readonly progress: SkillProgress }[],
): string {
  if (!skills.length) return 'No skills are asked for here yet: ask who assigned you for a checklist.';
  const expiring = skills.find(({ progress }) => progress.standing.status === 'EXPIRING');
  const open = skills.filter(({ required, progress }) => required && progress.missing.length > 0);
  const reachable = open.find(({ progress }) => !progress.prerequisitesMissing.length) ?? open[0];
  const chosen = reachable ?? expiring;
  return chosen
    ? `${chosen.code}: ${chosen.progress.next}`
    : 'Every skill that is asked for is signed and current.';
}
