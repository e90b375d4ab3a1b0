import { Field, InputType } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsOptional,
  IsUUID,
  ValidateNested,
} from 'class-validator';
import { IdField, OperationInput } from '../../../platform/graphql/input.js';
import { SingleLine } from '../../../platform/graphql/text.js';
import { HOLD_KINDS, type HoldKind } from '../../enrollments/enrollment.entity.js';
import { HoldKindEnum } from '../../enrollments/enrollment.enums.js';
import { PAGE_SIZES, type PageSize } from './certificate.js';
import { DisclosureBasisEnum, PageSizeEnum } from './document.enums.js';
import { DISCLOSURE_BASES, type DisclosureBasis } from './document-issue.js';

@InputType({ description: 'Who stands below a line of a certificate.' })
export class CertificateSignatoryInput {
  @Field(() => String, { description: '1 to 120 characters, as it is to be printed.' })
  @SingleLine(1, 120)
  name: string;

  @Field(() => String, {
    nullable: true,
    description: '1 to 120 characters, such as `Program director`; left out: none is printed.',
  })
  @IsOptional()
  @SingleLine(1, 120)
  title?: string | null;
}

@InputType({ description: 'How documents look and who gets them, from now on.' })
export class SetDocumentPolicyInput extends OperationInput {
  @Field(() => PageSizeEnum, { description: 'The paper.' })
  @IsIn(PAGE_SIZES)
  pageSize: PageSize;

  @Field(() => [CertificateSignatoryInput], {
    description: 'Who signs certificates: two at most. Empty: whoever awards them.',
  })
  @IsArray()
  @ArrayMaxSize(2)
  @ValidateNested({ each: true })
  @Type(() => CertificateSignatoryInput)
  signatories: CertificateSignatoryInput[];

  @Field(() => [HoldKindEnum], { description: 'Holds that keep transcripts from others. Empty: none does.' })
  @IsArray()
  @ArrayUnique()
  @IsIn(HOLD_KINDS, { each: true })
  transcriptHolds: HoldKind[];
}

@InputType({ description: 'A transcript to give to somebody.' })
export class IssueTranscriptInput extends OperationInput {
  @IdField('Any enrollment of the trainee.')
  enrollmentId: string;

  @Field(() => String, { description: 'To whom, 1 to 200 characters; it is printed on the transcript.' })
  @SingleLine(1, 200)
  recipient: string;

  @Field(() => DisclosureBasisEnum, { description: 'On what ground.' })
  @IsIn(DISCLOSURE_BASES)
  basis: DisclosureBasis;

  @Field(() => String, {
    description:
      'What the ground is known by, 1 to 500 characters: the consent and its date, the request and its number, how the trainee was recognized.',
  })
  @SingleLine(1, 500)
  evidence: string;

  @IdField('A file that shows it, uploaded by you before.', { nullable: true })
  @IsOptional()
  @IsUUID()
  evidenceFileId?: string | null;
}
