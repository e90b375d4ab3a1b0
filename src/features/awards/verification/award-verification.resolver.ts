import { Args, Query, Resolver } from '@nestjs/graphql';
import { Public } from '../../../platform/access/allow.js';
import { OncePerRequest } from '../../../platform/graphql/once-per-request.rule.js';
import { AwardVerificationType } from './award-verification.type.js';
import { AwardVerifications } from './award-verifications.service.js';

@Resolver()
export class AwardVerificationResolver {
  constructor(private readonly verifications: AwardVerifications) {}

  @Query(() => AwardVerificationType, {
    description:
      'What is printed on the certificate with this number, and whether it still counts. Anybody may ask; NOT_FOUND where no certificate has it.',
  })
  @OncePerRequest()
  @Public()
  awardVerification(
    @Args('number', { description: 'As printed; spaces, dashes and small letters do not matter.' })
    number: string,
  ) {
    return this.verifications.byNumber(number);
  }
}
