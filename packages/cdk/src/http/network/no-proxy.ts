import { BlockList, isIP } from 'node:net';

/** One entry of NO_PROXY: the hosts that it means, and its port when it has one. */
interface Entry {
  readonly port: number | undefined;
  readonly matches: (host: string) => boolean;
}

/**
 * Tells which hosts are asked without a proxy, from the text of `NO_PROXY`: names that stand for themselves and all below them
 * (`example.com`, `.example.com`, `*.example.com`), addresses, ranges (`10.0.0.0/8`), each with a port if need be
 * (`example.com:8443`), or `*` for all. Commas or blanks stand between them. What cannot be read matches nothing.
 *
 * @returns A test for a host (without brackets) and its port.
 */
export function noProxyTest(text: string): (host: string, port: number) => boolean {
  const entries = text
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map(entryOf);
  return (host, port) => {
    const name = host.toLowerCase().replace(/\.$/, '');
    return entries.some((entry) => (entry.port === undefined || entry.port === port) && entry.matches(name));
  };
}

function entryOf(part: string): Entry {
  if (part === '*') return { port: undefined, matches: () => true };
  const { host, port } = splitPort(part);
  const [address = '', bits] = host.split('/');
  if (isIP(address) !== 0) return { port, matches: addressTest(address, bits) };
  const name = host
    .toLowerCase()
    .replace(/^\*?\./, '')
    .replace(/\.$/, '');
  return { port, matches: (other) => other === name || other.endsWith(`.${name}`) };
}

/** An IPv6 address has colons of its own: with a port it stands in brackets. */
function splitPort(part: string): { host: string; port: number | undefined } {
  const [, bracketed, plain, digits] = /^(?:\[(.*)\]|([^:]*))(?::(\d+))?$/.exec(part) ?? [];
  return { host: bracketed ?? plain ?? part, port: digits === undefined ? undefined : Number(digits) };
}

function addressTest(address: string, bits: string | undefined): Entry['matches'] {
  const family = (text: string) => (isIP(text) === 6 ? 'ipv6' : 'ipv4');
  const size = family(address) === 'ipv6' ? 128 : 32;
  const length = bits === undefined ? size : Number(bits);
  const list = new BlockList();
  if (Number.isInteger(length) && length >= 0 && length <= size) list.addSubnet(address, length, family(address));
  return (host) => isIP(host) !== 0 && list.check(host, family(host));
}
