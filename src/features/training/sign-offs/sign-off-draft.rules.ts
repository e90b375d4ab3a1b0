import { contentHash } from '../../../platform/ids/canonical-json.js';
import { observationStanding } from '../observations/required-observations.rules.js';
import type { Eligibility, Eligible } from '../supervision/eligibility.js';
import { daysLater, expiryOf } from './expiry.rules.js';
import { entryProblem } from './sign-off-entry.rules.js';
import type { Scene, SceneObservation, SceneSkill, SignOffItem } from './sign-off-scene.js';
import { skillStatus, type SignOffFact, type SkillFacts, type SkillStatus } from './skill-status.rules.js';

export const SIGN_OFF_KINDS = ['INITIAL', 'REVALIDATION', 'RENEWAL', 'CORRECTION', 'PRIOR_LEARNING'] as const;
export type SignOffKind = (typeof SIGN_OFF_KINDS)[number];

/** Something that stands in the way of a sign-off. */
export interface SignOffBlock {
  /** Stable, for a program. */
  readonly code: string;
  /** What would help, for a person. */
  readonly message: string;
}

/** What would be signed for one item, or what is in the way of it. */
export interface SignOffDraft {
  readonly item: SignOffItem;
  readonly scene: Scene;
  readonly kind: SignOffKind;
  readonly expiresOn: string | null;
  /** The sign-off it renews or follows. */
  readonly previousId: string | null;
  /** Signed on a later day than it counts from. */
  readonly late: boolean;
  readonly eligible: Eligible | null;
  /** Exactly what is signed; null when it cannot be put together. */
  readonly content: object | null;
  readonly contentHash: string | null;
  readonly blocks: readonly SignOffBlock[];
}

const COUNTS: readonly SkillStatus[] = ['CURRENT', 'EXPIRING'];

/**
 * Puts together what is signed, from what stands on record now, and names all that is in the way (inv 2, 5, 18, 20, 28).
 * @param eligibilities of the signer, for the effective day and for the day of signing.
 */
export function draftOf(
  item: SignOffItem,
  found: Scene,
  eligibilities: readonly Eligibility[],
  now: Date,
): SignOffDraft {
  const scene = withoutCorrected(found, item, now);
  const { skill } = scene;
  const late = item.effectiveOn < scene.today;
  const unable = eligibilities.flatMap((answer) =>
    answer.eligible ? [] : [block(answer.reason, answer.message)],
  );
  const blocks = [...unable, ...timeBlocks(item, scene)];
  const bare = {
    item,
    scene,
    late,
    kind: 'INITIAL',
    expiresOn: null,
    previousId: null,
    eligible: null,
  } as const;
  const nothing = { content: null, contentHash: null };
  if (!skill) {
    const missing = block(
      'SKILL_NOT_ASKED_FOR',
      'The checklist of this assignment does not ask for this skill.',
    );
    return { ...bare, ...nothing, blocks: [missing, ...blocks] };
  }
  const course = courseOf(item, scene, skill, now);
  const [eligible] = eligibilities;
  const all = unique([
    ...blocks,
    ...evidenceBlocks(item, scene, skill),
    ...chainBlocks(item, scene, skill, now),
    ...correctionBlocks(item, found),
    ...levelBlocks(item, skill),
    ...ceilingBlocks(item, skill, eligibilities),
    ...prerequisiteBlocks(item, scene, now),
  ]);
  if (!eligible?.eligible) return { ...bare, ...course, ...nothing, blocks: all };
  const content = contentOf(item, scene, skill, course, eligible);
  return { ...bare, ...course, eligible, content, contentHash: contentHash(content), blocks: all };
}

/** As if what is corrected had been corrected already: its observations can be counted anew, and its dates bind nobody. */
function withoutCorrected(scene: Scene, { corrects }: SignOffItem, now: Date): Scene {
  if (corrects === null) return scene;
  const { facts, observations } = scene;
  const signOffs = facts.signOffs.map((signOff) =>
    signOff.id !== corrects.signOffId
      ? signOff
      : {
          ...signOff,
          entries: [
            ...signOff.entries,
            { kind: 'CORRECTED' as const, effectiveFrom: signOff.effectiveOn, recordedAt: now },
          ],
        },
  );
  return {
    ...scene,
    facts: { ...facts, signOffs },
    observations: observations.map((each) =>
      each.countedIn === corrects.signOffId ? { ...each, countedIn: null } : each,
    ),
  };
}

