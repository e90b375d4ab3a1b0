import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { AllowAsParent } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { QuestionPictures } from './question-picture.service.js';
import { HotspotPicture, ShownPicture } from './question-picture.type.js';
import { RichText } from './rich-text.type.js';

@Resolver(() => RichText)
export class RichTextResolver {
  constructor(private readonly pictures: QuestionPictures) {}

  @ResolveField(() => [ShownPicture], {
    name: 'pictures',
    description:
      'The pictures that a text of a question refers to as `![alternative text](file:<fileId>)`, each once.',
  })
  @AllowAsParent()
  shown(@Db() db: TenantDb, @Parent() text: RichText) {
    return this.pictures.shownIn(db, text.markdown);
  }
}

@Resolver(() => HotspotPicture)
export class HotspotPictureResolver {
  constructor(private readonly pictures: QuestionPictures) {}

  @ResolveField(() => ShownPicture, { nullable: true, description: 'Where the picture is fetched.' })
  @AllowAsParent()
  shown(@Db() db: TenantDb, @Parent() { fileId, alternativeText }: HotspotPicture) {
    return this.pictures.shown(db, fileId, alternativeText);
  }
}
