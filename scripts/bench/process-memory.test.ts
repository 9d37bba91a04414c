import { expect, test } from 'vitest'
import { memoryIn, parseRollup } from './process-memory.ts'

test('the sums are read by their exact names', () => {
  const rollup = `55d0c0000000-7ffd00000000 ---p 00000000 00:00 0    [rollup]
Rss:              115552 kB
Pss:              102400 kB
Pss_Dirty:         61440 kB
Pss_Anon:          61000 kB
`
  expect(parseRollup(rollup)).toEqual({ pssBytes: 102_400 * 1024, rssBytes: 115_552 * 1024 })
  expect(() => parseRollup('Pss_Dirty: 5 kB\n')).toThrow('no Pss')
})

test('a directory in which nothing runs is an error and never zero bytes', async () => {
  await expect(memoryIn('/nowhere/at/all')).rejects.toThrow('Nothing runs')
})
