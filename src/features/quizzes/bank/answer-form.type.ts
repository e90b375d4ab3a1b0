import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { Decimal } from '../../../platform/graphql/scalars.js';
import { BlankKindEnum } from './question.enums.js';
import type { BlankKind, Presentation } from './question-content.js';
import { HotspotPicture } from './question-picture.type.js';
import { RichText } from './rich-text.type.js';

@ObjectType('QuestionChoice', { description: 'A choice as everybody may see it.' })
export class ChoiceType {
  @Field(() => ID, { description: 'Identifies the choice in its question. Random: it tells nothing.' })
  id: string;

  @Field(() => RichText, { description: 'What it says.' })
  text: RichText;
}

@ObjectType('QuestionBlank', { description: 'A blank in the text of a CLOZE question.' })
export class BlankType {
  @Field(() => ID, { description: 'As the stem names it: `[[1]]` is `1`.' })
  id: string;

  @Field(() => BlankKindEnum, { description: 'How it is filled.' })
  kind: BlankKind;

  @Field(() => [ChoiceType], { description: 'Of a CHOICE blank; empty for the others.' })
  choices: ChoiceType[];
}

@ObjectType({ description: 'A level of a criterion.' })
export class RubricLevel {
  @Field(() => ID, { description: 'Identifies the level in its question.' })
  id: string;

  @Field(() => String, { description: 'What it takes.' })
  title: string;

  @Field(() => Decimal, { description: 'What it is worth beside the other levels and criteria.' })
  points: string;
}

@ObjectType({ description: 'One thing an essay is judged by.' })
export class RubricCriterionType {
  @Field(() => ID, { description: 'Identifies the criterion in its question.' })
  id: string;

  @Field(() => String, { description: 'What is judged.' })
  title: string;

  @Field(() => [RubricLevel], { description: 'Its levels.' })
  levels: readonly RubricLevel[];
}

/** What is shown beside the stem, so that it can be answered. */
@ObjectType({ isAbstract: true })
export abstract class AnswerForm {
  @Field(() => [ChoiceType], {
    description:
      'What there is to choose from (SINGLE_CHOICE, MULTIPLE_CHOICE), to match with (MATCHING) or to put in order (ORDERING); empty for the other types.',
  })
  choices: ChoiceType[];

  @Field(() => [ChoiceType], { description: 'What is to be matched (MATCHING); empty for the other types.' })
  prompts: ChoiceType[];

  @Field(() => [BlankType], {
    description: 'The blanks in the order of the text (CLOZE); empty for the other types.',
  })
  blanks: BlankType[];

  @Field(() => String, {
    nullable: true,
    description:
      'Unit of a NUMBER or CALCULATED question, shown beside the answer, which is given without it.',
  })
  unit: string | null;

  @Field(() => [String], {
    description: 'Units to choose from, where the unit is part of the answer (NUMBER, CALCULATED).',
  })
  units: readonly string[];

  @Field(() => HotspotPicture, { nullable: true, description: 'Where places are marked (HOTSPOT).' })
  picture: HotspotPicture | null;

  @Field(() => Int, { nullable: true, description: 'How many places are to be marked (HOTSPOT).' })
  placesToMark: number | null;

  @Field(() => Int, { nullable: true, description: 'The fewest words asked for (ESSAY).' })
  minWords: number | null;

  @Field(() => Int, { nullable: true, description: 'The most words asked for (ESSAY).' })
  maxWords: number | null;

  @Field(() => [RubricCriterionType], { description: 'What an ESSAY is judged by.' })
  rubric: readonly RubricCriterionType[];
}

@ObjectType({ description: 'A value by its name.' })
export class NamedValue {
  @Field(() => String, { description: 'The `name` of `{name}`.' })
  name: string;

  @Field(() => Decimal, { description: 'What is shown in its place.' })
  value: string;
}

@ObjectType({ description: 'The values of one variant of a CALCULATED question.' })
export class ValueSet {
  @Field(() => [NamedValue], { description: 'By name.' })
  values: NamedValue[];
}

@ObjectType({ description: 'What a version of a question shows beside its stem, as its author has put it.' })
export class QuestionPresentation extends AnswerForm {
  @Field(() => [ValueSet], { description: 'The sets of values of a CALCULATED question.' })
  valueSets: ValueSet[];
}

/** The choices as the API shows them. */
export const choicesView = (choices: Presentation['choices'] = []): ChoiceType[] =>
  choices.map(({ id, text }) => ({ id, text: new RichText(text) }));

/** What is shown beside the stem, as the API shows it. */
export const answerForm = (presentation: Presentation): AnswerForm => ({
  choices: choicesView(presentation.choices),
  prompts: choicesView(presentation.prompts),
  blanks: (presentation.blanks ?? []).map(({ id, kind, choices }) => ({
    id,
    kind,
    choices: choicesView(choices),
  })),
  unit: presentation.unit ?? null,
  units: presentation.units ?? [],
  picture: presentation.picture ? Object.assign(new HotspotPicture(), presentation.picture) : null,
  placesToMark: presentation.placesToMark ?? null,
  minWords: presentation.minWords ?? null,
  maxWords: presentation.maxWords ?? null,
  rubric: presentation.rubric ?? [],
});

/** The same for authors, with the values that attempts draw from. */
export const presentationView = (presentation: Presentation): QuestionPresentation => ({
  ...answerForm(presentation),
  valueSets: (presentation.valueSets ?? []).map((values) => ({
    values: Object.entries(values).map(([name, value]) => ({ name, value })),
  })),
});
