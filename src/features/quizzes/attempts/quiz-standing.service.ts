import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { notFound } from '../../../platform/faults/fault.js';
import { type EffectiveRules, settingsFor } from '../accommodations/quiz-allowance.rules.js';
import { richText } from '../bank/rich-text.type.js';
import { type AttemptScore, type CountedGrade, countedGrade } from './counted-grade.rules.js';
import { isOver, whyNotStart } from './quiz-attempt.rules.js';
import { TraineeQuiz } from './quiz-attempt.type.js';
import { decimal, divide, HUNDRED, multiply, roundHalfUp } from '../../records/rational.js';
import { quizStanding, type QuizStanding } from './quiz-standing.queries.js';
import { QuizSubmission } from './quiz-submission.service.js';

/** With the ids its fields are read by. */
export type StandingQuiz = TraineeQuiz &
  Pick<QuizStanding, 'openAttemptId'> & {
    readonly bestAttemptId: string | null;
    readonly countedAttemptId: string | null;
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
  const { passMarkPercent } = standing;
  const known = (scores ?? []).filter((score): score is AttemptScore => score.earned !== null);
  const counted = passMarkPercent && countedGrade({ ...standing, passMarkPercent }, known);
  const best = passMarkPercent && countedGrade(byHighest(passMarkPercent), known);
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
    bestAttemptId: best ? best.attemptId : null,
    countedAttemptId: counted ? counted.attemptId : null,
    countedPercent: counted ? percentOf(counted) : null,
    passed: counted ? counted.met : false,
  });
}

const byHighest = (passMarkPercent: string) =>
  ({ attemptGrading: 'HIGHEST', capRepeats: false, passMarkPercent }) as const;

/** In percent of the points, rounded to two decimals. */
const percentOf = ({ earned, possible }: CountedGrade): string =>
  roundHalfUp(multiply(divide(decimal(earned), decimal(possible)), HUNDRED));
