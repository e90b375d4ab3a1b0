// How many statements a request costs: counted from the log of PostgreSQL, which writes them all down while this looks and
// none while time is taken.
import { openSync, readSync, closeSync, readlinkSync, statSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/** Begins, ends or arranges a transaction: everybody has to, and nobody asks anything with it. */
const FRAME = /^\s*(BEGIN|COMMIT|ROLLBACK|START TRANSACTION|SET )|set_config\(|enter_as_member\(/i;
const LOGGED = /LOG: {2}(?:statement|execute [^:]*): (.*)/;
/** Of the server itself, at its own times. */
const BACKGROUND = /pgboss|pg_reload_conf|log_statement/;

/**
 * @param {object} world
 * @param {() => Promise<{ requests: number }>} work sends some requests
 * @returns {Promise<{ statements: number, messages: number } | null>} for each request, without and with those that frame
 *   transactions; null where the log cannot be read
 */
export async function statementsPerRequest(world, work) {
  const log = logOf(world);
  if (!log) return null;
  const owner = new pg.Client(world.superuserUrl ?? world.ownerUrl);
  await owner.connect();
  try {
    await setting(owner, "SET log_statement = 'all'");
    const from = statSync(log).size;
    const { requests } = await work();
    const lines = textFrom(log, from).split('\n');
    const logged = lines
      .flatMap((line) => LOGGED.exec(line)?.[1] ?? [])
      .filter((text) => !BACKGROUND.test(text));
    const asking = logged.filter((text) => !FRAME.test(text));
    return { statements: asking.length / requests, messages: logged.length / requests };
  } finally {
    await setting(owner, 'RESET log_statement');
    await owner.end();
  }
}

async function setting(owner, what) {
  await owner.query(`ALTER SYSTEM ${what}`);
  await owner.query('SELECT pg_reload_conf()');
  await pause(200); // each backend hears of it on its own
}

/** Where the server writes its errors to. */
function logOf(world) {
  try {
    const file = readlinkSync(`/proc/${world.postgresPids()[0]}/fd/2`);
    return file.startsWith('/') && statSync(file).isFile() ? file : null;
  } catch {
    return null;
  }
}

function textFrom(file, from) {
  const opened = openSync(file, 'r');
  const bytes = Buffer.alloc(Math.max(0, statSync(file).size - from));
  readSync(opened, bytes, 0, bytes.length, from);
  closeSync(opened);
  return bytes.toString();
}
