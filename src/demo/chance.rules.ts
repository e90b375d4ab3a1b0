/**
 * A number from 0 to below 1 that follows from the key alone: the same story is told each time, and one draw
 * more changes no other. FNV-1a over the key, then the finalizer of MurmurHash3 (both public domain).
 */
export function chance(...key: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const char of key.join('/')) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}
