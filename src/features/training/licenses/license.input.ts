import { ArgsType, Field, InputType, Int } from '@nestjs/graphql';
import { IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, MaxLength, Min } from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { PlainDate } from '../../../platform/graphql/scalars.js';
import { SingleLine } from '../../../platform/graphql/text.js';
import {
  JURISDICTION_CODE,
  LICENSE_STATUSES,
  LICENSE_TYPE_CODE,
  VERIFICATION_OUTCOMES,
  type LicenseStatusCode,
  type VerificationOutcome,
} from './license.js';
import { LicenseStatusEnum, VerificationOutcomeEnum } from './license.type.js';

@ArgsType()
export class ExpiryArgs extends PageArgs {
  @Field(() => Int, { defaultValue: 90, description: 'Within how many days from today, 0 to 3,650.' })
  @IsInt()
  @Min(0)
  @Max(3650)
  withinDays: number;
}

@InputType({
  description:
    "A license, one's own or a member's. What it says of its status counts once somebody has verified it.",
})
export class AddLicenseInput extends OperationInput {
  @IdField('Whose it is; left out: your own. For others `license:write` is needed.', { nullable: true })
  @IsOptional()
  personId?: string | null;

  @Field(() => String, { description: 'The type, a code of `licenseTypes`.' })
  @Matches(LICENSE_TYPE_CODE, { message: 'typeCode must be a code of licenseTypes' })
  typeCode: string;

  @Field(() => String, { description: 'ISO 3166 code of the jurisdiction that gave it, as sites have it.' })
  @Matches(JURISDICTION_CODE, { message: 'jurisdiction must be an ISO 3166 code, as sites have it' })
  jurisdiction: string;

  @Field(() => String, { description: 'As the board writes it, 1 to 50 characters.' })
  @SingleLine(1, 50)
  number: string;

  @Field(() => PlainDate, { nullable: true, description: 'The first day on which it is active.' })
  @IsOptional()
  activeFrom?: string | null;

  @Field(() => PlainDate, { nullable: true, description: 'The last day, itself included; left out: open.' })
  @IsOptional()
  activeUntil?: string | null;
}

@InputType({ description: 'What a board says of a license for some days.' })
export class RecordLicenseStatusInput extends OperationInput {
  @IdField('The license.')
  licenseId: string;

  @Field(() => LicenseStatusEnum, { description: 'The status on these days.' })
  @IsIn(LICENSE_STATUSES)
  status: LicenseStatusCode;

  @Field(() => PlainDate, { description: 'The first day; it may be long past.' })
  @IsString()
  startsOn: string;

  @Field(() => PlainDate, { nullable: true, description: 'The last day, itself included; left out: open.' })
  @IsOptional()
  endsOn?: string | null;

  @Field(() => String, { description: 'Why, and where it was seen: 1 to 1,000 characters.' })
  @Length(1, 1000)
  reason: string;
}

@InputType({ description: 'What was found at the issuing board.' })
export class VerifyLicenseInput extends OperationInput {
  @IdField('The license.')
  licenseId: string;

  @Field(() => VerificationOutcomeEnum, { description: 'What was found.' })
  @IsIn(VERIFICATION_OUTCOMES)
  outcome: VerificationOutcome;

  @Field(() => PlainDate, { description: 'When it was looked up; not in the future.' })
  @IsString()
  verifiedOn: string;

  @Field(() => String, { description: 'Where it was looked up, 1 to 200 characters.' })
  @SingleLine(1, 200)
  source: string;

  @Field(() => String, {
    nullable: true,
    description: 'Anything else worth knowing, up to 1,000 characters.',
  })
  @IsOptional()
  @MaxLength(1000)
  note?: string | null;

  @IdField('A file that shows it, uploaded by you.', { nullable: true })
  @IsOptional()
  evidenceFileId?: string | null;
}

@InputType({ description: 'A file of licenses of members.' })
export class ImportLicensesInput extends OperationInput {
  @Field(() => String, {
    description: 'The system the external ids come from, e.g. `sis`; 1 to 50 characters.',
  })
  @SingleLine(1, 50)
  source: string;

  @Field(() => String, {
    description:
      'CSV in UTF-8 with the columns email or external_id, type, jurisdiction, number, status, from, to, verified_on, verified_at (where it was looked up); up to 2,000 rows and 900,000 characters.',
  })
  @IsString()
  @MaxLength(900_000)
  csv: string;
}
