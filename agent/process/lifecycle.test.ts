import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findAllIn, findProcess, isAlive } from '@/agent/process/find.ts'
import { waitUntil } from '@/agent/process/ready.ts'
import { onExit, startDetached, StartError } from '@/agent/process/spawn.ts'
import type { ProcessExit } from '@/agent/process/spawn.ts'
import { killAllIn, stopProcess } from '@/agent/process/stop.ts'

let root: string
let directory: string
const shell = '/bin/sh'

function command(script: string, file = shell) {
  return {
    file,
    args: ['-c', script],
    environment: { MARK: 'given' },
    directory,
    outputFile: join(root, 'log', 'output.log'),
  }
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'holdfast-process-'))
  directory = join(root, 'data')
  await mkdir(directory)
})

afterEach(async () => {
  await killAllIn(root)
  await rm(root, { recursive: true, force: true })
})

async function output(): Promise<string> {
  return readFile(join(root, 'log', 'output.log'), 'utf8')
}

test('a started program is found again by executable and directory alone', async () => {
  const ref = await startDetached(command('sleep 600 & wait'), null)
  expect(await findProcess({ executable: shell, directory })).toEqual(ref)
  expect(await findProcess({ executable: '/bin/cat', directory })).toBeNull()
  expect(await findProcess({ executable: shell, directory: root })).toBeNull()
  await waitUntil(async () => (await findAllIn(root)).length === 2, { timeoutMs: 5_000 })
})

test('a program gets the given environment and nothing of its starter', async () => {
  const ref = await startDetached({ ...command(''), file: '/usr/bin/env', args: [] }, null)
  await waitUntil(() => !isAlive(ref), { timeoutMs: 5_000 })
  const names = (await output())
    .trim()
    .split('\n')
    .map((line) => line.split('=')[0])
  expect(names.sort()).toEqual(['LANG', 'MARK', 'PATH'])
})

test('files that a program makes are private to its user', async () => {
  const ref = await startDetached(command('touch made'), null)
  await waitUntil(() => !isAlive(ref), { timeoutMs: 5_000 })
  expect((await stat(join(directory, 'made'))).mode & 0o777).toBe(0o600)
  expect((await stat(join(root, 'log', 'output.log'))).mode & 0o777).toBe(0o600)
})

test('a program that cannot be executed is a typed error', async () => {
  await expect(startDetached(command('true', '/no/such/program'), null)).rejects.toThrow(StartError)
})

test('the end of a child is told with its exit code', async () => {
  const ref = await startDetached(command('while [ ! -e go ]; do sleep 0.02; done; exit 7'), null)
  const ended = new Promise<ProcessExit>((resolve) => onExit(ref, resolve))
  await writeFile(join(directory, 'go'), '')
  expect(await ended).toEqual({ code: 7, signal: null })
})

test('the end of a process that somebody else started is noticed too', async () => {
  const ref = await startDetached(command('sleep 600'), null)
  const stranger = { pid: ref.pid, startTicks: ref.startTicks - 1 }
  expect(isAlive(stranger)).toBe(false)
  await expect(new Promise<ProcessExit>((resolve) => onExit(stranger, resolve))).resolves.toEqual({
    code: null,
    signal: null,
  })
})

test('the ladder goes on to the signal that works', async () => {
  const ref = await startDetached(
    command('trap "" INT; echo ready; while :; do sleep 1; done'),
    null,
  )
  await waitUntil(async () => (await output()).includes('ready'), { timeoutMs: 5_000 })
  const ladder = [
    { signal: 'SIGINT', waitMs: 100 },
    { signal: 'SIGTERM', waitMs: 5_000 },
  ] as const
  expect(await stopProcess(ref, { ladder, directory })).toBe('SIGTERM')
  expect(await findAllIn(directory)).toEqual([])
})

test('past the ladder everything in the directory is killed, and stopping twice is harmless', async () => {
  const script = 'trap "" TERM INT; echo ready; sleep 600 & while :; do sleep 1; done'
  const ref = await startDetached(command(script), null)
  await waitUntil(async () => (await output()).includes('ready'), { timeoutMs: 5_000 })
  const ladder = [{ signal: 'SIGTERM', waitMs: 50 }] as const
  expect(await stopProcess(ref, { ladder, directory })).toBe('SIGKILL')
  expect(await findAllIn(directory)).toEqual([])
  expect(await stopProcess(ref, { ladder, directory })).toBeNull()
})

test('a frozen process receives the gentle signal after all', async () => {
  const ref = await startDetached(command('exec sleep 600'), null)
  process.kill(ref.pid, 'SIGSTOP')
  const ladder = [{ signal: 'SIGTERM', waitMs: 5_000 }] as const
  expect(await stopProcess(ref, { ladder, directory })).toBe('SIGTERM')
})
