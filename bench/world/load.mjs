import pg from 'pg';
import { loadAttempts, loadResponses, stageAttempts } from './attempts.mjs';
import { loadLedger } from './ledger.mjs';
import { loadPeople } from './people.mjs';
import { loadPrograms } from './programs.mjs';
import { loadCounters, loadEnrollments, loadStudies } from './studies.mjs';
import { loadSteps, loadTraining } from './training.mjs';

/** The tables with so many rows that their indexes are made after them, those that take longest first. */
const LARGE =
  `quiz_attempt_question quiz_mark quiz_answer observation observation_step grade_entry requirement_result sign_off course_attempt
  quiz_attempt lesson_completion course_progress ledger_entry quiz_score sign_off_observation ledger_signature enrollment enrollment_status_entry
  enrollment_progress`.split(/\s+/);

const SETTINGS = `SET session_replication_role = replica; SET work_mem = '256MB'; SET maintenance_work_mem = '512MB';
  SET hash_mem_multiplier = 4; SET jit = off; SET max_parallel_workers_per_gather = 0; SET max_parallel_maintenance_workers = 0;
  SET TimeZone = 'UTC'`;

/**
 * Fills a migrated database, in a few statements a table, over two connections of the superuser's. Keys are not checked meanwhile.
 * Indexes are only left alone meanwhile, neither dropped nor made: the catalogue stays what the migrations say.
 */
export async function load({ url, scale, key, progress = () => {} }) {
  const began = performance.now();
  const step = stepped(progress);
  const clients = [1, 2].map(() => new pg.Client({ connectionString: url, pipeline: true }));
  for (const client of clients) {
    await client.connect();
    await client.query(SETTINGS);
  }
  const [one, other] = clients.map((client) => ({
    scale,
    key,
    run: (sql, values) => client.query(sql, values),
    step,
  }));
  try {
    await one.run('CREATE SCHEMA bench');
    await one.run(
      'UPDATE pg_index SET indisready = false, indisvalid = false WHERE indrelid = ANY ($1::regclass[])',
      [LARGE],
    );
    await one.step('people', loadPeople, one);
    await one.step('programs', loadPrograms, one);
    await one.step('enrollments', loadEnrollments, one);
    await one.run('ANALYZE');
    await sidesOf(one, other);
    await eachOf(LARGE, [one, other], (table) => `REINDEX TABLE ${table}`); // makes one that was left alone whole again
    await one.run('DROP SCHEMA bench CASCADE');
    await eachOf(
      [...LARGE, await smallTables(one)],
      [one, other],
      (table) => `VACUUM (FREEZE, ANALYZE) ${table}`,
    );
    return { seconds: (performance.now() - began) / 1000 };
  } finally {
    for (const client of clients) await client.end();
  }
}

/** What people study, and what they do at the sites: the ledger tells of both. */
async function sidesOf(studies, training) {
  const staged = studies.step(
    'attempts',
    async (side) => {
      await loadStudies(side);
      await stageAttempts(side);
    },
    studies,
  );
  const signed = training.step('training', loadTraining, training);
  const answered = staged.then(async () => {
    await studies.step('responses', loadResponses, studies);
    await studies.step('results', loadAttempts, studies);
    await studies.step('counters', loadCounters, studies);
    await signed;
    await studies.step('steps of observations', loadSteps, studies);
  });
  const chained = Promise.all([staged, signed]).then(() => training.step('ledger', loadLedger, training));
  await Promise.all([answered, chained]);
}

/** Over both connections, each taking the next when it is free. */
function eachOf(tables, sides, statement) {
  const left = [...tables];
  return Promise.all(
    sides.map(async ({ run, step }) => {
      for (let table = left.shift(); table; table = left.shift())
        await step(statement(table), () => run(statement(table)));
    }),
  );
}

/** The names of all others, as one item. */
async function smallTables({ run }) {
  const { rows } = await run(
    `SELECT string_agg(oid::regclass::text, ', ') AS names FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND oid <> ALL ($1::regclass[])`,
    [LARGE],
  );
  return rows[0].names;
}

/** Tells of each step when it is over, and how many there are. */
function stepped(progress) {
  const of = 10 + LARGE.length + LARGE.length + 1;
  let done = 0;
  return async (what, work, side) => {
    const started = performance.now();
    await work(side);
    done += 1;
    progress({ what: what.slice(0, 40), done, of, seconds: (performance.now() - started) / 1000 });
  };
}
