import { Field, ID, ObjectType } from '@nestjs/graphql';
import { FileLink } from '../../../platform/files/file.type.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';

@ObjectType({
  description:
    'Everything about a person’s training for an audit: assignments, checklists, observations, sign-offs with signatures and licenses, hours, action plans, and the ledger. As JSON, which `npm run ledger:verify` takes, and as PDF.',
})
export class EvidencePacket {
  @Field(() => ID, { description: 'Identifies the packet; it stands on every page.' })
  id: string;

  @Field(() => ID, { description: 'Whose evidence.' })
  personId: string;

  @Field(() => PlainDate, { description: 'What was in force on this day.' })
  on: string;

  @Field(() => DateTime, { description: 'What was on record at this time.' })
  knownAt: Date;

  @Field(() => DateTime, { description: 'When it was put together.' })
  madeAt: Date;

  @Field(() => String, {
    description: 'SHA-256 of the JSON file, hexadecimal; it stands on every page of the PDF.',
  })
  sha256: string;

  @Field(() => String, {
    description:
      'SHA-256 over the records alone: the same for the same person and dates, whenever it is made.',
  })
  evidenceHash: string;

  @Field(() => Boolean, { description: 'Whether the ledger of the person is what was once written.' })
  intact: boolean;

  @Field(() => FileLink, { description: 'The whole of it, to be read by programs.' })
  json: FileLink;

  @Field(() => FileLink, { description: 'The same, to be read by people.' })
  pdf: FileLink;
}
