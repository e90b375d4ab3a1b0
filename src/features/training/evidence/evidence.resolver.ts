import { Args, ArgsType, Field, Query, Resolver } from '@nestjs/graphql';
import { IsDate, IsDefined, IsOptional } from 'class-validator';
import { Allow } from '../../../platform/access/allow.js';
import { Db } from '../../../platform/access/request-context.js';
import type { TenantDb } from '../../../platform/database/tenant-db.js';
import { IdArg } from '../../../platform/graphql/input.js';
import { OncePerRequest } from '../../../platform/graphql/once-per-request.rule.js';
import { DateTime, PlainDate } from '../../../platform/graphql/scalars.js';
import { EvidencePackets } from './evidence-packet.service.js';
import { EvidencePacket } from './evidence.type.js';

@ArgsType()
class EvidenceArgs {
  @Field(() => PlainDate, { description: 'The day: what was in force then.' })
  @IsDefined()
  on: string;

  @Field(() => DateTime, {
    nullable: true,
    description: 'What was on record at this time: what was recorded later changes nothing. Left out: now.',
  })
  @IsOptional()
  @IsDate()
  knownAt?: Date | null;
}

@Resolver()
export class EvidenceResolver {
  constructor(private readonly packets: EvidencePackets) {}

  @Query(() => EvidencePacket, {
    description:
      'Puts together everything about a person’s training for an audit: your own, or as staff that may read evidence.',
  })
  @Allow('self')
  @OncePerRequest()
  evidencePacket(
    @Db() db: TenantDb,
    @IdArg('personId', 'Whose evidence.') personId: string,
    @Args() { on, knownAt = null }: EvidenceArgs,
  ) {
    return this.packets.make(db, { personId: personId.toLowerCase(), on, knownAt });
  }
}
