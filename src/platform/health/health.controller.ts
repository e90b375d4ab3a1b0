import { timingSafeEqual } from 'node:crypto';
import { Controller, Get, Headers, Inject, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Public } from '../access/allow.js';
import type { Config } from '../config/config.js';
import { CONFIG } from '../config/config.module.js';
import { notFound } from '../faults/fault.js';
import { Health, type Readiness } from './health.js';
import { Metrics } from './metrics.js';

/** What an orchestrator and Prometheus ask. Neither needs to be signed in; metrics need their own token. */
@Controller()
@Public()
export class HealthController {
  constructor(
    private readonly health: Health,
    private readonly metrics: Metrics,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The process runs: if this fails, restart it. */
  @Get('health/live')
  live(): { status: string } {
    return { status: 'ok' };
  }

  /** The process can answer requests: while this fails, send it none. */
  @Get('health/ready')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const readiness = await this.health.readiness();
    void reply.status(readiness.status === 'ok' ? 200 : 503).header('cache-control', 'no-store');
    return readiness;
  }

  /** There is no such page without METRICS_TOKEN, nor for whoever does not present it. */
  @Get('metrics')
  async read(
    @Headers('authorization') authorization: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { metricsToken } = this.config;
    if (!metricsToken || !same(authorization ?? '', `Bearer ${metricsToken}`)) throw notFound();
    void reply.type(this.metrics.registry.contentType).header('cache-control', 'no-store');
    return this.metrics.registry.metrics();
  }
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
