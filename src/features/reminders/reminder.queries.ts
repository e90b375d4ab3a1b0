import sql, { type Sql } from 'sql-template-tag';
import type { Tenancy } from '../../platform/database/scope.js';
import type { Reminder } from './reminder.js';

/** When nobody has said otherwise. */
export const QUIET = { from: '20:00', until: '08:00' } as const;

/** Where somebody is when they have not said so: where they work, else where they are placed, else where they learn. */
const ZONE = sql`coalesce(r.time_zone,
  (SELECT s.time_zone FROM membership_site ms JOIN site s ON s.org_id = ms.org_id AND s.id = ms.site_id
    WHERE ms.org_id = m.org_id AND ms.membership_id = m.id ORDER BY s.id LIMIT 1),
  (SELECT st.time_zone FROM assignment_standing st WHERE st.org_id = m.org_id AND st.person_id = m.person_id AND NOT st.cancelled
    ORDER BY st.starts_on DESC, st.assignment_id LIMIT 1),
  (SELECT c.time_zone FROM enrollment e JOIN cohort c ON c.org_id = e.org_id AND c.id = e.cohort_id
    WHERE e.org_id = m.org_id AND e.person_id = m.person_id ORDER BY e.id DESC LIMIT 1), 'UTC')`;

const READER = sql`m.person_id AS "personId", z.zone AS "timeZone",
  to_char(coalesce(r.quiet_from, ${QUIET.from}::time), 'HH24:MI') AS "quietFrom",
  to_char(coalesce(r.quiet_until, ${QUIET.until}::time), 'HH24:MI') AS "quietUntil"`;

const SETTING = sql`LEFT JOIN reminder_setting r ON r.org_id = m.org_id AND r.person_id = m.person_id
  CROSS JOIN LATERAL (SELECT ${ZONE} AS zone) z`;

/** Everybody who belongs to the organization now, but for programs and auditors. */
export const readers = (orgId: string): Sql => sql`
  SELECT ${READER}, (app_now() AT TIME ZONE z.zone)::date::text AS today, boss.person_id AS "managerId"
  FROM membership m ${SETTING}
  LEFT JOIN membership boss ON boss.org_id = m.org_id AND boss.id = m.line_manager_id
    AND boss.revoked_at IS NULL AND (boss.expires_at IS NULL OR boss.expires_at > app_now())
  WHERE m.org_id = ${orgId} AND m.revoked_at IS NULL AND (m.expires_at IS NULL OR m.expires_at > app_now())
    AND NOT m.is_service AND m.role <> 'AUDITOR'
  ORDER BY m.person_id`;

/** How somebody is reminded. */
export const settingOf = (orgId: string, personId: string): Sql => sql`
  SELECT ${READER} FROM membership m ${SETTING} WHERE m.org_id = ${orgId} AND m.person_id = ${personId}`;

/** Those of which nobody was told yet; of two who ask at the same moment one gets each. */
export const notTold = (orgId: string, reminders: readonly Reminder[]): Sql => sql`
  SELECT r.turn FROM jsonb_to_recordset(${JSON.stringify(reminders.map((each, turn) => ({ ...each, turn })))}::jsonb)
    AS r (turn int, "recipientId" uuid, "holderId" uuid, kind text, code text, "lapsesOn" date, "daysBefore" int)
  WHERE NOT EXISTS (SELECT 1 FROM reminder t WHERE t.org_id = ${orgId} AND t.recipient_id = r."recipientId"
    AND t.holder_id = r."holderId" AND t.kind = r.kind AND t.code = r.code AND t.lapses_on = r."lapsesOn" AND t.days_before <= r."daysBefore")
  ORDER BY r.turn`;

/** A digest with what it says, for the mail. */
export interface DigestRow {
  readonly organization: string;
  readonly audience: 'HOLDER' | 'LINE_MANAGER';
  /** Null: there is nowhere to write to. */
  readonly email: string | null;
  readonly givenName: string;
  /** How often it was tried. */
  readonly tries: number;
  /** Whether nothing is left to be done: it was taken, or turned away for good. */
  readonly settled: boolean;
  /** Where the recipient is, today. */
  readonly today: string;
  readonly reminders: readonly {
    readonly holder: string;
    readonly kind: Reminder['kind'];
    readonly title: string;
    readonly lapsesOn: string;
    readonly daysBefore: number;
  }[];
}

