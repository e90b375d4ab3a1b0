import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg, OptionalIdArg } from '../../../platform/graphql/input.js';
import { PublicationProblem } from '../../quizzes/bank/question.refusals.js';
import { SkillCatalog } from './skill-catalog.service.js';
import { SkillDrafts } from './skill-draft.service.js';
import { SkillPublication } from './skill-publication.service.js';
import type { Skill, SkillVersion } from './skill.entity.js';
import { TaskClassEnum } from './skill.enums.js';
import {
  CopySkillVersionInput,
  CreateSkillInput,
  DefinitionsArgs,
  DiscardSkillDraftInput,
  EditSkillDraftInput,
  OF_PARTNER,
  PublishSkillVersionInput,
  RetireSkillVersionInput,
} from './skill.input.js';
import {
  CopySkillVersionResult,
  CreateSkillResult,
  DiscardSkillDraftResult,
  EditSkillDraftResult,
  PublishSkillVersionResult,
  RetireSkillVersionResult,
  SkillConnection,
  SkillStepType,
  SkillType,
  SkillVersionType,
  TaskCode,
} from './skill.type.js';
import { TASK_CLASSES, TASKS, taskClassOf } from './tasks.js';

@Resolver(() => SkillType)
export class SkillResolver {
  constructor(
    private readonly catalog: SkillCatalog,
    private readonly drafts: SkillDrafts,
    private readonly publication: SkillPublication,
  ) {}

  @Query(() => SkillType, { description: 'One skill.' })
  @Allow('training:read')
  skill(
    @Db() db: TenantDb,
    @IdArg('id', 'The skill.') id: string,
    @OptionalIdArg('organizationId', OF_PARTNER) organizationId: string | null,
  ) {
    return this.catalog.skill(db, { orgId: organizationId ?? db.orgId, id });
  }

  @Query(() => SkillConnection, {
    description: 'Skills by code: your own, or what a partner has published.',
  })
  @Allow('training:read')
  skills(@Db() db: TenantDb, @Args() args: DefinitionsArgs) {
    return this.catalog.page(db, args);
  }

  @Query(() => SkillVersionType, { description: 'One version of a skill.' })
  @Allow('training:read')
  skillVersion(
    @Db() db: TenantDb,
    @IdArg('skillVersionId', 'The version.') id: string,
    @OptionalIdArg('organizationId', OF_PARTNER) organizationId: string | null,
  ) {
    return this.catalog.version(db, { orgId: organizationId ?? db.orgId, id });
  }

  @Query(() => [TaskCode], { description: 'The vocabulary of tasks, by class.' })
  @Allow('self')
  taskCodes() {
    return TASK_CLASSES.flatMap((taskClass) =>
      TASKS[taskClass].map((code) => Object.assign(new TaskCode(), { code, taskClass })),
    );
  }

  @ResolveField(() => [SkillVersionType], { description: 'Its versions, newest first.' })
  @AllowAsParent()
  versions(@Db() db: TenantDb, @Parent() skill: Skill) {
    return this.catalog.versions(db, skill);
  }

  @ResolveField(() => SkillVersionType, {
    nullable: true,
    description: 'The newest version, which may be a draft; null after its only draft was thrown away.',
  })
  @AllowAsParent()
  async latestVersion(@Db() db: TenantDb, @Parent() skill: Skill) {
    return (await this.catalog.versions(db, skill))[0] ?? null;
  }

  @ResolveField(() => SkillVersionType, {
    nullable: true,
    description: 'The newest published version: the one in force; null while there is none.',
  })
  @AllowAsParent()
  async versionInForce(@Db() db: TenantDb, @Parent() skill: Skill) {
    return (await this.catalog.versions(db, skill)).find(({ status }) => status === 'PUBLISHED') ?? null;
  }

  @Mutation(() => CreateSkillResult, { description: 'Makes a skill, as a draft.' })
  @Allow('training:write')
  createSkill(@Db() db: TenantDb, @Args('input', { description: 'The new skill.' }) input: CreateSkillInput) {
    return this.drafts.create(db, input);
  }

  @Mutation(() => CopySkillVersionResult, {
    description: 'Begins the next version of a skill with everything of one it has.',
  })
  @Allow('training:write')
  copySkillVersion(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which version.' }) input: CopySkillVersionInput,
  ) {
    return this.drafts.copy(db, input);
  }

  @Mutation(() => EditSkillDraftResult, { description: 'Changes a draft.' })
  @Allow('training:write')
  editSkillDraft(
    @Db() db: TenantDb,
    @Args('input', { description: 'What changes.' }) input: EditSkillDraftInput,
  ) {
    return this.drafts.edit(db, input);
  }

  @Mutation(() => DiscardSkillDraftResult, { description: 'Throws a draft away.' })
  @Allow('training:write')
  discardSkillDraft(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which draft.' }) input: DiscardSkillDraftInput,
  ) {
    return this.drafts.discard(db, input);
  }

  @Mutation(() => PublishSkillVersionResult, { description: 'Publishes a draft: it never changes again.' })
  @Allow('training:write')
  publishSkillVersion(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which draft.' }) input: PublishSkillVersionInput,
  ) {
    return this.publication.publish(db, input);
  }

  @Mutation(() => RetireSkillVersionResult, {
    description: 'Retires a published version: it goes into nothing new; those who train by it go on.',
  })
  @Allow('training:write')
  retireSkillVersion(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which version.' }) input: RetireSkillVersionInput,
  ) {
    return this.publication.retire(db, input);
  }
}

@Resolver(() => SkillVersionType)
export class SkillVersionResolver {
  constructor(
    private readonly catalog: SkillCatalog,
    private readonly publication: SkillPublication,
  ) {}

  @ResolveField(() => SkillType, { description: 'The skill it is a version of.' })
  @AllowAsParent()
  skill(@Db() db: TenantDb, @Parent() version: SkillVersion) {
    return this.catalog.skillOf(db, version.orgId, version.skillId);
  }

  @ResolveField(() => [SkillStepType], { description: 'What an observer looks at, in order.' })
  @AllowAsParent()
  steps(@Db() db: TenantDb, @Parent() version: SkillVersion) {
    return this.catalog.steps(db, version);
  }

  @ResolveField(() => [SkillType], { description: 'Skills to be signed off before, by code.' })
  @AllowAsParent()
  prerequisites(@Db() db: TenantDb, @Parent() version: SkillVersion) {
    return this.catalog.prerequisites(db, version);
  }

  @ResolveField(() => TaskClassEnum, {
    nullable: true,
    description: 'What its task has to do with patients; null for a task the vocabulary does not have.',
  })
  @AllowAsParent()
  taskClass(@Parent() version: SkillVersion) {
    return taskClassOf(version.taskCode);
  }

  @ResolveField(() => [PublicationProblem], {
    nullable: true,
    description: 'What publishing it would complain about now, all at once; null unless it is a draft.',
  })
  @AllowAsParent()
  draftProblems(@Db() db: TenantDb, @Parent() version: SkillVersion) {
    return this.publication.problems(db, version);
  }
}
