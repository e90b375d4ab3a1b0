import { registerEnumType } from '@nestjs/graphql';
import {
  CE_COMPLETION_STATES,
  CE_ENTRY_KINDS,
  type CeCompletionState,
  type CeEntryKind,
} from './ce-completion.js';

const enumOf = <T extends string>(values: readonly T[]): { [K in T]: K } =>
  Object.fromEntries(values.map((value) => [value, value])) as { [K in T]: K };

export const CeEntryKindEnum = enumOf<CeEntryKind>(CE_ENTRY_KINDS);
registerEnumType(CeEntryKindEnum, {
  name: 'CeCompletionEntryKind',
  description: 'What was said about a completion.',
  valuesMap: {
    CLAIMED: { description: 'The person says that they did it.' },
    RECORDED: { description: 'Somebody else recorded it, and vouches for it.' },
    CREDITED: { description: 'It was credited from a course of the organization’s own.' },
    CORRECTED: { description: 'What was done is told anew; what was told before stays readable.' },
    WITHDRAWN: { description: 'It is taken back.' },
    UNCREDITED: { description: 'It is taken back: the course it was credited from is passed no more.' },
    SUBMITTED: { description: 'The person hands it in for review.' },
    ACCEPTED: { description: 'Somebody else looked at it: it counts.' },
    MORE_ASKED: { description: 'Somebody else looked at it and needs more.' },
    REFUSED: { description: 'Somebody else looked at it: it does not count, for the reason given.' },
  },
});

export const CeCompletionStateEnum = enumOf<CeCompletionState>(CE_COMPLETION_STATES);
registerEnumType(CeCompletionStateEnum, {
  name: 'CeCompletionState',
  description: 'Where a completion stands.',
  valuesMap: {
    CLAIMED: { description: 'Claimed; the person has not handed it in yet.' },
    SUBMITTED: { description: 'Waits for a review.' },
    MORE_ASKED: { description: 'Whoever reviewed it needs more: see the reason, then hand it in again.' },
    ACCEPTED: { description: 'Accepted: it counts wherever a policy takes it.' },
    REFUSED: { description: 'Refused, for the reason given.' },
    WITHDRAWN: { description: 'Taken back.' },
  },
});
