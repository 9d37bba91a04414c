/** Oldest Node that Holdfast runs on. */
const required = [20, 19]

/**
 * Why this Node cannot run Holdfast, in a sentence that says what to do; null when it can.
 *
 * @param {string} version such as `20.20.2`
 * @returns {string | null}
 */
export function whyNodeIsRefused(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const isEnough = major > required[0] || (major === required[0] && minor >= required[1])
  if (isEnough) return null
  return (
    `Holdfast needs Node ${required.join('.')} or newer; this is Node ${version}. ` +
    'Install a newer Node (https://nodejs.org), check with node --version, and run npm start again.'
  )
}