/** What a ticket for several items is made for: their contents, in their order. */
export const batchHash = (hashes: readonly string[]): string => contentHash(hashes);

interface Course {
  readonly kind: SignOffKind;
  readonly expiresOn: string | null;
  readonly previousId: string | null;
}

/** Whether it is the first, renews what counts, or begins anew; and how long it counts then (inv 24, 25). */
function courseOf(item: SignOffItem, scene: Scene, skill: SceneSkill, now: Date): Course {
  const standing = skillStatus(scene.facts, item.effectiveOn, now);
  const before = decided(scene.facts).at(-1);
  const counting = COUNTS.includes(standing.status)
    ? scene.facts.signOffs.find(({ id }) => id === standing.signOffId)
    : undefined;
  const validity = { months: skill.validityMonths, renewalWindowDays: skill.renewalWindowDays };
  return {
    kind: declaredKind(item) ?? kindOf(before, counting, scene.facts, skill),
    expiresOn: expiryOf(item.effectiveOn, validity, counting?.expiresOn ?? null),
    previousId: item.corrects?.signOffId ?? before?.id ?? null,
  };
}

function declaredKind({ corrects, priorLearning }: SignOffItem): SignOffKind | null {
  if (corrects !== null) return 'CORRECTION';
  return priorLearning !== null ? 'PRIOR_LEARNING' : null;
}

function kindOf(
  before: SignOffFact | undefined,
  counting: SignOffFact | undefined,
  { versions }: SkillFacts,
  skill: SceneSkill,
): SignOffKind {
  if (!before) return 'INITIAL';
  const numberOf = (id: string): number => versions.find((version) => version.id === id)?.number ?? 0;
  const asked = versions.some(
    ({ number, effect }) =>
      effect !== 'NONE' && number <= skill.number && number > numberOf(before.skillVersionId),
  );
  return counting && !asked ? 'RENEWAL' : 'REVALIDATION';
}

/** Sign-offs that were neither corrected nor refused their approval, in the order in which they take effect. */
function decided({ signOffs }: SkillFacts): SignOffFact[] {
  const gone = new Set<string>(['CORRECTED', 'APPROVAL_REFUSED']);
  return signOffs
    .filter(({ entries }) => !entries.some(({ kind }) => gone.has(kind)))
    .toSorted(
      (a, b) => a.effectiveOn.localeCompare(b.effectiveOn) || a.signedAt.getTime() - b.signedAt.getTime(),
    );
}

/** The day it counts from: not ahead, not before the assignment, and not so long ago that nobody remembers (inv 14). */
function timeBlocks({ effectiveOn, corrects }: SignOffItem, scene: Scene): SignOffBlock[] {
  const { today, skill } = scene;
  const days = skill?.lateEntryDays ?? 0;
  const blocks: SignOffBlock[] = [];
  if (effectiveOn > today)
    blocks.push(
      block(
        'EFFECTIVE_IN_THE_FUTURE',
        `It is ${today} at the site: a sign-off counts from then at the latest.`,
      ),
    );
  if (corrects === null && effectiveOn < daysLater(today, -days))
    blocks.push(
      block(
        'EFFECTIVE_TOO_LONG_AGO',
        `A sign-off may be entered up to ${days} days after the day it counts from.`,
      ),
    );
  const { startsOn, endsOn, cancelled } = scene;
  if (cancelled || effectiveOn < startsOn || (endsOn !== null && effectiveOn > endsOn))
    blocks.push(block('ASSIGNMENT_NOT_IN_FORCE', `The assignment is not in force on ${effectiveOn}.`));
  return blocks;
}

