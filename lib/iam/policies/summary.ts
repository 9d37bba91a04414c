import { readConditionParts, type ConditionParts } from './condition-parts.ts'

interface SummarisedRule {
  permissionSetNames: readonly string[]
  isOrganizationWide: boolean
  projectNames: readonly string[]
  condition: string
}

/** What each permission set allows, in words that follow "may". */
const deeds: Readonly<Record<string, string>> = {
  RelationalDatabasesReadOnly: 'list and read instances',
  RelationalDatabasesBackupOperator: 'read instances and work with their backups',
  RelationalDatabasesOperator: 'read and restart instances',
  RelationalDatabasesFullAccess: 'create, read, change and delete instances',
  AllProductsReadOnly: 'list and read everything',
  AllProductsFullAccess: 'do everything',
  ProjectReadOnly: 'list and read projects',
  ProjectManager: 'create, rename and delete projects',
  IAMReadOnly: 'read members, groups, applications, API keys and policies',
  IAMManager: 'manage members, groups, applications, API keys and policies',
  AuditTrailReadOnly: 'read and export the audit log',
  OrganizationReadOnly: 'read IAM, projects and the audit log',
  OrganizationManager: 'manage IAM and projects, and read the audit log',
}

/** Sets whose deeds have a place of their own and need none named. */
const ofOrganization: ReadonlySet<string> = new Set([
  'ProjectReadOnly',
  'ProjectManager',
  'IAMReadOnly',
  'IAMManager',
  'AuditTrailReadOnly',
  'OrganizationReadOnly',
  'OrganizationManager',
])

/**
 * A rule in one plain sentence, for example "May list and read instances in project default, from
 * 10.0.0.0/8, until 1 January 2027." A condition of another form is quoted as it is.
 */
export function summariseRule(rule: SummarisedRule): string {
  const { permissionSetNames, projectNames, isOrganizationWide, condition } = rule
  if (permissionSetNames.length === 0) return 'Allows nothing yet: choose a permission set.'
  const what = listed(permissionSetNames.map((name) => deeds[name] ?? `do what ${name} allows`))
  const isPlaceless = permissionSetNames.every((name) => ofOrganization.has(name))
  if (!isOrganizationWide && projectNames.length === 0) {
    return `Allows nothing: none of the projects to ${what} in exists.`
  }
  const where = isOrganizationWide
    ? isPlaceless
      ? ''
      : ' in every project of the organization'
    : ` in project${projectNames.length > 1 ? 's' : ''} ${listed(projectNames)}`
  return `May ${what}${where}${conditionText(condition)}.`
}

function conditionText(condition: string): string {
  const text = condition.trim()
  if (text === '') return ''
  const parts = readConditionParts(text)
  if (parts === null) return `, when ${text.replaceAll(/\s+/g, ' ')}`
  return partTexts(parts)
    .map((part) => `, ${part}`)
    .join('')
}

function partTexts({ cidrs, notBefore, notAfter, userAgentContains }: ConditionParts): string[] {
  const texts = [
    cidrs.length === 0 ? null : `from ${listed(cidrs, 'or')}`,
    notBefore === null ? null : `from ${shownTime(notBefore)} on`,
    notAfter === null ? null : `until ${shownTime(notAfter)}`,
    userAgentContains === null ? null : `with a client that names itself "${userAgentContains}"`,
  ]
  return texts.filter((text) => text !== null)
}

const dates = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
})

function shownTime(iso: string): string {
  const parts = new Map(dates.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]))
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? ''
  const day = `${part('day')} ${part('month')} ${part('year')}`
  const time = `${part('hour')}:${part('minute')}`
  return time === '00:00' ? day : `${day}, ${time} UTC`
}

function listed(items: readonly string[], word = 'and'): string {
  if (items.length < 2) return items[0] ?? ''
  return `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1) ?? ''}`
}
