import { Controller, Get, Param, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { Public } from '../../../platform/access/allow.js';
import { notFound } from '../../../platform/faults/fault.js';
import { PER_STRANGER, toAnybody } from './public-answers.js';
import { Badges } from './badges.service.js';
import { OwnDocuments } from './own-documents.service.js';

/** What wallets and verifiers ask for: badges, who issued them, and which of them count no more. */
@Controller()
@Public()
export class BadgeController {
  constructor(
    private readonly badges: Badges,
    private readonly documents: OwnDocuments,
  ) {}

  /** Whoever holds the number holds the badge; it is served whatever became of the award, which its status tells. */
  @Get('badges/:number')
  @RouteConfig(PER_STRANGER)
  async badge(
    @Param('number') number: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const badge = await this.badges.byNumber(number);
    if (!badge) throw notFound();
    toAnybody(reply, 'application/vc', 3_600);
    return badge;
  }

  /** Where `did:web` looks for an organization's keys. */
  @Get('issuers/:orgId/did.json')
  @RouteConfig(PER_STRANGER)
  async issuer(
    @Param('orgId') orgId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const document = await this.documents.issuer(orgId);
    if (!document) throw notFound();
    toAnybody(reply, 'application/did+json', 3_600);
    return JSON.stringify(document);
  }

  /** Kept by caches for a minute, so that a revocation is seen within one. */
  @Get('status-lists/:orgId/:purpose/:list')
  @RouteConfig(PER_STRANGER)
  async statusList(
    @Param('orgId') orgId: string,
    @Param('purpose') purpose: string,
    @Param('list') list: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const document = await this.documents.statusList(orgId, purpose, list);
    if (!document) throw notFound();
    toAnybody(reply, 'application/vc', 60);
    return JSON.stringify(document);
  }
}
