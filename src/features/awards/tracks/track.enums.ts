import { registerEnumType } from '@nestjs/graphql';
import { TRACK_VERSION_STATUSES } from './track.entity.js';

export const TrackVersionStatusEnum = Object.fromEntries(
  TRACK_VERSION_STATUSES.map((status) => [status, status]),
);
registerEnumType(TrackVersionStatusEnum, {
  name: 'SpecialtyTrackVersionStatus',
  description: 'Where a version of a specialty track stands.',
  valuesMap: {
    DRAFT: { description: 'It may be replaced, and is not earned yet.' },
    PUBLISHED: { description: 'It never changes again; it is what can be earned now.' },
    RETIRED: { description: 'It is earned no more. Whoever has earned it keeps it.' },
  },
});
