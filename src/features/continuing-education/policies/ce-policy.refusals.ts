import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';

@RefusalType('Another policy has this code, for everybody or your own.')
export class CePolicyCodeTaken extends Refusal {}

@RefusalType('The version was replaced or withdrawn before.')
export class CePolicySuperseded extends Refusal {}
