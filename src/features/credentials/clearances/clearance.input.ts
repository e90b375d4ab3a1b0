import { Field, InputType } from '@nestjs/graphql';
import { IsIn, IsOptional, IsString, Length, Matches, MaxLength } from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { PlainDate } from '../../../platform/graphql/scalars.js';
import { SingleLine } from '../../../platform/graphql/text.js';
import { FINDINGS, FindingEnum, VerificationMethodEnum, type Finding } from '../held.enums.js';
import { VERIFICATION_METHODS, type VerificationMethod } from '../held.js';
import { TYPE_CODE } from '../types/held-type.input.js';
import { CLEARANCE_EVIDENCE, type ClearanceEvidence } from './clearance.js';
import { ClearanceEvidenceEnum } from './clearance.type.js';

@InputType({
  description: "A clearance, one's own or a member's. It counts once somebody else has verified it.",
})
export class RecordClearanceInput extends OperationInput {
  @IdField(
    'Whose it is; left out: your own. For others `credential:write` is needed and, where the type is about health, `health:read`.',
    { nullable: true },
  )
  @IsOptional()
  personId?: string | null;

  @Field(() => String, { description: 'The type, a code of `clearanceTypes`.' })
  @Matches(TYPE_CODE, { message: 'typeCode must be a code of clearanceTypes' })
  typeCode: string;

  @Field(() => PlainDate, {
    description: 'The day of the screening, the vaccine, the check or the signature; not in the future.',
  })
  @IsString()
  clearedOn: string;

  @Field(() => PlainDate, {
    nullable: true,
    description:
      'The last day as the document says; left out: by the type. Later than the type allows is refused.',
  })
  @IsOptional()
  @IsString()
  expiresOn?: string | null;

  @Field(() => ClearanceEvidenceEnum, { defaultValue: 'DOCUMENT', description: 'What stands behind it.' })
  @IsIn(CLEARANCE_EVIDENCE)
  evidence: ClearanceEvidence;

  @IdField('The document or the signed declination, uploaded by you.', { nullable: true })
  @IsOptional()
  documentFileId?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'For those who may read such documents, up to 1,000 characters.',
  })
  @IsOptional()
  @MaxLength(1000)
  remark?: string | null;
}

@InputType({ description: 'What was found of a clearance.' })
export class VerifyClearanceInput extends OperationInput {
  @IdField('The clearance.')
  clearanceId: string;

  @Field(() => FindingEnum, { description: 'What was found.' })
  @IsIn(FINDINGS)
  finding: Finding;

  @Field(() => VerificationMethodEnum, { description: 'How it was looked up.' })
  @IsIn(VERIFICATION_METHODS)
  method: VerificationMethod;

  @Field(() => PlainDate, {
    description: 'When it was looked up; not in the future, nor before the day it is from.',
  })
  @IsString()
  foundOn: string;

  @Field(() => String, { description: 'Where it was looked up, or who was asked: 1 to 200 characters.' })
  @SingleLine(1, 200)
  source: string;

  @Field(() => PlainDate, {
    nullable: true,
    description:
      'The last day as was found, in place of what the document says. Later than the type allows is refused.',
  })
  @IsOptional()
  @IsString()
  expiresOn?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'For those who may read such documents, up to 1,000 characters.',
  })
  @IsOptional()
  @MaxLength(1000)
  note?: string | null;
}

@InputType({ description: 'A clearance that is taken back: recorded by mistake, or no longer claimed.' })
export class WithdrawClearanceInput extends OperationInput {
  @IdField('The clearance.')
  clearanceId: string;

  @Field(() => String, { description: 'Why, for those who may read such documents: 1 to 1,000 characters.' })
  @Length(1, 1000)
  reason: string;
}

@InputType({ description: 'A finding that is taken back: it was entered by mistake.' })
export class WithdrawClearanceVerificationInput extends OperationInput {
  @IdField('The clearance.')
  clearanceId: string;

  @IdField('The entry of the finding.')
  entryId: string;

  @Field(() => String, { description: 'Why, for those who may read such documents: 1 to 1,000 characters.' })
  @Length(1, 1000)
  reason: string;
}
