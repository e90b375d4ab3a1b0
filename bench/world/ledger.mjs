import { createHash, randomBytes } from 'node:crypto';
import { canonicalJson } from '../../dist/src/platform/ids/canonical-json.js';
import { commitmentOf, GENESIS, hashOf } from '../../dist/src/platform/ledger/chain.rules.js';
import { markOf, signatureOf } from '../../dist/src/platform/ledger/signature.js';

/** Attempts of a trainee that are in the ledger: with the six skills signed, ten entries each. */
const ATTEMPTS_EACH = 4;
/** Entries under one signature, and as many in a statement. */
const AT_ONCE = 512;

/** The last attempts and all sign-offs of everybody, in the order in which they happened. */
const FACTS = `
  CREATE UNLOGGED TABLE bench.fact AS
  SELECT row_number() OVER (ORDER BY at, person_id, kind)::int AS n, f.* FROM (
    SELECT org_id, person_id, 'quiz.submitted' AS kind, person_id AS actor_id, submitted_at AS at, jsonb_build_object('attemptId', attempt_id, 'enrollmentId', enrollment_id,
      'requirementId', requirement_id, 'quizVersionId', quiz_version_id, 'number', number, 'startedAt', started_at, 'deadline', started_at + interval '1 hour', 'timedOut', false,
      'breakSeconds', 0, 'earned', "right"::text, 'possible', questions::text, 'percent', percent::text, 'passed', passed, 'pending', 0) AS content, quiz_version_id, turn, "right"
    FROM (SELECT *, row_number() OVER (PARTITION BY person_id ORDER BY started_at DESC) AS latest FROM bench.attempt) a WHERE latest <= ${ATTEMPTS_EACH}
    UNION ALL
    SELECT org_id, person_id, 'skill.signed', observed_by, signed_at, jsonb_build_object('id', sign_off_id, 'assignmentId', assignment_id, 'siteOrgId', org_id, 'siteId', site_id,
      'personId', person_id, 'skillOrgId', org_id, 'skillId', skill_id, 'skillVersionId', skill_version_id, 'kind', 'INITIAL', 'effectiveOn', effective_on, 'timeZone', 'UTC',
      'entrustmentLevel', 'S3', 'printedName', signer, 'licenseId', license_id, 'license', license, 'supervision', rule, 'observationIds', ARRAY[observation_id],
      'signedBy', observed_by, 'signedAt', signed_at, 'authentication', 'PIN'), NULL, NULL, NULL
    FROM bench.signed) f;
  CREATE INDEX ON bench.fact (n);
  ANALYZE bench.fact`;

/** What was answered, alike in many attempts. */
const ANSWERED = `
  CREATE UNLOGGED TABLE bench.answered AS
  SELECT q.quiz_version_id, g."right", g.turn, jsonb_agg(jsonb_build_object('questionVersionId', q.question_version_id, 'response',
    CASE WHEN g.marks[q.position] = 1 THEN q.right_response ELSE q.wrong_response END::jsonb) ORDER BY q.position) AS answers
  FROM bench.question q JOIN bench.pattern g USING (questions) GROUP BY 1, 2, 3;
  CREATE INDEX ON bench.answered (quiz_version_id, "right", turn);
  ANALYZE bench.answered`;

const PAGE = `
  SELECT f.org_id AS "orgId", f.person_id AS "personId", f.kind, f.actor_id AS "actorId", to_char(f.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "recordedAt",
    f.content, a.answers
  FROM bench.fact f LEFT JOIN bench.answered a USING (quiz_version_id, "right", turn) WHERE f.n > $1 AND f.n <= $2 ORDER BY f.n`;

const bytea = (hex) => Buffer.from(hex, 'hex');

/** Chains as the product makes them: with its own functions for hashes, marks and signatures. */
export async function loadLedger({ run, key }) {
  await run(FACTS);
  await run(ANSWERED);
  const heads = new Map();
  const page = (n) => run(PAGE, [n, n + AT_ONCE]);
  let entered;
  for (let n = 0, next = page(0); ; n += AT_ONCE) {
    const { rows } = await next;
    if (!rows.length) break;
    next = page(n + AT_ONCE); // while these are hashed
    await entered;
    const links = rows.map((row) => linked(heads, sealed(row, key)));
    entered = enter(
      run,
      links,
      signatureOf(
        key,
        links.map(({ hash }) => hash),
      ),
    );
  }
  await entered;
  const ends = [...heads.values()];
  await run(
    `INSERT INTO ledger_head (org_id, person_id, seq, hash) SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::bytea[])`,
    [
      ends.map(({ orgId }) => orgId),
      ends.map(({ personId }) => personId),
      ends.map(({ seq }) => seq),
      ends.map(({ hash }) => bytea(hash)),
    ],
  );
}

function sealed({ content: said, answers, ...entry }, key) {
  const salt = randomBytes(16).toString('hex');
  const marksHash = answers && createHash('sha256').update(salt).digest('base64url');
  const content = canonicalJson(answers ? { ...said, answers, marksHash } : said);
  const marked = { ...entry, content, salt, commitment: commitmentOf(salt, content) };
  return { ...marked, mark: markOf(key, marked, Date.parse(entry.recordedAt)) };
}

function linked(heads, entry) {
  const before = heads.get(entry.personId) ?? { seq: 0, hash: GENESIS };
  const link = { ...entry, seq: before.seq + 1, previousHash: before.hash };
  const { orgId, personId, seq } = link;
  const hash = hashOf(link);
  heads.set(personId, { orgId, personId, seq, hash });
  return { ...link, hash };
}

function enter(run, links, signatures) {
  const columns = (...names) => names.map((name) => links.map((link) => link[name]));
  const binary = (...names) => names.map((name) => links.map((link) => bytea(link[name])));
  const entries = run(
    `INSERT INTO ledger_entry (org_id, person_id, seq, kind, actor_id, recorded_at, content, mark, salt, commitment, previous_hash, hash)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::uuid[], $6::timestamptz[], $7::text[], $8::text[], $9::bytea[], $10::bytea[], $11::bytea[], $12::bytea[])`,
    [
      ...columns('orgId', 'personId', 'seq', 'kind', 'actorId', 'recordedAt', 'content', 'mark'),
      ...binary('salt', 'commitment', 'previousHash', 'hash'),
    ],
  );
  const signed = run(
    `INSERT INTO ledger_signature (org_id, person_id, seq, key_id, proof, signature)
     SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::text[], $5::bytea[], $6::bytea[])`,
    [
      ...columns('orgId', 'personId', 'seq'),
      signatures.map(({ keyId }) => keyId),
      signatures.map(({ proof }) => bytea(proof)),
      signatures.map(({ signature }) => bytea(signature)),
    ],
  );
  return Promise.all([entries, signed]);
}
