import { spawn } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { projectDir } from '../bootstrap/project.mjs'
import { seconds } from '../bootstrap/figures.mjs'

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {string[][]} commands run one after the other; the first one's name is a file of node_modules or a program
 * @property {Record<string, string>} [environment]
 *
 * @typedef {{ stage: Stage, ok: boolean, output: string, tookMs: number }} StageResult
 */

/**
 * The command line of a package's program, run by this very Node.
 *
 * @param {string} file below node_modules
 * @param {...string} args
 */
export function tool(file, ...args) {
  return [process.execPath, join(projectDir, 'node_modules', file), ...args]
}

/**
 * Runs the commands of a stage and collects what they print; `onText` sees it as it comes.
 *
 * @param {Stage} stage
 * @param {(text: string) => void} [onText]
 * @returns {Promise<StageResult>}
 */
export async function runStage(stage, onText) {
  const startedMs = performance.now()
  let output = ''
  let ok = true
  for (const [file = '', ...args] of stage.commands) {
    ok = await new Promise((resolve) => {
      const child = spawn(file, args, {
        cwd: projectDir,
        env: {
          ...process.env,
          NEXT_TELEMETRY_DISABLED: '1',
          CHECKPOINT_DISABLE: '1',
          ...stage.environment,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8').on('data', (text) => {
          output += text
          onText?.(text)
        })
      }
      child.once('error', (error) => {
        output += `${error.message}\n`
        resolve(false)
      })
      child.once('close', (code) => resolve(code === 0))
    })
    if (!ok) break
  }
  return { stage, ok, output, tookMs: performance.now() - startedMs }
}

/**
 * @param {StageResult} result
 * @returns {string} a line for people
 */
export function resultLine({ stage, ok, tookMs }) {
  return `${ok ? '✓' : '✗'} ${stage.name.padEnd(22)}${seconds(tookMs).padStart(8)}`
}

/**
 * Runs stages with two at a time, prints a line for each and the whole output of those that fail.
 *
 * @param {Stage[]} stages
 * @returns {Promise<StageResult[]>} those that failed
 */
export async function runInPairs(stages) {
  const waiting = [...stages]
  /** @type {StageResult[]} */
  const failed = []
  const worker = async () => {
    for (let stage = waiting.shift(); stage; stage = waiting.shift()) {
      const result = await runStage(stage)
      process.stdout.write(`${resultLine(result)}\n`)
      if (!result.ok) {
        failed.push(result)
        process.stdout.write(`${result.output.trim()}\n`)
      }
    }
  }
  await Promise.all([worker(), worker()])
  return failed
}
