import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../platform/access/allow.js';
import { Db } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { IdArg } from '../../platform/graphql/input.js';
import { CourseType } from './course.type.js';
import { DraftDiscardService } from './draft-discard.service.js';
import { DraftService } from './draft.service.js';
import type { Program, ProgramVersion } from './program.entity.js';
import {
  CopyProgramVersionInput,
  CreateProgramInput,
  CreateProgramVersionInput,
  DiscardProgramVersionInput,
  ProgramsArgs,
  PublishProgramVersionInput,
  RetireProgramVersionInput,
} from './program.input.js';
import {
  CopyProgramVersionResult,
  CreateProgramResult,
  CreateProgramVersionResult,
  DiscardProgramVersionResult,
  PublishProgramVersionResult,
  RetireProgramVersionResult,
} from './program.results.js';
import { ProgramService } from './program.service.js';
import { ProgramConnection, ProgramType, ProgramVersionType } from './program.type.js';
import { PublicationService } from './publication.service.js';
import { VersionTree } from './version-tree.service.js';

@Resolver(() => ProgramType)
export class ProgramResolver {
  constructor(
    private readonly service: ProgramService,
    private readonly tree: VersionTree,
  ) {}

  @Query(() => ProgramType, { description: 'One program of the organization.' })
  @Allow('program:read')
  program(@Db() db: TenantDb, @IdArg('id', 'The program.') id: string) {
    return this.service.byId(db, id);
  }

  @Query(() => ProgramConnection, { description: 'The programs of the organization, by code.' })
  @Allow('program:read')
  programs(@Db() db: TenantDb, @Args() args: ProgramsArgs) {
    return this.service.page(db, args);
  }

  @Mutation(() => CreateProgramResult, { description: 'Adds a program, without versions.' })
  @Allow('program:write')
  createProgram(
    @Db() db: TenantDb,
    @Args('input', { description: 'The new program.' }) input: CreateProgramInput,
  ) {
    return this.service.create(db, input);
  }

  @ResolveField(() => [ProgramVersionType], {
    description:
      'Its versions, newest first: for staff all, for a trainee those they are or were enrolled in.',
  })
  @AllowAsParent()
  versions(@Db() db: TenantDb, @Parent() program: Program) {
    return this.tree.versions.load(db, program.id);
  }
}

@Resolver(() => ProgramVersionType)
export class ProgramVersionResolver {
  constructor(
    private readonly service: ProgramService,
    private readonly drafts: DraftService,
    private readonly discards: DraftDiscardService,
    private readonly publication: PublicationService,
    private readonly tree: VersionTree,
  ) {}

  @Query(() => ProgramVersionType, {
    description: 'One version: for staff any, for a trainee one they are or were enrolled in.',
  })
  @Allow('self')
  programVersion(@Db() db: TenantDb, @IdArg('id', 'The version.') id: string) {
    return this.service.version(db, id);
  }

  @Mutation(() => CreateProgramVersionResult, { description: 'Adds an empty draft to a program.' })
  @Allow('program:write')
  createProgramVersion(
    @Db() db: TenantDb,
    @Args('input', { description: 'The new draft.' }) input: CreateProgramVersionInput,
  ) {
    return this.drafts.create(db, input);
  }

  @Mutation(() => CopyProgramVersionResult, {
    description: 'Makes the next draft with everything of a version.',
  })
  @Allow('program:write')
  copyProgramVersion(
    @Db() db: TenantDb,
    @Args('input', { description: 'What to copy.' }) input: CopyProgramVersionInput,
  ) {
    return this.drafts.copy(db, input);
  }

  @Mutation(() => DiscardProgramVersionResult, {
    description: 'Discards a draft with all that is in it, for good, and frees its label. The program stays.',
  })
  @Allow('program:write')
  discardProgramVersion(
    @Db() db: TenantDb,
    @Args('input', { description: 'The draft.' }) input: DiscardProgramVersionInput,
  ) {
    return this.discards.discard(db, input);
  }

  @Mutation(() => PublishProgramVersionResult, {
    description: 'Publishes a draft, for good: it never changes again and is open to enrollments.',
  })
  @Allow('program:publish')
  publishProgramVersion(
    @Db() db: TenantDb,
    @Args('input', { description: 'The draft.' }) input: PublishProgramVersionInput,
  ) {
    return this.publication.publish(db, input);
  }

  @Mutation(() => RetireProgramVersionResult, {
    description: 'Closes a published version to new enrollments.',
  })
  @Allow('program:publish')
  retireProgramVersion(
    @Db() db: TenantDb,
    @Args('input', { description: 'The version.' }) input: RetireProgramVersionInput,
  ) {
    return this.publication.retire(db, input);
  }

  @ResolveField(() => ProgramType, { description: 'The program it is a version of.' })
  @AllowAsParent()
  program(@Db() db: TenantDb, @Parent() version: ProgramVersion) {
    return this.tree.program.load(db, version.programId);
  }

  @ResolveField(() => [CourseType], { description: 'Its courses, in order.' })
  @AllowAsParent()
  courses(@Db() db: TenantDb, @Parent() version: ProgramVersion) {
    return this.tree.courses.load(db, version.id);
  }
}
