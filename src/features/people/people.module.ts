import { Module } from '@nestjs/common';
import { AccountService } from './account.service.js';
import { LedgerActorResolver } from './ledger-actor.resolver.js';
import { LockoutService } from './lockout.service.js';
import { OwnPassword } from './own-password.service.js';
import { PasswordChangeService } from './password-change.service.js';
import { PasswordHasher } from './password-hasher.js';
import { PasswordResetService } from './password-reset.service.js';
import { PasswordResolver } from './password.resolver.js';
import { PersonMergeService } from './person-merge.service.js';
import { PersonMergeResolver } from './person-merge.resolver.js';
import { PersonMerges } from './person-merges.js';
import { PersonService } from './person.service.js';
import { SignInLeftovers } from './sign-in-leftovers.js';

@Module({
  providers: [
    AccountService,
    LedgerActorResolver,
    LockoutService,
    OwnPassword,
    PasswordChangeService,
    PasswordHasher,
    PasswordResetService,
    PasswordResolver,
    PersonMergeService,
    PersonMergeResolver,
    PersonMerges,
    PersonService,
    SignInLeftovers,
  ],
  exports: [
    AccountService,
    LockoutService,
    OwnPassword,
    PasswordHasher,
    PersonMerges,
    PersonMergeService,
    PersonService,
  ],
})
export class PeopleModule {}
