// A sample of the other reads of the schema: ordinary documents over lists and objects. Each has the document as Preceptor is
// asked; peers hold theirs, over the same columns, under the same id.
import assert from 'node:assert/strict';
import { staffSamples, traineeSamples } from './read-samples.mjs';

const PAGE = 'pageInfo { hasNextPage endCursor }';
const PERSON = 'person { id givenName familyName }';

/** A page of a list. */
const list = (id, root, given, node, { more = '', as = 'staff', least = 1 } = {}) => ({
  id,
  root,
  as,
  document: query(root, given, `first: 20${more && `, ${more}`}`, `{ edges { node { ${node} } } ${PAGE} }`),
  variables: (sample) => Object.fromEntries(Object.entries(given).map(([name, of]) => [name, sample[of]])),
  found: (answer) => {
    assert(answer.edges.length >= least, `${root} has ${answer.edges.length} of at least ${least}`);
    return answer.edges.map(({ node: each }) => each);
  },
});

/** One object by its id, or one's own. */
const object = (id, root, given, fields, { as = 'staff' } = {}) => ({
  id,
  root,
  as,
  document: query(root, given, '', `{ ${fields} }`),
  variables: (sample) => Object.fromEntries(Object.entries(given).map(([name, of]) => [name, sample[of]])),
  found: (answer, sample) => {
    if (given.id) assert.equal(answer.id, sample[given.id], `id of ${root}`);
    return [answer].flat();
  },
});

function query(root, given, first, selection) {
  const names = Object.keys(given);
  const declared = names.map((name) => `$${name}: ID!`).join(', ');
  const passed = [...names.map((name) => `${name}: $${name}`), ...(first ? [first] : [])].join(', ');
  const title = `${root[0].toUpperCase()}${root.slice(1)}`;
  return `query ${title}${declared && `(${declared})`} {\n  ${root}${passed && `(${passed})`} ${selection}\n}`;
}

const COHORT = 'id code name startsOn endsOn timeZone closedAt programVersionId';
const MEMBER = `id role createdAt ${PERSON}`;
const COURSE =
  'id code title position summary lectureMinutes labMinutes placementMinutes requiredMinutes required grading';
const ENROLLMENT = `id enrolledOn status statusSince withdrawnOn programVersionId ${PERSON}`;
const ATTEMPT =
  'id number status startedAt submittedAt deadline earned possible percent passed personId requirementId enrollmentId';
const ASSIGNMENT = 'id kind personId siteId startsOn endsOn checklistVersionId createdAt siteName';
const OBSERVATION = 'id kind skillId personId observedOn recordedAt startsAt endsAt simulated late timeZone';
const SIGN_OFF = 'id personId skillId skillVersionId effectiveOn expiresOn signedAt printedName kind meaning';
const SITE = 'id name jurisdiction setting timeZone closedAt';
const LEDGER = 'seq kind actorId recordedAt hash content';

const DEFINED = [
  list('R01', 'cohorts', {}, COHORT),
  object('R02', 'cohort', { id: 'cohortId' }, `${COHORT} programVersion { id label title status }`),
  list('R03', 'members', {}, MEMBER),
  object('R04', 'member', { id: 'membershipId' }, `${MEMBER} email`),
  list('R05', 'programs', {}, 'id code title createdAt'),
  object(
    'R06',
    'program',
    { id: 'programId' },
    'id code title versions { id label title status publishedAt }',
  ),
  object(
    'R07',
    'programVersion',
    { id: 'programVersionId' },
    `id label title summary status totalClockMinutes normalWeeks requiredMinutes publishedAt courses { ${COURSE} }`,
  ),
  object(
    'R08',
    'programVersion',
    { id: 'programVersionId' },
    'id title courses { id code title modules { id title position clockMinutes lessons { id title position required creditMinutes } } }',
  ),
  list('R09', 'enrollments', { cohortId: 'cohortId' }, ENROLLMENT),
  object(
    'R10',
    'enrollment',
    { id: 'enrollmentId' },
    `${ENROLLMENT} cohort { id code name startsOn endsOn }`,
  ),
  list('R11', 'quizAttempts', { enrollmentId: 'enrollmentId' }, ATTEMPT),
  object('R12', 'quizAttempt', { id: 'attemptId' }, ATTEMPT),
  list('R13', 'questions', {}, 'id code category difficulty createdAt latestVersion { id type }'),
  object(
    'R14',
    'question',
    { id: 'questionId' },
    'id code category createdAt latestVersion { id number type stem { markdown } }',
  ),
  list('R15', 'quizzes', {}, 'id code title createdAt latestVersion { id number status passMarkPercent }'),
  object(
    'R16',
    'quiz',
    { id: 'quizId' },
    'id code title latestVersion { id number status passMarkPercent timeLimitMinutes maxAttempts possible }',
  ),
  list('R17', 'lessonCompletions', { enrollmentId: 'enrollmentId' }, 'lessonId completedAt claimedAt', {
    least: 0,
  }),
  object(
    'R18',
    'courseAttempts',
    { enrollmentId: 'enrollmentId' },
    'id courseId number outcome finalPercent startedAt decidedAt',
  ),
  list('R19', 'sites', {}, SITE),
  object('R20', 'site', { id: 'siteId' }, SITE),
  list('R21', 'skills', {}, 'id code createdAt versions { id number title status }'),
  object(
    'R22',
    'skill',
    { id: 'skillId' },
    'id code versions { id number title taskCode riskBand requiredObservations validityMonths }',
  ),
  object(
    'R23',
    'checklist',
    { id: 'checklistId' },
    'id code versions { id number title status completion requiredMinutes }',
  ),
  list('R24', 'assignments', { siteId: 'siteId' }, ASSIGNMENT),
  list('R25', 'observations', { assignmentId: 'assignmentId' }, OBSERVATION, { least: 0 }),
  list('R26', 'signOffs', { assignmentId: 'assignmentId' }, SIGN_OFF, { least: 0 }),
  list('R27', 'ledgerEntries', { personId: 'personId' }, LEDGER, { least: 0 }),
  object('R28', 'organization', {}, 'id name isSchool isClinic createdAt'),
  object('R29', 'myEnrollments', {}, `${ENROLLMENT} cohort { id name startsOn endsOn }`, { as: 'trainee' }),
  object(
    'R30',
    'lesson',
    { id: 'lessonId' },
    'id title position objectives minutes creditMinutes required moduleId courseId body',
  ),
];

/**
 * @typedef {import('./hot.mjs').Operation & { id: string, document: string, variables: (sample: object) => object,
 *   found: (answer: object, sample: object) => object[] }} Read
 * @type {Read[]}
 */
export const READS = DEFINED.map((read) => ({
  ...read,
  title: read.document
    .replace(/^query \w+/, '')
    .replace(/\s+/g, ' ')
    .slice(0, 100),
  kind: 'read',
  pool: 200,
  samples: read.as === 'trainee' ? traineeSamples : staffSamples,
  check: (sample, data) => read.found(data[read.root], sample),
}));
