import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import { Allow } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg } from '../../../platform/graphql/input.js';
import { OncePerRequest } from '../../../platform/graphql/once-per-request.rule.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import { AwardCertificateResult } from './certificate.type.js';
import { Certificates } from './certificates.service.js';
import { DocumentIssues } from './document-issues.service.js';
import { DocumentPolicies } from './document-policy.service.js';
import { IssueTranscriptInput, SetDocumentPolicyInput } from './document.input.js';
import { DocumentIssueConnection, DocumentPolicy, SetDocumentPolicyResult } from './document.type.js';
import { IssueTranscriptResult, Transcript } from './transcript.type.js';
import { Transcripts } from './transcripts.service.js';

@Resolver()
export class DocumentResolver {
  constructor(
    private readonly certificates: Certificates,
    private readonly transcripts: Transcripts,
    private readonly issues: DocumentIssues,
    private readonly policies: DocumentPolicies,
  ) {}

  @Query(() => AwardCertificateResult, {
    description:
      'The certificate of an award as PDF: your own, or with `award:read`. It changes nothing but the log.',
  })
  @Allow('self')
  @OncePerRequest()
  awardCertificate(@Db() db: TenantDb, @IdArg('awardId', 'The award.') awardId: string) {
    return this.certificates.print(db, awardId);
  }

  @Query(() => Transcript, {
    description:
      'The transcript of the trainee whose enrollment it is, over all their enrollments here: your own, or with `record:read`, where you may see all of their cohorts.',
  })
  @Allow('self')
  @OncePerRequest()
  transcript(@Db() db: TenantDb, @IdArg('enrollmentId', 'Any enrollment of theirs.') enrollmentId: string) {
    return this.transcripts.ofEnrollment(db, enrollmentId);
  }

  @Query(() => Transcript, {
    description:
      'Your own transcript, also after you left the program; it says so where nothing is on record.',
  })
  @Allow('self')
  @OncePerRequest()
  myTranscript(@Db() db: TenantDb) {
    return this.transcripts.ofViewer(db);
  }

  @Mutation(() => IssueTranscriptResult, {
    description: 'Gives a transcript to somebody, and keeps to whom, when and on what ground.',
  })
  @Allow('award:write')
  issueTranscript(
    @Db() db: TenantDb,
    @Args('input', { description: 'Whose, to whom, on what ground.' }) input: IssueTranscriptInput,
  ) {
    return this.transcripts.issue(db, input);
  }

  @Query(() => DocumentIssueConnection, {
    description:
      'Certificates and transcripts of a person that were given out, the latest first: of your own, or with `record:read`. Empty: none was.',
  })
  @Allow('self')
  documentIssues(
    @Db() db: TenantDb,
    @IdArg('personId', 'Whom they are about.') personId: string,
    @Args() page: PageArgs,
  ) {
    return this.issues.page(db, personId, page);
  }

  @Query(() => DocumentPolicy, { description: 'How documents look, and which holds keep transcripts back.' })
  @Allow('award:read')
  documentPolicy(@Db() db: TenantDb) {
    return this.policies.current(db);
  }

  @Mutation(() => SetDocumentPolicyResult, {
    description:
      'Decides how documents look from now on. Certificates that were awarded before stay as they are.',
  })
  @Allow('organization:manage')
  setDocumentPolicy(
    @Db() db: TenantDb,
    @Args('input', { description: 'The whole of the policy.' }) input: SetDocumentPolicyInput,
  ) {
    return this.policies.set(db, input);
  }
}
