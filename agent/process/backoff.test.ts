import { describe, expect, test } from 'vitest'
import { backoffDelayMs, decideRestart } from '@/agent/process/backoff.ts'
import type { Crash } from '@/agent/process/backoff.ts'

const short: Crash = { startedAtMs: 0, endedAtMs: 900 }
const stable: Crash = { startedAtMs: 0, endedAtMs: 60_000 }

describe('decideRestart', () => {
  test('the first crash is followed by an immediate restart', () => {
    expect(decideRestart([short])).toEqual({ action: 'restart', delayMs: 0 })
  })

  test('later crashes in a row wait ever longer', () => {
    expect(decideRestart([short, short])).toEqual({ action: 'restart', delayMs: 100 })
    expect(decideRestart([short, short, short])).toEqual({ action: 'restart', delayMs: 200 })
  })

  test('the fifth crash in a row ends the loop', () => {
    expect(decideRestart(Array.from({ length: 5 }, () => short))).toEqual({
      action: 'give-up',
      crashes: 5,
    })
  })

  test('a run of a minute makes everything before it forgotten', () => {
    const crashes = [...Array.from({ length: 6 }, () => short), stable]
    expect(decideRestart(crashes)).toEqual({ action: 'restart', delayMs: 0 })
    expect(decideRestart([...crashes, short])).toEqual({ action: 'restart', delayMs: 0 })
  })
})

test('the delay doubles from 100 ms and is capped at 15 s', () => {
  expect([1, 2, 3, 8, 9, 50].map(backoffDelayMs)).toEqual([100, 200, 400, 12_800, 15_000, 15_000])
})
