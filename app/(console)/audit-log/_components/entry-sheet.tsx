'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { RelativeTime } from '@/components/time/relative-time.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { Sheet } from '@/components/ui/sheet.tsx'
import { auditResourceLabel, type AuditEntryDto } from '@/lib/audit/schema.ts'
import { formatUtc } from '@/lib/format/time.ts'
import { AuditChanges } from './audit-changes.tsx'
import { objectHref, operationHref } from './audit-links.ts'
import { OutcomeBadge } from './outcome-badge.tsx'

const actorKinds: Readonly<Record<string, string>> = {
  member: 'Member',
  api_key: 'API key of a member',
  application: 'Application',
  system: 'Holdfast itself',
  anonymous: 'Nobody signed in',
}

const linkClass = 'inline-flex min-h-6 items-center text-accent hover:underline'

/** Everything that the log knows of one entry. */
export function EntrySheet({
  entry,
  onClose,
  showSame,
}: {
  entry: AuditEntryDto | null
  onClose: () => void
  /** Filters the log by a value of this entry. */
  showSame: (filters: Readonly<Record<string, string | null>>) => void
}) {
  return (
    <Sheet
      open={entry !== null}
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      title={entry?.action ?? 'Entry'}
      size="lg"
    >
      {entry && <Details entry={entry} showSame={showSame} />}
    </Sheet>
  )
}

function Details({
  entry,
  showSame,
}: {
  entry: AuditEntryDto
  showSame: (filters: Readonly<Record<string, string | null>>) => void
}) {
  const object = objectHref(entry)
  const operation = operationHref(entry)
  const name = entry.resourceName || entry.resourceId
  return (
    <div className="space-y-6 p-4">
      <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
        <Fact label="Outcome">
          <OutcomeBadge outcome={entry.outcome} />
        </Fact>
        <Fact label="Time">
          <span className="tabular">{formatUtc(entry.at)}</span>{' '}
          <span className="text-sm text-muted">
            (<RelativeTime at={entry.at} />)
          </span>
        </Fact>
        <Fact label="By">
          <span className="break-all">{entry.actorName}</span>
          <span className="block text-sm text-muted">
            {actorKinds[entry.actorKind] ?? entry.actorKind}
          </span>
        </Fact>
        <Fact label={auditResourceLabel(entry.resourceType)}>
          {object === null ? (
            <span className="break-all">{name ?? 'None'}</span>
          ) : (
            <Link href={object} className={`${linkClass} break-all`}>
              {name ?? 'Open'}
            </Link>
          )}
        </Fact>
        <Fact label="Address">
          <span className="font-mono text-sm">{entry.address ?? 'None'}</span>
        </Fact>
        <Fact label="User agent">
          <span className="text-sm break-words">{entry.userAgent ?? 'None'}</span>
        </Fact>
        {operation && (
          <Fact label="Operation">
            <Link href={operation} className={linkClass}>
              Show its steps
            </Link>
          </Fact>
        )}
        <Fact label="Request">
          <Id value={entry.requestId} label="Copy request id" />
        </Fact>
        {entry.resourceId && (
          <Fact label="Object id">
            <Id value={entry.resourceId} label="Copy object id" />
          </Fact>
        )}
        {entry.actorId && (
          <Fact label="Actor id">
            <Id value={entry.actorId} label="Copy actor id" />
          </Fact>
        )}
      </dl>
      <section aria-labelledby="entry-changes">
        <h2 id="entry-changes" className="mb-2 font-semibold">
          Changes
        </h2>
        <AuditChanges entry={entry} />
      </section>
      <section aria-labelledby="entry-more" className="border-t border-border pt-4">
        <h2 id="entry-more" className="mb-2 font-semibold">
          Show more of
        </h2>
        <div className="flex flex-wrap gap-x-4 gap-y-1">
          <More onClick={() => showSame({ text: entry.requestId })}>this request</More>
          {entry.actorId && (
            <More onClick={() => showSame({ actor: entry.actorId })}>this actor</More>
          )}
          {entry.resourceId && (
            <More onClick={() => showSame({ text: entry.resourceId })}>this object</More>
          )}
          {entry.instanceId && (
            <More onClick={() => showSame({ instanceId: entry.instanceId })}>this instance</More>
          )}
          {entry.address && (
            <More onClick={() => showSame({ text: entry.address })}>this address</More>
          )}
        </div>
      </section>
    </div>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-muted">{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Id({ value, label }: { value: string; label: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      <span className="font-mono text-xs break-all">{value}</span>
      <CopyButton text={value} label={label} />
    </span>
  )
}

function More({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button type="button" onClick={onClick} className={linkClass}>
      {children}
    </button>
  )
}
