const wireNames: Readonly<Record<string, string>> = {
  bindAddress: 'endpoint_spec.private_network.service_ip',
  privateNetworkId: 'endpoint_spec.private_network.private_network_id',
  backupFrequencyHours: 'backup_schedule_frequency',
  backupRetentionDays: 'backup_schedule_retention',
  backupStartHour: 'backup_schedule_start_hour',
  logsMaxAgeDays: 'logs_policy.max_age_retention',
  logsMaxBytes: 'logs_policy.total_disk_retention',
  order: 'order_by',
  volumeSizeBytes: 'volume_size',
}

/** Names of the model, where ours say more clearly what a thing is. */
const wireParts: Readonly<Record<string, string>> = {
  cidr: 'ip',
  memberId: 'user_id',
  memberIds: 'user_ids',
}

/** Kinds of resources that the API calls otherwise. */
const wireResources: Readonly<Record<string, string>> = { member: 'user', api_key: 'access_key' }

/** What the API calls an argument of a command: `nodeType` is `node_type`, `tags.0` stays. */
export function wireArgumentName(argument: string): string {
  const [first = '', ...rest] = argument.split('.')
  return [wireNames[first] ?? wirePart(first), ...rest.map(wirePart)].join('.')
}

function wirePart(part: string): string {
  return wireParts[part] ?? part.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** What the API calls a kind of resource: a `member` is a `user` there. */
export function wireResourceName(resource: string): string {
  return wireResources[resource] ?? resource
}
