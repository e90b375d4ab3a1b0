import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';

@RefusalType('The policy was replaced or withdrawn before.')
export class SupervisionPolicySuperseded extends Refusal {}
