import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';

/** Which addresses are the public internet. Everything else is this machine, its neighbours, or nobody: the visitor's browser reaches none of it. */

type Range = readonly [network: string, prefix: number];

const privateIpv4: readonly Range[] = [
  ['0.0.0.0', 8], // "this" network: Linux takes it for itself
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // carrier-grade NAT
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link-local, and where clouds keep their metadata
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24], // documentation, as the two below
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
];

/** Of IPv6 only what is handed out as global unicast counts as public, less these. */
const globalUnicast: Range = ['2000::', 3];
const reservedIpv6: readonly Range[] = [
  ['2001::', 23], // protocols' own, Teredo among them
  ['2001:db8::', 32], // documentation, as the next
  ['3fff::', 20],
];

/** Prefixes that carry an IPv4 address: a private one stays private in that dress. */
const nat64: Range = ['64:ff9b::', 96];
const inNat64 = ([network, prefix]: Range): Range => [`64:ff9b::${network}`, 96 + prefix];
const in6to4 = ([network, prefix]: Range): Range => {
  const [a = 0, b = 0, c = 0, d = 0] = network.split('.').map(Number);
  return [`2002:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}::`, 16 + prefix];
};

function listOf(ranges: readonly Range[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of ranges) list.addSubnet(network, prefix, family);
  return list;
}

// One list per family: Node compares an IPv4 address with IPv6 ranges as if it were mapped.
const refusedIpv4 = listOf(privateIpv4, 'ipv4');
const refusedIpv6 = listOf([...reservedIpv6, ...privateIpv4.map(inNat64), ...privateIpv4.map(in6to4)], 'ipv6');
const acceptedIpv6 = listOf([globalUnicast, nat64], 'ipv6');

/** Whether an IP address in canonical text is on the public internet. Whatever is not an address is not. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !refusedIpv4.check(address, 'ipv4');
  // A zone (`fe80::1%eth0`) names an interface of this machine.
  if (!isIPv6(address) || address.includes('%')) return false;
  return acceptedIpv6.check(address, 'ipv6') && !refusedIpv6.check(address, 'ipv6');
}

/** Wider prefixes are point-to-point oddities: only the machine's own address is then taken for the neighbourhood. */
const widestLink = { IPv4: 16, IPv6: 48 };

/**
 * The networks that this machine is plugged into, itself included: with IPv6 a printer next door has a public address too.
 * `interfaces` as `os.networkInterfaces()` gives them.
 */
export function neighbourhood(interfaces: NodeJS.Dict<NetworkInterfaceInfo[]>): BlockList {
  const list = new BlockList();
  for (const { address, cidr, family } of Object.values(interfaces).flatMap((one) => one ?? [])) {
    const prefix = Number(cidr?.split('/')[1] ?? NaN);
    const kind = family === 'IPv4' ? 'ipv4' : 'ipv6';
    if (prefix >= widestLink[family]) list.addSubnet(address, prefix, kind);
    else list.addAddress(address, kind);
  }
  return list;
}
