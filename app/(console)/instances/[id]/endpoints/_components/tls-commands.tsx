'use client'

import { CopyButton } from '@/components/ui/copy-button.tsx'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { connectionTexts } from '../../_components/connection-texts.ts'

/** Ready commands that verify the server, once the CA certificate was downloaded. */
export function TlsCommands({ instance }: { instance: InstanceDto }) {
  const [endpoint] = instance.endpoints
  if (!endpoint) return null
  const [command] = connectionTexts(instance.engineName, {
    host: endpoint.host,
    port: endpoint.port,
    user: instance.initialUserName || 'USER',
    database: instance.defaultDatabase,
  })
  if (!command) return null
  const level = instance.engineName === 'mysql' ? 'VERIFY_IDENTITY' : 'verify-full'
  return (
    <div className="rounded border border-border bg-sunken">
      <div className="flex flex-wrap items-center gap-2 border-b border-border px-3 py-1.5">
        <p className="min-w-0 flex-1 text-sm text-muted">
          Verify the server from your client ({level}), beside the downloaded CA certificate
        </p>
        <CopyButton text={command.text} label={`Copy ${command.label} command`} showLabel />
      </div>
      <pre className="overflow-x-auto p-3 text-sm whitespace-pre-wrap" tabIndex={0}>
        <code className="[overflow-wrap:anywhere]">{command.text}</code>
      </pre>
    </div>
  )
}
