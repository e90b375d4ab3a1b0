import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The two numbers of progress that lists sort and filter by, as inlined SQL: the rules beside it say the same. */
export class Progress1764000006000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Met ÷ required clock minutes, floored; 100 exactly when complete (progress.rules: percentOf).
      CREATE FUNCTION progress_percent(met int, required int, complete boolean) RETURNS int LANGUAGE sql IMMUTABLE AS $$
        SELECT CASE WHEN complete THEN 100 WHEN coalesce(required, 0) = 0 THEN 0 ELSE least(99, 100 * coalesce(met, 0) / required) END
      $$;
      -- What the calendar expects on a date (calendar.rules: expectedPercent).
      CREATE FUNCTION expected_percent(starts_on date, ends_on date, milestones jsonb, on_date date) RETURNS int LANGUAGE sql IMMUTABLE AS $$
        SELECT CASE
          WHEN milestones <> '[]' THEN coalesce((SELECT max((m ->> 'percent')::int) FROM jsonb_array_elements(milestones) m WHERE (m ->> 'on')::date <= on_date), 0)
          WHEN on_date >= ends_on THEN 100
          WHEN on_date <= starts_on THEN 0
          ELSE 100 * (on_date - starts_on) / (ends_on - starts_on) END
      $$;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP FUNCTION progress_percent, expected_percent');
  }
}
