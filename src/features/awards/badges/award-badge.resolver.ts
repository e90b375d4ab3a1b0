import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AllowAsParent } from '../../../platform/access/allow.js';
import type { Award } from '../awarding/award.entity.js';
import { AwardType } from '../awarding/award.type.js';
import { Badges } from './badges.service.js';

@Resolver(() => AwardType)
export class AwardBadgeResolver {
  constructor(private readonly badges: Badges) {}

  @ResolveField(() => String, {
    description:
      'Where its badge is: an Open Badges 3.0 credential for wallets and profiles. Whoever has the address has the badge.',
  })
  @AllowAsParent()
  badgeUrl(@Parent() award: Award) {
    return this.badges.urlOf(award.number);
  }
}
