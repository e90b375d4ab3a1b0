import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../../../platform/access/allow.js';
import { Db } from '../../../../platform/access/request-context.js';
import type { TenantDb } from '../../../../platform/database/tenant-db.js';
import { IdArg } from '../../../../platform/graphql/input.js';
import { ChecklistCatalog } from '../checklist-catalog.service.js';
import { ChecklistVersionType } from '../checklist.type.js';
import { ChecklistTransfer } from './checklist-transfer.service.js';
import { ChecklistImport, ImportChecklistInput } from './checklist-transfer.type.js';

@Resolver(() => ChecklistImport)
export class ChecklistTransferResolver {
  constructor(
    private readonly transfer: ChecklistTransfer,
    private readonly catalog: ChecklistCatalog,
  ) {}

  @Mutation(() => ChecklistImport, {
    description:
      'Brings a checklist with its skills in, all of it or nothing: skills that say what they said before keep their versions, others get the next.',
  })
  @Allow('training:write')
  importChecklist(
    @Db() db: TenantDb,
    @Args('input', { description: 'The document.' }) input: ImportChecklistInput,
  ) {
    return this.transfer.import(db, input);
  }

  @Query(() => String, {
    description: 'A version of a checklist as a document that `importChecklist` reads.',
  })
  @Allow('training:read')
  exportChecklistVersion(
    @Db() db: TenantDb,
    @IdArg('checklistVersionId', 'The version.') checklistVersionId: string,
  ) {
    return this.transfer.export(db, checklistVersionId);
  }

  @ResolveField(() => ChecklistVersionType, {
    nullable: true,
    description: 'That version; null when nothing was imported.',
  })
  @AllowAsParent()
  version(@Db() db: TenantDb, @Parent() { checklistVersionId }: ChecklistImport) {
    return checklistVersionId && this.catalog.versionOf(db, db.orgId, checklistVersionId);
  }
}
