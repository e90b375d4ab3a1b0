import { Module } from '@nestjs/common';
import { LedgerModule } from '../../platform/ledger/ledger.module.js';
import { CredentialsModule } from '../credentials/credentials.module.js';
import { EnrollmentsModule } from '../enrollments/enrollments.module.js';
import { OrganizationsModule } from '../organizations/organizations.module.js';
import { PeopleModule } from '../people/people.module.js';
import { ProgramsModule } from '../programs/programs.module.js';
import { RecordsModule } from '../records/records.module.js';
import { ChecklistCompletion } from './completion/checklist-completion.service.js';
import { ChecklistReview } from './completion/checklist-review.job.js';
import { EvidencePackets } from './evidence/evidence-packet.service.js';
import { EvidenceResolver } from './evidence/evidence.resolver.js';
import { HourCounting } from './hours/hour-counting.service.js';
import { HourDecisions } from './hours/hour-decisions.service.js';
import { HourLogs } from './hours/hour-logs.service.js';
import { HourReopening } from './hours/hour-reopening.service.js';
import { HourVerification } from './hours/hour-verification.service.js';
import { HoursOverview } from './hours/hours-overview.service.js';
import { HoursResolver } from './hours/hours.resolver.js';
import { WorkOfDays } from './hours/work-of-days.service.js';
import { SelfVerified } from './hours/self-verified.service.js';
import { CompetencyMatrices } from './matrix/competency-matrix.service.js';
import { ExpiringSignOffs } from './matrix/expiring-sign-offs.service.js';
import { MatrixReading } from './matrix/matrix-reading.service.js';
import { MatrixResolver } from './matrix/matrix.resolver.js';
import { MyTrainingResolver } from './matrix/my-training.resolver.js';
import { MyTrainings } from './matrix/my-training.service.js';
import { READINESS_PROVIDERS } from './readiness/readiness.providers.js';
import { AddedSkillResolver } from './placements/added-skill.resolver.js';
import { AddedSkills } from './placements/added-skill.service.js';
import { AssignmentAccess } from './placements/assignment-access.service.js';
import { PLACEMENTS_PROVIDERS } from './placements/placements.providers.js';
import { ActionPlanResolver } from './observations/action-plan.resolver.js';
import { ObservationRequestResolver } from './observations/observation-request.resolver.js';
import { ObservationSyncResolver } from './observations/observation-sync.resolver.js';
import { ObservationResolver } from './observations/observation.resolver.js';
import { OBSERVATIONS_PROVIDERS } from './observations/observations.providers.js';
import { LicenseSuspensionResolver } from './sign-offs/license-suspension.resolver.js';
import { SignOffEntryResolver } from './sign-offs/sign-off-entry.resolver.js';
import { SignOffQueueResolver } from './sign-offs/sign-off-queue.resolver.js';
import { SignOffResolver } from './sign-offs/sign-off.resolver.js';
import { SIGN_OFFS_PROVIDERS } from './sign-offs/sign-offs.providers.js';
import { GuestLinks } from './signing/guest-link.js';
import { GuestPost } from './signing/guest-post.js';
import { GuestSessions } from './signing/guest-session.service.js';
import { GuestValidatorResolver } from './signing/guest-validator.resolver.js';
import { GuestValidators } from './signing/guest-validator.service.js';
import { OneTimeCodes } from './signing/one-time-codes.js';
import { SigningLeftovers } from './signing/signing-leftovers.js';
import { SigningMethodService } from './signing/signing-methods.service.js';
import { SigningProofs } from './signing/signing-proof.service.js';
import { SigningTickets } from './signing/signing-tickets.js';
import { SigningResolver } from './signing/signing.resolver.js';
import { SkillsModule } from './skills/skills.module.js';
import { SupervisionModule } from './supervision/supervision.module.js';
import { WORK_REQUIREMENTS_PROVIDERS } from './work-requirements/work-requirements.providers.js';

/** Supervised training: skills, licenses and rules of supervision, placements, observations, sign-offs, hours. */
@Module({
  imports: [
    CredentialsModule,
    EnrollmentsModule,
    LedgerModule,
    OrganizationsModule,
    PeopleModule,
    ProgramsModule,
    RecordsModule,
    SkillsModule,
    SupervisionModule,
  ],
  providers: [
    ...PLACEMENTS_PROVIDERS,
    AddedSkillResolver,
    AddedSkills,
    CompetencyMatrices,
    ExpiringSignOffs,
    MatrixReading,
    MatrixResolver,
    MyTrainingResolver,
    MyTrainings,
    AssignmentAccess,
    ChecklistCompletion,
    ChecklistReview,
    EvidencePackets,
    EvidenceResolver,
    GuestLinks,
    GuestPost,
    GuestSessions,
    GuestValidatorResolver,
    GuestValidators,
    ...OBSERVATIONS_PROVIDERS,
    HourCounting,
    WorkOfDays,
    HourDecisions,
    HourLogs,
    HourReopening,
    HourVerification,
    HoursOverview,
    HoursResolver,
    SelfVerified,
    ActionPlanResolver,
    ObservationRequestResolver,
    ObservationResolver,
    ObservationSyncResolver,
    OneTimeCodes,
    ...SIGN_OFFS_PROVIDERS,
    ...WORK_REQUIREMENTS_PROVIDERS,
    ...READINESS_PROVIDERS,
    LicenseSuspensionResolver,
    SignOffEntryResolver,
    SignOffQueueResolver,
    SignOffResolver,
    SigningLeftovers,
    SigningMethodService,
    SigningProofs,
    SigningResolver,
    SigningTickets,
  ],
  exports: [AssignmentAccess],
})
export class TrainingModule {}
