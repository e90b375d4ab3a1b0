import { Refusal, RefusalType } from '../../platform/graphql/refusal.js';

@RefusalType('The member has no account: there is nothing to look at in their place.')
export class MemberWithoutAccount extends Refusal {}
