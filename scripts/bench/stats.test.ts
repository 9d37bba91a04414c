import { expect, test } from 'vitest'
import { median, p95, slope, worst } from './stats.ts'

test('the median does not depend on the order and takes numbers as numbers', () => {
  expect(median([10, 9, 100])).toBe(10)
  expect(median([4, 1, 3, 2])).toBe(2.5)
  expect(median([7])).toBe(7)
})

test('the worst value is the largest, and the values stay as they were', () => {
  const values = [3, 20, 1]
  expect(worst(values)).toBe(20)
  expect(values).toEqual([3, 20, 1])
})

test('five of a hundred values may lie above the p95, and none of ten', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => index + 1)
  expect(p95(hundred)).toBe(95)
  expect(p95([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])).toBe(10)
  expect(p95([5])).toBe(5)
})

test('the slope is the growth for each unit and zero for a single moment', () => {
  expect(slope([0, 1, 2, 3].map((x) => ({ x, y: 5 + 2 * x })))).toBeCloseTo(2)
  expect(slope([0, 1, 2].map((x) => ({ x, y: 5 })))).toBe(0)
  expect(slope([{ x: 1, y: 5 }])).toBe(0)
})

test('nothing measured is an error and never a figure', () => {
  for (const figure of [median, worst, p95]) expect(() => figure([])).toThrow(RangeError)
  expect(() => slope([])).toThrow(RangeError)
})
