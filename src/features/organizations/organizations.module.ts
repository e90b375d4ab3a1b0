import { Module } from '@nestjs/common';
import { PeopleModule } from '../people/people.module.js';
import { MeResolver } from './me.resolver.js';
import { SessionLeftovers } from './session-leftovers.js';
import { SessionOpener } from './session-opener.js';
import { SessionRefreshService } from './session-refresh.service.js';
import { SessionResolver } from './session.resolver.js';
import { SessionService } from './session.service.js';
import { SignInService } from './sign-in.service.js';
import { ImpersonationResolver } from './impersonation.resolver.js';
import { ImpersonationService } from './impersonation.service.js';
import { InvitationAcceptanceService } from './invitation-acceptance.service.js';
import { InvitationPost } from './invitation-post.js';
import { InvitationResolver } from './invitation.resolver.js';
import { InvitationService } from './invitation.service.js';
import { MemberJoin } from './member-join.service.js';
import { PersonJoins } from './person-joins.js';
import { MemberImportService } from './member-import.service.js';
import { MemberAdditionService } from './member-addition.service.js';
import { MemberNameService } from './member-name.service.js';
import { MembershipChangeService } from './membership-change.service.js';
import { MembershipResolver } from './membership.resolver.js';
import { MembershipService } from './membership.service.js';
import { OrganizationResolver } from './organization.resolver.js';
import { OrganizationService } from './organization.service.js';
import { ServiceAccountResolver } from './service-account.resolver.js';
import { ServiceAccountService } from './service-account.service.js';
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
    MemberNameService,
    MembershipChangeService,
    MembershipResolver,
    MeResolver,
    SessionLeftovers,
    SessionOpener,
    SessionRefreshService,
    SessionResolver,
    SessionService,
    SignInService,
    ImpersonationService,
    ImpersonationResolver,
    InvitationService,
    InvitationAcceptanceService,
    InvitationResolver,
    InvitationPost,
    MemberJoin,
    PersonJoins,
    MemberImportService,
    ServiceAccountService,
    ServiceAccountResolver,
  ],
  exports: [OrganizationService, SiteService, MembershipService, InvitationPost, PersonJoins, SessionOpener],
})
export class OrganizationsModule {}
