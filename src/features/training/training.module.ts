import { Module } from '@nestjs/common';
import { PeopleModule } from '../people/people.module.js';
import { OneTimeCodes } from './signing/one-time-codes.js';
import { SigningLeftovers } from './signing/signing-leftovers.js';
import { SigningMethodService } from './signing/signing-methods.service.js';
import { SigningProofs } from './signing/signing-proof.service.js';
import { SigningTickets } from './signing/signing-tickets.js';
import { SigningResolver } from './signing/signing.resolver.js';

/** Supervised training: skills, licenses and rules of supervision, placements, observations, sign-offs, hours. */
@Module({
  imports: [PeopleModule],
  providers: [
    OneTimeCodes,
    SigningLeftovers,
    SigningMethodService,
    SigningProofs,
    SigningResolver,
    SigningTickets,
  ],
  exports: [],
import { AssignmentAccess } from './placements/assignment-access.service.js';

/** Supervised training: skills, licenses and rules of supervision, placements, observations, sign-offs, hours. */
@Module({
  providers: [AssignmentAccess],
  exports: [AssignmentAccess],
})
export class TrainingModule {}
