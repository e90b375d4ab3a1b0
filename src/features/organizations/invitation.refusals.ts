import { Field, ID } from '@nestjs/graphql';
import { Refusal, RefusalType } from '../../platform/graphql/refusal.js';

@RefusalType('The address is invited already, and the invitation is open.')
export class AlreadyInvited extends Refusal {
  @Field(() => ID, { description: 'The open invitation: send it again, or revoke it.' })
  invitationId: string;
}

@RefusalType('The invitation was accepted or revoked, is too old, or was never made.')
export class InvitationNotOpen extends Refusal {}

@RefusalType(
  'The address invited belongs to the account of somebody else, or the member it is for has an account already.',
)
export class AccountOfAnotherPerson extends Refusal {}
