import { Refusal, RefusalType } from '../../../platform/graphql/refusal.js';

@RefusalType('The document of types cannot be read at all; nothing was done.')
export class TypeFileNotReadable extends Refusal {}

@RefusalType(
  'A type of the other kind has this code: one code for a card and a clearance would be taken for each other.',
)
export class CredentialTypeCodeTaken extends Refusal {}
