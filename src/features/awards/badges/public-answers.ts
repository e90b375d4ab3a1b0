import type { FastifyReply } from 'fastify';

/** What strangers may ask of one kind in a minute from one address, on top of what holds for everybody. */
export const PER_STRANGER = { rateLimit: { max: 120, timeWindow: 60_000 } };

/** An answer that is nobody's secret: caches may keep it for so long, and pages of anybody may read it. */
export function toAnybody(reply: FastifyReply, contentType: string, seconds: number): void {
  void reply
    .type(contentType)
    .header('cache-control', `public, max-age=${seconds}`)
    .header('access-control-allow-origin', '*')
    .header('cross-origin-resource-policy', 'cross-origin');
}
