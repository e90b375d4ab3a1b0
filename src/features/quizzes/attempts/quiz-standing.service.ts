import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { notFound } from '../../../platform/faults/fault.js';
import { type EffectiveRules, settingsFor } from '../accommodations/quiz-allowance.rules.js';
import { richText } from '../bank/rich-text.type.js';
import { isOver, whyNotStart } from './quiz-attempt.rules.js';
import { TraineeQuiz } from './quiz-attempt.type.js';
import { compare, decimal, HUNDRED, multiply } from '../../records/rational.js';
import { type AttemptScore, quizStanding, type QuizStanding } from './quiz-standing.queries.js';
import { QuizSubmission } from './quiz-submission.service.js';

/** With the ids its fields are read by. */
export type StandingQuiz = TraineeQuiz &
  Pick<QuizStanding, 'openAttemptId'> & {
    readonly bestAttemptId: string | null;
    readonly rules: EffectiveRules;
  };

/** Shows quizzes to who takes them. */
@Injectable()
export class QuizStandings {
  constructor(private readonly submission: QuizSubmission) {}

  /** The quiz of a requirement for the viewer. Throws NOT_FOUND for who is not enrolled. */
  async quizOfTrainee(
    db: TenantDb,
    requirementId: string,
    enrollmentId: string | null,
  ): Promise<StandingQuiz> {
    const standing = await read(db, requirementId, enrollmentId);
    const { openAttemptId, openAcceptUntil, serverNow } = standing;
    if (!openAttemptId || !isOver(openAcceptUntil, serverNow)) return standingQuiz(standing);
    await db.write((tx) => this.submission.submitOverdue(tx, openAttemptId, openAcceptUntil));
    return standingQuiz(await read(db, requirementId, enrollmentId));
  }
}

async function read(db: TenantDb, requirementId: string, enrollmentId: string | null): Promise<QuizStanding> {
  const [standing] = await db.read<QuizStanding>(quizStanding(db, requirementId, enrollmentId));
  if (!standing) throw notFound();
  return standing;
}

function standingQuiz({ accessCode, ...standing }: QuizStanding): StandingQuiz {
  const { attemptsUsed, openAttemptId, instructions, allowances, serverNow, scores } = standing;
  const rules = settingsFor(standing, allowances);
  const { opensAt, closesAt, maxAttempts, timeLimitSeconds } = rules;
  const best = highestOf(scores);
  return Object.assign(new TraineeQuiz(), standing, {
    instructions: richText(instructions),
    rules,
    opensAt,
    closesAt,
    timeLimitSeconds,
    maxAttempts,
    attemptsLeft: maxAttempts === null ? null : Math.max(0, maxAttempts - attemptsUsed),
    needsAccessCode: accessCode !== null,
    blockedBy: openAttemptId ? null : whyNotStart({ ...standing, rules }, serverNow),
    bestAttemptId: best?.attemptId ?? null,
    passed: best !== null && reaches(best, standing.passMarkPercent ?? '100'),
  });
}

/** The one with the highest share of its points, the earlier of two alike. */
function highestOf(scores: readonly AttemptScore[]): AttemptScore | null {
  return scores.reduce<AttemptScore | null>(
    (best, each) => (best && compareShares(best, each) >= 0 ? best : each),
    null,
  );
}

const compareShares = (a: AttemptScore, b: AttemptScore): number =>
  compare(multiply(decimal(a.earned), decimal(b.possible)), multiply(decimal(b.earned), decimal(a.possible)));

const reaches = ({ earned, possible }: AttemptScore, passMarkPercent: string): boolean =>
  compare(multiply(decimal(earned), HUNDRED), multiply(decimal(possible), decimal(passMarkPercent))) >= 0;
