import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import { DateTime } from '../../../platform/graphql/scalars.js';

@ObjectType('QuestionPicture', {
  description: 'A picture of a question, as the asker may fetch it for some minutes.',
})
export class ShownPicture {
  @Field(() => ID, { description: 'The file. In HTML it is the `data-file` of its `<img>`.' })
  fileId: string;

  @Field(() => String, { description: 'What it shows, for who cannot see it.' })
  alternativeText: string;

  @Field(() => String, {
    description:
      'GET it with the same `Authorization` header: the link works for nobody else. It answers a PNG, JPEG or WebP.',
  })
  url: string;

  @Field(() => DateTime, { description: 'Until when the link works; then ask again.' })
  expiresAt: Date;
}

@ObjectType({
  description: 'The picture on which places are marked, in whole pixels from its upper left corner.',
})
export class HotspotPicture {
  @Field(() => ID, { description: 'The file.' })
  fileId: string;

  @Field(() => String, { description: 'What it shows, for who cannot see it.' })
  alternativeText: string;

  @Field(() => Int, { description: 'Its width in pixels, as the server has measured it.' })
  width: number;

  @Field(() => Int, { description: 'Its height in pixels, as the server has measured it.' })
  height: number;
}
