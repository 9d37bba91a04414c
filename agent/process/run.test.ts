import { expect, test } from 'vitest'
import { run, RunError, runPiped } from '@/agent/process/run.ts'

async function failureOf(work: Promise<unknown>): Promise<RunError> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  if (error instanceof RunError) return error
  throw new Error('a RunError was expected')
}

test('arguments reach the program as they are and the environment is exactly what was given', async () => {
  const { stdout } = await run('/usr/bin/printf', ['%s', '$HOME; `id` "x"'])
  expect(stdout).toBe('$HOME; `id` "x"')
  const { stdout: environment } = await run('/usr/bin/env', [], { environment: { ONLY: 'this' } })
  expect(environment).toBe('ONLY=this')
})

test('input is written to the program', async () => {
  expect((await run('/bin/cat', [], { input: 'a\nb' })).stdout).toBe('a\nb')
})

test('a failure tells the exit code and the last error lines, never the arguments', async () => {
  const error = await failureOf(run('/bin/ls', ['/no/such/secret']))
  expect(error).toMatchObject({ reason: 'failed', exitCode: 2, file: '/bin/ls' })
  expect(error.lastLines.at(-1)).toContain('No such file')
  const silent = await failureOf(run('/bin/false', ['a-secret']))
  expect(silent.message).not.toContain('a-secret')
  expect(silent.lastLines).toEqual([])
})

test('a program that is missing, hangs, floods or is cancelled ends with its own reason', async () => {
  expect((await failureOf(run('/no/such/program', []))).reason).toBe('not-started')
  expect((await failureOf(run('/bin/sleep', ['60'], { timeoutMs: 50 }))).reason).toBe('timed-out')
  const flood = run('/usr/bin/yes', [], { maxOutputCharacters: 1000 })
  expect((await failureOf(flood)).reason).toBe('too-much-output')
  const signal = AbortSignal.timeout(50)
  expect((await failureOf(run('/bin/sleep', ['60'], { signal }))).reason).toBe('cancelled')
})

test('a pipe fails when either side fails', async () => {
  const ok = { file: '/bin/echo', args: ['x'] }
  await runPiped(ok, { file: '/bin/cat', args: [] })
  const broken = { file: '/bin/false', args: [] }
  expect((await failureOf(runPiped(broken, { file: '/bin/cat', args: [] }))).file).toBe(
    '/bin/false',
  )
  expect((await failureOf(runPiped(ok, broken))).file).toBe('/bin/false')
})

test('a pipe ends at once when its reader fails or it is cancelled, even with children left', async () => {
  const endless = { file: '/usr/bin/yes', args: [] }
  expect((await failureOf(runPiped(endless, { file: '/bin/false', args: [] }))).file).toBe(
    '/bin/false',
  )
  expect((await failureOf(runPiped(endless, { file: '/no/such', args: [] }))).reason).toBe(
    'not-started',
  )
  const withChild = { file: '/bin/sh', args: ['-c', 'yes & wait'] }
  const reader = { file: '/bin/sleep', args: ['60'] }
  const cancelled = runPiped(withChild, reader, { signal: AbortSignal.timeout(100) })
  expect((await failureOf(cancelled)).reason).toBe('cancelled')
})
