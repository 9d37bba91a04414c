/** What a form can say of a condition without its language. */
export interface ConditionParts {
  /** Networks that the request may come from; none: anywhere. */
  cidrs: string[]
  /** ISO times between which the rule holds; null: no limit. */
  notBefore: string | null
  notAfter: string | null
  /** Text that the client's name for itself contains; null: any. */
  userAgentContains: string | null
}

const inRange = /^inIpRange\(\s*request\.ip\s*,\s*"([^"\\]*)"\s*\)$/
const timeLimit = /^request\.time\s*(<=?|>=?)\s*timestamp\(\s*"([^"\\]*)"\s*\)$/
const userAgent = /^request\.user_agent\.contains\(\s*"([^"\\]*)"\s*\)$/

/** The condition that stands for the parts; empty when they say nothing. */
export function buildCondition(parts: ConditionParts): string {
  const { cidrs, notBefore, notAfter, userAgentContains } = parts
  const networks = cidrs.map((cidr) => `inIpRange(request.ip, ${quoted(cidr)})`)
  const anyNetwork = networks.length > 1 ? `(${networks.join(' || ')})` : networks[0]
  const terms = [
    anyNetwork,
    notBefore === null ? undefined : `request.time >= timestamp(${quoted(notBefore)})`,
    notAfter === null ? undefined : `request.time < timestamp(${quoted(notAfter)})`,
    userAgentContains === null
      ? undefined
      : `request.user_agent.contains(${quoted(userAgentContains)})`,
  ]
  return terms.filter((term) => term !== undefined).join(' && ')
}

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, (letter) => `\\${letter}`)}"`
}

/** The parts of a condition; null when it says something that the parts cannot. */
export function readConditionParts(condition: string): ConditionParts | null {
  const parts: ConditionParts = {
    cidrs: [],
    notBefore: null,
    notAfter: null,
    userAgentContains: null,
  }
  if (condition.trim() === '') return parts
  for (const term of splitAtTopLevel(condition, '&&')) {
    if (!readTerm(term, parts)) return null
  }
  return parts
}

function readTerm(term: string, parts: ConditionParts): boolean {
  const networks = readNetworks(term)
  if (networks !== null && parts.cidrs.length === 0) {
    parts.cidrs = networks
    return true
  }
  const [, comparison, time] = timeLimit.exec(term) ?? []
  if (comparison !== undefined && time !== undefined && !Number.isNaN(Date.parse(time))) {
    const side = comparison.startsWith('<') ? 'notAfter' : 'notBefore'
    if (parts[side] !== null) return false
    parts[side] = time
    return true
  }
  const [, contained] = userAgent.exec(term) ?? []
  if (contained === undefined || parts.userAgentContains !== null) return false
  parts.userAgentContains = contained
  return true
}

function readNetworks(term: string): string[] | null {
  const alternatives = splitAtTopLevel(withoutOuterParentheses(term), '||')
  const networks = alternatives.map((alternative) => inRange.exec(alternative)?.[1])
  return networks.every((network) => network !== undefined) ? networks : null
}

function withoutOuterParentheses(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text
  const inner = text.slice(1, -1)
  let depth = 0
  for (const letter of inner) {
    if (letter === '(') depth += 1
    if (letter === ')') depth -= 1
    if (depth < 0) return text
  }
  return inner.trim()
}

/** Splits at an operator that is in no parentheses and in no text. */
function splitAtTopLevel(text: string, operator: '&&' | '||'): string[] {
  const terms: string[] = []
  let depth = 0
  let quote: string | null = null
  let start = 0
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at)
    if (quote !== null) {
      if (letter === '\\') at += 1
      else if (letter === quote) quote = null
    } else if (letter === '"' || letter === "'") {
      quote = letter
    } else if ('([{'.includes(letter)) {
      depth += 1
    } else if (')]}'.includes(letter)) {
      depth -= 1
    } else if (depth === 0 && text.startsWith(operator, at)) {
      terms.push(text.slice(start, at).trim())
      at += operator.length - 1
      start = at + 1
    }
  }
  terms.push(text.slice(start).trim())
  return terms
}
