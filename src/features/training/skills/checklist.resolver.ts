import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg, OptionalIdArg } from '../../../platform/graphql/input.js';
import { CourseRequirementType } from '../../programs/course.type.js';
import type { CourseRequirement } from '../../programs/module.entity.js';
import { PublicationProblem } from '../../quizzes/bank/question.refusals.js';
import { ChecklistCatalog } from './checklist-catalog.service.js';
import { ChecklistDrafts } from './checklist-draft.service.js';
import type { Checklist, ChecklistSkill, ChecklistVersion } from './checklist.entity.js';
import {
  CopyChecklistVersionInput,
  CreateChecklistInput,
  DiscardChecklistDraftInput,
  EditChecklistDraftInput,
  PublishChecklistVersionInput,
  RetireChecklistVersionInput,
} from './checklist.input.js';
import { ChecklistPublication } from './checklist-publication.service.js';
import {
  ChecklistConnection,
  ChecklistSkillType,
  ChecklistType,
  ChecklistVersionType,
  CopyChecklistVersionResult,
  CreateChecklistResult,
  DiscardChecklistDraftResult,
  EditChecklistDraftResult,
  PublishChecklistVersionResult,
  RetireChecklistVersionResult,
} from './checklist.type.js';
import { SkillCatalog } from './skill-catalog.service.js';
import { DefinitionsArgs, OF_PARTNER } from './skill.input.js';
import { SkillVersionType } from './skill.type.js';

@Resolver(() => ChecklistType)
export class ChecklistResolver {
  constructor(
    private readonly catalog: ChecklistCatalog,
    private readonly drafts: ChecklistDrafts,
    private readonly publication: ChecklistPublication,
  ) {}

  @Query(() => ChecklistType, { description: 'One checklist.' })
  @Allow('training:read')
  checklist(
    @Db() db: TenantDb,
    @IdArg('id', 'The checklist.') id: string,
    @OptionalIdArg('organizationId', OF_PARTNER) organizationId: string | null,
  ) {
    return this.catalog.checklist(db, { orgId: organizationId ?? db.orgId, id });
  }

  @Query(() => ChecklistConnection, {
    description: 'Checklists by code: your own, or what a partner has published.',
  })
  @Allow('training:read')
  checklists(@Db() db: TenantDb, @Args() args: DefinitionsArgs) {
    return this.catalog.page(db, args);
  }

  @Query(() => ChecklistVersionType, { description: 'One version of a checklist.' })
  @Allow('training:read')
  checklistVersion(
    @Db() db: TenantDb,
    @IdArg('checklistVersionId', 'The version.') id: string,
    @OptionalIdArg('organizationId', OF_PARTNER) organizationId: string | null,
  ) {
    return this.catalog.version(db, { orgId: organizationId ?? db.orgId, id });
  }

  @ResolveField(() => [ChecklistVersionType], { description: 'Its versions, newest first.' })
  @AllowAsParent()
  versions(@Db() db: TenantDb, @Parent() checklist: Checklist) {
    return this.catalog.versions(db, checklist);
  }

  @ResolveField(() => ChecklistVersionType, {
    nullable: true,
    description: 'The newest version, which may be a draft; null after its only draft was thrown away.',
  })
  @AllowAsParent()
  async latestVersion(@Db() db: TenantDb, @Parent() checklist: Checklist) {
    return (await this.catalog.versions(db, checklist))[0] ?? null;
  }

  @ResolveField(() => ChecklistVersionType, {
    nullable: true,
    description: 'The newest published version: the one in force; null while there is none.',
  })
  @AllowAsParent()
  async versionInForce(@Db() db: TenantDb, @Parent() checklist: Checklist) {
    return (await this.catalog.versions(db, checklist)).find(({ status }) => status === 'PUBLISHED') ?? null;
  }

  @Mutation(() => CreateChecklistResult, { description: 'Makes a checklist, as a draft.' })
  @Allow('training:write')
  createChecklist(
    @Db() db: TenantDb,
    @Args('input', { description: 'The new checklist.' }) input: CreateChecklistInput,
  ) {
    return this.drafts.create(db, input);
  }

  @Mutation(() => CopyChecklistVersionResult, {
    description: 'Begins the next version of a checklist with everything of one it has.',
  })
  @Allow('training:write')
  copyChecklistVersion(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which version.' }) input: CopyChecklistVersionInput,
  ) {
    return this.drafts.copy(db, input);
  }

  @Mutation(() => EditChecklistDraftResult, { description: 'Changes a draft.' })
  @Allow('training:write')
  editChecklistDraft(
    @Db() db: TenantDb,
    @Args('input', { description: 'What changes.' }) input: EditChecklistDraftInput,
  ) {
    return this.drafts.edit(db, input);
  }

  @Mutation(() => DiscardChecklistDraftResult, { description: 'Throws a draft away.' })
  @Allow('training:write')
  discardChecklistDraft(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which draft.' }) input: DiscardChecklistDraftInput,
  ) {
    return this.drafts.discard(db, input);
  }

  @Mutation(() => PublishChecklistVersionResult, {
    description:
      'Publishes a draft: it never changes again, and stands behind the courses that ask for a checklist of its code.',
  })
  @Allow('training:write')
  publishChecklistVersion(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which draft.' }) input: PublishChecklistVersionInput,
  ) {
    return this.publication.publish(db, input);
  }

  @Mutation(() => RetireChecklistVersionResult, {
    description: 'Retires a published version: nobody new trains by it; those who do go on.',
  })
  @Allow('training:write')
  retireChecklistVersion(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which version.' }) input: RetireChecklistVersionInput,
  ) {
    return this.publication.retire(db, input);
  }
}

@Resolver(() => ChecklistVersionType)
export class ChecklistVersionResolver {
  constructor(
    private readonly catalog: ChecklistCatalog,
    private readonly publication: ChecklistPublication,
  ) {}

  @ResolveField(() => ChecklistType, { description: 'The checklist it is a version of.' })
  @AllowAsParent()
  checklist(@Db() db: TenantDb, @Parent() version: ChecklistVersion) {
    return this.catalog.checklistOf(db, version.orgId, version.checklistId);
  }

  @ResolveField(() => [ChecklistSkillType], { description: 'Its skills, in order.' })
  @AllowAsParent()
  skills(@Db() db: TenantDb, @Parent() version: ChecklistVersion) {
    return this.catalog.skills(db, version);
  }

  @ResolveField(() => [PublicationProblem], {
    nullable: true,
    description: 'What publishing it would complain about now, all at once; null unless it is a draft.',
  })
  @AllowAsParent()
  draftProblems(@Db() db: TenantDb, @Parent() version: ChecklistVersion) {
    return this.publication.problems(db, version);
  }
}

@Resolver(() => ChecklistSkillType)
export class ChecklistSkillResolver {
  constructor(private readonly skills: SkillCatalog) {}

  @ResolveField(() => SkillVersionType, { description: 'The skill in the version it stands there with.' })
  @AllowAsParent()
  version(@Db() db: TenantDb, @Parent() entry: ChecklistSkill) {
    return this.skills.versionOf(db, entry.orgId, entry.skillVersionId);
  }
}

@Resolver(() => CourseRequirementType)
export class RequirementChecklistResolver {
  constructor(private readonly catalog: ChecklistCatalog) {}

  @ResolveField(() => ChecklistVersionType, {
    nullable: true,
    description: 'The version of the checklist that stands behind it; null while there is none.',
  })
  @AllowAsParent()
  checklistVersion(@Db() db: TenantDb, @Parent() requirement: CourseRequirement) {
    return this.catalog.behind(db, requirement);
  }
}
