import { Field, ID, Int, ObjectType } from '@nestjs/graphql';

@ObjectType({ description: 'Something wrong in a document, where it stands.' })
export class ImportProblem {
  @Field(() => String, {
    description: 'Where in the content: `courses[2].modules[0].hours`, counted from 0.',
  })
  path: string;

  @Field(() => Int, { description: 'The line, from 1.' })
  line: number;

  @Field(() => Int, { description: 'The column, from 1.' })
  column: number;

  @Field(() => String, { description: 'What is wrong and what would be right.' })
  message: string;
}

@ObjectType({ description: 'Something in a document that is told, and is no error.' })
export class ImportRemark {
  @Field(() => String, { description: 'Where in the content.' })
  path: string;

  @Field(() => Int, { description: 'The line, from 1.' })
  line: number;

  @Field(() => Int, { description: 'The column, from 1.' })
  column: number;

  @Field(() => String, { description: 'What it is.' })
  what: string;
}

@ObjectType({ description: 'What became of a document: all of it was imported, or nothing.' })
export class ProgramImport {
  @Field(() => Boolean, {
    description: 'Whether a draft was made. False for a dry run and when there are errors.',
  })
  applied: boolean;

  @Field(() => [ImportProblem], { description: 'What keeps the document from being imported; at most 200.' })
  errors: ImportProblem[];

  @Field(() => [ImportRemark], {
    description: 'Sections that are known and not read yet: nothing of them was kept.',
  })
  notImported: ImportRemark[];

  @Field(() => [ImportRemark], {
    description: 'Names that are kept while nothing stands behind them yet: nobody can meet them until then.',
  })
  unresolved: ImportRemark[];

  @Field(() => [ImportProblem], { description: 'What the draft still lacks before it can be published.' })
  beforePublishing: ImportProblem[];

  @Field(() => ID, { nullable: true, description: 'The program, when a draft was made.' })
  programId: string | null;

  @Field(() => ID, { nullable: true, description: 'The new draft, when one was made.' })
  versionId: string | null;
}
