import { Field, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../platform/graphql/outcome.js';
import { DateTime } from '../../platform/graphql/scalars.js';
import { ResetLinkNotValid, WeakPassword, WrongPassword } from './password.refusals.js';

@ObjectType({ description: 'The new password holds from now on.' })
export class PasswordChanged {
  @Field(() => DateTime, { description: 'Since when.' })
  changedAt: Date;
}

@ObjectType({
  description: 'The request was taken. The answer is the same whether or not there is an account.',
})
export class PasswordResetRequested {
  @Field(() => String, { description: 'What happens next, for a person to read.' })
  message: string;
}

export const ChangePasswordResult = outcome('ChangePasswordResult', () => [
  PasswordChanged,
  WrongPassword,
  WeakPassword,
]);
export const RequestPasswordResetResult = outcome('RequestPasswordResetResult', () => [
  PasswordResetRequested,
]);
export const ResetPasswordResult = outcome('ResetPasswordResult', () => [
  PasswordChanged,
  ResetLinkNotValid,
  WeakPassword,
]);
