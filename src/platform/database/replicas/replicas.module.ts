import { Module } from '@nestjs/common';
import { ReplicaReadsPlugin } from './replica-reads.plugin.js';
import { Replicas } from './replicas.js';

/** Only where replicas are configured: without it no request does anything for them. */
@Module({ providers: [Replicas, ReplicaReadsPlugin] })
export class ReplicasModule {}
