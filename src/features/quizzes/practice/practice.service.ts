import { Injectable } from '@nestjs/common';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { notFound } from '../../../platform/faults/fault.js';
import { decodeCursor, pageOf, type Page } from '../../../platform/graphql/page.js';
import { arranged } from '../authoring/arrangement.rules.js';
import { answerForm } from '../bank/answer-form.type.js';
import { RichText } from '../bank/rich-text.type.js';
import { stemFor } from '../bank/stem.rules.js';
import type { PracticeCardsArgs } from './practice.input.js';
import {
  cardOf,
  practiceCards,
  practiceCardsCount,
  practiceCounts,
  submittedQuizzes,
  type AskedCard,
  type StoredCard,
  type StoredCounts,
  type SubmittedQuiz,
} from './practice.queries.js';
import { nothingToPractise, seedOf, showsAnswers, variantOf } from './practice.rules.js';
import { Practice, PracticeCard, PracticeSchedule, type PracticeOfQuiz } from './practice.type.js';

/** Shows trainees what they may practise. */
@Injectable()
export class PracticeDeck {
  /** How much there is, in all and by quiz. */
  async overview(db: TenantDb): Promise<Practice> {
    const { shown, now } = await this.quizzes(db);
    const counts = await db.read<StoredCounts>(practiceCounts(db, shown));
    const all = counts.find(({ quizId }) => quizId === null)!;
    return Object.assign(new Practice(), all, {
      quizzes: counts.filter((each): each is StoredCounts & PracticeOfQuiz => each.quizId !== null),
      nothingToDo: nothingToPractise(all, now),
    });
  }

  /** What is due, the longest due first, then what is new; or what was set aside. */
  async page(db: TenantDb, args: PracticeCardsArgs): Promise<Page<PracticeCard>> {
    const after = decodeCursor(args.after, 2);
    const { shown } = await this.quizzes(db);
    const rows = await db.read<AskedCard>(
      practiceCards(db, shown, args, {
        first: args.first,
        after: after && [String(after[0]), String(after[1])],
      }),
    );
    return pageOf(
      rows.map((row) => Object.assign(cardView(row), { key: row.key })),
      args,
      ({ key, schedule }) => [key, schedule.questionId],
      async () => (await db.read<{ count: number }>(practiceCardsCount(db, shown, args)))[0]!.count,
    );
  }

  /** Where the viewer's card of a question stands. Throws NOT_FOUND. */
  async schedule(db: TenantDb, questionId: string): Promise<PracticeSchedule> {
    const [card] = await db.read<StoredCard>(cardOf(db, questionId));
    if (!card) throw notFound();
    return scheduleView(card);
  }

  private async quizzes(db: TenantDb): Promise<{ shown: SubmittedQuiz[]; now: Date }> {
    const rows = await db.read<SubmittedQuiz & { serverNow: Date }>(submittedQuizzes(db));
    const now = rows[0]?.serverNow ?? new Date(0); // nothing submitted: nothing is compared with it
    return { shown: rows.filter((quiz) => showsAnswers(quiz, now)), now };
  }
}

/** A card as it is asked: never with its key. */
function cardView({ questionVersionId, type, stem, presentation, ...card }: AskedCard): PracticeCard {
  return Object.assign(new PracticeCard(), {
    questionVersionId,
    type,
    stem: new RichText(stemFor(stem, presentation, variantOf(presentation, card.questionId, card.round))),
    ...answerForm(arranged(type, presentation, seedOf(card.questionId, card.round), true)),
    schedule: scheduleView(card),
  });
}

export function scheduleView(card: StoredCard): PracticeSchedule {
  const { questionId, round, state, due, reviews, lapses, suspended } = card;
  return Object.assign(new PracticeSchedule(), { questionId, round, state, due, reviews, lapses, suspended });
}
