import { networkInterfaces } from 'node:os';
import { describe, expect, test } from 'vitest';
import { isPublicAddress, neighbourhood } from '../../../main/kiosk/proxy/public-addresses.ts';

const inside = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '100.64.0.1',
  '100.127.255.255',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.192',
  '192.0.2.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.7',
  '203.0.113.9',
  '224.0.0.251',
  '239.255.255.250',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::ffff:10.1.2.3',
  '::ffff:8.8.8.8',
  '64:ff9b::7f00:1',
  '64:ff9b::192.168.1.1',
  '64:ff9b:1::1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '2002:c0a8:101::1',
  '2002:a9fe:a9fe::',
  '3fff::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%eth0',
  'fec0::1',
  'ff02::fb',
];

const outside = [
  '1.1.1.1',
  '93.184.216.34',
  '100.63.255.255',
  '100.128.0.1',
  '172.15.255.255',
  '172.32.0.1',
  '223.255.255.254',
  '2001:41d0::1',
  '2606:4700:4700::1111',
  '2a00:1450:4007::200e',
  '64:ff9b::5db8:d822',
  '2002:5db8:d822::1',
];

describe('the public internet', () => {
  test.each(inside)('%s is not on it', (address) => expect(isPublicAddress(address)).toBe(false));
  test.each(outside)('%s is on it', (address) => expect(isPublicAddress(address)).toBe(true));
  test.each(['', 'localhost', '127.1', '0x7f000001', '2130706433', '[::1]'])('%j is no address', (text) =>
    expect(isPublicAddress(text)).toBe(false),
  );
});

describe('the neighbourhood', () => {
  const plugged = neighbourhood({
    eth0: [
      {
        address: '82.65.10.20',
        netmask: '255.255.255.0',
        cidr: '82.65.10.20/24',
        family: 'IPv4',
        mac: '',
        internal: false,
      },
      {
        address: '2a01:e0a:1:2::5',
        netmask: '',
        cidr: '2a01:e0a:1:2::5/64',
        family: 'IPv6',
        mac: '',
        internal: false,
        scopeid: 0,
      },
    ],
    ppp0: [{ address: '90.1.2.3', netmask: '0.0.0.0', cidr: '90.1.2.3/0', family: 'IPv4', mac: '', internal: false }],
  });

  test('a printer next door is a neighbour, whatever address it has', () => {
    expect(plugged.check('82.65.10.99', 'ipv4')).toBe(true);
    expect(plugged.check('2a01:e0a:1:2:aaaa::1', 'ipv6')).toBe(true);
  });

  test('the next street is not', () => {
    expect(plugged.check('82.65.11.1', 'ipv4')).toBe(false);
    expect(plugged.check('2a01:e0a:1:3::1', 'ipv6')).toBe(false);
  });

  test('a link without a network makes nobody else a neighbour', () => {
    expect(plugged.check('90.1.2.3', 'ipv4')).toBe(true);
    expect(plugged.check('1.1.1.1', 'ipv4')).toBe(false);
  });

  test('this machine is its own neighbour', () => {
    expect(neighbourhood(networkInterfaces()).check('127.0.0.1', 'ipv4')).toBe(true);
  });
});
