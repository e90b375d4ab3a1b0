/**
 * The client an address stands for. A household or office is given a whole IPv6 /64 (RFC 6177): changing the
 * rest of the address makes no new client. An IPv4 address, also one written as IPv6, stands for itself.
 */
export function networkOf(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address.replace(/^::ffff:/i, '');
  const [head = '', tail] = address.toLowerCase().split('%')[0]!.split('::');
  const groups = head.split(':').filter(Boolean);
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').filter(Boolean).length;
  const first = [...groups, ...Array<string>(missing).fill('0'), ...(tail ?? '').split(':')].slice(0, 4);
  return first.map((group) => group.replace(/^0+(?=.)/, '')).join(':');
}
