'use client'

import { Download } from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { Notice } from '@/components/feedback/notice.tsx'
import { buttonClass } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { endpointKindLabel } from '@/lib/endpoints/state.ts'
import type { EndpointDto, InstanceDto } from '@/lib/instances/schema.ts'
import { can } from '@/lib/instances/state.ts'
import { authorityFile, connectionTexts } from './connection-texts.ts'

/** How to connect, first on the page. */
export function ConnectionCard({ instance }: { instance: InstanceDto }) {
  const endpoints = instance.endpoints.filter(({ state }) => state !== 'closing')
  const [chosenId, setChosenId] = useState('')
  const endpoint = endpoints.find(({ id }) => id === chosenId) ?? preferred(endpoints)
  const permitted = can.connect(instance)
  const ready = permitted.allowed && endpoint !== undefined
  return (
    <Card
      title="Connection"
      description="Verified TLS from your client to the engine"
      actions={
        ready && (
          <a
            href={`/data/instances/${instance.id}/certificate`}
            download={authorityFile}
            className={buttonClass({ size: 'sm' })}
          >
            <Download aria-hidden />
            Download CA certificate
          </a>
        )
      }
    >
      {ready ? (
        <div className="space-y-4">
          {endpoints.length > 1 && (
            <div role="group" aria-label="Endpoint" className="flex flex-wrap gap-2">
              {endpoints.map(({ id, kind, host, port }) => (
                <button
                  key={id}
                  type="button"
                  aria-pressed={id === endpoint.id}
                  onClick={() => setChosenId(id)}
                  className="min-h-8 rounded border border-border px-3 text-sm text-muted hover:text-text aria-pressed:border-accent aria-pressed:bg-accent-subtle aria-pressed:text-text"
                >
                  {endpointKindLabel(kind)}{' '}
                  <span className="font-mono">
                    {host}:{port}
                  </span>
                </button>
              ))}
            </div>
          )}
          <Details
            key={endpoint.id}
            instance={instance}
            host={endpoint.host}
            port={endpoint.port}
            isOpen={endpoint.isOpen}
          />
        </div>
      ) : (
        <p className="text-muted">
          {permitted.allowed ? (
            <>
              The instance has no endpoint, so nobody can connect.{' '}
              <Link href={`/instances/${instance.id}/endpoints`} className="text-accent underline">
                Add one
              </Link>
            </>
          ) : (
            permitted.reason
          )}
        </p>
      )}
    </Card>
  )
}

/** The public one, as in the model's own clients. */
function preferred(endpoints: readonly EndpointDto[]): EndpointDto | undefined {
  return endpoints.find(({ kind }) => kind === 'load_balancer') ?? endpoints[0]
}

function Details({
  instance,
  host,
  port,
  isOpen,
}: {
  instance: InstanceDto
  host: string
  port: number
  isOpen: boolean
}) {
  const user = instance.initialUserName || 'USER'
  const texts = connectionTexts(instance.engineName, {
    host,
    port,
    user,
    database: instance.defaultDatabase,
  })
  const [chosen, setChosen] = useState(texts[0]?.label ?? '')
  const shown = texts.find(({ label }) => label === chosen) ?? texts[0]
  return (
    <div className="space-y-4">
      {!isOpen && (
        <Notice tone="warning">The endpoint is closed now. New connections are refused.</Notice>
      )}
      <dl className="grid grid-cols-2 gap-x-6 gap-y-3 md:grid-cols-4">
        <Part label="Host" value={host} />
        <Part label="Port" value={String(port)} />
        <Part label="Database" value={instance.defaultDatabase} />
        <Part label="User" value={instance.initialUserName} />
      </dl>
      {shown && (
        <div className="rounded border border-border bg-sunken">
          <div className="flex items-center gap-1 border-b border-border px-2 py-1.5">
            <div role="group" aria-label="Client" className="flex flex-1 gap-1">
              {texts.map(({ label }) => (
                <button
                  key={label}
                  type="button"
                  aria-pressed={label === shown.label}
                  onClick={() => setChosen(label)}
                  className="min-h-6 rounded px-2 text-sm text-muted hover:text-text aria-pressed:bg-surface aria-pressed:font-medium aria-pressed:text-text"
                >
                  {label}
                </button>
              ))}
            </div>
            <CopyButton text={shown.text} label={`Copy ${shown.label}`} showLabel />
          </div>
          <pre className="overflow-x-auto p-3 text-sm whitespace-pre-wrap" tabIndex={0}>
            <code className="[overflow-wrap:anywhere]">{shown.text}</code>
          </pre>
        </div>
      )}
      <p className="text-sm text-muted">
        Save the CA certificate as {authorityFile} beside your client. The password was shown when
        the instance was created; Holdfast does not show it again.
      </p>
    </div>
  )
}

function Part({ label, value }: { label: string; value: string }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="flex min-h-8 items-center gap-1">
        <span className="min-w-0 font-mono text-sm break-all">{value || 'none yet'}</span>
        {value && <CopyButton text={value} label={`Copy ${label.toLowerCase()}`} />}
      </dd>
    </div>
  )
}
