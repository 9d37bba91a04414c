import type { NetworkInterfaceInfo } from 'node:os'
import { expect, test } from 'vitest'
import { networksOf } from '@/agent/reconcilers/networks.ts'

const info = (cidr: string, scopeid = 0): NetworkInterfaceInfo => {
  const [address = ''] = cidr.split('/')
  const rest = { address, netmask: '', mac: '', internal: false, cidr }
  return address.includes(':') ? { ...rest, family: 'IPv6', scopeid } : { ...rest, family: 'IPv4' }
}

test('each network is told once with every address of the machine in it', () => {
  const networks = networksOf({
    lo: [info('127.0.0.1/8'), info('::1/128')],
    eth0: [info('10.12.1.5/20'), info('10.12.1.6/20'), info('fd00::2/64')],
    eth1: [info('10.12.1.7/20')],
    wg0: undefined,
  })
  expect(networks).toEqual([
    { cidr: '127.0.0.0/8', interfaceName: 'lo', addresses: ['127.0.0.1'] },
    { cidr: '::1/128', interfaceName: 'lo', addresses: ['::1'] },
    {
      cidr: '10.12.0.0/20',
      interfaceName: 'eth0',
      addresses: ['10.12.1.5', '10.12.1.6', '10.12.1.7'],
    },
    { cidr: 'fd00::/64', interfaceName: 'eth0', addresses: ['fd00::2'] },
  ])
})

test('addresses that mean nothing without their interface are left out', () => {
  expect(networksOf({ eth0: [info('fe80::1/64', 4), info('169.254.7.7/16')] })).toEqual([])
})
