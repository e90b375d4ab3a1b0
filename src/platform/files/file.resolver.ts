import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../access/allow.js';
import { Db } from '../access/request-context.js';
import type { TenantDb } from '../database/tenant-db.js';
import { IdArg } from '../graphql/input.js';
import { CreateUploadInput } from './file.input.js';
import { CreateUploadResult, FileLink } from './file.type.js';
import { Files } from './files.js';

@Resolver()
export class FileResolver {
  constructor(private readonly files: Files) {}

  @Query(() => FileLink, { description: 'A link to a file that the asker has uploaded.' })
  @Allow('self')
  fileLink(@Db() db: TenantDb, @IdArg('fileId', 'The file.') fileId: string) {
    return this.files.linkToOwn(db, fileId);
  }

  @Mutation(() => CreateUploadResult, {
    description: 'Announces a file and answers where to send its bytes.',
  })
  @Allow('self')
  createUpload(
    @Db() db: TenantDb,
    @Args('input', { description: 'The file to be uploaded.' }) input: CreateUploadInput,
  ) {
    return this.files.createUpload(db, input);
  }
}
