/** What people are reminded of. */
export const REMINDER_KINDS = [
  'CREDENTIAL',
  'CLEARANCE',
  'TRAINING',
  'SKILL',
  'LICENSE',
  'CONTINUING_EDUCATION',
] as const;
export type ReminderKind = (typeof REMINDER_KINDS)[number];

export const REMINDER_AUDIENCES = ['HOLDER', 'LINE_MANAGER'] as const;
export type ReminderAudience = (typeof REMINDER_AUDIENCES)[number];

/** What became of a mail: on its way, taken by the mail server, to be tried again, turned away for good, or nowhere to send it to. */
export const DELIVERY_OUTCOMES = ['ATTEMPTED', 'ACCEPTED', 'DEFERRED', 'REJECTED', 'NO_ADDRESS'] as const;
export type DeliveryOutcome = (typeof DELIVERY_OUTCOMES)[number];

/** Days before something lapses on which people are reminded, where its type does not say otherwise. */
export const USUAL_WARNINGS: readonly number[] = [90, 60, 30, 7];

/** The earliest that any type may warn, in days: nothing that lapses later is looked for. */
export const EARLIEST_WARNING = 400;

/** How long after it lapsed somebody is still told: what lapsed before anybody looked is no news. */
export const LAPSED_DAYS = 14;

/** The most hours of a day in which somebody may be left in peace. */
export const MOST_QUIET_HOURS = 20;

/** Something somebody holds that ends on a day. */
export interface Lapse {
  readonly personId: string;
  readonly kind: ReminderKind;
  /** Of its type: together with the day it names what lapses. */
  readonly code: string;
  readonly title: string;
  /** The last day on which it counts. */
  readonly lapsesOn: string;
  /** Days before on which its holder is reminded; empty: the usual ones. */
  readonly warnDays: readonly number[];
}

/** Somebody who is reminded, and when they want to be left in peace. */
export interface Reader {
  readonly personId: string;
  readonly timeZone: string;
  /** Times of day, HH:MM; the same twice: never quiet. */
  readonly quietFrom: string;
  readonly quietUntil: string;
  /** The day where they are, YYYY-MM-DD. */
  readonly today: string;
  /** Who else is told before it is too late; null: nobody. */
  readonly managerId: string | null;
}

/** One thing to be told to one person. */
export interface Reminder {
  readonly recipientId: string;
  readonly holderId: string;
  readonly kind: ReminderKind;
  readonly code: string;
  readonly title: string;
  readonly lapsesOn: string;
  /** The warning that is due; -1: it has lapsed. */
  readonly daysBefore: number;
}
