import { registerEnumType } from '@nestjs/graphql';
import { PAGE_SIZES } from './certificate.js';
import { DISCLOSURE_BASES, DOCUMENT_KINDS } from './document-issue.js';

const enumOf = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((value) => [value, value]));

export const DocumentKindEnum = enumOf(DOCUMENT_KINDS);
registerEnumType(DocumentKindEnum, {
  name: 'DocumentKind',
  description: 'What was printed.',
  valuesMap: {
    CERTIFICATE: { description: 'The certificate of an award.' },
    TRANSCRIPT: { description: 'A transcript.' },
  },
});

export const DisclosureBasisEnum = enumOf(DISCLOSURE_BASES);
registerEnumType(DisclosureBasisEnum, {
  name: 'DisclosureBasis',
  description: 'On what ground an education record is given to somebody.',
  valuesMap: {
    TRAINEE: { description: 'To the trainee, whose right it is: also after leaving.' },
    CONSENT: { description: 'The trainee agreed in writing, for this recipient.' },
    SCHOOL_OFFICIAL: { description: 'To officials of a school that the trainee seeks to enter.' },
    LEGAL_REQUIREMENT: { description: 'A law, a court or an authority asks for it.' },
  },
});

export const PageSizeEnum = enumOf(PAGE_SIZES);
registerEnumType(PageSizeEnum, {
  name: 'PageSize',
  description: 'The paper documents are made for.',
  valuesMap: {
    LETTER: { description: '8.5 × 11 inches.' },
    A4: { description: '210 × 297 millimeters.' },
  },
});
