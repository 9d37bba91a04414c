import { isPrivateAddress, privateRanges } from '@/lib/allowed-ips/cidr.ts'
import { everyone } from '@/lib/allowed-ips/schema.ts'
import type { EngineVersionDto } from '@/lib/instances/catalogue.ts'
import { parseEngineVersion } from '@/lib/instances/engines.ts'
import { gigabyte } from '@/lib/instances/node-types.ts'
import type { VolumeType } from '@/lib/instances/node-types.ts'
import type { CreateOptions, NodeTypeDto } from '@/lib/instances/queries.ts'
import type { CreateInstanceInput } from '@/lib/instances/schema.ts'
import { catalogueOf } from '@/lib/settings/catalogue/catalogue.ts'

export interface FormValues {
  engine: string
  nodeType: string
  volumeType: VolumeType
  /** As typed, in GB. */
  volumeSize: string
  name: string
  tags: string[]
  userName: string
  password: string
  requireTls: boolean
  /** By name; those that the chosen engine does not have are left out. */
  initSettings: Readonly<Record<string, string>>
  /** Who may connect at first. */
  access: AccessChoice
  /** The creator's own address as a range of one; null when it is not known. */
  ownCidr: string | null
}

export type AccessChoice = 'mine' | 'private' | 'anyone'

/** The rules that a choice stands for. */
export function rulesOf({
  access,
  ownCidr,
}: Pick<FormValues, 'access' | 'ownCidr'>): { cidr: string; description: string }[] {
  if (access === 'anyone') return [everyone]
  if (access === 'private') return [...privateRanges]
  return ownCidr === null ? [] : [{ cidr: ownCidr, description: 'My address' }]
}

/** An address that may be a tunnel's says little of where clients are. */
function defaultAccess(ownCidr: string | null): AccessChoice {
  const [own = ''] = ownCidr?.split('/') ?? []
  return own === '' || isPrivateAddress(own) ? 'private' : 'mine'
}

/** Sensible defaults: the newest engine that is there, the smallest node type that fits. */
export function initialValues(
  options: CreateOptions,
  suggested: { name: string; password: string; ownCidr: string | null },
): FormValues {
  const engine = options.engineVersions.find(({ available }) => available)
  const type = options.nodeTypes.find(({ available }) => available)
  return {
    engine: engine?.name ?? '',
    nodeType: type?.name ?? '',
    volumeType: type?.localVolumeBytes == null ? 'sbs_5k' : 'lssd',
    volumeSize: '10',
    name: suggested.name,
    tags: [],
    userName: 'admin',
    password: suggested.password,
    requireTls: true,
    initSettings: {},
    access: defaultAccess(suggested.ownCidr),
    ownCidr: suggested.ownCidr,
  }
}

/** Size of the chosen volume; null while what was typed is no number. */
export function volumeBytes(values: FormValues, type: NodeTypeDto | undefined): number | null {
  if (values.volumeType === 'lssd') return type?.localVolumeBytes ?? null
  const size = Number(values.volumeSize)
  return values.volumeSize.trim() !== '' && Number.isFinite(size) ? size * gigabyte : null
}

/** The command's input; text that is no number becomes NaN, which the schema refuses. */
export function toCreateInput(values: FormValues, projectId: string): CreateInstanceInput {
  return {
    projectId,
    name: values.name,
    engine: values.engine,
    nodeType: values.nodeType,
    volumeType: values.volumeType,
    volumeSizeBytes:
      values.volumeType === 'lssd' ? 0 : (volumeBytes(values, undefined) ?? Number.NaN),
    userName: values.userName,
    password: values.password,
    tags: values.tags,
    requireTls: values.requireTls,
    initSettings: initSettingsOf(values),
    allowedIps: rulesOf(values),
  }
}

/** Defaults are left out: with them a prepared data directory can be taken. */
function initSettingsOf({ engine, initSettings }: FormValues): { name: string; value: string }[] {
  if (parseEngineVersion(engine) === null) return []
  return catalogueOf(engine).initSettings.flatMap(({ name, defaultValue }) => {
    const value = initSettings[name]
    return value === undefined || value === defaultValue ? [] : [{ name, value }]
  })
}

/** The newest version that can be created comes first, else the newest. */
export function preferredVersion(
  versions: readonly EngineVersionDto[],
): EngineVersionDto | undefined {
  return versions.find(({ available }) => available) ?? versions[0]
}
