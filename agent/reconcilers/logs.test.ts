import { expect, test } from 'vitest'
import { logBounds } from '@/agent/reconcilers/logs.ts'

const gigabyte = 1024 ** 3

test('logs keep the wished bounds, else a tenth of the volume and never more than 1 GiB', () => {
  const bytes = (volume: number, logsMaxBytes: bigint | null) =>
    logBounds({ logsMaxAgeDays: 30, logsMaxBytes, volumeSizeBytes: BigInt(volume) }).maxBytes
  expect(bytes(5 * gigabyte, null)).toBe(gigabyte / 2)
  expect(bytes(500 * gigabyte, null)).toBe(gigabyte)
  expect(bytes(500 * gigabyte, 7n)).toBe(7)
  expect(bytes(5 * gigabyte, 0n)).toBe(0)
})
