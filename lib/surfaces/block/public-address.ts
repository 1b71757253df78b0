/** Distinguishes public internet addresses from private and special ones. */
import { BlockList, isIP } from 'node:net';

/** Special IPv4 ranges: IANA's special-purpose registry (RFC 6890), and multicast. */
const SPECIAL_IPV4: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  // Azure serves its instance metadata at this address, which is otherwise public.
  ['168.63.129.16', 32],
];

/**
 * The range of all public IPv6 addresses. Mapped, unique local, link-local and multicast addresses are outside of it.
 */
const GLOBAL_IPV6: readonly [string, number][] = [['2000::', 3]];

/** Special ranges inside of it (RFC 6890, RFC 9637), such as Teredo and 6to4, which can embed any IPv4 address. */
const SPECIAL_IPV6: readonly [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const special = ranges(SPECIAL_IPV4, 'ipv4');
const global = ranges(GLOBAL_IPV6, 'ipv6');
const specialInGlobal = ranges(SPECIAL_IPV6, 'ipv6');

/** Whether an IPv4 or IPv6 address is on the public internet. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !special.check(address, 'ipv4');
    case 6:
      return (
        !address.includes('%') && global.check(address, 'ipv6') && !specialInGlobal.check(address, 'ipv6')
      );
    default:
      return false;
  }
}

function ranges(list: readonly [string, number][], family: 'ipv4' | 'ipv6'): BlockList {
  const ranges = new BlockList();
  for (const [network, prefix] of list) {
    ranges.addSubnet(network, prefix, family);
  }
  return ranges;
}
