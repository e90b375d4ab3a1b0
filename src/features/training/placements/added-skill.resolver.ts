import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg } from '../../../platform/graphql/input.js';
import { SkillCatalog } from '../skills/skill-catalog.service.js';
import { SkillVersionType } from '../skills/skill.type.js';
import type { AddedSkill } from './added-skill.js';
import { AddSkillToAssignmentInput, RemoveSkillFromAssignmentInput } from './added-skill.input.js';
import { AddedSkills } from './added-skill.service.js';
import {
  AddedSkillType,
  AddSkillToAssignmentResult,
  RemoveSkillFromAssignmentResult,
} from './added-skill.type.js';

@Resolver(() => AddedSkillType)
export class AddedSkillResolver {
  constructor(
    private readonly added: AddedSkills,
    private readonly catalog: SkillCatalog,
  ) {}

  @Query(() => [AddedSkillType], {
    description:
      'Skills that the site asks for in an assignment besides the checklist, by code. Empty: the checklist is all.',
  })
  @Allow('self')
  addedSkills(@Db() db: TenantDb, @IdArg('assignmentId', 'The assignment.') assignmentId: string) {
    return this.added.of(db, assignmentId);
  }

  @Mutation(() => AddSkillToAssignmentResult, {
    description:
      'Asks for a skill of the site’s own catalogue in an assignment there; the checklist stays as its owner made it.',
  })
  @Allow('assignment:write')
  addSkillToAssignment(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which skill in which assignment.' }) input: AddSkillToAssignmentInput,
  ) {
    return this.added.add(db, input);
  }

  @Mutation(() => RemoveSkillFromAssignmentResult, {
    description: 'Asks for an added skill no longer; what was observed and signed of it stays on record.',
  })
  @Allow('assignment:write')
  removeSkillFromAssignment(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which skill of which assignment.' }) input: RemoveSkillFromAssignmentInput,
  ) {
    return this.added.remove(db, input);
  }

  @ResolveField(() => SkillVersionType, { description: 'The skill, in the version that is asked for.' })
  @AllowAsParent()
  skillVersion(@Db() db: TenantDb, @Parent() { skillOrgId, skillVersionId }: AddedSkill) {
    return this.catalog.versionOf(db, skillOrgId, skillVersionId);
  }
}
