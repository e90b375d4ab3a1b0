import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { SignOff, SignOffPreviewItemType, SkillStatusEnum } from './sign-off.type.js';
import type { SkillStatus } from './skill-status.rules.js';

@ObjectType({
  description: 'A skill of a trainee that waits to be signed: what would be signed, or what is in the way.',
})
export class QueuedSignOff extends SignOffPreviewItemType {
  @Field(() => ID, { description: 'The assignment.' })
  assignmentId: string;

  @Field(() => ID, { description: 'The skill.' })
  skillId: string;

  @Field(() => ID, {
    description: 'Whose record it is: your organization, or the school of somebody placed here.',
  })
  ownerId: string;

  @Field(() => ID, { description: 'The trainee.' })
  personId: string;

  @Field(() => String, { description: "The trainee's name." })
  traineeName: string;

  @Field(() => ID, { description: 'The site.' })
  siteId: string;

  @Field(() => String, { description: 'Name of the site.' })
  siteName: string;

  @Field(() => String, { description: 'Code of the skill.' })
  skillCode: string;

  @Field(() => String, { description: 'Title of the skill.' })
  skillTitle: string;

  @Field(() => SkillStatusEnum, { description: 'Where the trainee stands in it today.' })
  status: SkillStatus;

  @Field(() => [String], {
    description: 'Levels of help to choose from. Choosing one is another content: look at its preview.',
  })
  entrustmentScale: readonly string[];

  @Field(() => [ID], { description: 'The observations it would rest on: send them back to sign it.' })
  observationIds: readonly string[];

  @Field(() => String, { description: 'What the signature would mean: send it back to sign it.' })
  meaning: string;

  @Field(() => String, {
    nullable: true,
    description: 'The `payloadHash` of a ticket for this one alone; null: it cannot be signed now.',
  })
  payloadHash: string | null;
}

@ObjectType({ description: 'What can be signed in one ceremony.' })
export class SignOffBatch {
  @Field(() => ID, { description: 'Whose records they are.' })
  ownerId: string;

  @Field(() => [QueuedSignOff], { description: 'Up to 30, in the order in which they are to be sent.' })
  items: QueuedSignOff[];

  @Field(() => String, { description: 'The `payloadHash` of a ticket for all of them in this order.' })
  payloadHash: string;
}

@ObjectType({
  description: 'Everything that waits for your signature where you work, with all that is needed to sign it.',
})
export class SignOffQueue {
  @Field(() => [SignOffBatch], {
    description: 'What you can sign now, a batch for each organization and 30 items.',
  })
  ready: SignOffBatch[];

  @Field(() => [QueuedSignOff], { description: 'What you cannot sign yet, and why.' })
  blocked: QueuedSignOff[];

  @Field(() => [SignOff], { description: 'Signed by others and waiting for a final approval.' })
  approvals: SignOff[];

  @Field(() => Int, { description: 'How many people train here today.' })
  trainees: number;

  @Field(() => String, { description: 'What is next, in a sentence.' })
  next: string;
}
