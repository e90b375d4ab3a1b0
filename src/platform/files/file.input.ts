import { Field, InputType, Int } from '@nestjs/graphql';
import { IsInt, Length, Matches, Max, Min } from 'class-validator';
import { OperationInput } from '../graphql/input.js';

@InputType({ description: 'A file about to be uploaded.' })
export class CreateUploadInput extends OperationInput {
  @Field(() => String, { description: 'What people call it, 1 to 200 characters, without a path.' })
  @Length(1, 200)
  @Matches(/^[^/\\\p{Cc}\p{Cf}]+$/u, { message: 'name must hold no slashes and no invisible characters' })
  name: string;

  @Field(() => String, { description: 'Media type, e.g. `application/pdf`: the content must be of it.' })
  @Matches(/^[a-z]+\/[a-z0-9.+-]{1,100}$/, { message: 'contentType must be a media type like image/png' })
  contentType: string;

  @Field(() => Int, { description: 'Exact size in bytes, at least 1.' })
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  bytes: number;
}
