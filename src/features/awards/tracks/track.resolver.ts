import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { Allow, AllowAsParent } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg } from '../../../platform/graphql/input.js';
import { PageArgs } from '../../../platform/graphql/page.js';
import type { SpecialtyTrack } from './track.entity.js';
import {
  DefineSpecialtyTrackInput,
  ImportSpecialtyTracksInput,
  PublishSpecialtyTrackInput,
  RetireSpecialtyTrackInput,
} from './track.input.js';
import { SpecialtyTrackImports } from './track-import.service.js';
import {
  DefineSpecialtyTrackResult,
  ImportSpecialtyTracksResult,
  PublishSpecialtyTrackResult,
  RetireSpecialtyTrackResult,
  SpecialtyTrackConnection,
  SpecialtyTrackType,
  SpecialtyTrackVersionType,
} from './track.type.js';
import { SpecialtyTracks } from './tracks.service.js';

@Resolver(() => SpecialtyTrackType)
export class SpecialtyTrackResolver {
  constructor(
    private readonly tracks: SpecialtyTracks,
    private readonly imports: SpecialtyTrackImports,
  ) {}

  @Query(() => SpecialtyTrackType, { description: 'One specialty track.' })
  @Allow('self')
  specialtyTrack(@Db() db: TenantDb, @IdArg('id', 'The track.') id: string) {
    return this.tracks.byId(db, id);
  }

  @Query(() => SpecialtyTrackConnection, {
    description: 'The specialty tracks of the organization, by code; those never published for staff alone.',
  })
  @Allow('self')
  specialtyTracks(@Db() db: TenantDb, @Args() args: PageArgs) {
    return this.tracks.page(db, args);
  }

  @ResolveField(() => [SpecialtyTrackVersionType], {
    description: 'Its versions, the latest first; drafts for staff alone.',
  })
  @AllowAsParent()
  versions(@Db() db: TenantDb, @Parent() { id }: SpecialtyTrack) {
    return this.tracks.versions(db, id);
  }

  @ResolveField(() => SpecialtyTrackVersionType, {
    nullable: true,
    description: 'The version that can be earned now; null when there is none.',
  })
  @AllowAsParent()
  async published(@Db() db: TenantDb, @Parent() { id }: SpecialtyTrack) {
    return (await this.tracks.versions(db, id)).find(({ status }) => status === 'PUBLISHED') ?? null;
  }

  @Mutation(() => DefineSpecialtyTrackResult, {
    description: 'Writes a specialty down as a draft. The draft there is of the track is replaced.',
  })
  @Allow('program:write')
  defineSpecialtyTrack(
    @Db() db: TenantDb,
    @Args('input', { description: 'What it is and asks for.' }) input: DefineSpecialtyTrackInput,
  ) {
    return this.tracks.define(db, input);
  }

  @Mutation(() => PublishSpecialtyTrackResult, {
    description: 'Publishes a draft, for good: it can be earned from now on, the version before no more.',
  })
  @Allow('program:publish')
  publishSpecialtyTrack(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which version.' }) input: PublishSpecialtyTrackInput,
  ) {
    return this.tracks.publish(db, input);
  }

  @Mutation(() => RetireSpecialtyTrackResult, {
    description: 'Nobody earns the version any more. Whoever has earned it keeps it.',
  })
  @Allow('program:publish')
  retireSpecialtyTrack(
    @Db() db: TenantDb,
    @Args('input', { description: 'Which version.' }) input: RetireSpecialtyTrackInput,
  ) {
    return this.tracks.retire(db, input);
  }

  @Mutation(() => ImportSpecialtyTracksResult, {
    description:
      'Brings specialty tracks in from a document, all of it or nothing. What says what it said before stays.',
  })
  @Allow('program:publish')
  importSpecialtyTracks(
    @Db() db: TenantDb,
    @Args('input', { description: 'The document.' }) input: ImportSpecialtyTracksInput,
  ) {
    return this.imports.import(db, input);
  }
}
