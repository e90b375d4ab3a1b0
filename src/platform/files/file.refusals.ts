import { Field, Int } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../graphql/refusal.js';

@RefusalType('The file is larger than this system takes.')
export class FileTooLarge extends Refusal {
  @Field(() => Int, { description: 'The most bytes a file may have.' })
  maxUploadBytes: number;
}

@RefusalType('Files of this type are not taken.')
export class ContentTypeNotAccepted extends Refusal {
  @Field(() => [String], { description: 'The media types that are taken.' })
  accepted: string[];
}

@RefusalType('This person has uploaded as much as is allowed within a day.')
export class UploadLimitReached extends Refusal {
  @Field(() => Int, { description: 'How many files one person may upload within 24 hours.' })
  maxFiles: number;

  @Field(() => String, { description: 'How many bytes in all, as a decimal number.' })
  maxBytes: string;
}
