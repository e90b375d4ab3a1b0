import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../../platform/config/config.js';
import { CONFIG } from '../../../platform/config/config.module.js';
import { Clock } from '../../../platform/clock/clock.js';
import { notFound } from '../../../platform/faults/fault.js';
import { AwardLookup } from '../awarding/award-lookup.service.js';
import { badgeUrl, verificationUrl } from '../badges/badge.rules.js';
import { OwnDocuments } from '../badges/own-documents.service.js';
import type { AwardVerification } from './award-verification.js';
import type { BadgeProblem } from './badge-form.rules.js';
import { badgeProblems } from './verify-badge.js';

/** Longer ones are no numbers: they are not looked at. */
const MAX_TYPED = 64;

/** A presented badge: accepted, or rejected for every reason that was found. */
export interface BadgeVerification {
  readonly status: 'ACCEPTED' | 'REJECTED';
  readonly reasons: readonly BadgeProblem[];
}

/** What strangers are told about awards and badges of this installation. */
@Injectable()
export class AwardVerifications {
  constructor(
    private readonly lookup: AwardLookup,
    private readonly documents: OwnDocuments,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Null for a number that nobody was given, and for what is none: nothing tells the two apart. */
  async find(typed: string): Promise<AwardVerification | null> {
    const found = typed.length > MAX_TYPED ? null : await this.lookup.byNumber(typed);
    if (!found) return null;
    const { number, kind, title, recipientName, issuer, awardedOn, issuedOn, standing } = found;
    const { publicUrl } = this.config;
    const urls = { pageUrl: verificationUrl(publicUrl, number), badgeUrl: badgeUrl(publicUrl, number) };
    return { number, kind, title, recipientName, issuer, awardedOn, issuedOn, ...standing, ...urls };
  }

  /** Throws NOT_FOUND. */
  async byNumber(typed: string): Promise<AwardVerification> {
    const found = await this.find(typed);
    if (!found) throw notFound();
    return found;
  }

  /** Judges a badge that claims to be issued here; of others nobody here knows the keys, and nothing is fetched. */
  async ofBadge(badge: unknown): Promise<BadgeVerification> {
    const reasons = await badgeProblems(badge, (url) => this.documents.resolve(url), this.clock.now());
    return { status: reasons.length ? 'REJECTED' : 'ACCEPTED', reasons };
  }
}
