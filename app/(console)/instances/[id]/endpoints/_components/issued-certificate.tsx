'use client'

import { Download } from 'lucide-react'
import { Notice } from '@/components/feedback/notice.tsx'
import { Button } from '@/components/ui/button.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import type { NewClientCertificate } from '@/lib/certificates/schema.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import { clientCertificateText, clientFiles } from './client-certificate-texts.ts'

function saveFile(name: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type: 'application/x-pem-file' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}

/** The files of a certificate that was just issued, and how to use them. */
export function IssuedCertificate({
  instance,
  issued,
  onDone,
}: {
  instance: InstanceDto
  issued: NewClientCertificate
  onDone: () => void
}) {
  const files = clientFiles(issued.userName)
  const [endpoint] = instance.endpoints
  const text = clientCertificateText(instance.engineName, {
    host: endpoint?.host ?? 'HOST',
    port: endpoint?.port ?? 0,
    user: issued.userName,
    database: instance.defaultDatabase,
  })
  return (
    <div className="space-y-5 p-4">
      <Notice tone="warning" title="Save the key now">
        It is shown only once and kept nowhere. Without it the certificate is of no use.
      </Notice>
      <div className="flex flex-wrap gap-2">
        <Button
          icon={<Download aria-hidden />}
          onClick={() => saveFile(files.certificate, issued.certificatePem)}
        >
          Download certificate
        </Button>
        <Button
          icon={<Download aria-hidden />}
          onClick={() => saveFile(files.key, issued.privateKeyPem)}
        >
          Download key
        </Button>
      </div>
      <Pem label="Certificate" name={files.certificate} pem={issued.certificatePem} />
      <Pem label="Key" name={files.key} pem={issued.privateKeyPem} />
      <Pem label="Command" name="Connect with both" pem={text} />
      <div className="flex justify-end">
        <Button variant="primary" onClick={onDone}>
          I have saved the key
        </Button>
      </div>
    </div>
  )
}

function Pem({ label, name, pem }: { label: string; name: string; pem: string }) {
  return (
    <div className="rounded border border-border bg-sunken">
      <div className="flex items-center gap-2 border-b border-border px-3 py-1.5">
        <p className="min-w-0 flex-1 font-mono text-sm break-all">{name}</p>
        <CopyButton text={pem} label={`Copy ${label.toLowerCase()}`} showLabel />
      </div>
      <pre
        aria-label={label}
        className="max-h-40 overflow-auto p-3 text-xs whitespace-pre-wrap"
        tabIndex={0}
      >
        <code className="[overflow-wrap:anywhere]">{pem}</code>
      </pre>
    </div>
  )
}
