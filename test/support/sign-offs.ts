import { newId } from '../../src/platform/ids/ids.js';
import { ticketFor } from './signing.js';
import type { TestApp } from './test-app.js';
import { dayFromToday, insertRow, type AssignmentRow, type SkillRow } from './training.js';
import type { Member } from './world.js';

interface Observed {
  readonly assignment: AssignmentRow;
  readonly site: { readonly id: string };
  readonly siteOrgId: string;
  readonly skill: SkillRow;
  readonly skillOrgId?: string;
  readonly by: Pick<Member, 'personId'>;
}

/** An observation behind the API: every step met, an hour long, a given number of days ago. */
export async function observed(
  app: TestApp,
  { assignment, site, siteOrgId, skill, skillOrgId = assignment.orgId, by }: Observed,
  given: {
    daysAgo?: number;
    result?: string;
    entrustment?: string;
    recordedDaysAgo?: number;
    method?: string;
  } = {},
): Promise<string> {
  const { daysAgo = 1, result = 'MET', entrustment = 'S3', recordedDaysAgo = daysAgo } = given;
  const id = newId();
  const key = { org_id: assignment.orgId };
  const day = dayFromToday(-daysAgo);
  await insertRow(app, 'observation', {
    ...key,
    id,
    assignment_id: assignment.id,
    site_org_id: siteOrgId,
    site_id: site.id,
    person_id: assignment.personId,
    skill_org_id: skillOrgId,
    skill_id: skill.id,
    skill_version_id: skill.versionId,
    kind: 'PERFORMANCE',
    starts_at: `${day}T00:00:00Z`,
    ends_at: `${day}T00:00:01Z`,
    observed_on: day,
    time_zone: 'UTC',
    method: given.method ?? 'RETURN_DEMONSTRATION',
    entrustment_level: entrustment,
    result,
    score_percent: result === 'MET' ? '100.00' : '25.00',
    critical_met: result === 'MET',
    observed_by: by.personId,
    eligibility: { printedName: 'Sam Okoye' },
    content_hash: '0'.repeat(64),
    recorded_by: by.personId,
    recorded_at: new Date(Date.now() - recordedDaysAgo * 86_400_000),
  });
  for (const [at, stepId] of skill.stepIds.entries())
    await insertRow(app, 'observation_step', {
      ...key,
      observation_id: id,
      step_id: stepId,
      position: at + 1,
      result: result === 'MET' || at > 0 ? 'MET' : 'NOT_MET',
    });
  return id;
}

export interface Item {
  assignmentId: string;
  skillId: string;
  effectiveOn: string;
  observationIds: string[];
  meaning: string;
  entrustmentLevel?: string | null;
  priorLearning?: string | null;
  corrects?: { signOffId: string; reason: string } | null;
}

export const MEANING = 'I have seen this skill done safely and take responsibility for this decision.';

export const itemOf = (
  assignment: AssignmentRow,
  skill: SkillRow,
  observationIds: string[],
  given: Partial<Item> = {},
): Item => ({
  assignmentId: assignment.id,
  skillId: skill.id,
  effectiveOn: dayFromToday(0),
  observationIds,
  meaning: MEANING,
  ...given,
});

export interface Preview {
  payloadHash: string | null;
  items: {
    kind: string;
    effectiveOn: string;
    expiresOn: string | null;
    late: boolean;
    content: string | null;
    contentHash: string | null;
    blocks: { code: string; message: string }[];
  }[];
}

export async function preview(member: Member, items: Item[]): Promise<Preview> {
  const { signOffPreview } = await member.ask<{ signOffPreview: Preview }>(
    `query ($input: SignOffPreviewInput!) { signOffPreview(input: $input) {
      payloadHash items { kind effectiveOn expiresOn late content contentHash blocks { code message } } } }`,
    { input: { items } },
  );
  return signOffPreview;
}

/** Codes of what stands in the way of the only item. */
export const blocksOf = async (member: Member, item: Item): Promise<string[]> =>
  (await preview(member, [item])).items[0]!.blocks.map(({ code }) => code);

export interface SignedOff {
  __typename: string;
  code?: string;
  reason?: string;
  message?: string;
  signOffs?: { id: string; kind: string; expiresOn: string | null; late: boolean; contentHash: string }[];
  items?: { skillId: string; blocks: { code: string }[] }[];
}

export const sign = (
  member: Member,
  items: Item[],
  ticket: string,
  operationId = newId(),
): Promise<SignedOff> =>
  member.do<SignedOff>(
    'signOff',
    { operationId, items, ticket },
    `... on SignOffsMade { signOffs { id kind expiresOn late contentHash } }
     ... on SignOffBlocked { items { skillId blocks { code } } } ... on SigningTicketInvalid { reason }`,
  );

/** Looks at it, proves that it is them, signs: answers the ids. Throws when something is in the way. */
export async function signedOff(app: TestApp, member: Member, items: Item[]): Promise<string[]> {
  const { payloadHash, items: shown } = await preview(member, items);
  if (payloadHash === null)
    throw new Error(`Cannot be signed: ${JSON.stringify(shown.map((i) => i.blocks))}`);
  const answer = await sign(member, items, await ticketFor(app, member, payloadHash));
  if (!answer.signOffs) throw new Error(`Not signed: ${JSON.stringify(answer)}`);
  return answer.signOffs.map(({ id }) => id);
}

export interface Standing {
  status: string;
  signOffId: string | null;
  expiresOn: string | null;
  because: string[];
}

/** Where the trainee of a sign-off stands in its skill. */
export async function standing(
  member: Member,
  signOffId: string,
  at: { on?: string; knownAt?: Date } = {},
): Promise<Standing> {
  const { signOff } = await member.ask<{ signOff: { standing: Standing } }>(
    `query ($id: ID!, $on: Date, $knownAt: DateTime) { signOff(id: $id) {
      standing(on: $on, knownAt: $knownAt) { status signOffId expiresOn because } } }`,
    { id: signOffId, on: at.on, knownAt: at.knownAt?.toISOString() },
  );
  return signOff.standing;
}
