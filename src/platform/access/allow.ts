import { SetMetadata } from '@nestjs/common';
import type { Permission } from './permissions.js';

export const ACCESS_RULE = 'access rule';
export type AccessRule = Permission | 'public' | 'as-parent';

/** Who may call this operation. Every operation states it; without it the guard denies. */
export const Allow = (permission: Permission): MethodDecorator & ClassDecorator =>
  SetMetadata(ACCESS_RULE, permission);

/** Open to anybody, signed in or not: said explicitly, never by omission. */
export const Public = (): MethodDecorator & ClassDecorator =>
  SetMetadata(ACCESS_RULE, 'public' satisfies AccessRule);

/** For a nested field: whoever may see the object may see this of it (and the tenant handle bounds the rest). */
export const AllowAsParent = (): MethodDecorator =>
  SetMetadata(ACCESS_RULE, 'as-parent' satisfies AccessRule);
