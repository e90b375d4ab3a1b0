import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../platform/access/allow.js';
import { Db } from '../../platform/access/request-context.js';
import type { TenantDb } from '../../platform/database/tenant-db.js';
import { IdArg } from '../../platform/graphql/input.js';
import type { DocumentFormat } from './document/source.js';
import { DocumentFormatEnum } from './program.enums.js';
import { ImportProgramInput } from './program.input.js';
import { ProgramTransferService } from './program-transfer.service.js';
import { ProgramImport } from './program-transfer.type.js';
import { ProgramType, ProgramVersionType } from './program.type.js';
import { VersionTree } from './version-tree.service.js';

@Resolver(() => ProgramImport)
export class ProgramTransferResolver {
  constructor(
    private readonly service: ProgramTransferService,
    private readonly tree: VersionTree,
  ) {}

  @Mutation(() => ProgramImport, {
    description: 'Makes a new draft of a document, all of it or nothing, and tells what became of it.',
  })
  @Allow('program:write')
  importProgram(
    @Db() db: TenantDb,
    @Args('input', { description: 'The document.' }) input: ImportProgramInput,
  ) {
    return this.service.import(db, input);
  }

  @Query(() => String, { description: 'A whole version as a document that `importProgram` reads.' })
  @Allow('program:read')
  exportProgramVersion(
    @Db() db: TenantDb,
    @IdArg('versionId', 'The version.') versionId: string,
    @Args('format', { type: () => DocumentFormatEnum, defaultValue: 'YAML', description: 'How to write it.' })
    format: DocumentFormat,
  ) {
    return this.service.export(db, versionId, format);
  }

  @ResolveField(() => ProgramType, { nullable: true, description: 'The program, when a draft was made.' })
  @AllowAsParent()
  program(@Db() db: TenantDb, @Parent() { programId }: ProgramImport) {
    return programId && this.tree.program.load(db, programId);
  }

  @ResolveField(() => ProgramVersionType, {
    nullable: true,
    description: 'The new draft, when one was made.',
  })
  @AllowAsParent()
  version(@Db() db: TenantDb, @Parent() { versionId }: ProgramImport) {
    return versionId && this.tree.version.load(db, versionId);
  }
}
