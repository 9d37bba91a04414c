import process from 'node:process'
import { bar, megabytes, seconds } from './figures.mjs'

const redrawMs = 120
const plainLineMs = 10_000

/**
 * @typedef {object} Step what the work behind a line may tell about itself
 * @property {(doneBytes: number, totalBytes: number | null) => void} bytes how far a download is
 * @property {(text: string) => void} say what the line adds when the step has ended
 *
 * @typedef {object} Running
 * @property {string} title
 * @property {number} startedMs
 * @property {string} said
 * @property {{ done: number, total: number | null } | null} bytes
 */

/**
 * Prints a line for each step of the start, with the seconds it took. Steps may run side by side:
 * what still runs stands on one changing line of a terminal, elsewhere on a plain line now and then.
 *
 * @param {NodeJS.WriteStream} [output]
 * @param {Record<string, string | undefined>} [environment]
 */
export function createSteps(output = process.stdout, environment = process.env) {
  const isLive = output.isTTY === true && environment.TERM !== 'dumb'
  const hasColour = isLive && !environment.NO_COLOR
  /** @type {(code: number, text: string) => string} */
  const paint = (code, text) => (hasColour ? `\u001b[${code}m${text}\u001b[0m` : text)
  /** @type {Set<Running>} */
  const running = new Set()
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  let isLineShown = false

  const clearLine = () => {
    if (isLineShown) output.write('\r\u001b[2K')
    isLineShown = false
  }
  const describe = (/** @type {Running} */ step) => {
    const { bytes } = step
    const far = bytes
      ? ` ${bar(bytes.done, bytes.total)}${megabytes(bytes.done)}${bytes.total === null ? '' : ` of ${megabytes(bytes.total)}`}`
      : ''
    return `${step.title}${far} ${seconds(performance.now() - step.startedMs)}`
  }
  const showRunning = () => {
    if (running.size === 0) return
    const texts = [...running].map(describe)
    if (!isLive) {
      for (const text of texts) output.write(`  … ${text}\n`)
      return
    }
    const line = `  … ${texts.join('   ')}`
    output.write(`\r\u001b[2K${line.slice(0, Math.max(20, (output.columns || 80) - 1))}`)
    isLineShown = true
  }
  const watch = () => {
    timer ??= setInterval(showRunning, isLive ? redrawMs : plainLineMs)
    timer.unref()
  }

  /** @param {string} text */
  const line = (text) => {
    clearLine()
    output.write(`${text}\n`)
  }

  /**
   * @template T
   * @param {string} title
   * @param {(step: Step) => Promise<T> | T} body
   * @returns {Promise<T>}
   */
  const run = async (title, body) => {
    /** @type {Running} */
    const step = { title, startedMs: performance.now(), said: '', bytes: null }
    running.add(step)
    watch()
    const end = (/** @type {string} */ mark) => {
      running.delete(step)
      const took = seconds(performance.now() - step.startedMs).padStart(8)
      line(`  ${mark} ${title.padEnd(20)}${took}${step.said === '' ? '' : `  ${step.said}`}`)
      if (running.size > 0) return
      clearInterval(timer)
      timer = undefined
    }
    try {
      const result = await body({
        bytes: (done, total) => {
          step.bytes = { done, total }
        },
        say: (text) => {
          step.said = text
        },
      })
      end(paint(32, '✓'))
      return result
    } catch (error) {
      end(paint(31, '✗'))
      throw error
    }
  }

  return { run, line, bold: (/** @type {string} */ text) => paint(1, text) }
}

/** @typedef {ReturnType<typeof createSteps>} Steps */
