import { choice, spread } from './text.mjs';

const GIVEN =
  `Ada Amir Ana Ben Carla Chen Dana Diego Ella Emeka Farah Felix Grace Hana Hugo Ines Ivan Jada Jonas Kai Kavya Lara
  Leo Lina Malik Maya Mei Milo Nadia Noah Nora Omar Owen Petra Priya Rafael Rosa Sam Sara Tariq Tess Uma Viktor Yara Zoe`.split(
    /\s+/,
  );
const FAMILY =
  `Abara Adams Bauer Bianchi Brooks Castillo Cho Cohen Costa Diaz Dubois Evans Fischer Flores Garcia Haddad Hansen Hayes
  Ito Ivanova Jensen Kaur Kim Kowalski Kruger Larsen Lopez Martin Mbeki Meyer Miller Moreau Nakamura Nguyen Nowak Okafor Okoye Patel
  Petrov Quinn Ramos Reyes Rossi Said Sato Silva Singh Smith Tanaka Torres Usman Vargas Weber Wong Yilmaz Young Zhang Zimmer`.split(
    /\s+/,
  );
const TOWNS =
  'Ashford Brookfield Cedar-Falls Dunmore Eastgate Fairview Glenwood Harbor Ironwood Juniper Kingsley Lakeside'.split(
    ' ',
  );

/** The n-th largest organization has n^-0.9 times as many trainees as the largest. */
const LESS_BY_RANK = 0.9;
/** How many trainees a site takes; the last one of an organization has the rest. */
export const PER_SITE = 200;
/** Trainees of a cohort, at least. */
const PER_COHORT = 55;

/** How many trainees each organization has: fewer organizations in a smaller world, but always of different sizes. */
export function organizationSizes(scale) {
  const trainees = Math.round(50_000 * scale);
  const count = Math.max(2, Math.round(50 * Math.sqrt(scale)));
  const shares = Array.from({ length: count }, (_, rank) => (rank + 1) ** -LESS_BY_RANK);
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const sizes = shares.map((share) => Math.floor((trainees * share) / whole));
  sizes[0] += trainees - sizes.reduce((sum, size) => sum + size, 0);
  return sizes;
}

/** Organizations, which are schools with clinics of their own, and their sites; the last site is for what benches add. */
const organizations = (trainees) => `
  CREATE UNLOGGED TABLE bench.org AS
  SELECT o::int, uuidv7(interval '-4 years' + o * interval '1 hour') AS org_id, trainees, greatest(1, trainees / ${PER_COHORT}) AS groups,
    (trainees - 1) / ${PER_SITE} + 1 AS sites
  FROM unnest('{${trainees}}'::int[]) WITH ORDINALITY AS given (trainees, o);
  INSERT INTO organization (id, name, is_school, is_clinic, created_at)
  SELECT org_id, ${choice('o', TOWNS)} || ' School of Physical Therapy ' || o, true, true, now() - interval '4 years' FROM bench.org;
  CREATE UNLOGGED TABLE bench.site AS
  SELECT o, org_id, s, s = sites AS added, uuidv7(interval '-3 years' + (s * 60 + o) * interval '1 minute') AS site_id,
    ${choice('s + o', TOWNS)} || CASE WHEN s = sites THEN ' Annex ' ELSE ' Rehabilitation Center ' END || s + 1 AS name
  FROM bench.org, generate_series(0, sites) s;
  INSERT INTO site (org_id, id, name, setting, jurisdiction, time_zone, created_at)
  SELECT org_id, site_id, name, 'OUTPATIENT', 'XB', 'UTC', now() - interval '3 years' FROM bench.site;
  INSERT INTO site_jurisdiction (org_id, site_id, number, jurisdiction, time_zone, setting, recorded_at)
  SELECT org_id, site_id, 1, 'XB', 'UTC', 'OUTPATIENT', now() - interval '3 years' FROM bench.site`;

/** An owner, two instructors, four supervisors at each site, and the trainees in the order in which they came. */
const MEMBERS = `
  CREATE UNLOGGED TABLE bench.member AS
  SELECT m.*, uuidv7(age) AS person_id, uuidv7(age) AS account_id, uuidv7(age) AS membership_id, uuidv7(age) AS session_id
  FROM (
    SELECT o, org_id, i, role, s, now() + age AS joined_at, age, ${choice('h', GIVEN)} AS given_name, ${choice('h / 64', FAMILY)} AS family_name
    FROM (
      SELECT o, org_id, 0 AS i, 'OWNER' AS role, NULL::int AS s FROM bench.org
      UNION ALL SELECT o, org_id, i, 'INSTRUCTOR', NULL FROM bench.org, generate_series(0, 1) i
      UNION ALL SELECT o, org_id, i, 'SUPERVISOR', s FROM bench.site, generate_series(0, 3) i
      UNION ALL SELECT o, org_id, i, 'TRAINEE', i / ${PER_SITE} FROM bench.org, generate_series(0, trainees - 1) i) one
    CROSS JOIN LATERAL (SELECT interval '-3 years' + i * interval '1 hour' + o * interval '1 minute'
      - CASE WHEN role = 'TRAINEE' THEN interval '0' ELSE interval '90 days' END AS age,
      ${spread(`i * 64 + o + coalesce(s, 0) * 7 + length(role)`)} AS h) came
    ORDER BY age, o) m`;

const ENTERED = `
  INSERT INTO person (id, given_name, family_name, created_at) SELECT person_id, given_name, family_name, joined_at FROM bench.member;
  INSERT INTO account (id, person_id, email, created_at)
  SELECT account_id, person_id, lower(given_name || '.' || family_name || '.' || row_number() OVER ()) || '@example.org', joined_at FROM bench.member;
  INSERT INTO membership (org_id, id, person_id, role, created_at) SELECT org_id, membership_id, person_id, role, joined_at FROM bench.member;
  INSERT INTO session (id, person_id, account_id, org_id, membership_id, created_at, last_used_at)
  SELECT session_id, person_id, account_id, org_id, membership_id, now() - interval '1 day', now() FROM bench.member;
  CREATE INDEX ON bench.member (o, role, i)`;

export async function loadPeople({ run, scale }) {
  await run(organizations(organizationSizes(scale)));
  await run(MEMBERS);
  await run(ENTERED);
}
