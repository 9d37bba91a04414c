import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { AptState } from '@/agent/packs/apt-state.ts'
import { type ArchiveFile, parsePrintUris } from '@/agent/packs/closure.ts'
import { PackError } from '@/agent/packs/pack-error.ts'
import { run, RunError } from '@/agent/process/run.ts'

const UPDATE_TIMEOUT_MS = 5 * 60_000
const LIST_TIMEOUT_MS = 60_000
const DOWNLOAD_TIMEOUT_MS = 60 * 60_000

/**
 * Brings the package lists of the state's suite up to date, with apt's check of signatures. The
 * caller must keep others from doing so at the same time. Throws `PackError` with apt's own reason.
 */
export async function updateSuite(state: AptState, signal?: AbortSignal): Promise<void> {
  await apt(state, ['update', '-qq'], UPDATE_TIMEOUT_MS, signal).catch((error: unknown) => {
    throw aptFailure(`The package list of Debian ${state.suite} could not be fetched`, error)
  })
}

/** The package files that `packages` need, from lists that `updateSuite` fetched. */
export async function listClosure(
  state: AptState,
  packages: readonly string[],
  signal?: AbortSignal,
): Promise<ArchiveFile[]> {
  const noArchives = join(state.archivesDir, '..', 'none')
  const printed = await apt(
    state,
    // An empty archive folder makes apt print the files that are already here as well.
    [...install(packages), '-qq', '--print-uris', '-o', `Dir::Cache::archives=${noArchives}`],
    LIST_TIMEOUT_MS,
    signal,
  ).catch((error: unknown) => {
    throw aptFailure(`Debian ${state.suite} does not offer what is needed`, error)
  })
  return parsePrintUris(printed)
}

/**
 * Downloads what is missing of `files` into the state's archives, continuing partial downloads.
 * `onBytes` is told every quarter second how many bytes of the files are here. Throws `PackError`.
 */
export async function downloadClosure(
  state: AptState,
  packages: readonly string[],
  files: readonly ArchiveFile[],
  onBytes: (doneBytes: number) => void,
  signal?: AbortSignal,
): Promise<void> {
  let measuring = false
  const timer = setInterval(() => {
    if (measuring) return
    measuring = true
    void bytesHere(state, files)
      .then(onBytes)
      .finally(() => {
        measuring = false
      })
  }, 250)
  try {
    await apt(state, [...install(packages), '-qq'], DOWNLOAD_TIMEOUT_MS, signal)
  } catch (error) {
    throw aptFailure('The download from the package archive failed', error)
  } finally {
    clearInterval(timer)
  }
}

/**
 * Downloads the source of a source package into `directory` and returns its files as the signed
 * lists name them; the caller checks their hashes. Throws `PackError`.
 */
export async function downloadSource(
  state: AptState,
  sourcePackage: string,
  directory: string,
  signal?: AbortSignal,
): Promise<ArchiveFile[]> {
  const args = ['source', '--download-only', '-qq', sourcePackage]
  try {
    // Files that are already in the working directory are not printed.
    const elsewhere = join(state.archivesDir, 'partial')
    const printed = await apt(state, [...args, '--print-uris'], LIST_TIMEOUT_MS, signal, elsewhere)
    await apt(state, args, DOWNLOAD_TIMEOUT_MS, signal, directory)
    return parsePrintUris(printed)
  } catch (error) {
    throw aptFailure(`The source of ${sourcePackage} could not be fetched`, error)
  }
}

async function bytesHere(state: AptState, files: readonly ArchiveFile[]): Promise<number> {
  const sizes = await Promise.all(
    files.map(async ({ fileName }) => {
      const whole = await stat(join(state.archivesDir, fileName)).catch(() => null)
      const part =
        whole ?? (await stat(join(state.archivesDir, 'partial', fileName)).catch(() => null))
      return part?.size ?? 0
    }),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

function install(packages: readonly string[]): string[] {
  return ['install', '-y', '--no-install-recommends', '--download-only', ...packages]
}

async function apt(
  state: AptState,
  args: readonly string[],
  timeoutMs: number,
  signal?: AbortSignal,
  workingDirectory = '/',
): Promise<string> {
  const { stdout } = await run('apt-get', ['-c', state.configFile, ...args], {
    environment: state.machine.environment,
    workingDirectory,
    timeoutMs,
    signal,
  })
  return stdout
}

function aptFailure(what: string, error: unknown): Error {
  if (!(error instanceof RunError) || error.reason === 'cancelled') {
    return error instanceof Error ? error : new Error(String(error))
  }
  const reason =
    error.reason === 'timed-out'
      ? 'it took too long'
      : error.reason === 'not-started'
        ? 'this machine has no apt-get'
        : (error.lastLines.find((line) => /^(?:E|Err):/.test(line)) ?? error.lastLines.at(-1))
  const plain = reason?.replace(/^(?:E|W|Err): ?/, '').trim()
  const detail = plain === undefined ? '' : `: ${plain.replace(/\.$/, '')}`
  return new PackError(`${what}${detail}.`, { cause: error })
}
