import { Module } from '@nestjs/common';
import { PeopleModule } from '../people/people.module.js';
import { MemberAdditionService } from './member-addition.service.js';
import { MembershipChangeService } from './membership-change.service.js';
import { MembershipResolver } from './membership.resolver.js';
import { MembershipService } from './membership.service.js';
import { OrganizationResolver } from './organization.resolver.js';
import { OrganizationService } from './organization.service.js';
import { SiteResolver } from './site.resolver.js';
import { SiteService } from './site.service.js';

@Module({
  imports: [PeopleModule],
  providers: [
    OrganizationService,
    OrganizationResolver,
    SiteService,
    SiteResolver,
    MembershipService,
    MemberAdditionService,
    MembershipChangeService,
    MembershipResolver,
  ],
  exports: [OrganizationService, SiteService, MembershipService],
})
export class OrganizationsModule {}
