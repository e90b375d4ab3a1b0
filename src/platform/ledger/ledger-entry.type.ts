import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../graphql/page.js';
import { DateTime } from '../graphql/scalars.js';

@ObjectType('LedgerEntry', {
  description: 'A fact that counts, as it was recorded: chained to the facts before it, never changed.',
})
export class LedgerEntry {
  @Field(() => ID, { description: 'Whose chain it belongs to.' })
  personId: string;

  @Field(() => Int, { description: 'Its place in the chain, from 1 without gaps.' })
  seq: number;

  @Field(() => String, { description: 'What happened, e.g. `quiz.submitted`.' })
  kind: string;

  @Field(() => ID, { nullable: true, description: 'The person who acted; null when the system did.' })
  actorId: string | null;

  @Field(() => DateTime, { description: "When it was recorded, by the database's clock." })
  recordedAt: Date;

  @Field(() => String, {
    nullable: true,
    description: 'The fact as canonical JSON; null when it was lawfully erased.',
  })
  content: string | null;

  @Field(() => String, { description: 'Hash over the entry and the hash before it, hexadecimal.' })
  hash: string;
}

export const LedgerEntryConnection = connectionOf('LedgerEntry', () => LedgerEntry);

@ObjectType({ description: 'What was recorded after a cursor, for systems that follow along.' })
export class RecordFeed {
  @Field(() => [LedgerEntry], { description: 'The entries, in an order that never changes.' })
  entries: LedgerEntry[];

  @Field(() => String, { description: 'Where to go on from next time, also when nothing is new.' })
  cursor: string;

  @Field(() => Boolean, { description: 'Whether more can be fetched at once.' })
  hasMore: boolean;
}

@ObjectType({ description: 'Whether a chain is what was once written.' })
export class LedgerVerification {
  @Field(() => Boolean, { description: 'True when every link holds.' })
  intact: boolean;

  @Field(() => Int, { description: 'How many entries were checked.' })
  entries: number;

  @Field(() => Int, { nullable: true, description: 'Place of the first entry that does not hold.' })
  brokenAt: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'What does not hold there: OUT_OF_SEQUENCE, PREVIOUS_HASH, CONTENT or HASH.',
  })
  reason: string | null;
}
