import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { outcome } from '../../../platform/graphql/outcome.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import { VerificationMethodEnum } from '../held.enums.js';
import type { VerificationMethod } from '../held.js';
import { CredentialTypeCodeTaken, TypeFileNotReadable } from './held-type.refusals.js';
import { ExpiryRuleEnum } from './validity.enums.js';
import type { ExpiryRule } from './validity.js';

@ObjectType({ isAbstract: true })
abstract class TypeVersionFields {
  @Field(() => ID, { description: 'Identifies the version.' })
  id: string;

  @Field(() => String, { description: 'By which it is asked for.' })
  code: string;

  @Field(() => String, { description: 'Its name for people.' })
  title: string;

  @Field(() => PlainDate, { nullable: true, description: 'The first day it is in force; null: ever since.' })
  effectiveFrom: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'For how many calendar months one counts at most; null: without an end of its own.',
  })
  validityMonths: number | null;

  @Field(() => ExpiryRuleEnum, { description: 'How the last day follows from the first.' })
  expiryRule: ExpiryRule;

  @Field(() => [Int], {
    description: 'Days before the end on which somebody is reminded, the longest first.',
  })
  warnDays: number[];

  @Field(() => String, { nullable: true, description: 'Where it is written.' })
  citation: string | null;

  @Field(() => DateTime, { description: 'Since when it has been on record.' })
  recordedAt: Date;
}

@ObjectType('CredentialTypeVersion', {
  description:
    'What a type of card asks for from a day on. Cards go by the version in force when they were issued.',
})
export class CredentialTypeVersionType extends TypeVersionFields {
  @Field(() => Boolean, {
    description: 'Whether a card counts only with a session in which skills were shown in person.',
  })
  handsOnRequired: boolean;

  @Field(() => [String], { description: 'Whose cards it takes; empty: those of any issuer.' })
  acceptedIssuers: string[];

  @Field(() => VerificationMethodEnum, {
    nullable: true,
    description: 'The weakest way in which a card may be verified; null: any.',
  })
  verificationMethod: VerificationMethod | null;

  @Field(() => String, {
    nullable: true,
    description: 'Code of the policy of continuing education by which a card is renewed.',
  })
  renewalCePolicy: string | null;
}

@ObjectType('ClearanceTypeVersion', { description: 'What a type of clearance asks for from a day on.' })
export class ClearanceTypeVersionType extends TypeVersionFields {
  @Field(() => Boolean, {
    description: 'Whether its documents are of somebody’s health: RECORDS alone opens them.',
  })
  healthData: boolean;

  @Field(() => Boolean, { description: 'Whether a signed declination clears as well.' })
  acceptsDeclination: boolean;
}

@ObjectType({ description: 'A type of card, as the organization has defined it.' })
export class CredentialType {
  @Field(() => String, { description: 'By which it is asked for.' })
  code: string;

  @Field(() => CredentialTypeVersionType, { description: 'What it asks for today.' })
  inForce: CredentialTypeVersionType;

  @Field(() => [CredentialTypeVersionType], {
    description: 'All versions, by the day from which they are in force.',
  })
  versions: CredentialTypeVersionType[];
}

@ObjectType({ description: 'A type of clearance, as the organization has defined it.' })
export class ClearanceType {
  @Field(() => String, { description: 'By which it is asked for.' })
  code: string;

  @Field(() => ClearanceTypeVersionType, { description: 'What it asks for today.' })
  inForce: ClearanceTypeVersionType;

  @Field(() => [ClearanceTypeVersionType], {
    description: 'All versions, by the day from which they are in force.',
  })
  versions: ClearanceTypeVersionType[];
}

@ObjectType({ description: 'One thing that is wrong in a document of types.' })
export class CredentialTypeProblem {
  @Field(() => String, { description: 'Where: `external_credentials[2].validity`, counted from 0.' })
  path: string;

  @Field(() => Int, { description: 'The line, from 1.' })
  line: number;

  @Field(() => String, { description: 'What is wrong and what would be right.' })
  message: string;
}

@ObjectType({ description: 'What became of one type of a document.' })
export class CredentialTypeImportRow {
  @Field(() => Int, { description: 'The line, from 1.' })
  line: number;

  @Field(() => String, { description: 'The section: `external_credentials` or `clearances`.' })
  section: string;

  @Field(() => String, { nullable: true, description: 'The code, where one could be read.' })
  code: string | null;

  @Field(() => String, { description: 'ADDED, CHANGED (a further version), UNCHANGED or REJECTED.' })
  outcome: string;

  @Field(() => [CredentialTypeProblem], { description: 'Why it was rejected.' })
  problems: CredentialTypeProblem[];
}

@ObjectType({ description: 'What became of a document of types. Read again, it changes nothing.' })
export class CredentialTypeImport {
  @Field(() => Boolean, { description: 'Whether anything was kept; false for a dry run.' })
  applied: boolean;

  @Field(() => Int, { description: 'Types that are new.' })
  added: number;

  @Field(() => Int, { description: 'Types with a further version.' })
  changed: number;

  @Field(() => Int, { description: 'Types that were there as they are.' })
  unchanged: number;

  @Field(() => Int, { description: 'Types that were rejected: nothing was done with them.' })
  rejected: number;

  @Field(() => [CredentialTypeImportRow], { description: 'Each type, in the order of the document.' })
  rows: CredentialTypeImportRow[];

  @Field(() => [CredentialTypeProblem], {
    description: 'What is wrong outside of the types; it loses none of them.',
  })
  problems: CredentialTypeProblem[];
}

export const DefineCredentialTypeResult = outcome('DefineCredentialTypeResult', () => [
  CredentialType,
  CredentialTypeCodeTaken,
]);
export const DefineClearanceTypeResult = outcome('DefineClearanceTypeResult', () => [
  ClearanceType,
  CredentialTypeCodeTaken,
]);
export const ImportCredentialTypesResult = outcome('ImportCredentialTypesResult', () => [
  CredentialTypeImport,
  TypeFileNotReadable,
]);
