import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../../platform/database/scope.js';

/**
 * Everything that makes a quiz another one for a person, as JSON: a scalar sub-select that answers
 * {@link Allowances}, for `settingsFor`. The arguments are expressions of the statement around it.
 *
 * Days are those of the cohort's zone, and what stands under any id of a merged person counts. With `since` (the start
 * of an attempt that runs) also counts what has stood at any moment from then on: nobody loses in mid-attempt what
 * was promised at its start, though it was withdrawn or ran out.
 */
export function allowancesOf(
  { orgId }: Tenancy,
  personId: Sql,
  quizId: Sql,
  cohortId: Sql,
  since: Sql = sql`app_now()`,
): Sql {
  return sql`(
    SELECT jsonb_build_object(
      'person', ${override(sql`other.person_id = ANY(one_person.ids)`)},
      'cohort', ${override(sql`other.cohort_id = its_cohort.id`)},
      'accommodations', (
        SELECT coalesce(jsonb_agg(jsonb_build_object('timeMultiplier', granted.time_multiplier::text, 'breakMinutes', granted.break_minutes,
          'closingExtensionMinutes', granted.closing_extension_minutes, 'extraAttempts', granted.extra_attempts) ORDER BY granted.id), '[]')
        FROM accommodation granted LEFT JOIN accommodation newer ON newer.org_id = granted.org_id AND newer.supersedes_id = granted.id
        WHERE granted.org_id = ${orgId} AND granted.person_id = ANY(one_person.ids) AND NOT granted.withdrawn
          AND (newer.id IS NULL OR newer.recorded_at > ${since})
          AND granted.valid_from <= (app_now() AT TIME ZONE its_cohort.time_zone)::date
          AND (granted.valid_until IS NULL OR granted.valid_until >= (${since} AT TIME ZONE its_cohort.time_zone)::date)))
    FROM cohort its_cohort
    CROSS JOIN LATERAL (SELECT array_agg(same.person_id) AS ids FROM same_persons(ARRAY[${personId}]) same) one_person
    WHERE its_cohort.org_id = ${orgId} AND its_cohort.id = ${cohortId})`;

  function override(whose: Sql): Sql {
    return sql`(
        SELECT jsonb_build_object('opensAt', other.opens_at, 'closesAt', other.closes_at,
          'timeLimitMinutes', other.time_limit_minutes, 'maxAttempts', other.max_attempts)
        FROM quiz_override other LEFT JOIN quiz_override newer ON newer.org_id = other.org_id AND newer.supersedes_id = other.id
        WHERE other.org_id = ${orgId} AND other.quiz_id = ${quizId} AND ${whose} AND NOT other.withdrawn
          AND (newer.id IS NULL OR newer.recorded_at > ${since})
        ORDER BY other.recorded_at DESC, other.id DESC LIMIT 1)`;
  }
}
