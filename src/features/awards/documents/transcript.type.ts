import { Field, ID, ObjectType } from '@nestjs/graphql';
import { FileLink } from '../../../platform/files/file.type.js';
import { outcome } from '../../../platform/graphql/outcome.js';
import { PlainDate } from '../../../platform/graphql/scalars.js';
import { DisclosureBasisEnum } from './document.enums.js';
import type { DisclosureBasis } from './document-issue.js';
import { TranscriptHeld } from './document.refusals.js';

@ObjectType({
  description:
    'The permanent record of a person at the organization: enrollments with their status history, courses with every attempt, hours by kind, placements, skills signed, credentials and awards. What was corrected stands as it is right, with what had been said before. As JSON and as PDF.',
})
export class Transcript {
  @Field(() => ID, { description: 'Whose it is.' })
  personId: string;

  @Field(() => PlainDate, { description: 'The day it was made, in UTC.' })
  issuedOn: string;

  @Field(() => String, {
    description:
      'SHA-256 over the record, hexadecimal; it stands on every page. Two transcripts with the same hash say the same, whenever they were made.',
  })
  contentHash: string;

  @Field(() => String, {
    description: 'ed25519 signature over `preceptor-transcript-1`, a line feed and the hash; hexadecimal.',
  })
  signature: string;

  @Field(() => String, { description: 'Which key of the ledger signed it: see `ledgerKeys`.' })
  keyId: string;

  @Field(() => FileLink, { description: 'The whole of it, to be read by programs.' })
  json: FileLink;

  @Field(() => FileLink, { description: 'The same, to be read and printed by people.' })
  pdf: FileLink;
}

@ObjectType({ description: 'A transcript that was given to somebody.' })
export class IssuedTranscript {
  @Field(() => ID, { description: 'Identifies the line in the log: see `documentIssues`.' })
  id: string;

  @Field(() => String, { description: 'To whom.' })
  recipient: string;

  @Field(() => DisclosureBasisEnum, { description: 'On what ground.' })
  basis: DisclosureBasis;

  @Field(() => Transcript, { description: 'What was given.' })
  transcript: Transcript;
}

export const IssueTranscriptResult = outcome('IssueTranscriptResult', () => [
  IssuedTranscript,
  TranscriptHeld,
]);
