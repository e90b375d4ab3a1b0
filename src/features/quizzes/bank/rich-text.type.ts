import { Field, ObjectType } from '@nestjs/graphql';
import { lessonHtml } from '../../programs/lesson-html.js';

@ObjectType({ description: 'Text with simple formatting.' })
export class RichText {
  @Field(() => String, { description: 'Markdown, as it was written.' })
  readonly markdown: string;

  constructor(markdown: string) {
    this.markdown = markdown;
  }

  @Field(() => String, { description: 'HTML that is safe to show: sanitized whenever it is read.' })
  get html(): string {
    return lessonHtml(this.markdown);
  }
}

export const richText = (markdown: string | null | undefined): RichText | null =>
  markdown ? new RichText(markdown) : null;
