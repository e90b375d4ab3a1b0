import { Field, ObjectType } from '@nestjs/graphql';
import { questionHtml } from './question-html.js';

@ObjectType({ description: 'Text with simple formatting.' })
export class RichText {
  @Field(() => String, { description: 'Markdown, as it was written.' })
  readonly markdown: string;

  constructor(markdown: string) {
    this.markdown = markdown;
  }

  @Field(() => String, {
    description:
      'HTML that is safe to show: sanitized whenever it is read. A picture is `<img data-file="<fileId>" alt="…">`: set its `src` to what the link of that file in `pictures` answers.',
  })
  get html(): string {
    return questionHtml(this.markdown);
  }
}

export const richText = (markdown: string | null | undefined): RichText | null =>
  markdown ? new RichText(markdown) : null;
