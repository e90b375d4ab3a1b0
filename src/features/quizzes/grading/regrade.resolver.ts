import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { PersonService } from '../../people/person.service.js';
import { PersonType } from '../../people/person.type.js';
import type { QuizAttempt } from '../attempts/quiz-attempt.entity.js';
import { QuizAttemptType } from '../attempts/quiz-attempt.type.js';
import type { QuizRegrade } from './quiz-regrade.entity.js';
import { QuizRegradesArgs, RegradeDecisionInput, RegradeQuestionInput } from './regrade.input.js';
import { changesPage, type PreviewWithChanges, Regrades } from './regrade.service.js';
import {
  QuizRegradeConnection,
  QuizRegradeType,
  QuizScoreType,
  RegradeChangeConnection,
  RegradePreview,
  RegradePreviewResult,
  RegradeQuestionResult,
} from './regrade.type.js';

@Resolver(() => RegradePreview)
export class RegradeResolver {
  constructor(private readonly regrades: Regrades) {}

  @Query(() => RegradePreviewResult, {
    description: 'Who a decision about a question would change, by how much, and who crosses the pass mark.',
  })
  @Allow('quiz:grade')
  regradePreview(
    @Db() db: TenantDb,
    @Args('decision', { description: 'What would be decided.' }) decision: RegradeDecisionInput,
  ) {
    return this.regrades.preview(db, decision);
  }

  @ResolveField(() => RegradeChangeConnection, { description: 'The attempts it changes, by id.' })
  @AllowAsParent()
  changes(@Parent() { changes }: PreviewWithChanges, @Args() args: PageArgs) {
    return changesPage(changes, args);
  }

  @Mutation(() => RegradeQuestionResult, {
    description:
      'Applies a decision that was previewed: as further entries with a reason, to all attempts submitted and to come.',
  })
  @Allow('quiz:grade')
  regradeQuestion(
    @Db() db: TenantDb,
    @Args('input', { description: 'The decision, and why.' }) input: RegradeQuestionInput,
  ) {
    return this.regrades.apply(db, input);
  }
}

@Resolver(() => QuizRegradeType)
export class QuizRegradeResolver {
  constructor(
    private readonly regrades: Regrades,
    private readonly persons: PersonService,
  ) {}

  @Query(() => QuizRegradeConnection, {
    description: 'Decisions about questions of a quiz, newest first.',
  })
  @Allow('quiz:grade')
  quizRegrades(@Db() db: TenantDb, @Args() args: QuizRegradesArgs) {
    return this.regrades.page(db, args);
  }

  @ResolveField(() => PersonType, { nullable: true, description: 'Who decided.' })
  @AllowAsParent()
  madeBy(@Db() db: TenantDb, @Parent() { madeBy }: QuizRegrade) {
    return this.persons.byId(db, madeBy);
  }
}

@Resolver(() => QuizAttemptType)
export class QuizScoresResolver {
  constructor(private readonly regrades: Regrades) {}

  @ResolveField(() => [QuizScoreType], {
    description: 'What the attempt was worth from its submission on, oldest first; the last one stands.',
  })
  @AllowAsParent()
  scores(@Db() db: TenantDb, @Parent() { id }: QuizAttempt) {
    return this.regrades.history(db, id);
  }
}

@Resolver(() => QuizScoreType)
export class QuizScoreResolver {
  constructor(private readonly persons: PersonService) {}

  @ResolveField(() => PersonType, {
    nullable: true,
    description: 'Who entered it; for staff alone, null for others and for the system.',
  })
  @AllowAsParent()
  enteredBy(@Db() db: TenantDb, @Parent() { enteredBy }: { enteredBy: string | null }) {
    return enteredBy && this.persons.byId(db, enteredBy);
  }
}
