import { readFile, stat } from 'node:fs/promises';
import { Client } from 'pg';
import { parse, YAMLParseError } from 'yaml';

const MAX_BYTES = 2_000_000;

/** The text of a file that an operator names. Throws with a message for them. */
export async function textOf(file: string): Promise<string> {
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw new Error(`There is no file ${file}`);
  if (found.size > MAX_BYTES) throw new Error(`${file} is larger than ${MAX_BYTES / 1_000_000} MB`);
  return readFile(file, 'utf8');
}

/** What a text of YAML holds. Throws with a message for the operator. */
export function documentOf(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 100 });
  } catch (error) {
    if (error instanceof YAMLParseError || error instanceof ReferenceError)
      throw new Error(`The file is not YAML: ${error.message}`, { cause: error });
    throw error;
  }
}

/** Records data as the owner role, which alone may: in one transaction, one import under the same lock after the other. */
export async function recordAsOwner<Report>(
  migrationDatabaseUrl: string,
  lock: number,
  work: (owner: Client) => Promise<Report>,
): Promise<Report> {
  const owner = new Client(migrationDatabaseUrl);
  await owner.connect();
  try {
    await owner.query('BEGIN');
    await owner.query('SELECT pg_advisory_xact_lock($1)', [lock]);
    const report = await work(owner);
    await owner.query('COMMIT');
    return report;
  } finally {
    await owner.end(); // what was not committed is gone
  }
}
