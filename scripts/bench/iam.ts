import { Evaluator } from '@/lib/iam/evaluator.ts'
import { unpackRules, type PackedRule } from '@/lib/iam/reaching-rules.ts'
import { newId } from '@/lib/ids/ids.ts'
import type { Bench } from './bench.ts'
import { atMost, figure, type Figure } from './figure.ts'
import { median, p99, worst } from './stats.ts'

const policies = 1_000
const limitMs = 1
const requests = 5_000
const warmUps = 500

/**
 * How long the rights of one request take to be decided: the rules as the query returns them →
 * the answer, which is no, so that every rule has been looked at.
 */
export function measureIam(bench: Bench): Promise<Figure[]> {
  bench.say(`iam: ${String(requests)} requests with each set of policies`)
  const one = decide([conditional(0)])
  const usual = decide(Array.from({ length: policies }, (_, index) => mixed(index)))
  const worstCase = decide(Array.from({ length: policies }, (_, index) => conditional(index)))
  const describe = (label: string, taken: readonly number[]): string =>
    `${label}: median ${median(taken).toFixed(4)} ms, worst ${worst(taken).toFixed(3)} ms`
  const reference = { label: '1 policy, p99', value: p99(one) }
  const against = (name: string, taken: readonly number[]): Figure =>
    figure({
      name,
      unit: 'ms',
      measured: p99(taken),
      reference,
      target: atMost(p99(taken), limitMs, `at most ${String(limitMs)} ms`),
      notes: [describe(`${String(policies)} policies`, taken), describe('1 policy', one)],
    })
  return Promise.resolve([
    against(`iam, ${String(policies)} policies, a quarter with a condition, p99`, usual),
    against(`iam, ${String(policies)} policies, each with a condition of its own, p99`, worstCase),
  ])
}

function decide(packed: readonly PackedRule[]): number[] {
  const taken: number[] = []
  const request = { address: '192.0.2.1', userAgent: 'bench' }
  for (let index = 0; index < warmUps + requests; index += 1) {
    const at = new Date()
    const startedMs = performance.now()
    const rights = new Evaluator(unpackRules(packed), { ...request, at }, null)
    const isAllowed = rights.allows('instance.delete', { projectId: mine })
    const tookMs = performance.now() - startedMs
    if (isAllowed) throw new Error('the decision should have been no')
    if (index >= warmUps) taken.push(tookMs)
  }
  return taken
}

const mine = newId()
const set = ['RelationalDatabasesFullAccess']

/** A rule for the whole organization whose condition does not hold. */
function conditional(index: number): PackedRule {
  const network = `10.${String(Math.floor(index / 250))}.${String(index % 250)}.0/24`
  const until = 'request.time < timestamp("2099-01-01T00:00:00Z")'
  return [set, null, `inIpRange(request.ip, "${network}") && ${until}`]
}

/** Of four rules two are for other projects, one has a condition, one allows other things. */
function mixed(index: number): PackedRule {
  if (index % 4 === 0) return conditional(index)
  if (index % 4 === 1) return [['RelationalDatabasesReadOnly'], null, '']
  return [set, [newId(), newId()], '']
}
