import { Field, ID, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import {
  LICENSE_STATUSES,
  VERIFICATION_OUTCOMES,
  type LicenseStatusCode,
  type VerificationOutcome,
} from './license.js';
import {
  LicenseFileNotReadable,
  LicenseNumberTaken,
  LicenseOnRecord,
  LicenseTypeUnknown,
  OwnLicense,
} from './license.refusals.js';

export const LicenseStatusEnum = Object.fromEntries(LICENSE_STATUSES.map((each) => [each, each]));
registerEnumType(LicenseStatusEnum, {
  name: 'LicenseStatus',
  description: 'What a licensing board says of a license. Only an active one lets anybody validate.',
  valuesMap: {
    ACTIVE: { description: 'In good standing.' },
    INACTIVE: { description: 'Kept without the right to practice.' },
    EXPIRED: { description: 'Not renewed in time.' },
    SUSPENDED: { description: 'Taken for a time.' },
    REVOKED: { description: 'Taken for good.' },
    ENCUMBERED: { description: 'Restricted or on probation.' },
    PENDING: { description: 'Applied for.' },
    UNKNOWN: { description: 'Nobody could say.' },
  },
});

export const VerificationOutcomeEnum = Object.fromEntries(VERIFICATION_OUTCOMES.map((each) => [each, each]));
registerEnumType(VerificationOutcomeEnum, {
  name: 'LicenseVerificationOutcome',
  description: 'What the organization found at the issuing board.',
  valuesMap: {
    CONFIRMED: { description: 'The board lists the license for this person, as it stands on record.' },
    NOT_CONFIRMED: { description: 'The board does not: from the day it was looked up it does not count.' },
  },
});

@ObjectType('LicenseTypeEntry', { description: 'A type of license, as it was loaded with the rules.' })
export class LicenseTypeEntryType {
  @Field(() => String, { description: 'How rules and licenses name it.' })
  code: string;

  @Field(() => String, { description: 'Its name for people.' })
  title: string;

  @Field(() => Boolean, {
    description: 'Whether who holds it is a licensed professional; applicants and students are not.',
  })
  isLicensed: boolean;
}

@ObjectType({ description: 'What a license is worth on a day, as it was on record at a moment.' })
export class LicenseStanding {
  @Field(() => PlainDate, { description: 'The day it speaks of.' })
  on: string;

  @Field(() => LicenseStatusEnum, {
    nullable: true,
    description: 'Null: no entry speaks of that day, which is not an active license.',
  })
  status: LicenseStatusCode | null;

  @Field(() => Boolean, { description: 'Whether it counts here: active on the day and verified by us.' })
  counts: boolean;

  @Field(() => PlainDate, {
    nullable: true,
    description:
      'The last day of the active time that covers the day, itself included; null: open, or not active.',
  })
  activeUntil: string | null;

  @Field(() => PlainDate, {
    nullable: true,
    description: 'When our organization saw it confirmed by the board; null: it has not, or no longer.',
  })
  verifiedOn: string | null;

  @Field(() => String, { description: 'Why it counts or does not, and what would help.' })
  because: string;
}

@ObjectType('LicenseStatusPeriod', {
  description: 'Days on which one entry holds: later entries about some of its days are taken out.',
})
export class LicenseStatusPeriodType {
  @Field(() => PlainDate, { description: 'The first day.' })
  startsOn: string;

  @Field(() => PlainDate, { nullable: true, description: 'The last day, itself included; null: open.' })
  endsOn: string | null;

  @Field(() => LicenseStatusEnum, { description: 'The status on these days.' })
  status: LicenseStatusCode;
}

@ObjectType('LicenseStatusEntry', {
  description:
    'What was entered about the status of a license. It stays as it is: a later entry about the same days holds.',
})
export class LicenseStatusEntryType {
  @Field(() => ID, { description: 'Identifies the entry.' })
  id: string;

  @Field(() => LicenseStatusEnum, { description: 'The status.' })
  status: LicenseStatusCode;

  @Field(() => PlainDate, { description: 'The first day.' })
  startsOn: string;

  @Field(() => PlainDate, { nullable: true, description: 'The last day, itself included; null: open.' })
  endsOn: string | null;

  @Field(() => String, { nullable: true, description: 'Why, as it was entered.' })
  reason: string | null;

  @Field(() => DateTime, { description: 'Since when it has been on record.' })
  recordedAt: Date;
}

@ObjectType('LicenseVerification', {
  description:
    'What our organization saw at the issuing board. Only what it has verified itself counts here.',
})
export class LicenseVerificationType {
  @Field(() => ID, { description: 'Identifies the verification.' })
  id: string;

  @Field(() => VerificationOutcomeEnum, { description: 'What was found.' })
  outcome: VerificationOutcome;

  @Field(() => PlainDate, { description: 'When it was looked up.' })
  verifiedOn: string;

  @Field(() => String, { description: 'Where it was looked up.' })
  source: string;

  @Field(() => String, { nullable: true, description: 'Anything else worth knowing.' })
  note: string | null;

  @Field(() => ID, { nullable: true, description: 'A file that shows it.' })
  evidenceFileId: string | null;

  @Field(() => DateTime, { description: 'Since when it has been on record.' })
  recordedAt: Date;
}

@ObjectType('License', {
  description: "A person's license. The same number in another jurisdiction is another license.",
})
export class LicenseType {
  @Field(() => ID, { description: 'Identifies the license.' })
  id: string;

  @Field(() => String, { description: 'The type, a code of `licenseTypes`.' })
  typeCode: string;

  @Field(() => String, { description: 'Code of the jurisdiction that gave it.' })
  jurisdiction: string;

  @Field(() => String, { description: 'As the board writes it.' })
  number: string;

  @Field(() => DateTime, { description: 'Since when it has been on record.' })
  recordedAt: Date;

  @Field(() => [LicenseStatusEntryType], {
    description: 'All that was entered about its status, latest first.',
  })
  entries: LicenseStatusEntryType[];

  @Field(() => [LicenseVerificationType], { description: 'What our organization found, latest first.' })
  verifications: LicenseVerificationType[];
}

export const LicenseConnection = connectionOf('License', () => LicenseType);

export const LICENSE_IMPORT_OUTCOMES = ['ADDED', 'CHANGED', 'ALREADY_THERE', 'REJECTED'] as const;
export type LicenseImportOutcome = (typeof LICENSE_IMPORT_OUTCOMES)[number];

const LicenseImportOutcomeEnum = Object.fromEntries(LICENSE_IMPORT_OUTCOMES.map((each) => [each, each]));
registerEnumType(LicenseImportOutcomeEnum, {
  name: 'LicenseImportOutcome',
  description: 'What became of a row.',
  valuesMap: {
    ADDED: { description: 'The license is new, and so is what the row says of it.' },
    CHANGED: { description: 'The license was there: a status or a verification was added.' },
    ALREADY_THERE: { description: 'All of it was there: nothing changed.' },
    REJECTED: { description: 'Something in it is wrong: nothing was done with it.' },
  },
});

@ObjectType({ description: 'One thing that is wrong with a row of a file of licenses.' })
export class LicenseImportProblem {
  @Field(() => String, { description: 'The column; empty when it is the row as a whole.' })
  column: string;

  @Field(() => String, { description: 'What is wrong and what would be right.' })
  message: string;
}

@ObjectType({ description: 'What became of one row of a file of licenses.' })
export class LicenseImportRow {
  @Field(() => Int, { description: 'Line of the file, counted from 1.' })
  line: number;

  @Field(() => LicenseImportOutcomeEnum, { description: 'What became of it.' })
  outcome: LicenseImportOutcome;

  @Field(() => [LicenseImportProblem], { description: 'Why it was rejected.' })
  problems: LicenseImportProblem[];

  @Field(() => ID, { nullable: true, description: 'The license made or found.' })
  licenseId: string | null;
}

@ObjectType({ description: 'What became of a file of licenses. Sent again, it finds everything there.' })
export class LicenseImportReport {
  @Field(() => Int, { description: 'Rows read.' })
  total: number;

  @Field(() => Int, { description: 'Licenses added.' })
  added: number;

  @Field(() => Int, { description: 'Licenses of which something was added.' })
  changed: number;

  @Field(() => Int, { description: 'Rows of which everything was there.' })
  alreadyThere: number;

  @Field(() => Int, { description: 'Rows rejected.' })
  rejected: number;

  @Field(() => [LicenseImportRow], { description: 'Each row, in the order of the file; at most 2,000.' })
  rows: LicenseImportRow[];
}

export const AddLicenseResult = outcome('AddLicenseResult', () => [
  LicenseType,
  LicenseOnRecord,
  LicenseNumberTaken,
  LicenseTypeUnknown,
]);

export const VerifyLicenseResult = outcome('VerifyLicenseResult', () => [LicenseType, OwnLicense]);

export const ImportLicensesResult = outcome('ImportLicensesResult', () => [
  LicenseImportReport,
  LicenseFileNotReadable,
]);
