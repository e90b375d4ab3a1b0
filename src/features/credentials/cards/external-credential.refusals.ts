import { Field, ID } from '@nestjs/graphql';
import { PlainDate } from '../../../platform/graphql/scalars.js';
import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';
import { VerificationMethodEnum } from '../held.enums.js';
import type { VerificationMethod } from '../held.js';

@RefusalType('The organization has not defined such a type of card or clearance.')
export class CredentialTypeUnknown extends Refusal {
  @Field(() => [String], { description: 'The codes there are.' })
  codes: string[];
}

@RefusalType('The type does not take cards of this issuer.')
export class IssuerNotAccepted extends Refusal {
  @Field(() => [String], { description: 'Whose cards it takes.' })
  accepted: string[];
}

@RefusalType('It cannot last as long as is said: the type ends sooner.')
export class ExpiryBeyondMaximum extends Refusal {
  @Field(() => PlainDate, { description: 'The last day by the type.' })
  latest: string;
}

@RefusalType('The person has this card on record already.')
export class CredentialOnRecord extends Refusal {
  @Field(() => ID, { description: 'The card that is there.' })
  credentialId: string;
}

@RefusalType('Somebody else has a card of this type and issuer with this number.')
export class CredentialNumberTaken extends Refusal {}

@RefusalType(
  'Nobody verifies what they hold themselves, nor takes back what was found of it: somebody else does.',
)
export class OwnCredential extends Refusal {}

@RefusalType('All of it was taken back: nothing more is found of it.')
export class CredentialIsWithdrawn extends Refusal {}

@RefusalType('The finding was taken back already.')
export class VerificationIsWithdrawn extends Refusal {}

@RefusalType(
  'The type asks for a session in which skills were shown in person, and there is no evidence of one.',
)
export class HandsOnEvidenceMissing extends Refusal {}

@RefusalType('The type asks for a stronger way of verifying.')
export class VerificationTooWeak extends Refusal {
  @Field(() => VerificationMethodEnum, { description: 'The weakest way it takes.' })
  needed: VerificationMethod;
}
