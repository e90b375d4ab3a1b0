import { Field, ID, ObjectType, registerEnumType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { SYNC_STATES, type SyncState } from './observation-sync.rules.js';

export const SyncStateEnum = Object.fromEntries(SYNC_STATES.map((state) => [state, state]));
registerEnumType(SyncStateEnum, {
  name: 'ObservationSyncState',
  description: 'What became of an operation of a device.',
  valuesMap: {
    APPLIED: { description: 'Done now: the device may forget it.' },
    ALREADY_APPLIED: { description: 'Done before: the device may forget it.' },
    REFUSED: { description: 'Not done, and not to be sent again as it is.' },
    NEEDS_ATTENTION: { description: 'Not done; a person decides, or it is sent again later.' },
  },
});

@ObjectType({ description: 'What became of one operation.' })
export class SyncedObservationOperation {
  @Field(() => ID, { description: 'The id of the observation or request it was about.' })
  id: string;

  @Field(() => SyncStateEnum, { description: 'What became of it.' })
  state: SyncState;

  @Field(() => String, {
    nullable: true,
    description: 'Why not, for a program: the code of a refusal or fault.',
  })
  code: string | null;

  @Field(() => String, { nullable: true, description: 'Why not, for a person.' })
  message: string | null;
}

@ObjectType({ description: 'What became of a batch of operations.' })
export class ObservationSync {
  @Field(() => [SyncedObservationOperation], { description: 'In the order in which they were sent.' })
  operations: SyncedObservationOperation[];
}

export const SyncObservationsResult = outcome('SyncObservationsResult', () => [ObservationSync]);