export const digestToSend = (orgId: string, digestId: string): Sql => sql`
  SELECT o.name AS organization, d.audience, p.given_name AS "givenName",
    coalesce((SELECT a.email FROM account a WHERE a.person_id = d.recipient_id AND a.kind = 'USER' AND a.disabled_at IS NULL
        ORDER BY a.created_at, a.id LIMIT 1),
      (SELECT t.email FROM trainee_contact t WHERE t.org_id = d.org_id AND t.person_id = d.recipient_id)) AS email,
    (SELECT count(*)::int FROM reminder_delivery v WHERE v.org_id = d.org_id AND v.digest_id = d.id) AS tries,
    m.id IS NULL OR EXISTS (SELECT 1 FROM reminder_delivery v WHERE v.org_id = d.org_id AND v.digest_id = d.id
      AND v.outcome IN ('ACCEPTED', 'REJECTED', 'NO_ADDRESS')) AS settled,
    (app_now() AT TIME ZONE coalesce(z.zone, 'UTC'))::date::text AS today,
    (SELECT jsonb_agg(jsonb_build_object('holder', btrim(h.given_name || ' ' || h.family_name), 'kind', r.kind, 'title', r.title,
        'lapsesOn', r.lapses_on, 'daysBefore', r.days_before) ORDER BY r.lapses_on, h.family_name, h.given_name, r.title)
      FROM reminder r JOIN person h ON h.id = r.holder_id WHERE r.org_id = d.org_id AND r.digest_id = d.id) AS reminders
  FROM reminder_digest d JOIN organization o ON o.id = d.org_id JOIN person p ON p.id = d.recipient_id
  LEFT JOIN (membership m ${SETTING}) ON m.org_id = d.org_id AND m.person_id = d.recipient_id AND m.revoked_at IS NULL
  WHERE d.org_id = ${orgId} AND d.id = ${digestId}`;

/** Whether the viewer may see what somebody was reminded of: their own, or, for staff, of members they see. */
const readable = (db: Tenancy): Sql =>
  db.viewer.can('credential:read')
    ? sql`(may_read_as_own(${db.viewer.personId}, d.recipient_id) OR EXISTS (SELECT 1 FROM membership m
        WHERE m.org_id = d.org_id AND m.person_id = d.recipient_id AND may_see_member(m.org_id, ${db.viewer.membershipId}, m.id)))`
    : sql`may_read_as_own(${db.viewer.personId}, d.recipient_id)`;

const digestsOfPerson = (db: Tenancy, personId: string): Sql => sql`
  FROM reminder_digest d WHERE d.org_id = ${db.orgId} AND d.recipient_id = ${personId} AND ${readable(db)}`;

export const digestsOf = (db: Tenancy, personId: string, after: string | null, limit: number): Sql => sql`
  SELECT d.id, d.audience, d.send_after AS "sendAfter", d.created_at AS "createdAt",
    (SELECT jsonb_agg(jsonb_build_object('kind', r.kind, 'title', r.title, 'holderId', r.holder_id,
        'holderName', btrim(h.given_name || ' ' || h.family_name), 'lapsesOn', r.lapses_on, 'daysBefore', r.days_before)
        ORDER BY r.lapses_on, h.family_name, h.given_name, r.title)
      FROM reminder r JOIN person h ON h.id = r.holder_id WHERE r.org_id = d.org_id AND r.digest_id = d.id) AS reminders,
    coalesce((SELECT jsonb_agg(jsonb_build_object('outcome', v.outcome, 'answer', v.answer, 'recordedAt', v.recorded_at) ORDER BY v.number)
      FROM reminder_delivery v WHERE v.org_id = d.org_id AND v.digest_id = d.id), '[]') AS deliveries
  ${digestsOfPerson(db, personId)} AND (${after}::uuid IS NULL OR d.id < ${after}::uuid)
  ORDER BY d.id DESC LIMIT ${limit}`;

export const digestCount = (db: Tenancy, personId: string): Sql =>
  sql`SELECT count(*)::int AS count ${digestsOfPerson(db, personId)}`;
