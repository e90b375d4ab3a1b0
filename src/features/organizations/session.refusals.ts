import { Refusal, RefusalType } from '../../platform/graphql/refusal.js';

@RefusalType('Address and password do not belong together; which of them is wrong is not told.')
export class InvalidCredentials extends Refusal {}

@RefusalType('You are no member there now, or of no organization at all.')
export class NoActiveMembership extends Refusal {}

@RefusalType('The session is over: sign in again.')
export class SessionHasEnded extends Refusal {}
