import { Client } from 'pg';

/** The one named, or the only one there is. As the owner role, which alone looks across organizations. */
export async function organizationNamed(
  migrationDatabaseUrl: string,
  wanted: string | undefined,
): Promise<string> {
  const owner = new Client(migrationDatabaseUrl);
  await owner.connect();
  try {
    const { rows } = await owner.query<{ id: string; name: string }>(
      'SELECT id, name FROM organization WHERE $1::text IS NULL OR id::text = lower($1) ORDER BY name, id LIMIT 20',
      [wanted ?? null],
    );
    if (rows.length === 1) return rows[0]!.id;
    if (!rows.length)
      throw new Error(wanted ? `There is no organization ${wanted}` : 'There is no organization yet');
    const choice = rows.map(({ id, name }) => `\n  ${id}  ${name}`).join('');
    throw new Error(`Name the organization with --organization:${choice}`);
  } finally {
    await owner.end();
  }
}
