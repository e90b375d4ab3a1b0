import { Args, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { QuizPreviewArgs } from './quiz-preview.input.js';
import { QuizPreviews } from './quiz-preview.service.js';
import { QuizPreview } from './quiz-preview.type.js';

@Resolver()
export class QuizPreviewResolver {
  constructor(private readonly previews: QuizPreviews) {}

  @Query(() => QuizPreview, {
    description:
      'A version of a quiz, also a draft, as an attempt at it would be: what is drawn, in which order, with which values. With answers also what they would earn, and the keys. It leaves no trace.',
  })
  @Allow('quiz:read')
  quizPreview(@Db() db: TenantDb, @Args() args: QuizPreviewArgs) {
    return this.previews.preview(db, args);
  }
}
