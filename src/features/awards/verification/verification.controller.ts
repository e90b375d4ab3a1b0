import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { Public } from '../../../platform/access/allow.js';
import { Clock } from '../../../platform/clock/clock.js';
import type { Config } from '../../../platform/config/config.js';
import { CONFIG } from '../../../platform/config/config.module.js';
import { badInput, notFound } from '../../../platform/faults/fault.js';
import { PER_STRANGER } from '../badges/public-answers.js';
import { AwardVerifications, type BadgeVerification } from './award-verifications.service.js';
import { PAGE_POLICY } from './page-style.js';
import { askPage, certificatePage, unknownPage } from './verification-page.js';

/** Far more than any badge that says what Open Badges 3.0 has words for. */
const MAX_BADGE = 65_536;

/** What an employer opens who was shown a certificate: a page without a script, or the same facts as JSON. */
@Controller('verify')
@Public()
export class VerificationController {
  constructor(
    private readonly verifications: AwardVerifications,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** A form; what was typed into it leads to the page of that number. */
  @Get()
  @RouteConfig(PER_STRANGER)
  ask(@Query('number') number: unknown, @Res({ passthrough: true }) reply: FastifyReply): string {
    if (typeof number !== 'string' || !number.trim()) return asPage(reply, askPage(this.base));
    void reply.redirect(`${this.base}/verify/${encodeURIComponent(number.trim().slice(0, 64))}`, 303);
    return '';
  }

  /** `/verify/<number>.json`, or an `Accept` that prefers it, gives JSON. */
  @Get(':number')
  @RouteConfig(PER_STRANGER)
  async page(
    @Param('number') given: string,
    @Headers('accept') accept: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const isJson = given.endsWith('.json') || prefersJson(accept ?? '');
    const number = given.replace(/\.json$/, '');
    const award = await this.verifications.find(number);
    void reply.header('vary', 'accept').header('cache-control', 'no-store');
    if (isJson) {
      if (!award) throw notFound();
      void reply.type('application/json; charset=utf-8').header('access-control-allow-origin', '*');
      return JSON.stringify(award);
    }
    if (award) return asPage(reply, certificatePage(award, this.base, this.clock.now()));
    void reply.status(404);
    return asPage(reply, unknownPage(number.slice(0, 40), this.base));
  }

  /** Judges a badge, given as JSON: whether it was issued here, is unaltered and still counts. */
  @Post('badge')
  @HttpCode(200)
  @RouteConfig(PER_STRANGER)
  badge(@Body() badge: unknown): Promise<BadgeVerification> {
    if (JSON.stringify(badge ?? null).length > MAX_BADGE)
      throw badInput('badge', 'must be at most 64 KB of JSON');
    return this.verifications.ofBadge(badge);
  }

  /** What stands in front of our own addresses where a proxy serves us under a path. */
  private get base(): string {
    return new URL(this.config.publicUrl).pathname.replace(/\/$/, '');
  }
}

function asPage(reply: FastifyReply, page: string): string {
  void reply
    .type('text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('content-security-policy', PAGE_POLICY)
    .header('referrer-policy', 'no-referrer');
  return page;
}

const prefersJson = (accept: string): boolean =>
  /\bapplication\/(ld\+)?json\b/.test(accept) && !accept.includes('text/html');
