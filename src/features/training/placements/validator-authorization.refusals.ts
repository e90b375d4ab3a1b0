import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';

@RefusalType(
  'This person is authorized at the site for some of these days already: change that authorization.',
)
export class ValidatorAuthorizedAlready extends Refusal {}

@RefusalType('Nobody authorizes themselves, by whichever account.')
export class OwnAuthorization extends Refusal {}

@RefusalType('The authorization was replaced or is over: nothing of it changes any more.')
export class AuthorizationNotOpen extends Refusal {}

@RefusalType('These days are not possible for an authorization.')
export class AuthorizationDatesNotPossible extends Refusal {}
