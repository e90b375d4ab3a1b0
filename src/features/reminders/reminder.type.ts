import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { outcome } from '../../platform/graphql/outcome.js';
import { connectionOf } from '../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../platform/graphql/scalars.js';
import { QuietHoursTooLong } from './reminder.refusals.js';
import {
  DELIVERY_OUTCOMES,
  REMINDER_AUDIENCES,
  REMINDER_KINDS,
  type DeliveryOutcome,
  type ReminderAudience,
  type ReminderKind,
} from './reminder.js';

const enumOf = <T extends string>(values: readonly T[]): Record<T, T> =>
  Object.fromEntries(values.map((value) => [value, value])) as Record<T, T>;

export const ReminderKindEnum = enumOf(REMINDER_KINDS);
registerEnumType(ReminderKindEnum, {
  name: 'ReminderKind',
  description: 'What somebody is reminded of.',
  valuesMap: {
    CREDENTIAL: { description: 'A card, such as one for life support.' },
    CLEARANCE: { description: 'A clearance, such as a background check.' },
    TRAINING: { description: 'Mandatory training.' },
    SKILL: { description: 'A signed skill.' },
    LICENSE: { description: 'A license.' },
    CONTINUING_EDUCATION: { description: 'A cycle of continuing education that ends.' },
  },
});

export const ReminderAudienceEnum = enumOf(REMINDER_AUDIENCES);
registerEnumType(ReminderAudienceEnum, {
  name: 'ReminderAudience',
  description: 'Why somebody gets a reminder.',
  valuesMap: {
    HOLDER: { description: 'It is about themselves.' },
    LINE_MANAGER: {
      description: 'It is about somebody they manage: the last warning, or that it has lapsed.',
    },
  },
});

export const DeliveryOutcomeEnum = enumOf(DELIVERY_OUTCOMES);
registerEnumType(DeliveryOutcomeEnum, {
  name: 'ReminderDeliveryOutcome',
  description: 'What became of a mail at one try.',
  valuesMap: {
    ATTEMPTED: {
      description: 'It is on its way; as the last word: the try was cut off, and there will be another.',
    },
    ACCEPTED: { description: 'The mail server has taken it.' },
    DEFERRED: { description: 'The mail server did not take it now: it is tried again.' },
    REJECTED: { description: 'The mail server turned it away for good: check the address.' },
    NO_ADDRESS: { description: 'No address is known: the person has no account and left none.' },
  },
});

@ObjectType({ description: 'One thing somebody was reminded of.' })
export class Reminder {
  @Field(() => ReminderKindEnum, { description: 'What it is.' })
  kind: ReminderKind;

  @Field(() => String, { description: 'What it is called.' })
  title: string;

  @Field(() => ID, { description: 'Whose it is.' })
  holderId: string;

  @Field(() => String, { description: 'Their name.' })
  holderName: string;

  @Field(() => PlainDate, { description: 'The last day on which it counts.' })
  lapsesOn: string;

  @Field(() => Int, { description: 'Which warning it was, in days before that day; −1: it had lapsed.' })
  daysBefore: number;
}

@ObjectType({ description: 'One try to bring a mail on its way.' })
export class ReminderDeliveryTry {
  @Field(() => DeliveryOutcomeEnum, { description: 'What became of it.' })
  outcome: DeliveryOutcome;

  @Field(() => DateTime, { description: 'When.' })
  recordedAt: Date;

  @Field(() => String, { nullable: true, description: 'What the mail server said.' })
  answer: string | null;
}

@ObjectType({ description: 'One mail of everything somebody was to be reminded of at that time.' })
export class ReminderDigest {
  @Field(() => ID, { description: 'Identifies the mail; its Message-ID begins with it.' })
  id: string;

  @Field(() => ReminderAudienceEnum, { description: 'Why they get it.' })
  audience: ReminderAudience;

  @Field(() => DateTime, { description: 'Not sent before: the end of their quiet hours.' })
  sendAfter: Date;

  @Field(() => DateTime, { description: 'When it was put together.' })
  createdAt: Date;

  @Field(() => [Reminder], { description: 'What it says, soonest first.' })
  reminders: Reminder[];

  @Field(() => [ReminderDeliveryTry], { description: 'What became of it, in order; empty: it waits.' })
  deliveries: ReminderDeliveryTry[];
}

@ObjectType({ description: 'When somebody is reminded.' })
export class ReminderSettings {
  @Field(() => String, { description: 'IANA time zone in which the quiet hours are read.' })
  timeZone: string;

  @Field(() => String, { description: 'Beginning of the quiet hours, as HH:MM.' })
  quietFrom: string;

  @Field(() => String, { description: 'Their end, as HH:MM; the same as the beginning: no quiet hours.' })
  quietUntil: string;
}

export const ReminderDigestConnection = connectionOf('ReminderDigest', () => ReminderDigest);
export const UpdateReminderSettingsResult = outcome('UpdateReminderSettingsResult', () => [
  ReminderSettings,
  QuietHoursTooLong,
]);
