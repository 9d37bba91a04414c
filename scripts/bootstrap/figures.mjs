/**
 * @param {number} milliseconds
 * @returns {string} such as `0.3 s`
 */
export function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(1)} s`
}

/**
 * @param {number} bytes
 * @returns {string} such as `12.3 MB`
 */
export function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`
}

/**
 * @param {number} done
 * @param {number | null} total
 * @returns {string} a bar with a space behind it, or nothing while the total is unknown
 */
export function bar(done, total) {
  if (total === null || total <= 0) return ''
  const width = 20
  const filled = Math.min(width, Math.round((done / total) * width))
  return `[${'#'.repeat(filled)}${'-'.repeat(width - filled)}] `
}
