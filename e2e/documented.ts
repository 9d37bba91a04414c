import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { loadPacks } from '@/agent/packs/registry.ts'

const execute = promisify(execFile)
const packsDir = fileURLToPath(new URL('../.holdfast/packs', import.meta.url))

export interface Values {
  HOST: string
  PORT: string
  DATABASE: string
  USER: string
}

/** The shell commands of a page of the documentation that start this client, with values put in. */
export async function documentedCommands(
  page: string,
  client: 'psql' | 'mysql',
  values: Values,
): Promise<string[]> {
  const text = await readFile(new URL(`../docs/${page}`, import.meta.url), 'utf8')
  const blocks = [...text.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, block]) => block ?? '')
  return blocks
    .filter((block) => new RegExp(`^${client} `, 'm').test(block))
    .map((block) =>
      block.replaceAll(/\b(HOST|PORT|DATABASE|USER)\b/g, (name) => values[name as keyof Values]),
    )
}

async function clientPath(): Promise<string> {
  const { packs } = await loadPacks({ packsDir, extraPaths: [] })
  const files = (['psql', 'mysql'] as const).map(
    (name) => packs.find(({ executables }) => executables[name])?.executables[name] ?? '',
  )
  return [...files.map((file) => dirname(file)), process.env.PATH ?? ''].join(':')
}

/**
 * Runs a command for people as it stands, in a folder, with one question at its end, and returns
 * the answer. Only the prompt for the password is left out: the password is in the environment.
 */
export async function runDocumented(
  command: string,
  directory: string,
  password: string,
): Promise<string> {
  const isMysql = /^mysql /m.test(command)
  const question = isMysql ? ' --batch --skip-column-names -e' : ' -At -c'
  const script = `${command.trim().replace(' --password', '')}${question} 'select 41 + 1'`
  const { stdout } = await execute('sh', ['-e', '-c', script], {
    cwd: directory,
    env: {
      ...process.env,
      PATH: await clientPath(),
      HOME: directory,
      PGPASSWORD: password,
      MYSQL_PWD: password,
      PGCONNECT_TIMEOUT: '10',
    },
    timeout: 30_000,
  })
  return stdout.trim()
}
