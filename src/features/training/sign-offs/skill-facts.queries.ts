import sql, { type Sql } from 'sql-template-tag';
import type {
  ObservationFact,
  SignOffEntryFact,
  SignOffFact,
  SkillFacts,
  SkillVersionFact,
} from './skill-status.rules.js';

/** One person and one skill, in the records of one organization. */
export interface SkillKey {
  readonly personId: string;
  readonly skillOrgId: string;
  readonly skillId: string;
}

/** SQL for the ids under which records of the person whose id `person` is may stand: duplicates that were merged included. */
export const allIdsOf = (person: Sql): Sql =>
  sql`ARRAY(SELECT same.person_id FROM same_persons(ARRAY[${person}]) AS same)`;

/**
 * SQL for a JSON object of SkillFacts: what `orgId` has on record of the persons (an array) in the skill. All arguments
 * are SQL of one value.
 */
export const skillFactsJson = (
  orgId: Sql,
  persons: Sql,
  skillOrgId: Sql,
  skillId: Sql,
): Sql => sql`jsonb_build_object(
  'signOffs', coalesce((SELECT jsonb_agg(jsonb_build_object('id', so.id, 'skillVersionId', so.skill_version_id, 'effectiveOn', so.effective_on,
      'expiresOn', so.expires_on, 'finalApprovalRequired', so.final_approval_required, 'signedAt', so.signed_at, 'entries', coalesce((
        SELECT jsonb_agg(jsonb_build_object('kind', en.kind, 'effectiveFrom', en.effective_from, 'recordedAt', en.recorded_at, 'reasonCode', en.reason_code))
        FROM sign_off_entry en WHERE en.org_id = so.org_id AND en.sign_off_id = so.id), '[]')))
    FROM sign_off so WHERE so.org_id = ${orgId} AND so.person_id = ANY (${persons}) AND so.skill_id = ${skillId}), '[]'),
  'versions', coalesce((SELECT jsonb_agg(jsonb_build_object('id', sv.id, 'number', sv.number, 'publishedAt', sv.published_at, 'effect', sv.effect,
      'revalidateBy', sv.revalidate_by, 'inactivityMonths', sv.inactivity_months))
    FROM skill_version sv WHERE sv.org_id = ${skillOrgId} AND sv.skill_id = ${skillId} AND sv.published_at IS NOT NULL), '[]'),
  'observations', coalesce((SELECT jsonb_agg(jsonb_build_object('observedOn', ob.observed_on, 'recordedAt', ob.recorded_at, 'voidedAt', vo.recorded_at))
    FROM observation ob LEFT JOIN observation_voiding vo ON vo.org_id = ob.org_id AND vo.observation_id = ob.id
    WHERE ob.org_id = ${orgId} AND ob.person_id = ANY (${persons}) AND ob.skill_id = ${skillId} AND ob.kind = 'PERFORMANCE'), '[]'))`;

export interface SkillFactsRow extends SkillKey {
  readonly facts: SkillFactsText;
}

/** The facts of many persons and skills in one statement; a row for each key. */
export const skillFactsOf = (orgId: string, keys: readonly SkillKey[]): Sql => sql`
  SELECT k."personId", k."skillOrgId", k."skillId",
    ${skillFactsJson(sql`${orgId}`, sql`p.persons`, sql`k."skillOrgId"`, sql`k."skillId"`)} AS facts
  FROM jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) AS k ("personId" uuid, "skillOrgId" uuid, "skillId" uuid)
  JOIN (SELECT asked.id, ${allIdsOf(sql`asked.id`)} AS persons
    FROM unnest(${[...new Set(keys.map(({ personId }) => personId))]}::uuid[]) AS asked (id)) p ON p.id = k."personId"`;

/** The facts as JSON has them: times are text. */
export interface SkillFactsText {
  readonly signOffs: readonly (Omit<SignOffFact, 'signedAt' | 'entries'> & {
    readonly signedAt: string;
    readonly entries: readonly (Omit<SignOffEntryFact, 'recordedAt'> & { readonly recordedAt: string })[];
  })[];
  readonly versions: readonly (Omit<SkillVersionFact, 'publishedAt'> & { readonly publishedAt: string })[];
  readonly observations: readonly (Omit<ObservationFact, 'recordedAt' | 'voidedAt'> & {
    readonly recordedAt: string;
    readonly voidedAt: string | null;
  })[];
}

export const skillFactsFrom = ({ signOffs, versions, observations }: SkillFactsText): SkillFacts => ({
  signOffs: signOffs.map((signOff) => ({
    ...signOff,
    signedAt: new Date(signOff.signedAt),
    entries: signOff.entries.map((entry) => ({ ...entry, recordedAt: new Date(entry.recordedAt) })),
  })),
  versions: versions.map((version) => ({ ...version, publishedAt: new Date(version.publishedAt) })),
  observations: observations.map(({ observedOn, recordedAt, voidedAt }) => ({
    observedOn,
    recordedAt: new Date(recordedAt),
    voidedAt: voidedAt === null ? null : new Date(voidedAt),
  })),
});
