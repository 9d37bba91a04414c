'use client'

import { useState } from 'react'
import { useAccess } from '@/components/access/access-provider.tsx'
import { CopyValue, SecretOnce } from '@/components/iam/secret-once.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Sheet } from '@/components/ui/sheet.tsx'
import type { NewApiKey } from '@/lib/iam/api-keys/schema.ts'
import type { PrincipalDto } from '@/lib/iam/schema.ts'
import { CreateKeyForm } from './create-key-form.tsx'

/** First for whom and how long, then the secret, which is shown once. */
export function CreateKeySheet({
  bearer,
  open,
  onOpenChange,
}: {
  bearer: PrincipalDto | undefined
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const [round, setRound] = useState(0)
  const [made, setMade] = useState<NewApiKey | null>(null)
  const close = () => {
    onOpenChange(false)
    setMade(null)
    setRound((count) => count + 1)
  }
  const change = (next: boolean) => {
    if (next) return onOpenChange(true)
    if (made && !window.confirm('Close? The secret key cannot be shown again.')) return
    close()
  }
  return (
    <Sheet open={open} onOpenChange={change} title={made ? 'API key created' : 'Create API key'}>
      {made ? (
        <Secret made={made} onDone={close} />
      ) : (
        <CreateKeyForm key={round} bearer={bearer} onCancel={close} onDone={setMade} />
      )}
    </Sheet>
  )
}

function Secret({ made, onDone }: { made: NewApiKey; onDone: () => void }) {
  const { region } = useAccess()
  const lines = [
    `export SCW_API_URL=${window.location.origin}`,
    `export SCW_ACCESS_KEY=${made.accessKey}`,
    `export SCW_SECRET_KEY=${made.secretKey}`,
    `export SCW_DEFAULT_ORGANIZATION_ID=${made.organizationId}`,
    `export SCW_DEFAULT_PROJECT_ID=${made.defaultProjectId}`,
    `export SCW_DEFAULT_REGION=${region}`,
  ]
  return (
    <div className="space-y-5 p-4">
      <SecretOnce warning="Copy the secret key to where it is needed. Only its hash is kept.">
        <CopyValue label="Access key" value={made.accessKey} />
        <CopyValue label="Secret key" value={made.secretKey} />
        <CopyValue label="Environment" value={lines.join('\n')} />
        <p className="text-sm text-muted">
          The environment suits the official clients. With curl, send the secret key in the header{' '}
          <code className="text-xs">X-Auth-Token</code>.
        </p>
      </SecretOnce>
      <div className="flex justify-end">
        <Button variant="primary" onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  )
}
