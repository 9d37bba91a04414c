import { Environment, type ASTNode } from '@marcbachmann/cel-js'
import ipaddr from 'ipaddr.js'

/** What conditions are decided on: the request, as far as it is known. */
export interface RequestFacts {
  address: string | null
  userAgent: string | null
  at: Date
}

type Address = ipaddr.IPv4 | ipaddr.IPv6
type Compiled = (context: Record<string, unknown>) => unknown

/** A network as bytes that an address has to begin with, and the bits of the byte after them. */
interface Network {
  family: string
  bytes: readonly number[]
  wholeBytes: number
  mask: number
}

/** Conditions and networks that are kept compiled; enough for every policy of a large organization. */
const maxCompiled = 5_000

/**
 * Functions of the language that cost about the same whatever they are given. Regular expressions
 * and loops are left out: a condition runs on every request, on text that strangers send.
 */
const functions: ReadonlySet<string> = new Set([
  'inIpRange',
  'timestamp',
  'duration',
  'size',
  'int',
  'string',
  'has',
  'contains',
  'startsWith',
  'endsWith',
  'getFullYear',
  'getMonth',
  'getDate',
  'getDayOfMonth',
  'getDayOfWeek',
  'getDayOfYear',
  'getHours',
  'getMinutes',
  'getSeconds',
  'getMilliseconds',
])

const environment = new Environment({ limits: { maxAstNodes: 500, maxDepth: 50 } })
  .registerVariable({
    name: 'request',
    schema: { ip: 'string', time: 'google.protobuf.Timestamp', user_agent: 'string' },
  })
  .registerFunction('inIpRange(string, string): bool', inIpRange)

const compiled = new Map<string, Compiled>()
const networks = new Map<string, Network>()

/** Keeps the value that was made last, and forgets the oldest one when there are too many. */
function remembered<V>(cache: Map<string, V>, key: string, make: () => V): V {
  const known = cache.get(key)
  if (known !== undefined) return known
  const value = make()
  if (cache.size >= maxCompiled) {
    const oldest = cache.keys().next()
    if (!oldest.done) cache.delete(oldest.value)
  }
  cache.set(key, value)
  return value
}

function networkOf(text: string): Network {
  return remembered(networks, text, () => {
    const [base, prefix] = ipaddr.parseCIDR(text.includes('/') ? text : hostNetwork(text))
    const wholeBytes = Math.floor(prefix / 8)
    const mask = (0xff00 >> (prefix % 8)) & 0xff
    return { family: base.kind(), bytes: base.toByteArray(), wholeBytes, mask }
  })
}

function hostNetwork(address: string): string {
  return `${address}/${ipaddr.IPv6.isValid(address) ? '128' : '32'}`
}

/** Addresses that were asked about, as bytes: one request asks about the same one many times. */
const addresses = new Map<string, { family: string; bytes: readonly number[] }>()

function addressOf(text: string): { family: string; bytes: readonly number[] } {
  return remembered(addresses, text, () => {
    const parsed: Address = ipaddr.process(text)
    return { family: parsed.kind(), bytes: parsed.toByteArray() }
  })
}

/** True when the address is in the network; throws for anything that is neither. */
function inIpRange(address: string, network: string): boolean {
  const { family, bytes, wholeBytes, mask } = networkOf(network)
  const asked = addressOf(address)
  if (asked.family !== family) return false
  for (let index = 0; index < wholeBytes; index += 1) {
    if (asked.bytes[index] !== bytes[index]) return false
  }
  if (mask === 0) return true
  return ((asked.bytes[wholeBytes] ?? 0) & mask) === ((bytes[wholeBytes] ?? 0) & mask)
}

/**
 * Decides conditions on one request. One that fails to compile or to evaluate does not hold, nor
 * does one on an address or user agent that is not known; the empty one always does. Language and
 * variables: IAM API, conditions; https://github.com/google/cel-spec.
 */
export class ConditionEvaluator {
  readonly #context: Record<string, unknown>
  readonly #met = new Map<string, boolean>()

  constructor(facts: RequestFacts) {
    this.#context = { request: toVariables(facts) }
  }

  /** Whether the condition holds; evaluated once, however often it is asked for. */
  isMet(condition: string): boolean {
    if (condition === '') return true
    const known = this.#met.get(condition)
    if (known !== undefined) return known
    const isMet = this.#evaluate(condition)
    this.#met.set(condition, isMet)
    return isMet
  }

  #evaluate(condition: string): boolean {
    try {
      const evaluate = remembered(compiled, condition, () => environment.parse(condition))
      return evaluate(this.#context) === true
    } catch {
      return false
    }
  }
}

/** What is not known is left out, so that asking for it fails instead of comparing with nothing. */
function toVariables({ address, userAgent, at }: RequestFacts): Record<string, unknown> {
  return {
    time: at,
    ...(address === null || !ipaddr.isValid(address)
      ? {}
      : { ip: ipaddr.process(address).toString() }),
    ...(userAgent === null ? {} : { user_agent: userAgent.slice(0, 255) }),
  }
}

const sample: RequestFacts = {
  address: '192.0.2.1',
  userAgent: 'sample',
  at: new Date('2026-01-01T00:00:00Z'),
}

/** Why a condition cannot be saved, in a sentence that says what to mend; null when it can. */
export function whyConditionIsRefused(condition: string): string | null {
  if (condition === '') return null
  const checked = environment.check(condition)
  if (!checked.valid) {
    const { error } = checked
    const at = error?.node ? ` (at character ${String(error.node.pos + 1)})` : ''
    return `The condition is not valid: ${error?.summary ?? 'it cannot be read'}${at}.${hintFor(condition)}`
  }
  if (checked.type !== 'bool') {
    return `A condition is true or false; this one is a ${checked.type ?? 'value'}.`
  }
  const parsed = environment.parse(condition)
  const refusal = whyNodeIsRefused(parsed.ast)
  if (refusal !== null) return refusal
  try {
    parsed({ request: toVariables(sample) })
    return null
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''
    return `The condition fails when it is tried: ${reason}.`
  }
}

function hintFor(condition: string): string {
  const comparesText = /request\.time\s*(==|!=|<=?|>=?)\s*["']/.test(condition)
  return comparesText ? ' Write a time as timestamp("2027-01-01T00:00:00Z").' : ''
}

function whyNodeIsRefused(node: ASTNode): string | null {
  if (node.op === 'call' || node.op === 'rcall') {
    const [name] = node.args
    if (!functions.has(name)) {
      return `${name} cannot be used in a condition. Use ${[...functions].join(', ')}.`
    }
    if (name === 'inIpRange') {
      const refusal = whyNetworkIsRefused(node.op === 'call' ? node.args[1][1] : undefined)
      if (refusal !== null) return refusal
    }
  }
  for (const child of childrenOf(node)) {
    const refusal = whyNodeIsRefused(child)
    if (refusal !== null) return refusal
  }
  return null
}

function whyNetworkIsRefused(argument: ASTNode | undefined): string | null {
  if (argument?.op !== 'value' || typeof argument.args !== 'string') {
    return 'Write the network of inIpRange as text, for example "10.0.0.0/8".'
  }
  const text = argument.args
  return ipaddr.isValid(text) || ipaddr.isValidCIDR(text)
    ? null
    : `${text} is not a network. Write one like 10.0.0.0/8 or 2001:db8::/32.`
}

function childrenOf(node: ASTNode): ASTNode[] {
  const found: ASTNode[] = []
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(collect)
    else if (isNode(value)) found.push(value)
  }
  collect(node.args)
  return found
}

function isNode(value: unknown): value is ASTNode {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value
}
