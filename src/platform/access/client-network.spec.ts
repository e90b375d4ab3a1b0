import fc from 'fast-check';
import { networkOf } from './client-network.js';

describe('a client', () => {
  it.each([
    ['2001:db8:1:2::1', '2001:0db8:0001:0002:ffff:ffff:ffff:ffff'],
    ['2001:db8::1', '2001:db8:0:0:1:2:3:4'],
    ['2001:DB8:1:2:3:4:5:6', '2001:db8:1:2::'],
    ['fe80::1%eth0', 'fe80::2%eth0'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
  ])('is the same behind %s and %s', (a, b) => {
    expect(networkOf(a)).toBe(networkOf(b));
  });

  it.each([
    ['2001:db8:1:2::1', '2001:db8:1:3::1'],
    ['2001:db8::1', '2001:db8:0:1::1'],
    ['192.0.2.7', '192.0.2.8'],
    ['::ffff:192.0.2.7', '::ffff:192.0.2.8'],
  ])('is another one behind %s and %s', (a, b) => {
    expect(networkOf(a)).not.toBe(networkOf(b));
  });

  it('is told by the first half of an IPv6 address, however the second one runs', () => {
    const groups = (length: number) =>
      fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: length, maxLength: length });
    fc.assert(
      fc.property(groups(4), groups(4), groups(4), (network, one, other) => {
        const address = (host: number[]): string =>
          [...network, ...host].map((g) => g.toString(16)).join(':');
        expect(networkOf(address(one))).toBe(networkOf(address(other)));
      }),
    );
  });
});
