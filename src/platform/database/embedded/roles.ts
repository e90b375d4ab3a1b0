import pg from 'pg';
import type { Credentials } from './credentials.js';

export const OWNER = 'preceptor_owner';
export const RUNTIME = 'preceptor_runtime';

/**
 * Brings the two roles and the database to the state described here, whatever it was before.
 *
 * The owner runs migrations; row-level security is forced on it too, so it needs BYPASSRLS for a backfill to see rows.
 * The runtime role may connect and use what migrations grant it, and create nothing: no tables, no temporary ones. Its limits of
 * time are the role's, because a pooler drops those that a connection asks for.
 */
export async function provision(
  superuserUrl: string,
  database: string,
  credentials: Credentials,
): Promise<void> {
  await withClient(superuserUrl, async (client) => {
    await ensureRole(client, OWNER, 'BYPASSRLS', credentials.owner);
    await ensureRole(client, RUNTIME, 'NOBYPASSRLS', credentials.runtime);
    await client.query(`
      ALTER ROLE ${RUNTIME} SET statement_timeout = '30s';
      ALTER ROLE ${RUNTIME} SET idle_in_transaction_session_timeout = '60s'`);

    const name = client.escapeIdentifier(database);
    const found = await client.query('SELECT FROM pg_database WHERE datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${name} OWNER ${OWNER}`);
    await client.query(`
      ALTER DATABASE ${name} OWNER TO ${OWNER};
      REVOKE ALL ON DATABASE ${name} FROM PUBLIC;
      GRANT CONNECT ON DATABASE ${name} TO ${RUNTIME}`);
  });
}

async function ensureRole(
  client: pg.Client,
  role: string,
  rowSecurity: string,
  password: string,
): Promise<void> {
  const found = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [role]);
  if (found.rowCount === 0) await client.query(`CREATE ROLE ${role}`);
  await client.query(
    `ALTER ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION ${rowSecurity}
     PASSWORD ${client.escapeLiteral(password)}`,
  );
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
