import pg from 'pg';
import { loadAttempts, loadResponses, stageAttempts } from './attempts.mjs';
import { loadLedger } from './ledger.mjs';
import { loadPeople } from './people.mjs';
import { loadPrograms } from './programs.mjs';
import { loadCounters, loadStudies } from './studies.mjs';
import { loadTraining } from './training.mjs';

/** The tables with so many rows that their indexes are made after them. */
const LARGE =
  `quiz_mark quiz_answer quiz_attempt_question quiz_attempt quiz_score lesson_completion course_attempt course_progress requirement_result
  grade_entry enrollment enrollment_progress enrollment_status_entry observation observation_step sign_off sign_off_observation ledger_entry
  ledger_signature`.split(/\s+/);

const SETTINGS = `SET session_replication_role = replica; SET work_mem = '256MB'; SET maintenance_work_mem = '512MB'; SET hash_mem_multiplier = 4; SET jit = off;
  SET max_parallel_workers_per_gather = 0; SET max_parallel_maintenance_workers = 0; SET temp_buffers = '64MB'; SET TimeZone = 'UTC'`;

/**
 * Fills a migrated database, in a few statements a table, over two connections of the superuser's. Keys are not checked meanwhile.
 * Indexes are only left alone meanwhile, neither dropped nor made: the catalogue stays what the migrations say.
 */
export async function load({ url, scale, key, progress = () => {} }) {
  const began = performance.now();
  const clients = [new pg.Client(url), new pg.Client(url)];
  for (const client of clients) {
    await client.connect();
    await client.query(SETTINGS);
  }
  const [first, second] = clients.map((client) => ({
    scale,
    key,
    run: (sql, values) => client.query(sql, values),
  }));
  let done = 0;
  const step = async (what, work, of) => {
    const started = performance.now();
    await work(of);
    done += 1;
    progress({ what, done, of: STEPS, seconds: (performance.now() - started) / 1000 });
  };
  try {
    await first.run('CREATE SCHEMA bench');
    await leaveIndexesAlone(first);
    await step('people', loadPeople, first);
    await step('programs', loadPrograms, first);
    await step('studies', loadStudies, first);
    await first.run('ANALYZE');
    await step('attempts', stageAttempts, first);
    await Promise.all([quizSide(step, first), trainingSide(step, second)]);
    await first.run('DROP SCHEMA bench CASCADE');
    await step('statistics', ({ run }) => run('VACUUM (FREEZE, ANALYZE)'), first);
    return { seconds: (performance.now() - began) / 1000 };
  } finally {
    for (const client of clients) await client.end();
  }
}
const STEPS = 13;

async function quizSide(step, side) {
  await step('attempts', loadAttempts, side);
  await step('responses', loadResponses, side);
  await step('counters', loadCounters, side);
  await step('indexes of quizzes', makeIndexes(LARGE.slice(0, 9)), side);
}

async function trainingSide(step, side) {
  await step('training', loadTraining, side);
  await step('ledger', loadLedger, { ...side, advance: () => {} });
  await step('indexes of training', makeIndexes(LARGE.slice(9)), side);
}

const leaveIndexesAlone = ({ run }) =>
  run(`UPDATE pg_index SET indisready = false, indisvalid = false WHERE indrelid = ANY ($1::regclass[])`, [
    LARGE,
  ]);

/** REINDEX makes an index that was left alone a whole one again. */
const makeIndexes =
  (tables) =>
  async ({ run }) => {
    for (const table of tables) await run(`REINDEX TABLE ${table}`);
  };
