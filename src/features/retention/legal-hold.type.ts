import { Field, ID, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../platform/graphql/outcome.js';
import { connectionOf } from '../../platform/graphql/page.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { LegalHoldAlreadyReleased, OwnLegalHold, PersonErased } from './legal-hold.refusals.js';

@ObjectType('LegalHold', { description: 'While it stands, nothing of what it holds is erased.' })
export class LegalHold {
  @Field(() => ID, { description: 'Identifies the hold within the organization.' })
  id: string;

  @Field(() => ID, { nullable: true, description: 'Whose records it holds; null: those of everybody.' })
  personId: string | null;

  @Field(() => String, { description: 'Why it was placed.' })
  reason: string;

  @Field(() => ID, { nullable: true, description: 'The person who placed it.' })
  placedBy: string | null;

  @Field(() => DateTime, { description: 'When it was placed.' })
  placedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was released; null while it stands.' })
  releasedAt: Date | null;

  @Field(() => ID, { nullable: true, description: 'The person who released it.' })
  releasedBy: string | null;

  @Field(() => String, { nullable: true, description: 'Why it was released.' })
  releaseReason: string | null;
}

export const LegalHoldConnection = connectionOf('LegalHold', () => LegalHold);

export const PlaceLegalHoldResult = outcome('PlaceLegalHoldResult', () => [LegalHold, PersonErased]);

export const ReleaseLegalHoldResult = outcome('ReleaseLegalHoldResult', () => [
  LegalHold,
  LegalHoldAlreadyReleased,
  OwnLegalHold,
]);
