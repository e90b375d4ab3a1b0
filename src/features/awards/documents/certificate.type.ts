import { Field, ID, ObjectType } from '@nestjs/graphql';
import { FileLink } from '../../../platform/files/file.type.js';
import { outcome } from '../../../platform/graphql/outcome.js';
import { AwardStandingEnum } from '../awarding/award.enums.js';
import type { AwardStandingCode } from '../awarding/award.js';
import { LettersNotPrintable } from './document.refusals.js';

@ObjectType({
  description:
    'The certificate of an award, to print and frame. Printing it again issues nothing anew: as long as the award stands as it does, the file is the same, byte by byte. One that does not count is stamped so.',
})
export class AwardCertificate {
  @Field(() => ID, { description: 'The award.' })
  awardId: string;

  @Field(() => String, { description: 'Its number, as printed.' })
  number: string;

  @Field(() => AwardStandingEnum, {
    description: 'Where the award stands today: what is not VALID is stamped.',
  })
  standing: AwardStandingCode;

  @Field(() => String, { description: 'Where anybody verifies it; the QR code says the same.' })
  verifyUrl: string;

  @Field(() => String, { description: 'SHA-256 of the file, hexadecimal.' })
  sha256: string;

  @Field(() => FileLink, { description: 'One page, landscape, with its fonts.' })
  pdf: FileLink;
}

export const AwardCertificateResult = outcome('AwardCertificateResult', () => [
  AwardCertificate,
  LettersNotPrintable,
]);
