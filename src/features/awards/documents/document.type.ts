import { Field, ID, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { connectionOf } from '../../../platform/graphql/page.js';
import { DateTime } from '../../../platform/graphql/scalars.js';
import type { HoldKind } from '../../enrollments/enrollment.entity.js';
import { HoldKindEnum } from '../../enrollments/enrollment.enums.js';
import type { PageSize } from './certificate.js';
import { LettersNotPrintable } from './document.refusals.js';
import { DisclosureBasisEnum, DocumentKindEnum, PageSizeEnum } from './document.enums.js';
import type { DisclosureBasis, DocumentKind } from './document-issue.js';

@ObjectType('CertificateSignatory', { description: 'Who stands below a line of a certificate.' })
export class CertificateSignatoryType {
  @Field(() => String, { description: 'As it is printed.' })
  name: string;

  @Field(() => String, { nullable: true, description: 'Such as `Program director`; null: none is printed.' })
  title: string | null;
}

@ObjectType({
  description:
    'How the organization’s documents look and who gets them. Certificates go by the policy that held when they were awarded, whenever they are printed.',
})
export class DocumentPolicy {
  @Field(() => PageSizeEnum, { description: 'The paper.' })
  pageSize: PageSize;

  @Field(() => [CertificateSignatoryType], {
    description: 'Who signs certificates. Empty: whoever awards them; nobody where the system does.',
  })
  signatories: CertificateSignatoryType[];

  @Field(() => [HoldKindEnum], {
    description:
      'Holds that keep transcripts from others. Trainees, and whom the law names, always get them. Empty: no hold does.',
  })
  transcriptHolds: HoldKind[];

  @Field(() => DateTime, { nullable: true, description: 'Since when; null: nothing was decided yet.' })
  decidedAt: Date | null;
}

@ObjectType('DocumentIssue', {
  description:
    'A certificate or transcript that was given out. What somebody prints for themselves is told once a day for the same content.',
})
export class DocumentIssueType {
  @Field(() => ID, { description: 'Identifies the line.' })
  id: string;

  @Field(() => DocumentKindEnum, { description: 'What it was.' })
  kind: DocumentKind;

  @Field(() => ID, { description: 'Whom it is about.' })
  personId: string;

  @Field(() => ID, { nullable: true, description: 'Of a certificate: the award.' })
  awardId: string | null;

  @Field(() => String, {
    description: 'SHA-256, hexadecimal: of a certificate’s file; of a transcript’s record, as printed on it.',
  })
  contentHash: string;

  @Field(() => String, { nullable: true, description: 'To whom; null: whoever asked for it read it.' })
  recipient: string | null;

  @Field(() => DisclosureBasisEnum, { nullable: true, description: 'On what ground it was given to others.' })
  basis: DisclosureBasis | null;

  @Field(() => String, { nullable: true, description: 'What the ground is known by.' })
  evidence: string | null;

  @Field(() => String, { description: 'Who printed it or gave it out.' })
  issuedByName: string;

  @Field(() => DateTime, { description: 'When.' })
  issuedAt: Date;
}

export const SetDocumentPolicyResult = outcome('SetDocumentPolicyResult', () => [
  DocumentPolicy,
  LettersNotPrintable,
]);

export const DocumentIssueConnection = connectionOf('DocumentIssue', () => DocumentIssueType);
