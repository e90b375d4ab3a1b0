import { Refusal, RefusalType } from '../../platform/graphql/refusal.js';

@RefusalType('The new password would be too easy to guess; the message says what to change.')
export class WeakPassword extends Refusal {}

@RefusalType('The current password is not the one given.')
export class WrongPassword extends Refusal {}

@RefusalType('The reset link was used before, is too old, or was never given out: ask for a new one.')
export class ResetLinkNotValid extends Refusal {}
