import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { HeldTypeImport } from './held-type-import.service.js';
import {
  DefineClearanceTypeInput,
  DefineCredentialTypeInput,
  ImportCredentialTypesInput,
} from './held-type.input.js';
import {
  ClearanceType,
  CredentialType,
  DefineClearanceTypeResult,
  DefineCredentialTypeResult,
  ImportCredentialTypesResult,
} from './held-type.type.js';
import { HeldTypes } from './held-types.service.js';

@Resolver()
export class HeldTypeResolver {
  constructor(
    private readonly types: HeldTypes,
    private readonly importer: HeldTypeImport,
  ) {}

  @Query(() => [CredentialType], {
    description:
      'Types of cards, by code. Empty: none is defined; `defineCredentialType` or `importCredentialTypes` do it.',
  })
  @Allow('self')
  credentialTypes(@Db() db: TenantDb) {
    return this.types.credentialTypes(db);
  }

  @Query(() => [ClearanceType], {
    description:
      'Types of clearances, by code. Empty: none is defined; `defineClearanceType` or `importCredentialTypes` do it.',
  })
  @Allow('self')
  clearanceTypes(@Db() db: TenantDb) {
    return this.types.clearanceTypes(db);
  }

  @Mutation(() => DefineCredentialTypeResult, {
    description: 'Defines a type of card, or adds a version to one. What is so already stays as it is.',
  })
  @Allow('credential:write')
  defineCredentialType(
    @Db() db: TenantDb,
    @Args('input', { description: 'What it asks for.' }) input: DefineCredentialTypeInput,
  ) {
    return this.types.defineCredentialType(db, input);
  }

  @Mutation(() => DefineClearanceTypeResult, {
    description: 'Defines a type of clearance, or adds a version to one. What is so already stays as it is.',
  })
  @Allow('credential:write')
  defineClearanceType(
    @Db() db: TenantDb,
    @Args('input', { description: 'What it asks for.' }) input: DefineClearanceTypeInput,
  ) {
    return this.types.defineClearanceType(db, input);
  }

  @Mutation(() => ImportCredentialTypesResult, {
    description:
      'Defines types of cards and clearances out of a document. A wrong one is reported and loses no other.',
  })
  @Allow('credential:write')
  importCredentialTypes(
    @Db() db: TenantDb,
    @Args('input', { description: 'The document.' }) input: ImportCredentialTypesInput,
  ) {
    return this.importer.import(db, input);
  }
}
