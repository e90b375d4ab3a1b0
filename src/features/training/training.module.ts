import { Module } from '@nestjs/common';
import { PeopleModule } from '../people/people.module.js';
import { AssignmentAccess } from './placements/assignment-access.service.js';
import { OneTimeCodes } from './signing/one-time-codes.js';
import { SigningLeftovers } from './signing/signing-leftovers.js';
import { SigningMethodService } from './signing/signing-methods.service.js';
import { SigningProofs } from './signing/signing-proof.service.js';
import { SigningTickets } from './signing/signing-tickets.js';
import { SigningResolver } from './signing/signing.resolver.js';
import { ValidatorEligibility } from './supervision/validator-eligibility.service.js';

/** Supervised training: skills, licenses and rules of supervision, placements, observations, sign-offs, hours. */
@Module({
  imports: [PeopleModule],
  providers: [
    AssignmentAccess,
    OneTimeCodes,
    SigningLeftovers,
    SigningMethodService,
    SigningProofs,
    SigningResolver,
    SigningTickets,
    ValidatorEligibility,
  ],
  exports: [AssignmentAccess],
})
export class TrainingModule {}
