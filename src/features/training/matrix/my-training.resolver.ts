import { Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { SkillCatalog } from '../skills/skill-catalog.service.js';
import { SkillVersionType } from '../skills/skill.type.js';
import { MyTrainings } from './my-training.service.js';
import { MySkill, MyTraining } from './my-training.type.js';

@Resolver(() => MySkill)
export class MyTrainingResolver {
  constructor(
    private readonly trainings: MyTrainings,
    private readonly catalog: SkillCatalog,
  ) {}

  @Query(() => MyTraining, {
    description:
      'Your training on the job: for each assignment every skill, how far you are, what is missing and what is next.',
  })
  @Allow('self')
  myTraining(@Db() db: TenantDb) {
    return this.trainings.of(db);
  }

  @ResolveField(() => SkillVersionType, { description: 'What the skill asks for, step by step.' })
  @AllowAsParent()
  skillVersion(@Db() db: TenantDb, @Parent() { skillOrgId, skillVersionId }: MySkill) {
    return this.catalog.versionOf(db, skillOrgId, skillVersionId);
  }
}
