import { readFileSync, readdirSync, readlinkSync, realpathSync } from 'node:fs'
import { sep } from 'node:path'

/** One process of this machine since boot; the start time tells it from a later one of its pid. */
export interface ProcessRef {
  pid: number
  /** Start time in clock ticks since boot, field 22 of /proc/pid/stat. */
  startTicks: number
}

interface ProcessState extends ProcessRef {
  parent: number
  state: string
}

function readState(pid: number): ProcessState | null {
  let text: string
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'latin1')
  } catch {
    return null
  }
  // The program's name stands in parentheses and may itself hold spaces and parentheses.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const [state, parent] = fields
  const startTicks = fields[19]
  if (state === undefined || parent === undefined || startTicks === undefined) return null
  return { pid, state, parent: Number(parent), startTicks: Number(startTicks) }
}

function isDead(state: string): boolean {
  return state === 'Z' || state === 'X'
}

/** The kernel marks the name of a removed or replaced file; the path before it is still the one. */
function readProcessLink(pid: number, name: 'cwd' | 'exe'): string | null {
  try {
    return readlinkSync(`/proc/${pid}/${name}`).replace(/ \(deleted\)$/, '')
  } catch {
    return null
  }
}

function resolved(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

function livingProcesses(matches: (pid: number) => boolean): ProcessState[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter(matches)
    .map(readState)
    .filter((state) => state !== null)
    .filter(({ state }) => !isDead(state))
}

/** The running process of this pid, or null when there is none or only a zombie is left. */
export function processOf(pid: number): ProcessRef | null {
  const state = readState(pid)
  return state === null || isDead(state.state) ? null : { pid, startTicks: state.startTicks }
}

/** The same, but a child that has already ended and was not yet reaped counts too. */
export function childOf(pid: number): ProcessRef | null {
  const state = readState(pid)
  return state === null ? null : { pid, startTicks: state.startTicks }
}

/** True while exactly this process lives; a recycled pid or a zombie counts as dead. */
export function isAlive(ref: ProcessRef): boolean {
  return processOf(ref.pid)?.startTicks === ref.startTicks
}

/** True when the process lives and is stopped by a signal (SIGSTOP) or a debugger. */
export function isFrozen(ref: ProcessRef): boolean {
  const state = readState(ref.pid)
  return state?.startTicks === ref.startTicks && /^[tT]$/.test(state.state)
}

/** Ticks of /proc/pid/stat in a second; Linux reports 100 to programs on every architecture. */
const ticksPerSecond = 100

/** Milliseconds since the process started. */
export function ageMs(ref: ProcessRef): number {
  const uptimeSeconds = Number(readFileSync('/proc/uptime', 'latin1').split(' ')[0])
  return Math.max(0, uptimeSeconds * 1000 - (ref.startTicks / ticksPerSecond) * 1000)
}

/**
 * The leading process that runs `executable` in the working directory `directory`, or null.
 *
 * Looks at the machine itself, not at any record, so it also finds what an earlier agent started.
 * Of a family of processes the one whose parent is not in it is returned.
 */
export function findProcess(target: {
  executable: string
  directory: string
}): Promise<ProcessRef | null> {
  const directory = resolved(target.directory)
  const executable = resolved(target.executable)
  const family = livingProcesses(
    (pid) =>
      readProcessLink(pid, 'cwd') === directory && readProcessLink(pid, 'exe') === executable,
  )
  const pids = new Set(family.map(({ pid }) => pid))
  const leaders = family.filter(({ parent }) => !pids.has(parent))
  // Orphans of a killed leader lead nothing; the oldest process is the one that made the others.
  const leader = leaders.sort((a, b) => a.startTicks - b.startTicks || a.pid - b.pid)[0]
  return Promise.resolve(
    leader === undefined ? null : { pid: leader.pid, startTicks: leader.startTicks },
  )
}

/** Every living process whose working directory is `directory` or lies below it. */
export function findAllIn(directory: string): Promise<ProcessRef[]> {
  const root = resolved(directory)
  const found = livingProcesses((pid) => {
    const cwd = readProcessLink(pid, 'cwd')
    return cwd === root || (cwd?.startsWith(root + sep) ?? false)
  })
  return Promise.resolve(found.map(({ pid, startTicks }) => ({ pid, startTicks })))
}
