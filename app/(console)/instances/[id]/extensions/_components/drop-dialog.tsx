'use client'

import { useQueryClient } from '@tanstack/react-query'
import { DangerDialog } from '@/components/feedback/danger-dialog.tsx'
import { notify } from '@/components/feedback/notify.ts'
import { extensionKeys } from '@/lib/extensions/query-options.ts'
import type { InstalledExtensionDto } from '@/lib/extensions/schema.ts'
import { deleteExtensionAction } from '../actions.ts'

/**
 * Drops an extension. Only once the engine has named what depends on it, that can be dropped as
 * well, by typing the name.
 */
export function DropDialog({
  instanceId,
  extension,
  onClose,
}: {
  instanceId: string
  extension: InstalledExtensionDto
  onClose: () => void
}) {
  const client = useQueryClient()
  const { name, databaseName, failure, version } = extension
  const isCascade = version !== null && failure !== null && failure.startsWith('Something depends')
  return (
    <DangerDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Drop ${name} from ${databaseName}?`}
      effect={
        isCascade
          ? 'The extension goes with everything that depends on it. This cannot be undone.'
          : 'Its functions, types and operators go. As long as anything depends on them it stays, and you will see what does.'
      }
      confirmLabel="Drop extension"
      danger={
        isCascade
          ? {
              level: 'destructive',
              name,
              lost: failure.replace(/^Something depends on it: /, '').split('; '),
              kept: ['Everything that does not depend on the extension.'],
            }
          : { level: 'disruptive' }
      }
      onConfirm={async (confirmName) => {
        const result = await deleteExtensionAction({
          instanceId,
          databaseName,
          name,
          isCascade,
          confirmName,
        })
        if (result.ok) {
          notify.success({ title: `Dropping ${name} from ${databaseName}` })
          void client.invalidateQueries({ queryKey: extensionKeys.of(instanceId) })
        }
        return result
      }}
    />
  )
}