/** inv 15, 18, 20: what was seen is enough, still stands, was not signed before, and no action plan is open. */
function evidenceBlocks(item: SignOffItem, scene: Scene, skill: SceneSkill): SignOffBlock[] {
  const blocks: SignOffBlock[] = [];
  if (scene.planOpen)
    blocks.push(block('ACTION_PLAN_OPEN', 'An action plan for this skill is open: it has to be done first.'));
  if (item.priorLearning !== null)
    return item.observationIds.length === 0
      ? blocks
      : [
          ...blocks,
          block(
            'OBSERVATIONS_NOT_ASKED_FOR',
            'Prior learning is recognized by its own evidence, without observations.',
          ),
        ];
  const demand = { ...skill, skillVersionId: skill.versionId };
  const fresh = scene.observations.filter(({ countedIn }) => countedIn === null);
  const standing = observationStanding(fresh, demand, scene.planEndedAt);
  const stray = item.observationIds.filter((id) => !standing.counted.includes(id));
  if (stray.length > 0)
    blocks.push(
      block('OBSERVATION_DOES_NOT_COUNT', `${strayReasons(stray, scene, standing.notCounted).join('; ')}.`),
    );
  const chosen = chosenOf(item, scene);
  const missing = standing.satisfied
    ? observationStanding(chosen, demand, scene.planEndedAt).missing
    : standing.missing;
  if (missing.length > 0) blocks.push(block('OBSERVATIONS_MISSING', missing.join(' ')));
  const last = chosen
    .map(({ observedOn }) => observedOn)
    .toSorted()
    .at(-1);
  if (last !== undefined && item.effectiveOn < last)
    blocks.push(
      block(
        'EFFECTIVE_BEFORE_EVIDENCE',
        `The last observation is of ${last}: it counts from then at the earliest.`,
      ),
    );
  return blocks;
}

function strayReasons(
  stray: readonly string[],
  { observations }: Scene,
  notCounted: readonly { readonly id: string; readonly why: string }[],
): string[] {
  return stray.map((id) => {
    const observation = observations.find((each) => each.id === id);
    if (!observation) return 'An observation is not one of this skill';
    if (observation.countedIn) return `The observation of ${observation.observedOn} was signed already`;
    const why = notCounted.find((each) => each.id === id)?.why ?? 'NOT_COUNTED';
    return `The observation of ${observation.observedOn} does not count: ${why.toLowerCase().replaceAll('_', ' ')}`;
  });
}

/** What was signed before has to be decided, and is never overtaken by something of an earlier day. */
function chainBlocks(
  { effectiveOn }: SignOffItem,
  { facts, today }: Scene,
  skill: SceneSkill,
  now: Date,
): SignOffBlock[] {
  const before = decided(facts).at(-1);
  const outOfForce = facts.versions.find(
    ({ number, revalidateBy }) =>
      number > skill.number && revalidateBy !== null && revalidateBy < effectiveOn,
  );
  const blocks = outOfForce
    ? [
        block(
          'VERSION_OUT_OF_FORCE',
          `Version ${outOfForce.number} of the skill had to take the place of this one by ${outOfForce.revalidateBy}: change the checklist first.`,
        ),
      ]
    : [];
  if (!before) return blocks;
  const of = (kind: string) => before.entries.find((entry) => entry.kind === kind);
  const from = [before.effectiveOn, of('REVOKED')?.effectiveFrom ?? ''].toSorted().at(-1)!;
  if (effectiveOn < from)
    blocks.push(
      block(
        'EFFECTIVE_BEFORE_PREVIOUS',
        `What stands on record takes effect on ${from}: this counts from then at the earliest.`,
      ),
    );
  if (before.finalApprovalRequired && !of('APPROVED') && !of('REVOKED'))
    blocks.push(
      block('APPROVAL_AWAITED', 'A sign-off of this skill waits for its final approval: decide that first.'),
    );
  if (skillStatus(facts, today, now).status === 'SUSPENDED')
    blocks.push(block('SUSPENDED', 'The sign-off of this skill is suspended: reinstate or revoke it first.'));
  return blocks;
}

/** inv 27: only what stands is corrected, and by a sign-off of the same person and skill. */
function correctionBlocks({ corrects }: SignOffItem, { facts }: Scene): SignOffBlock[] {
  if (corrects === null) return [];
  const corrected = facts.signOffs.find(({ id }) => id === corrects.signOffId);
  if (!corrected)
    return [block('NOTHING_TO_CORRECT', 'The sign-off to be corrected is not one of this person and skill.')];
  const problem = entryProblem(corrected, 'CORRECTED');
  return problem === null ? [] : [block('CANNOT_BE_CORRECTED', problem)];
}

