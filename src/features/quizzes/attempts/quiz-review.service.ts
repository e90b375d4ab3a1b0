import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { notFound } from '../../../platform/faults/fault.js';
import { Loader } from '../../../platform/graphql/loader.js';
import { decodeCursor, pageOf, type Page } from '../../../platform/graphql/page.js';
import { choicesView, keyView } from '../bank/question.type.js';
import { QuizAttempt } from './quiz-attempt.entity.js';
import type { QuizAttemptsArgs } from './quiz-attempt.input.js';
import {
  attemptQuestions,
  attemptsCount,
  attemptsPage,
  quizStanding,
  readableAttempt,
  type QuizStanding,
  type StoredAnswer,
  type StoredQuestions,
} from './quiz-attempt.queries.js';
import { isOver, whyNotStart } from './quiz-attempt.rules.js';
import { TraineeQuiz, type AttemptAnswer, type AttemptQuestion } from './quiz-attempt.type.js';
import { QuizSubmission } from './quiz-submission.service.js';
import { richText, RichText } from '../bank/rich-text.type.js';
import { shuffled } from '../authoring/shuffle.rules.js';

/** The attempt with the database's clock, and where it stands in a list. */
type ReadAttempt = QuizAttempt & { readonly serverNow: Date; readonly key: string };

/** With the ids its fields are read by. */
export type StandingQuiz = TraineeQuiz & Pick<QuizStanding, 'openAttemptId' | 'bestAttemptId'>;

/** Shows quizzes to who takes them, and attempts to who may read them. */
@Injectable()
export class QuizReview {
  private readonly questions = new Loader<string, { attemptId: string; questions: AttemptQuestion[] }>(
    async (db, ids) => (await db.read<StoredQuestions>(attemptQuestions(db, ids))).map(laidOut),
    ({ attemptId }) => attemptId,
  );

  constructor(private readonly submission: QuizSubmission) {}

  /** The attempt, submitted first when it is the viewer's own and its time has run out. Throws NOT_FOUND. */
  async attempt(db: TenantDb, id: string): Promise<QuizAttempt> {
    const attempt = await this.stored(db, id);
    const { personId, deadline, status, serverNow } = attempt;
    if (status !== 'IN_PROGRESS' || personId !== db.viewer.personId || !isOver(deadline, serverNow))
      return attempt;
    await this.submitOverdue(db, id, deadline);
    return this.stored(db, id);
  }

  /** Newest first: one's own, and with `record:read` those of the cohorts one may see. */
  async page(db: TenantDb, args: QuizAttemptsArgs): Promise<Page<QuizAttempt>> {
    const after = decodeCursor(args.after, 2);
    const rows = await db.read<ReadAttempt>(
      attemptsPage(db, args, after && [String(after[0]), String(after[1])]),
    );
    return pageOf(
      rows.map((row) => Object.assign(new QuizAttempt(), row)),
      args,
      ({ key, id }) => [key, id],
      async () => (await db.read<{ count: number }>(attemptsCount(db, args)))[0]!.count,
    );
  }

  /** In the order of the attempt; keys and marks only where they may be seen. */
  async questionsOf(db: TenantDb, attemptId: string): Promise<AttemptQuestion[]> {
    return (await this.questions.load(db, attemptId))?.questions ?? [];
  }

  /** The quiz of a requirement for the viewer. Throws NOT_FOUND for who is not enrolled. */
  async quizOfTrainee(
    db: TenantDb,
    requirementId: string,
    enrollmentId: string | null,
  ): Promise<StandingQuiz> {
    const standing = await this.standing(db, requirementId, enrollmentId);
    const { openAttemptId, openDeadline, serverNow } = standing;
    if (!openAttemptId || !isOver(openDeadline, serverNow)) return standingQuiz(standing);
    await this.submitOverdue(db, openAttemptId, openDeadline);
    return standingQuiz(await this.standing(db, requirementId, enrollmentId));
  }

  private async stored(db: TenantDb, id: string): Promise<ReadAttempt> {
    const [row] = await db.read<ReadAttempt>(readableAttempt(db, id));
    if (!row) throw notFound();
    return Object.assign(new QuizAttempt(), row);
  }

  private async standing(
    db: TenantDb,
    requirementId: string,
    enrollmentId: string | null,
  ): Promise<QuizStanding> {
    const [standing] = await db.read<QuizStanding>(quizStanding(db, requirementId, enrollmentId));
    if (!standing) throw notFound();
    return standing;
  }

  private async submitOverdue(db: TenantDb, attemptId: string, deadline: Date | null): Promise<void> {
    await db.write((tx) => this.submission.submitOverdue(tx, attemptId, deadline));
  }
}

function standingQuiz(standing: QuizStanding): StandingQuiz {
  const { maxAttempts, attemptsUsed, openAttemptId, instructions } = standing;
  return Object.assign(new TraineeQuiz(), standing, {
    instructions: richText(instructions),
    attemptsLeft: maxAttempts === null ? null : Math.max(0, maxAttempts - attemptsUsed),
    blockedBy: openAttemptId ? null : whyNotStart(standing),
  });
}

/** The order of questions and choices follows from the seed: the same at every reload, on every device. */
function laidOut({ attemptId, seed, shuffleQuestions, shuffleChoices, questions }: StoredQuestions) {
  const ordered = shuffleQuestions ? shuffled(questions, seed) : questions;
  return {
    attemptId,
    questions: ordered.map((question, index): AttemptQuestion => {
      const { questionVersionId, position, points, type, stem, presentation, mark, answerKey } = question;
      const choices = choicesView(presentation);
      return {
        questionVersionId,
        place: index + 1,
        points,
        type,
        stem: new RichText(stem),
        choices: shuffleChoices ? shuffled(choices, seed + position) : choices,
        unit: presentation.unit ?? null,
        answer: answerOf(question.answer),
        lateAnswer: answerOf(question.lateAnswer),
        mark,
        key: answerKey && keyView(presentation, answerKey),
      };
    }),
  };
}

const answerOf = (answer: StoredAnswer | null): AttemptAnswer | null =>
  answer && { ...answer, savedAt: new Date(answer.savedAt) };
