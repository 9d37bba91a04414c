import { access, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { downloadClosure, listClosure, updateSuite } from '@/agent/packs/apt.ts'
import { readAptMachine } from '@/agent/packs/apt-machine.ts'
import { makeAptState, type AptState } from '@/agent/packs/apt-state.ts'
import { platformOf } from '@/agent/packs/relocate.ts'
import { unpackFiles } from '@/agent/packs/unpack.ts'
import { withFileLock } from '@/agent/process/file-lock.ts'
import { run } from '@/agent/process/run.ts'
import type { Paths } from '@/lib/paths/paths.ts'
import type { Step } from '@/scripts/bootstrap/steps.mjs'
import { proxyEnvironment } from '@/scripts/start/packs.ts'

const packages = ['chromium', 'fonts-liberation']
const installedPlaces = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
const installTimeoutMs = 15 * 60_000
const versionTimeoutMs = 30_000

/**
 * Variables that tell the browser tests which Chromium to run and what it needs around it.
 *
 * An installed one is used. Otherwise root installs Debian's package, and anybody else gets it
 * unpacked below the data directory, with the libraries that the machine lacks.
 */
export async function ensureChromium(paths: Paths, step: Step): Promise<Record<string, string>> {
  const found = await firstExisting([process.env.CHROMIUM ?? '', ...installedPlaces])
  if (found !== null) {
    step.say(found)
    return { CHROMIUM: found }
  }
  if (process.getuid?.() === 0) {
    await installChromium()
    step.say('installed')
    return { CHROMIUM: '/usr/bin/chromium' }
  }
  const unpacked = await unpackChromium(paths, step)
  step.say('unpacked, without root')
  return unpacked
}

async function firstExisting(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    const isThere = await access(path).then(
      () => path !== '',
      () => false,
    )
    if (isThere) return path
  }
  return null
}

async function installChromium(): Promise<void> {
  const options = {
    timeoutMs: installTimeoutMs,
    environment: {
      PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
      DEBIAN_FRONTEND: 'noninteractive',
      ...proxyEnvironment(),
    },
  }
  await run('apt-get', ['update', '-qq'], options)
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options)
}

async function unpackChromium(paths: Paths, step: Step): Promise<Record<string, string>> {
  const home = join(paths.dataDir, 'chromium')
  const prefix = join(home, 'current')
  const machine = await readAptMachine(proxyEnvironment())
  const { triplet } = platformOf(machine.architecture)
  const environment = {
    CHROMIUM: join(prefix, 'usr', 'lib', 'chromium', 'chromium'),
    CHROMIUM_LIBRARY_PATH: [
      join(prefix, 'usr', 'lib', triplet),
      join(prefix, 'usr', 'lib', triplet, 'pulseaudio'),
    ].join(':'),
    CHROMIUM_FONTCONFIG: join(prefix, 'fonts.conf'),
  }
  await mkdir(home, { recursive: true })
  return withFileLock(join(home, '.lock'), async () => {
    if ((await firstExisting([environment.CHROMIUM])) !== null) return environment
    const state = await makeAptState({
      machine,
      suite: await ownSuite(),
      kind: 'deb',
      suiteDir: join(home, 'suite'),
      stateDir: join(home, 'apt'),
      alsoInstalled: await installedPackages(),
    })
    await updateSuite(state)
    await fetchAndUnpack(state, join(home, 'new'), step)
    await writeFile(join(home, 'new', 'fonts.conf'), fontsOf(prefix))
    await rm(prefix, { recursive: true, force: true })
    await rename(join(home, 'new'), prefix)
    await run(environment.CHROMIUM, ['--version'], {
      timeoutMs: versionTimeoutMs,
      environment: { LD_LIBRARY_PATH: environment.CHROMIUM_LIBRARY_PATH, HOME: home },
    })
    return environment
  })
}

async function fetchAndUnpack(state: AptState, directory: string, step: Step): Promise<void> {
  const files = await listClosure(state, packages)
  const total = files.reduce((sum, file) => sum + file.sizeBytes, 0)
  await downloadClosure(state, packages, files, (done) => {
    step.bytes(done, total)
  })
  await rm(directory, { recursive: true, force: true })
  await mkdir(directory)
  await unpackFiles({
    archivesDir: state.archivesDir,
    files,
    directory,
    onUnpacked: () => undefined,
  })
}

/** The machine's own release, so that what is unpacked fits the libraries that it has already. */
async function ownSuite(): Promise<string> {
  const text = await readFile('/etc/os-release', 'utf8')
  const name = /^VERSION_CODENAME="?([a-z]+)"?$/m.exec(text)?.[1]
  if (name === undefined) throw new Error('/etc/os-release names no Debian release.')
  return name
}

async function installedPackages(): Promise<string[]> {
  const { stdout } = await run('dpkg-query', ['-W', '-f=${db:Status-Abbrev} ${Package}\\n'])
  return stdout.split('\n').flatMap((line) => {
    const [status, name] = line.trim().split(/\s+/)
    // What is asked for is unpacked in any case, also where a part of it is installed.
    const isWanted = packages.some((wanted) => name?.startsWith(wanted) === true)
    return status === 'ii' && name !== undefined && !isWanted ? [name] : []
  })
}

function fontsOf(prefix: string): string {
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    '<fontconfig>',
    `<dir>${prefix}/usr/share/fonts</dir>`,
    '<dir>/usr/share/fonts</dir>',
    `<cachedir>${prefix}/font-cache</cachedir>`,
    '</fontconfig>',
    '',
  ].join('\n')
}
