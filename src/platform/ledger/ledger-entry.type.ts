import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { connectionOf } from '../graphql/page.js';
import { OperationInput } from '../graphql/input.js';
import { outcome } from '../graphql/outcome.js';
import { DateTime } from '../graphql/scalars.js';
import { BROKEN_REASONS } from './verification.rules.js';

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
  @Field(() => Boolean, {
    description: 'True when every entry, every signature and the last anchor hold.',
  })
  intact: boolean;

  @Field(() => Int, { description: 'How many entries were checked.' })
  entries: number;

  @Field(() => Int, { description: 'How many of them are signed.' })
  signed: number;

  @Field(() => Int, {
    description: 'How many were lawfully erased: what they said is gone, that they were made still holds.',
  })
  erased: number;

  @Field(() => Int, {
    description: 'How many are waiting for their signature, which is made within a minute.',
  })
  pending: number;

  @Field(() => Int, {
    nullable: true,
    description: 'Place of the last entry that is anchored outside the database; null when none is yet.',
  })
  anchoredSeq: number | null;

  @Field(() => Int, { nullable: true, description: 'Place of the first entry that does not hold.' })
  brokenAt: number | null;

  @Field(() => String, {
    nullable: true,
    description: `What does not hold there: ${Object.entries(BROKEN_REASONS)
      .map(([code, what]) => `${code} (${what})`)
      .join(', ')}.`,
  })
  reason: string | null;
}

@ObjectType('LedgerKey', { description: 'A public key that verifies signatures of the ledger.' })
export class LedgerKeyType {
  @Field(() => ID, {
    description: 'The first 16 bytes of the SHA-256 of the public key, hexadecimal: nothing else fits it.',
  })
  id: string;

  @Field(() => String, { description: 'The 32 bytes of the ed25519 public key, in base64.' })
  publicKey: string;

  @Field(() => Boolean, { description: 'Whether new entries are signed with it.' })
  signs: boolean;
}

@InputType({ description: 'Asks that the ledger be anchored now, and not only at the next hour.' })
export class AnchorLedgerInput extends OperationInput {}

@ObjectType({
  description: 'The ledger is being anchored: within seconds every entry recorded until now is.',
})
export class LedgerAnchorRequested {
  @Field(() => DateTime, { description: 'When it was asked for.' })
  requestedAt: Date;
}

export const AnchorLedgerResult = outcome('AnchorLedgerResult', () => [LedgerAnchorRequested]);

@ObjectType('LedgerAnchor', {
  description: 'A signed statement over the ends of all chains, kept outside the database.',
})
export class LedgerAnchorType {
  @Field(() => Int, { description: 'Its number, from 1.' })
  number: number;

  @Field(() => DateTime, { description: 'What was recorded before is covered.' })
  at: Date;

  @Field(() => String, { description: 'Root of the hashes, hexadecimal.' })
  root: string;

  @Field(() => ID, { description: 'The key that signed it.' })
  keyId: string;
}
