import { expect, test } from 'vitest'
import { whyNodeIsRefused } from './node-version.mjs'

test.each(['20.19.0', '20.20.2', '22.12.0', '24.0.0'])('Node %s is accepted', (version) => {
  expect(whyNodeIsRefused(version)).toBeNull()
})

test.each(['20.18.3', '18.20.4', '16.0.0'])('Node %s is refused with what to do', (version) => {
  expect(whyNodeIsRefused(version)).toContain('Install a newer Node')
})
