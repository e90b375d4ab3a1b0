import { createHash } from 'node:crypto';
import sql from 'sql-template-tag';
import { markOf, totalOf } from '../features/quizzes/grading/grading.rules.js';
import { countedGrade } from '../features/quizzes/attempts/counted-grade.rules.js';
import type { StandingResult } from '../features/records/course-facts.js';
import type { DecidedRequirement } from '../features/records/requirement-results.js';
import type { Transaction } from '../platform/database/transaction.js';
import { canonicalJson } from '../platform/ids/canonical-json.js';
import type { NewLedgerEntry } from '../platform/ledger/append.js';
import { newId } from '../platform/ids/ids.js';
import { rightAnswer, wrongAnswer } from './answers.rules.js';
import { chance } from './chance.rules.js';
import type { PublishedQuiz } from './published.js';

/** A quiz somebody sat, from start to submission. */
export interface SatQuiz {
  readonly enrollmentId: string;
  readonly personId: string;
  readonly courseId: string;
  readonly requirementId: string;
  readonly number: number;
  /** Number and code, which are the same each time the story is told. */
  readonly trainee: number;
  readonly course: string;
  readonly quiz: PublishedQuiz;
  /** Which questions are answered wrongly, from 0. */
  readonly wrong: readonly number[];
}

/** An attempt graded by the product's rules. */
export type GradedAttempt = ReturnType<typeof graded>;

/** The attempt as it is submitted now. */
export function graded(sat: SatQuiz, now: Date) {
  const { quiz, wrong, number } = sat;
  const key = `${sat.trainee} ${sat.course} ${wrong.join()} ${number}`;
  const took = quiz.timeLimitMinutes * (0.4 + 0.5 * chance(key, 'took'));
  const startedAt = new Date(Math.round(now.getTime() - took * 60_000));
  const marks = quiz.questions.map((question, i) => {
    const { position, questionId, questionVersionId, points } = question;
    const draw = chance(key, position);
    const response = wrong.includes(i) ? wrongAnswer(question, draw) : rightAnswer(question);
    const savedAt = new Date(startedAt.getTime() + (took * 55_000 * (i + 1)) / quiz.questions.length);
    const mark = markOf({ ...question, variant: null, response });
    return { position, questionId, questionVersionId, points, response, savedAt, ...mark };
  });
  const deadline = new Date(startedAt.getTime() + quiz.timeLimitMinutes * 60_000);
  const seed = Math.floor(chance(key, 'seed') * 2 ** 31);
  return {
    ...sat,
    id: newId(),
    startedAt,
    deadline,
    seed,
    marks,
    total: totalOf(marks, quiz.passMarkPercent),
  };
}

/** Attempts with their answers and marks, submitted now: one statement for each table. */
export async function enterAttempts(tx: Transaction, attempts: readonly GradedAttempt[]): Promise<void> {
  const rows = attempts.map(({ quiz, marks, total, trainee: __, course: ___, ...attempt }) => ({
    ...attempt,
    ...total,
    quizVersionId: quiz.quizVersionId,
    earnedByPosition: marks.map(({ earned }) => earned),
  }));
  await tx.query(sql`
    WITH a AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS a (id uuid, "quizVersionId" uuid, "enrollmentId" uuid,
        "requirementId" uuid, "personId" uuid, number int, "startedAt" timestamptz, deadline timestamptz, seed int, earned numeric,
        possible numeric, percent numeric, passed boolean, "earnedByPosition" double precision[])),
    scored AS (
      INSERT INTO quiz_score (org_id, attempt_id, entry, kind, earned, possible, percent, passed, marks)
      SELECT ${tx.orgId}, a.id, 1, 'AUTOMATIC', a.earned, a.possible, a.percent, a.passed, a."earnedByPosition" FROM a)
    INSERT INTO quiz_attempt (org_id, id, quiz_version_id, enrollment_id, requirement_id, person_id, number, status, started_at,
      deadline, submitted_at, seed, earned, possible, percent, passed)
    SELECT ${tx.orgId}, a.id, a."quizVersionId", a."enrollmentId", a."requirementId", a."personId", a.number, 'SUBMITTED', a."startedAt",
      a.deadline, app_now(), a.seed, a.earned, a.possible, a.percent, a.passed FROM a`);
  const marks = attempts.flatMap(({ id, marks: own }) => own.map((mark) => ({ ...mark, attemptId: id })));
  await tx.query(sql`
    WITH m AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(marks)}::jsonb) AS m ("attemptId" uuid, position int, "questionId" uuid, "questionVersionId" uuid,
        points numeric, earned numeric, possible numeric, response jsonb, "savedAt" timestamptz)),
    asked AS (
      INSERT INTO quiz_attempt_question (org_id, attempt_id, position, place, question_id, question_version_id, points)
      SELECT ${tx.orgId}, m."attemptId", m.position, m.position, m."questionId", m."questionVersionId", m.points FROM m),
    answered AS (
      INSERT INTO quiz_answer (org_id, attempt_id, position, revision, response, saved_at)
      SELECT ${tx.orgId}, m."attemptId", m.position, 1, m.response, m."savedAt" FROM m)
    INSERT INTO quiz_mark (org_id, attempt_id, position, question_version_id, earned, possible, response)
    SELECT ${tx.orgId}, m."attemptId", m.position, m."questionVersionId", m.earned, m.possible, m.response FROM m`);
}

/** Tells the ledgers, each as the trainee's own doing. */
export function appendSubmissions(tx: Transaction, attempts: readonly GradedAttempt[]): void {
  for (const attempt of attempts) tx.append({ ...submissionOf(attempt), actorId: attempt.personId });
}

/** What the ledger keeps of a submission: the answers themselves, and a hash of the marks. */
function submissionOf(attempt: GradedAttempt): NewLedgerEntry {
  const { id: attemptId, personId, enrollmentId, requirementId, quiz, number, startedAt, deadline } = attempt;
  const answers = attempt.marks.map(({ questionVersionId, response }) => ({ questionVersionId, response }));
  const marks = attempt.marks.map(({ questionVersionId, earned, possible }) => ({
    questionVersionId,
    earned,
    possible,
  }));
  const marksHash = createHash('sha256').update(canonicalJson(marks)).digest('base64url');
  const about = { attemptId, enrollmentId, requirementId, quizVersionId: quiz.quizVersionId, number };
  const times = { startedAt, deadline, timedOut: false };
  const content = { ...about, ...times, ...attempt.total, answers, marksHash };
  return { personId, kind: 'quiz.submitted', content };
}

/** What the course record takes from it: the best, with the attempts before it that stand there. */
export function decisionOf(
  { id: attemptId, total, number, quiz, ...attempt }: GradedAttempt,
  standing: StandingResult | null,
): DecidedRequirement {
  const { enrollmentId, courseId, requirementId } = attempt;
  const { earned, possible } = total;
  const before = standing && {
    attemptId: standing.sourceId,
    number: number - 1,
    earned: standing.earned ?? '0',
    possible: standing.possible ?? '1',
  };
  const scores = [...(before ? [before] : []), { attemptId, number, earned, possible }];
  const rule = {
    attemptGrading: 'HIGHEST',
    capRepeats: false,
    passMarkPercent: quiz.passMarkPercent,
  } as const;
  const counted = countedGrade(rule, scores)!;
  const grade = { earned: counted.earned, possible: counted.possible };
  return { enrollmentId, courseId, requirementId, met: counted.met, sourceId: counted.sourceId, grade };
}
