import { METHOD_METADATA, PATH_METADATA } from '@nestjs/common/constants.js';
import type { Type } from '@nestjs/common';
import { DECLARED_APP } from '../../src/cli/declared-app.js';
import { ACCESS_RULE, type AccessRule } from '../../src/platform/access/allow.js';
import { declaredClasses } from '../../src/platform/graphql/schema.js';

/** What anybody may call, signed in or not. A new line here is a decision: say in the commit why. */
const PUBLIC = [
  'AwardVerificationResolver.awardVerification', // by the number of a certificate
  'BadgeController.badge', // by the number of its certificate
  'BadgeController.issuer', // keys are told to everybody
  'BadgeController.statusList', // bits that name nobody
  'GuestValidatorResolver.openGuestSession', // by the secret of its link
  'HealthController.live',
  'HealthController.read', // metrics, to whoever has the operator's METRICS_TOKEN
  'HealthController.ready',
  'InvitationResolver.acceptInvitation', // by the secret of its link
  'InvitationResolver.invitation',
  'LedgerResolver.ledgerKeys',
  'PasswordResolver.requestPasswordReset',
  'PasswordResolver.resetPassword', // by the secret of its link
  'ServerTimeResolver.serverTime',
  'SessionResolver.refreshSession', // by the refresh token
  'SessionResolver.signIn',
  'VerificationController.ask',
  'VerificationController.badge', // says what whoever has the badge could find out
  'VerificationController.page', // by the number of a certificate
];

const ROOTS = ['Query', 'Mutation', 'Subscription'];

interface Entrance {
  name: string;
  kind: 'operation' | 'field' | 'route';
  rule: AccessRule | undefined;
}

/** Every handler that the outside reaches, by the metadata that Nest itself goes by. */
function entrances(declared: Type<object>): Entrance[] {
  const prototype = declared.prototype as Record<string, unknown>;
  return Object.getOwnPropertyNames(prototype).flatMap((method) => {
    if (method === 'constructor') return [];
    const handler = Object.getOwnPropertyDescriptor(prototype, method)?.value as unknown;
    if (typeof handler !== 'function') return [];
    const resolves = Reflect.getMetadata('graphql:resolver_type', handler) as string | undefined;
    const isField = Reflect.getMetadata('graphql:resolve_property', handler) === true;
    const isRoute =
      Reflect.hasMetadata(PATH_METADATA, handler) && Reflect.hasMetadata(METHOD_METADATA, handler);
    if (resolves === undefined && !isField && !isRoute) return [];
    const own = Reflect.getMetadata(ACCESS_RULE, handler) as AccessRule | undefined;
    const ofClass = Reflect.getMetadata(ACCESS_RULE, declared) as AccessRule | undefined;
    const kind = isRoute ? 'route' : ROOTS.includes(resolves ?? '') ? 'operation' : 'field';
    return [{ name: `${declared.name}.${method}`, kind, rule: kind === 'field' ? own : (own ?? ofClass) }];
  });
}

describe('access', () => {
  const all = declaredClasses(DECLARED_APP).flatMap(entrances);
  const named = (wanted: (entrance: Entrance) => boolean): string[] =>
    all
      .filter(wanted)
      .map(({ name }) => name)
      .sort();

  it('finds the operations it is about', () => {
    expect(named(({ kind }) => kind === 'operation')).toEqual(
      expect.arrayContaining(['SiteResolver.createSite', 'SiteResolver.site']),
    );
  });

  it('abuse 16: is stated by every operation and every route', () => {
    expect(
      named(({ kind, rule }) => kind !== 'field' && (rule === undefined || rule === 'as-parent')),
    ).toEqual([]);
  });

  it('abuse 16: of a field is that of its parent, and says so: the guard does not run on fields', () => {
    expect(named(({ kind, rule }) => kind === 'field' && rule !== 'as-parent')).toEqual([]);
  });

  it('is open to anybody only where it is meant to be', () => {
    expect(named(({ rule }) => rule === 'public')).toEqual([...PUBLIC].sort());
  });
});
