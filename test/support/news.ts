import { Module } from '@nestjs/common';
import { Args, Field, ObjectType, Resolver, Subscription } from '@nestjs/graphql';
import { Allow } from '../../src/platform/access/allow.js';
import { Db } from '../../src/platform/access/request-context.js';
import type { TenantDb } from '../../src/platform/database/tenant-db.js';
import { LiveUpdates } from '../../src/platform/live/live-updates.js';

@ObjectType({ description: 'A piece of news, for tests of subscriptions.' })
export class News {
  @Field(() => String, { description: 'What happened.' })
  text: string;
}

interface About {
  channel: string;
  text: string;
}

/** A subscription as features write them, without a feature. */
@Resolver()
class NewsResolver {
  constructor(private readonly live: LiveUpdates) {}

  @Subscription(() => News, { description: 'News of a channel.', resolve: (news: News) => news })
  @Allow('self')
  news(@Db() db: TenantDb, @Args('channel', { type: () => String, description: 'Which.' }) channel: string) {
    return this.live.subscribe<About, News>(
      db,
      'news',
      (about) => about.channel === channel,
      async (_fresh, { text }) => {
        if (text === 'bug') throw new Error('secret inside');
        return Object.assign(new News(), { text });
      },
    );
  }

  @Subscription(() => News, { description: 'News for staff.', resolve: (news: News) => news })
  @Allow('organization:manage')
  staffNews(@Db() db: TenantDb) {
    return this.live.subscribe<About, News>(
      db,
      'news',
      () => true,
      async (_fresh, { text }) => Object.assign(new News(), { text }),
    );
  }
}

@Module({ providers: [NewsResolver] })
export class NewsModule {}
