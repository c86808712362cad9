import { BlockList, isIP } from 'node:net';

/**
 * The addresses that are not of the public internet, by what they are for. Of IPv6 only 2000::/3 is given out at all, so whatever
 * lies outside of it is reserved; these are the parts with a name, and the exceptions inside.
 *
 * @see IANA's registries of special-purpose addresses (RFC 6890)
 */
const RANGES = {
  'a loopback': '127.0.0.0/8 ::1/128',
  'a private': '10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7 fec0::/10 64:ff9b:1::/48',
  // Where clouds keep the metadata service of a machine, with its credentials.
  'a link-local': '169.254.0.0/16 fe80::/10',
  'a shared (carrier-grade NAT)': '100.64.0.0/10',
  // In the public range, but it leads to the host of a virtual machine in Azure.
  'a cloud platform': '168.63.129.16/32',
  'a multicast': '224.0.0.0/4 ff00::/8',
  'a reserved':
    '0.0.0.0/8 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 240.0.0.0/4 ' +
    '2001::/23 2001:db8::/32 2002::/16 3fff::/20',
};

const RANGE_LISTS = Object.entries(RANGES).map(([name, subnets]) => [name, blockListOf(subnets)] as const);
const PUBLIC_IPV6 = blockListOf('2000::/3');
/** IPv6 notations of an IPv4 address, which is what will be reached: IPv4-mapped, and through a gateway (RFC 6052). */
const IPV4_INSIDE = blockListOf('::ffff:0:0/96 64:ff9b::/96');

/**
 * What keeps an IP address from being a public one: `a private`, `a loopback`. `undefined` for a public address.
 *
 * @param address As a resolver or a URL gives it, without brackets.
 */
export function nonPublicRange(address: string): string | undefined {
  const plain = address.replace(/%.*$/, '');
  if (isIP(plain) === 0) return 'an unreadable';
  if (isIP(plain) === 4) return rangeOf(plain, 'ipv4');
  if (IPV4_INSIDE.check(plain, 'ipv6')) return rangeOf(ipv4Inside(plain), 'ipv4');
  return rangeOf(plain, 'ipv6') ?? (PUBLIC_IPV6.check(plain, 'ipv6') ? undefined : 'a reserved');
}

function rangeOf(address: string, family: 'ipv4' | 'ipv6'): string | undefined {
  return RANGE_LISTS.find(([, list]) => list.check(address, family))?.[0];
}

/** The last 32 bits, which a URL writes as two hexadecimal groups, however they were written. */
function ipv4Inside(address: string): string {
  const [high = '', low = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split(':').slice(-2);
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16BE(Number.parseInt(high || '0', 16), 0);
  bytes.writeUInt16BE(Number.parseInt(low || '0', 16), 2);
  return bytes.join('.');
}

function blockListOf(subnets: string): BlockList {
  const list = new BlockList();
  for (const subnet of subnets.split(' ')) {
    const [address = '', bits] = subnet.split('/');
    list.addSubnet(address, Number(bits), address.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list;
}
