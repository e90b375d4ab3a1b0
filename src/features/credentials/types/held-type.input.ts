import { Field, InputType, Int } from '@nestjs/graphql';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { OperationInput } from '../../../platform/graphql/input.js';
import { PlainDate } from '../../../platform/graphql/scalars.js';
import { SingleLine } from '../../../platform/graphql/text.js';
import { DOCUMENT_FORMATS, type DocumentFormat } from '../../programs/document/source.js';
import { DocumentFormatEnum } from '../../programs/program.enums.js';
import { VerificationMethodEnum } from '../held.enums.js';
import { VERIFICATION_METHODS, type VerificationMethod } from '../held.js';
import { ExpiryRuleEnum } from './validity.enums.js';
import { EXPIRY_RULES, type ExpiryRule } from './validity.js';

/** Bounds of what is said of a type, the same for documents and for the API. */
export const BOUNDS = {
  title: 200,
  months: 600,
  warnDays: 3650,
  warnings: 10,
  issuers: 50,
  issuer: 200,
  citation: 300,
};

export const TYPE_CODE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/;
export const typeCodeRule = {
  message: '$property must be 1 to 60 letters, digits, dots, dashes or underscores',
};

@InputType({ isAbstract: true })
abstract class DefineTypeInput extends OperationInput {
  @Field(() => String, {
    description:
      'By which it is asked for: 1 to 60 letters, digits, dots, dashes, underscores. One that is there gets a further version.',
  })
  @Matches(TYPE_CODE, typeCodeRule)
  code: string;

  @Field(() => String, { description: 'Its name for people, 1 to 200 characters.' })
  @SingleLine(1, BOUNDS.title)
  title: string;

  @Field(() => PlainDate, {
    nullable: true,
    description:
      'The first day it is in force; left out: ever since, or of a type that is there already today.',
  })
  @IsOptional()
  effectiveFrom?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'For how many calendar months one counts at most, 1 to 600; left out: without an end of its own.',
  })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(BOUNDS.months)
  validityMonths?: number | null;

  @Field(() => ExpiryRuleEnum, {
    defaultValue: 'SAME_DAY',
    description: 'How the last day follows from the first.',
  })
  @IsIn(EXPIRY_RULES)
  expiryRule: ExpiryRule;

  @Field(() => [Int], {
    nullable: true,
    description: 'Days before the end on which somebody is reminded, 10 at most; left out: 90, 60, 30 and 7.',
  })
  @IsOptional()
  @ArrayMaxSize(BOUNDS.warnings)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(0, { each: true })
  @Max(BOUNDS.warnDays, { each: true })
  warnDays?: number[] | null;

  @Field(() => String, { nullable: true, description: 'Where it is written, 1 to 300 characters.' })
  @IsOptional()
  @Length(1, BOUNDS.citation)
  citation?: string | null;
}

@InputType({ description: 'A type of card, or the next version of one.' })
export class DefineCredentialTypeInput extends DefineTypeInput {
  @Field(() => Boolean, {
    defaultValue: false,
    description: 'Whether a card counts only with a session in which skills were shown in person.',
  })
  @IsBoolean()
  handsOnRequired: boolean;

  @Field(() => [String], {
    defaultValue: [],
    description: 'Whose cards it takes, 50 at most; empty: those of any issuer.',
  })
  @ArrayMaxSize(BOUNDS.issuers)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, BOUNDS.issuer, { each: true })
  acceptedIssuers: string[];

  @Field(() => VerificationMethodEnum, {
    nullable: true,
    description: 'The weakest way in which a card may be verified; left out: any.',
  })
  @IsOptional()
  @IsIn(VERIFICATION_METHODS)
  verificationMethod?: VerificationMethod | null;

  @Field(() => String, {
    nullable: true,
    description: 'Code of the policy of continuing education by which a card is renewed.',
  })
  @IsOptional()
  @Matches(TYPE_CODE, typeCodeRule)
  renewalCePolicy?: string | null;
}

@InputType({ description: 'A type of clearance, or the next version of one.' })
export class DefineClearanceTypeInput extends DefineTypeInput {
  @Field(() => Boolean, {
    description: 'Whether its documents are of somebody’s health: RECORDS alone opens them.',
  })
  @IsBoolean()
  healthData: boolean;

  @Field(() => Boolean, { defaultValue: false, description: 'Whether a signed declination clears as well.' })
  @IsBoolean()
  acceptsDeclination: boolean;
}

@InputType({ description: 'A document of types.' })
export class ImportCredentialTypesInput extends OperationInput {
  @Field(() => String, {
    description:
      'Its sections `external_credentials` and `clearances` are read; what else a curriculum holds is passed over. Up to 900,000 characters.',
  })
  @IsString()
  @MaxLength(900_000)
  document: string;

  @Field(() => DocumentFormatEnum, { defaultValue: 'YAML', description: 'How it is written.' })
  @IsIn(DOCUMENT_FORMATS)
  format: DocumentFormat;

  @Field(() => Boolean, { defaultValue: false, description: 'Only tell what would become of it.' })
  @IsBoolean()
  dryRun: boolean;
}
