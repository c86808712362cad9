import { describe, expect, test } from 'vitest';
import { nonPublicRange } from './address-range.ts';

describe('H7: addresses that are not of the public internet', () => {
  test.each([
    ['127.0.0.1', 'a loopback'],
    ['127.255.255.254', 'a loopback'],
    ['::1', 'a loopback'],
    ['0:0:0:0:0:0:0:1', 'a loopback'],
    ['10.0.0.1', 'a private'],
    ['172.16.0.1', 'a private'],
    ['172.31.255.255', 'a private'],
    ['192.168.1.1', 'a private'],
    ['fd00:ec2::254', 'a private'],
    ['fc00::1', 'a private'],
    ['fec0::1', 'a private'],
    ['169.254.169.254', 'a link-local'],
    ['fe80::1', 'a link-local'],
    ['fe80::1%eth0', 'a link-local'],
    ['100.64.0.1', 'a shared (carrier-grade NAT)'],
    ['100.100.100.200', 'a shared (carrier-grade NAT)'],
    ['168.63.129.16', 'a cloud platform'],
    ['224.0.0.1', 'a multicast'],
    ['ff02::1', 'a multicast'],
    ['0.0.0.0', 'a reserved'],
    ['192.0.0.192', 'a reserved'],
    ['198.18.0.1', 'a reserved'],
    ['203.0.113.9', 'a reserved'],
    ['255.255.255.255', 'a reserved'],
    ['2001:db8::1', 'a reserved'],
    ['2001::1', 'a reserved'],
    ['2002:7f00:1::', 'a reserved'],
    ['::', 'a reserved'],
    ['::7f00:1', 'a reserved'],
    ['::ffff:0:7f00:1', 'a reserved'],
    ['100::1', 'a reserved'],
    ['5f00::1', 'a reserved'],
  ])('%s is %s address', (address, range) => {
    expect(nonPublicRange(address)).toBe(range);
  });

  test.each([
    ['::ffff:127.0.0.1', 'a loopback'],
    ['::ffff:7f00:1', 'a loopback'],
    ['0:0:0:0:0:ffff:a9fe:a9fe', 'a link-local'],
    ['::FFFF:10.1.2.3', 'a private'],
    ['64:ff9b::7f00:1', 'a loopback'],
    ['64:ff9b::10.0.0.1', 'a private'],
    ['64:ff9b::', 'a reserved'],
    ['64:ff9b:1::a00:1', 'a private'],
  ])('%s is what the IPv4 address in it is: %s', (address, range) => {
    expect(nonPublicRange(address)).toBe(range);
  });

  test.each(['', 'localhost', '999.1.1.1', '127.1'])(
    '%j, which is no address, is not taken for a public one',
    (text) => {
      expect(nonPublicRange(text)).toBe('an unreadable');
    },
  );
});

test.each([
  '8.8.8.8',
  '93.184.215.14',
  '100.63.255.255',
  '100.128.0.1',
  '172.15.255.255',
  '172.32.0.1',
  '168.63.129.17',
  '169.253.1.1',
  '192.0.1.1',
  '::ffff:8.8.8.8',
  '64:ff9b::8.8.8.8',
  '2606:4700:4700::1111',
  '2a00:1450:4001::1',
])('H7: %s is a public address', (address) => {
  expect(nonPublicRange(address)).toBeUndefined();
});
