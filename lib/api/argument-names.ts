const wireNames: Readonly<Record<string, string>> = {
  bindAddress: 'endpoint_spec.private_network.service_ip',
  cidr: 'ip',
  privateNetworkId: 'endpoint_spec.private_network.private_network_id',
  backupFrequencyHours: 'backup_schedule_frequency',
  backupRetentionDays: 'backup_schedule_retention',
  backupStartHour: 'backup_schedule_start_hour',
  logsMaxAgeDays: 'logs_policy.max_age_retention',
  logsMaxBytes: 'logs_policy.total_disk_retention',
  order: 'order_by',
  volumeSizeBytes: 'volume_size',
}

/** What the API calls an argument of a command: `nodeType` is `node_type`, `tags.0` stays. */
export function wireArgumentName(argument: string): string {
  const [first = '', ...rest] = argument.split('.')
  const name = wireNames[first] ?? first.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  return [name, ...rest.map((part) => (part === 'cidr' ? 'ip' : part))].join('.')
}
