import { expect, test } from 'vitest'
import { rulesFrom, rulesText } from './rules-text.ts'

test('each line is a range and its description; empty lines do not count', () => {
  expect(rulesFrom('203.0.113.7 Office in Köln\n\n  10.0.0.0/8\t VPN  \n::1')).toEqual([
    { cidr: '203.0.113.7', description: 'Office in Köln' },
    { cidr: '10.0.0.0/8', description: 'VPN' },
    { cidr: '::1', description: '' },
  ])
})

test('a list with commas is several rules, a comma in a description is none', () => {
  expect(rulesFrom('10.0.0.1, 10.0.0.2;10.0.0.3').map(({ cidr }) => cidr)).toEqual([
    '10.0.0.1',
    '10.0.0.2',
    '10.0.0.3',
  ])
  expect(rulesFrom('10.0.0.1 Office, second floor')).toEqual([
    { cidr: '10.0.0.1', description: 'Office, second floor' },
  ])
})

test('what is written is read again', () => {
  const rules = [
    { cidr: '10.0.0.0/8', description: 'VPN' },
    { cidr: '::1/128', description: 'This machine' },
  ]
  expect(rulesFrom(rulesText(rules))).toEqual(rules)
  expect(rulesFrom('')).toEqual([])
})
