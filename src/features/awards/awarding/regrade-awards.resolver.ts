import { Args, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AllowAsParent } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import type { PreviewWithChanges } from '../../quizzes/grading/regrade.service.js';
import { RegradePreview } from '../../quizzes/grading/regrade.type.js';
import { AwardReading } from './award-reading.service.js';
import { AwardConnection } from './award.type.js';

/** What quizzes cannot know: which awards rest on the scores that a decision changes. */
@Resolver(() => RegradePreview)
export class RegradeAwardsResolver {
  constructor(private readonly reading: AwardReading) {}

  @ResolveField(() => AwardConnection, {
    description:
      'Awards of those whose score it changes, the latest first. They stay as they are: whether one is revoked, a person decides.',
  })
  @AllowAsParent()
  awards(@Db() db: TenantDb, @Parent() { changes }: PreviewWithChanges, @Args() args: PageArgs) {
    const attemptIds = changes.map(({ attemptId }) => attemptId);
    return this.reading.page(db, { ...args, attemptIds, current: true });
  }
}
