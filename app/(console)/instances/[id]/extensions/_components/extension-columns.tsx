'use client'

import { Plus, Trash2 } from 'lucide-react'
import type { Column } from '@/components/table/columns.ts'
import { Badge, type Tone } from '@/components/ui/badge.tsx'
import { ReasonButton } from '@/components/ui/reason-button.tsx'
import type {
  ExtensionDto,
  ExtensionStatus,
  InstalledExtensionDto,
} from '@/lib/extensions/schema.ts'
import { missing } from '@/lib/format/bytes.ts'

const statusWords: Record<ExtensionStatus, { label: string; tone: Tone }> = {
  installing: { label: 'Installing', tone: 'info' },
  installed: { label: 'Installed', tone: 'success' },
  dropping: { label: 'Dropping', tone: 'info' },
  failed: { label: 'Failed', tone: 'danger' },
}

interface Handlers {
  databases: readonly string[]
  installReason: string | null
  dropReason: string | null
  onInstall: (extension: ExtensionDto) => void
  onDrop: (extension: InstalledExtensionDto) => void
}

/** Columns of the table of extensions. */
export function extensionColumns({
  databases,
  installReason,
  onInstall,
  ...drop
}: Handlers): Column<ExtensionDto>[] {
  return [
    {
      key: 'name',
      header: 'Extension',
      className: 'min-w-48 align-top',
      cell: (extension) => (
        <>
          <span className="block font-mono text-sm font-medium break-all">{extension.name}</span>
          <span className="block max-w-xl text-sm text-muted">{extension.description}</span>
          {needs(extension) && <span className="block text-sm text-muted">{needs(extension)}</span>}
        </>
      ),
    },
    {
      key: 'version',
      header: 'Version',
      from: 'sm',
      className: 'align-top',
      cell: ({ version }) => <span className="font-mono text-sm">{version ?? missing}</span>,
    },
    {
      key: 'installed',
      header: 'Databases',
      className: 'align-top',
      cell: ({ installed }) =>
        installed.length === 0 ? (
          <span className="text-muted">{missing}</span>
        ) : (
          <ul className="space-y-1.5">
            {installed.map((one) => (
              <Installed key={one.databaseName} extension={one} {...drop} />
            ))}
          </ul>
        ),
    },
    {
      key: 'actions',
      header: 'Actions',
      hiddenHeader: true,
      align: 'right',
      className: 'align-top',
      cell: (extension) => {
        const isEverywhere = databases.every((database) =>
          extension.installed.some(
            ({ databaseName, status }) => databaseName === database && status !== 'failed',
          ),
        )
        return (
          <ReasonButton
            size="sm"
            icon={<Plus aria-hidden />}
            aria-label={`Install ${extension.name}`}
            disabledReason={
              installReason ??
              extension.blockedBecause ??
              (isEverywhere ? 'Every database has it.' : null)
            }
            onClick={() => onInstall(extension)}
          >
            Install
          </ReasonButton>
        )
      },
    },
  ]
}

function needs({ neededSetting, isPreloaded, requires }: ExtensionDto): string | null {
  if (neededSetting) return `Needs the setting ${neededSetting} and a restart.`
  if (isPreloaded) return 'Its library is loaded already; no restart is needed.'
  if (requires) return `Installs ${requires.join(' and ')} as well.`
  return null
}

function Installed({
  extension,
  dropReason,
  onDrop,
}: {
  extension: InstalledExtensionDto
  dropReason: string | null
  onDrop: (extension: InstalledExtensionDto) => void
}) {
  const { databaseName, version, status, failure, schemaName } = extension
  const isBusy = status === 'installing' || status === 'dropping'
  // A drop that failed leaves the extension installed, with the reason beside it.
  const { label, tone } = statusWords[status]
  return (
    <li>
      <span className="flex flex-wrap items-center gap-1.5">
        <span className="font-mono text-sm break-all">{databaseName}</span>
        <Badge tone={tone}>{label}</Badge>
        {version !== null && (
          <span className="text-sm text-muted">
            {version}
            {schemaName !== null && schemaName !== 'public' && ` in ${schemaName}`}
          </span>
        )}
        <ReasonButton
          size="icon"
          variant="ghost"
          aria-label={`Drop ${extension.name} from ${databaseName}`}
          disabledReason={dropReason ?? (isBusy ? 'The agent is at work on it.' : null)}
          icon={<Trash2 aria-hidden />}
          onClick={() => onDrop(extension)}
        />
      </span>
      {failure && <span className="block max-w-md text-sm text-danger">{failure}</span>}
    </li>
  )
}
