import { readFile } from 'node:fs/promises'

/**
 * True for the postmaster. A backend in a long computation notices the death of its postmaster only
 * when it next waits, and until then looks like the leading process of the data directory. Every
 * child of a postmaster names itself `postgres: …`; the postmaster keeps its command line.
 */
export async function isLeader(pid: number): Promise<boolean> {
  const commandLine = await readFile(`/proc/${String(pid)}/cmdline`, 'utf8').catch(() => '')
  return commandLine !== '' && !commandLine.startsWith('postgres: ')
}
