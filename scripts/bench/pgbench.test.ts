import { expect, test } from 'vitest'
import { parseRound } from './pgbench.ts'

const summary = `transaction type: <builtin: select only>
scaling factor: 10
query mode: prepared
number of clients: 8
number of threads: 2
maximum number of tries: 1
duration: 10 s
number of transactions actually processed: 216371
number of failed transactions: 0 (0.000%)
latency average = 0.369 ms
initial connection time = 63.512 ms
tps = 21690.146250 (without initial connection time)
`

test('throughput and latency come from the summary of pgbench', () => {
  expect(parseRound(summary)).toEqual({ tps: 21690.14625, latencyMs: 0.369 })
})

test('a round with failed transactions is no figure', () => {
  const failed = summary.replace('transactions: 0 (0.000%)', 'transactions: 3 (0.001%)')
  expect(() => parseRound(failed)).toThrow('3 transactions')
})

test('a summary in another form is no figure', () => {
  expect(() => parseRound('pgbench: error: connection refused')).toThrow('unknown')
})
