import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { outcome } from '../graphql/outcome.js';
import { DateTime } from '../graphql/scalars.js';
import { ContentTypeNotAccepted, FileTooLarge, UploadLimitReached } from './file.refusals.js';

@ObjectType({ description: 'A header to send with an upload.' })
export class UploadHeader {
  @Field(() => String, { description: 'Name of the header.' })
  name: string;

  @Field(() => String, { description: 'Its value.' })
  value: string;
}

@ObjectType({ description: 'A place to PUT a file to; afterwards mutations name it by `fileId`.' })
export class Upload {
  @Field(() => ID, { description: 'Names the file from now on.' })
  fileId: string;

  @Field(() => String, { description: 'Where to PUT the bytes, as they are: no form, no multipart.' })
  uploadUrl: string;

  @Field(() => [UploadHeader], { description: 'Headers to send with the PUT.' })
  headers: UploadHeader[];

  @Field(() => DateTime, { description: 'Until when the address works.' })
  expiresAt: Date;
}

@ObjectType({
  description: 'Where a stored file can be fetched for some minutes, by the signed-in asker alone.',
})
export class FileLink {
  @Field(() => ID, { description: 'The file.' })
  fileId: string;

  @Field(() => String, {
    description: 'GET it with the same `Authorization` header: the link works for nobody else.',
  })
  url: string;

  @Field(() => DateTime, { description: 'Until when the link works.' })
  expiresAt: Date;

  @Field(() => String, { description: 'What the uploader called it.' })
  name: string;

  @Field(() => String, { description: 'Its media type.' })
  contentType: string;

  @Field(() => Int, { description: 'Its size in bytes.' })
  bytes: number;
}

export const CreateUploadResult = outcome('CreateUploadResult', () => [
  Upload,
  FileTooLarge,
  ContentTypeNotAccepted,
  UploadLimitReached,
]);
