import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import {
  PracticeCardsArgs,
  ResumePracticeCardInput,
  ReviewPracticeCardInput,
  SuspendPracticeCardInput,
  UndoPracticeReviewInput,
} from './practice.input.js';
import { PracticeDeck } from './practice.service.js';
import { PracticeReviewService } from './practice-review.service.js';
import {
  Practice,
  PracticeCardConnection,
  ResumePracticeCardResult,
  ReviewPracticeCardResult,
  SuspendPracticeCardResult,
  UndoPracticeReviewResult,
} from './practice.type.js';

@Resolver()
export class PracticeResolver {
  constructor(
    private readonly deck: PracticeDeck,
    private readonly reviews: PracticeReviewService,
  ) {}

  @Query(() => Practice, { description: 'What the trainee who asks can practise, and when the next is due.' })
  @Allow('self')
  myPractice(@Db() db: TenantDb) {
    return this.deck.overview(db);
  }

  @Query(() => PracticeCardConnection, {
    description: 'The cards to be practised now: what is due, the longest due first, then what is new.',
  })
  @Allow('self')
  practiceCards(@Db() db: TenantDb, @Args() args: PracticeCardsArgs) {
    return this.deck.page(db, args);
  }

  @Mutation(() => ReviewPracticeCardResult, {
    description:
      'Marks an answer to a practice card, shows what is right, and says when the question comes back. It never counts as an attempt.',
  })
  @Allow('self')
  reviewPracticeCard(
    @Db() db: TenantDb,
    @Args('input', { description: 'The answer.' }) input: ReviewPracticeCardInput,
  ) {
    return this.reviews.review(db, input);
  }

  @Mutation(() => UndoPracticeReviewResult, {
    description: 'Takes back the last review of a question: it comes back when it would have before.',
  })
  @Allow('self')
  undoPracticeReview(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which question.' }) input: UndoPracticeReviewInput,
  ) {
    return this.reviews.undo(db, input);
  }

  @Mutation(() => SuspendPracticeCardResult, {
    description: 'Sets a question aside: practice asks it no more.',
  })
  @Allow('self')
  suspendPracticeCard(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which question.' }) input: SuspendPracticeCardInput,
  ) {
    return this.reviews.suspend(db, input);
  }

  @Mutation(() => ResumePracticeCardResult, {
    description: 'Takes a question back that was set aside: it goes on where it stood.',
  })
  @Allow('self')
  resumePracticeCard(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which question.' }) input: ResumePracticeCardInput,
  ) {
    return this.reviews.resume(db, input);
  }
}
