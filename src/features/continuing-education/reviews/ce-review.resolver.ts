import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { CeCompletionConnection } from '../completions/ce-completion.type.js';
import { ReviewCeCompletionInput } from './ce-review.input.js';
import { ReviewCeCompletionResult } from './ce-review.type.js';
import { CeReviews } from './ce-reviews.service.js';

@Resolver()
export class CeReviewResolver {
  constructor(private readonly reviews: CeReviews) {}

  @Query(() => CeCompletionConnection, {
    description:
      'Completions that wait for your review, the longest waiting first; your own are not among them.',
  })
  @Allow('ce:write')
  ceReviewQueue(@Db() db: TenantDb, @Args() args: PageArgs) {
    return this.reviews.queue(db, args);
  }

  @Mutation(() => ReviewCeCompletionResult, {
    description: 'Decides about a completion that somebody else has handed in.',
  })
  @Allow('ce:write')
  reviewCeCompletion(
    @Db() db: TenantDb,
    @Args('input', { description: 'What you decide.' }) input: ReviewCeCompletionInput,
  ) {
    return this.reviews.review(db, input);
  }
}
