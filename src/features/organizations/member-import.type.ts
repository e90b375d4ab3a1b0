import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '@nestjs/graphql';
import { IsString, MaxLength } from 'class-validator';
import { OperationInput } from '../../platform/graphql/input.js';
import { outcome } from '../../platform/graphql/outcome.js';
import { Refusal, RefusalType } from '../../platform/graphql/refusal.js';
import { SingleLine } from '../../platform/graphql/text.js';

export const IMPORT_OUTCOMES = ['INVITED', 'ADDED', 'ALREADY_THERE', 'REJECTED'] as const;
export type ImportOutcome = (typeof IMPORT_OUTCOMES)[number];

const ImportOutcomeEnum = Object.fromEntries(IMPORT_OUTCOMES.map((of) => [of, of]));
registerEnumType(ImportOutcomeEnum, {
  name: 'MemberImportOutcome',
  description: 'What became of a row.',
  valuesMap: {
    INVITED: { description: 'It has an address: an invitation is on its way.' },
    ADDED: { description: 'It has no address: the person is a member without an account.' },
    ALREADY_THERE: {
      description: 'The address or external id is a member or invited already: nothing changed.',
    },
    REJECTED: { description: 'Something in it is wrong: nothing was done with it.' },
  },
});

@ObjectType({ description: 'One thing that is wrong with a row.' })
export class MemberImportProblem {
  @Field(() => String, { description: 'The column; empty when it is the row as a whole.' })
  column: string;

  @Field(() => String, { description: 'What is wrong and what would be right.' })
  message: string;
}

@ObjectType({ description: 'What became of one row of the file.' })
export class MemberImportRow {
  @Field(() => Int, { description: 'Line of the file, counted from 1; the last one of a row over several.' })
  line: number;

  @Field(() => ImportOutcomeEnum, { description: 'What became of it.' })
  outcome: ImportOutcome;

  @Field(() => [MemberImportProblem], { description: 'Why it was rejected.' })
  problems: MemberImportProblem[];

  @Field(() => ID, { nullable: true, description: 'The invitation made or found.' })
  invitationId: string | null;

  @Field(() => ID, { nullable: true, description: 'The membership made or found.' })
  membershipId: string | null;
}

@ObjectType({ description: 'What became of a file of members. Sent again, it finds everybody there.' })
export class MemberImportReport {
  @Field(() => Int, { description: 'Rows read.' })
  total: number;

  @Field(() => Int, { description: 'Invitations sent.' })
  invited: number;

  @Field(() => Int, { description: 'Members added without an account.' })
  added: number;

  @Field(() => Int, { description: 'Rows that were there already.' })
  alreadyThere: number;

  @Field(() => Int, { description: 'Rows rejected.' })
  rejected: number;

  @Field(() => [String], { description: 'Columns of the file that are not read.' })
  ignoredColumns: string[];

  @Field(() => [MemberImportRow], { description: 'Each row, in the order of the file; at most 5,000.' })
  rows: MemberImportRow[];
}

@RefusalType('The file cannot be read at all; nothing was done.')
export class FileNotReadable extends Refusal {
  @Field(() => Int, { nullable: true, description: 'The line where it fails, where that is known.' })
  line: number | null;
}

export const ImportMembersResult = outcome('ImportMembersResult', () => [
  MemberImportReport,
  FileNotReadable,
]);

@InputType({ description: 'A file of staff and trainees.' })
export class ImportMembersInput extends OperationInput {
  @Field(() => String, {
    description: 'The system the external ids come from, e.g. `sis`; 1 to 50 characters.',
  })
  @SingleLine(1, 50)
  source: string;

  @Field(() => String, {
    description:
      'CSV in UTF-8 with the columns given_name, family_name, email, role, external_id, line_manager_email, sites (names, separated by | or ;); up to 5,000 rows and 900,000 characters.',
  })
  @IsString()
  @MaxLength(900_000)
  csv: string;
}
