import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg, OptionalIdArg } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import { SignOffReading } from './sign-off-reading.service.js';
import { SignOffInput, SignOffPreviewInput } from './sign-off.input.js';
import { SignOffService } from './sign-off.service.js';
import {
  SignOffConnection,
  SignOffPreview,
  SignOffResult,
  SignOff,
  SkillStandingType,
} from './sign-off.type.js';
import { SkillStandings } from './skill-standing.service.js';

@Resolver(() => SignOff)
export class SignOffResolver {
  constructor(
    private readonly service: SignOffService,
    private readonly reading: SignOffReading,
    private readonly standings: SkillStandings,
  ) {}

  @Query(() => SignOff, { description: 'One sign-off: what was signed, by whom, and what became of it.' })
  @Allow('self')
  signOff(@Db() db: TenantDb, @IdArg('id', 'The sign-off.') id: string) {
    return this.reading.byId(db, id);
  }

  @Query(() => SignOffConnection, {
    description:
      'Sign-offs, newest first: your own, or those of trainees you may see. Narrowed by what is given.',
  })
  @Allow('self')
  signOffs(
    @Db() db: TenantDb,
    @OptionalIdArg('personId', 'Of this trainee, of your organization.') personId: string | null,
    @OptionalIdArg('assignmentId', 'Of this assignment, also of somebody placed at your organization.')
    assignmentId: string | null,
    @OptionalIdArg('skillId', 'Of this skill.') skillId: string | null,
    @Args() page: PageArgs,
  ) {
    return this.reading.page(db, { personId, assignmentId, skillId }, page);
  }

  @Query(() => SignOffPreview, {
    description:
      'Exactly what would be signed, and what stands in the way. Its hash is what a signing ticket is asked for with.',
  })
  @Allow('sign-off:write')
  signOffPreview(
    @Db() db: TenantDb,
    @Args('input', { description: 'What you are about to sign.' }) input: SignOffPreviewInput,
  ) {
    return this.service.preview(db, input);
  }

  @Mutation(() => SignOffResult, {
    name: 'signOff',
    description:
      'Signs what a preview has shown: all of it, or nothing. Anything that changed since makes the ticket fail.',
  })
  @Allow('sign-off:write')
  sign(
    @Db() db: TenantDb,
    @Args('input', { description: 'What is signed, and the ticket.' }) input: SignOffInput,
  ) {
    return this.service.sign(db, input);
  }

  @ResolveField(() => SkillStandingType, {
    description:
      "The trainee's standing in this skill on a day, as it was known at a time; now when left out.",
  })
  @AllowAsParent()
  standing(
    @Parent() signOff: SignOff,
    @Db() db: TenantDb,
    @Args('on', { type: () => PlainDate, nullable: true, description: 'The day, in the zone of the site.' })
    on: string | null,
    @Args('knownAt', { type: () => DateTime, nullable: true, description: 'As it was known at this time.' })
    knownAt: Date | null,
  ) {
    return this.standings.of(db.hostedIn(signOff.orgId), signOff, on ?? signOff.today, knownAt ?? null);
  }
}
