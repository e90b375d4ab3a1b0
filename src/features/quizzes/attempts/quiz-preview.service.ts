import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import sql from 'sql-template-tag';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { badInput, notFound } from '../../../platform/faults/fault.js';
import { NO_ALLOWANCES } from '../accommodations/quiz-allowance.rules.js';
import { drawnQuestions, type DrawnQuestion, type QuizSlots } from '../authoring/draw.rules.js';
import { QuizCatalog } from '../authoring/quiz-catalog.service.js';
import type { QuizVersion } from '../authoring/quiz.entity.js';
import { draftSlotsOf, slotsOf } from '../authoring/slots.queries.js';
import type { QuizResponse } from '../bank/question-content.js';
import { misfit } from '../bank/question.rules.js';
import { awaitsGrader, markOf, totalOf } from '../grading/grading.rules.js';
import { laidOut } from './attempt-layout.js';
import type { QuizPreviewArgs } from './quiz-preview.input.js';
import { previewedQuestions, type PreviewedQuestion } from './quiz-preview.queries.js';
import { PreviewScore, QuizPreview } from './quiz-preview.type.js';
import type { StoredMark, StoredQuestion } from './quiz-review.queries.js';

/** A question of the preview, and what it was answered. */
type Previewed = DrawnQuestion & PreviewedQuestion & { readonly response: QuizResponse | null };

/**
 * Shows authors what an attempt would be and what answers would earn, by the rules that attempts follow. It reads
 * and computes: nothing is stored, so it is in no list and in no statistics.
 */
@Injectable()
export class QuizPreviews {
  constructor(private readonly catalog: QuizCatalog) {}

  /**
   * Throws NOT_FOUND for a version that is not there and for answers to questions that this seed does not draw,
   * BAD_USER_INPUT for answers that do not fit their question.
   */
  async preview(
    db: TenantDb,
    { quizVersionId, seed: given, answers }: QuizPreviewArgs,
  ): Promise<QuizPreview> {
    const seed = given ?? randomInt(2 ** 31);
    const version = await this.catalog.version(db, quizVersionId);
    const { slots, now } = await draftOrPinned(db, version);
    const drawn = drawnQuestions(slots, seed);
    const responses = new Map(answers?.map((answer) => [answer.questionVersionId, answer.response ?? null]));
    const questions = await previewed(db, drawn, responses);
    refuseMisfits(questions, [...responses.keys()]);
    const marked = questions.map((question) => ({ ...question, mark: answers ? markFor(question) : null }));
    return Object.assign(new QuizPreview(), {
      quizVersionId,
      seed,
      questions: laidOut({
        ...version,
        attemptId: quizVersionId,
        seed,
        own: !answers,
        status: answers ? 'SUBMITTED' : 'IN_PROGRESS',
        allowances: NO_ALLOWANCES,
        serverNow: now,
        sections: await this.catalog.sectionsOf(db, quizVersionId),
        questions: marked.map((question) => stored(question, now)),
      }),
      score: answers ? scoreOf(marked, version) : null,
    });
  }
}

async function draftOrPinned(
  db: TenantDb,
  { id, status }: QuizVersion,
): Promise<{ slots: QuizSlots; now: Date }> {
  const [[made], [clock]] = await db.readAll<[{ slots: QuizSlots }, { now: Date }]>([
    status === 'DRAFT' ? draftSlotsOf(db, id) : slotsOf(db, id, null),
    sql`SELECT app_now() AS now`,
  ]);
  return { ...made!, ...clock! };
}

async function previewed(
  db: TenantDb,
  drawn: readonly DrawnQuestion[],
  responses: ReadonlyMap<string, QuizResponse | null>,
): Promise<Previewed[]> {
  const ids = drawn.map(({ questionVersionId }) => questionVersionId);
  const found = await db.read<PreviewedQuestion>(previewedQuestions(db, ids));
  const byId = new Map(found.map((question) => [question.id, question]));
  return drawn.map((question) => {
    const { questionVersionId: id } = question;
    return { ...question, ...byId.get(id)!, response: responses.get(id) ?? null };
  });
}

function refuseMisfits(questions: readonly Previewed[], answered: readonly string[]): void {
  const ids = new Set(questions.map(({ id }) => id));
  if (answered.some((id) => !ids.has(id))) throw notFound();
  for (const { type, presentation, response } of questions) {
    const wrong = response && misfit(type, presentation, response);
    if (wrong) throw badInput('answers', wrong);
  }
}

/** Null while an own open attempt holds the question. */
function markFor({ answerKey, ...question }: Previewed): StoredMark | null {
  if (!answerKey) return null;
  const { earned, possible } = markOf({ ...question, answerKey });
  const waits = awaitsGrader(question);
  return { earned: waits ? null : earned, possible, kind: 'AUTOMATIC', comment: null, rubricLevels: null };
}

/** As an attempt would hold it. */
function stored(question: Previewed & Pick<StoredQuestion, 'mark'>, savedAt: Date): StoredQuestion {
  const { response, asked } = question;
  return {
    ...question,
    answer: response && { response, revision: 1, savedAt: savedAt.toISOString() },
    lateAnswer: null,
    finished: false,
    askedElsewhere: asked,
  };
}

function scoreOf(
  questions: readonly Pick<StoredQuestion, 'mark'>[],
  { passMarkPercent }: QuizVersion,
): PreviewScore | null {
  const marks = questions.flatMap(({ mark }) =>
    mark && mark.earned !== null ? [{ earned: mark.earned, possible: mark.possible }] : [],
  );
  const complete = marks.length > 0 && marks.length === questions.length;
  return complete ? Object.assign(new PreviewScore(), totalOf(marks, passMarkPercent)) : null;
}
