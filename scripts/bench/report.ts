import { execFileSync } from 'node:child_process'
import { cpus, loadavg, totalmem } from 'node:os'
import { projectDir } from '@/scripts/bootstrap/project.mjs'
import type { Figure, Unit } from './figure.ts'

const digits: Readonly<Record<Unit, number>> = { s: 3, ms: 3, tps: 0, MB: 1, kB: 1, x: 2 }

/** Where and of what the figures are. */
export interface Surroundings {
  commit: string
  node: string
  cpu: string
  cores: number
  memoryGb: number
  /** Load of the last minute before the first figure; a busy machine makes figures worthless. */
  loadBefore: number
  startedAt: string
}

/** Looks at the machine and the checkout. */
export function lookAround(startedAt: Date): Surroundings {
  const [first] = cpus()
  return {
    commit: commitOf(projectDir),
    node: process.version,
    cpu: first?.model ?? 'unknown',
    cores: cpus().length,
    memoryGb: Math.round(totalmem() / 1e8) / 10,
    loadBefore: loadavg()[0] ?? 0,
    startedAt: startedAt.toISOString(),
  }
}

function commitOf(directory: string): string {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: directory, encoding: 'utf8' }).trim()
  try {
    const isChanged = git('status', '--porcelain', '--untracked-files=no') !== ''
    return `${git('rev-parse', '--short=12', 'HEAD')}${isChanged ? ' with changes' : ''}`
  } catch {
    return 'unknown'
  }
}

/** A value in its unit, with as many digits as the unit deserves. */
export function formatValue(value: number, unit: Unit): string {
  return `${value.toFixed(digits[unit])}${unit === 'x' ? '' : ` ${unit}`}`
}

/** The whole result as text: a table (Markdown) and every single value behind it. */
export function renderReport(surroundings: Surroundings, figures: readonly Figure[]): string {
  const { commit, node, cpu, cores, memoryGb, loadBefore, startedAt } = surroundings
  const lines = [
    `Commit ${commit}, Node ${node}, ${String(cores)} × ${cpu}, ${String(memoryGb)} GB, ` +
      `load before ${loadBefore.toFixed(2)}, ${startedAt}`,
    '',
    ...renderTable(figures),
  ]
  for (const { name, unit, samples, notes } of figures) {
    if (samples.length === 0 && notes.length === 0) continue
    lines.push('', `${name} (${unit})`)
    for (const { label, values } of samples) {
      const texts = values.map((value) => value.toFixed(digits[unit]))
      lines.push(`  ${label}: ${texts.length === 0 ? 'none' : texts.join(' ')}`)
    }
    for (const note of notes) lines.push(`  ${note}`)
  }
  return `${lines.join('\n')}\n`
}

function renderTable(figures: readonly Figure[]): string[] {
  const rows = figures.map(({ name, unit, measured, reference, ratio, target }) => [
    name,
    formatValue(measured, unit),
    reference === null ? '–' : `${formatValue(reference.value, unit)} (${reference.label})`,
    ratio === null ? '–' : ratio.toFixed(2),
    target?.text ?? 'stated',
    target === null ? '–' : target.isMet ? 'yes' : 'NO',
  ])
  const head = ['figure', 'measured', 'reference', 'ratio', 'target', 'met']
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)),
  )
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)]
}