/** inv 19: a level is one of the skill's scale, and nothing else. */
function levelBlocks({ entrustmentLevel }: SignOffItem, { entrustmentScale }: SceneSkill): SignOffBlock[] {
  if (entrustmentLevel === null || entrustmentScale.includes(entrustmentLevel)) return [];
  return [
    block('LEVEL_NOT_ON_SCALE', `The levels of this skill are ${entrustmentScale.join(', ') || 'none'}.`),
  ];
}

/** inv 19: no level above what the rules of the place allow; a ceiling that is not on the scale cannot be kept, so it blocks. */
function ceilingBlocks(
  { entrustmentLevel }: SignOffItem,
  { entrustmentScale }: SceneSkill,
  eligibilities: readonly Eligibility[],
): SignOffBlock[] {
  if (entrustmentLevel === null) return [];
  const rules = eligibilities.flatMap((answer) => (answer.eligible ? answer.rule : []));
  return rules.flatMap(({ entrustmentCeilings, sources }) => {
    const above = entrustmentCeilings.find(
      (ceiling) => entrustmentScale.indexOf(entrustmentLevel) > entrustmentScale.indexOf(ceiling),
    );
    if (above === undefined) return [];
    const cited = sources.map(({ citation }) => citation).join('; ');
    return block('LEVEL_ABOVE_CEILING', `The rules allow no level above ${above} here (${cited}).`);
  });
}

/** inv 20: what comes first is current on the day this counts from. */
function prerequisiteBlocks(
  { effectiveOn }: SignOffItem,
  { prerequisites }: Scene,
  now: Date,
): SignOffBlock[] {
  return prerequisites.flatMap(({ code, facts }) => {
    const { status, because } = skillStatus(facts, effectiveOn, now);
    if (COUNTS.includes(status)) return [];
    return [
      block(
        'PREREQUISITE_NOT_CURRENT',
        `${code} comes first and is not current on ${effectiveOn}: ${because.join(' ')}`,
      ),
    ];
  });
}

const chosenOf = ({ observationIds }: SignOffItem, { observations }: Scene): SceneObservation[] =>
  observations.filter(({ id }) => observationIds.includes(id));

/** Exactly what is shown, signed and kept (inv 21). Changes with every answer, date, name and license it rests on. */
function contentOf(
  item: SignOffItem,
  scene: Scene,
  skill: SceneSkill,
  course: Course,
  { license, rule, printedName }: Eligible,
): object {
  const { effectiveOn, entrustmentLevel, meaning, priorLearning, corrects } = item;
  const { siteOrgId, siteId, siteName, jurisdiction, setting, timeZone } = scene;
  return {
    form: 'preceptor-sign-off-1',
    owner: scene.orgId,
    assignment: scene.assignmentId,
    site: { owner: siteOrgId, id: siteId, name: siteName, jurisdiction, setting, timeZone },
    trainee: { id: scene.personId, name: scene.traineeName },
    skill: {
      owner: skill.orgId,
      id: skill.id,
      code: skill.code,
      title: skill.title,
      version: skill.number,
      versionId: skill.versionId,
    },
    ...course,
    effectiveOn,
    entrustmentLevel,
    finalApprovalRequired: skill.finalApproval,
    observations: chosenOf(item, scene).map(shownOf),
    priorLearning,
    corrects,
    meaning,
    validator: { printedName, license, rule },
  };
}

const shownOf = (observation: SceneObservation): object => ({
  id: observation.id,
  observedOn: observation.observedOn,
  startsAt: observation.startsAt,
  endsAt: observation.endsAt,
  method: observation.method,
  simulated: observation.simulated,
  result: observation.result,
  scorePercent: observation.scorePercent,
  entrustmentLevel: observation.entrustmentLevel,
  performanceRating: observation.performanceRating,
  observer: { id: observation.observedBy, ...observation.eligibility },
  recordedBy: observation.recordedBy,
  steps: observation.steps,
  contentHash: observation.contentHash,
});

const block = (code: string, message: string): SignOffBlock => ({ code, message });

const unique = (blocks: readonly SignOffBlock[]): SignOffBlock[] => [
  ...new Map(blocks.map((each) => [`${each.code} ${each.message}`, each])).values(),
];
