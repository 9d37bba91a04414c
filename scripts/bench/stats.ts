/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = sortedOf(values)
  const middle = Math.floor(sorted.length / 2)
  const upper = at(sorted, middle)
  return sorted.length % 2 === 1 ? upper : (at(sorted, middle - 1) + upper) / 2
}

/** The largest value. */
export function worst(values: readonly number[]): number {
  return at(sortedOf(values), values.length - 1)
}

/** The smallest of the values that at least 95 % of all values do not exceed (nearest rank). */
export function p95(values: readonly number[]): number {
  return at(sortedOf(values), Math.ceil(values.length * 0.95) - 1)
}

/** The smallest of the values that at least 99 % of all values do not exceed (nearest rank). */
export function p99(values: readonly number[]): number {
  return at(sortedOf(values), Math.ceil(values.length * 0.99) - 1)
}

/** How much `y` grows for each unit of `x`, by least squares; 0 when all `x` are the same. */
export function slope(points: readonly { x: number; y: number }[]): number {
  if (points.length === 0) throw new RangeError('There are no points.')
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / points.length
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / points.length
  const spread = points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0)
  if (spread === 0) return 0
  return points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) / spread
}

function sortedOf(values: readonly number[]): number[] {
  return [...values].sort((left, right) => left - right)
}

function at(sorted: readonly number[], index: number): number {
  const value = sorted[index]
  if (value === undefined) throw new RangeError('There are no values.')
  return value
}
