import { Field, ID, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime } from '../../../platform/graphql/scalars.js';
import type { TrackVersionStatus } from './track.entity.js';
import { TrackVersionStatusEnum } from './track.enums.js';
import {
  SpecialtyTracksNotImported,
  TrackBaseUnknown,
  TrackLabelTaken,
  TrackRequirementsUnclear,
  TrackVersionStandsOtherwise,
} from './track.refusals.js';

@ObjectType('SpecialtyTrackVersion', {
  description: 'What a specialty asks for on top of a certificate. Once it is published it never changes.',
})
export class SpecialtyTrackVersionType {
  @Field(() => ID, { description: 'Identifies the version.' })
  id: string;

  @Field(() => ID, { description: 'The track.' })
  trackId: string;

  @Field(() => String, { description: 'Unique in the track, e.g. `2026.1`.' })
  label: string;

  @Field(() => String, { description: 'What is printed on the certificate.' })
  title: string;

  @Field(() => String, { description: 'What it is about.' })
  summary: string;

  @Field(() => TrackVersionStatusEnum, { description: 'Where it stands.' })
  status: TrackVersionStatus;

  @Field(() => String, {
    description: 'Whoever holds the certificate of the program with this code may earn it.',
  })
  baseProgramCode: string;

  @Field(() => [String], {
    description:
      'What it asks for besides: `<CHECKLIST>_complete`, all required skills unexpired; `<CARD>_current`, a card, clearance or training.',
  })
  awardRequirements: string[];

  @Field(() => DateTime, { nullable: true, description: 'When it was published; null for a draft.' })
  publishedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was retired; null unless it is.' })
  retiredAt: Date | null;
}

@ObjectType('SpecialtyTrack', {
  description: 'A specialty on top of a certificate, through all its versions.',
})
export class SpecialtyTrackType {
  @Field(() => ID, { description: 'Identifies the track within the organization.' })
  id: string;

  @Field(() => String, { description: 'Unique in the organization.' })
  code: string;
}

@ObjectType({ description: 'What became of a document of specialty tracks.' })
export class SpecialtyTracksImport {
  @Field(() => Boolean, { description: 'Whether it was imported; false for a dry run.' })
  applied: boolean;

  @Field(() => [String], { description: 'Codes of the tracks that got a new version.' })
  newTracks: string[];

  @Field(() => [String], { description: 'Codes of the tracks that say what they said before.' })
  keptTracks: string[];
}

export const SpecialtyTrackConnection = connectionOf('SpecialtyTrack', () => SpecialtyTrackType);

export const DefineSpecialtyTrackResult = outcome('DefineSpecialtyTrackResult', () => [
  SpecialtyTrackVersionType,
  TrackRequirementsUnclear,
  TrackLabelTaken,
]);
export const PublishSpecialtyTrackResult = outcome('PublishSpecialtyTrackResult', () => [
  SpecialtyTrackVersionType,
  TrackVersionStandsOtherwise,
  TrackBaseUnknown,
]);
export const RetireSpecialtyTrackResult = outcome('RetireSpecialtyTrackResult', () => [
  SpecialtyTrackVersionType,
  TrackVersionStandsOtherwise,
]);
export const ImportSpecialtyTracksResult = outcome('ImportSpecialtyTracksResult', () => [
  SpecialtyTracksImport,
  SpecialtyTracksNotImported,
]);
