import type { Provider } from '@nestjs/common';
import { Certificates } from './certificates.service.js';
import { DocumentIssues } from './document-issues.service.js';
import { DocumentPolicies } from './document-policy.service.js';
import { DocumentResolver } from './document.resolver.js';
import { TranscriptRecords } from './transcript-record.service.js';
import { Transcripts } from './transcripts.service.js';

export const DOCUMENTS_PROVIDERS: Provider[] = [
  Certificates,
  DocumentIssues,
  DocumentPolicies,
  DocumentResolver,
  TranscriptRecords,
  Transcripts,
];
