'use client'

import { useId, useState } from 'react'
import { DangerDialog } from '@/components/feedback/danger-dialog.tsx'
import { notify } from '@/components/feedback/notify.ts'
import { Label } from '@/components/ui/label.tsx'
import { Select } from '@/components/ui/select.tsx'
import type { UserDto } from '@/lib/users/schema.ts'
import { useRefreshInside } from '../../_inside/use-refresh-inside.ts'
import { deleteUserAction } from '../actions.ts'
import { ownedLines } from './owned-objects.ts'
import type { UserDialogProps } from './user-dialog.ts'

/** Deletes a user; what the user owns is counted, and handed to another one where engines can. */
export function DeleteUserDialog({
  instance,
  user,
  users,
  open,
  onOpenChange,
  returnFocus,
}: UserDialogProps & { users: readonly UserDto[] }) {
  const refresh = useRefreshInside(instance.id)
  const [reassignTo, setReassignTo] = useState('')
  const heirs = users.filter(({ name, status }) => name !== user.name && status === 'ready')
  const isLastAdmin =
    user.isAdmin && users.every(({ name, isAdmin }) => name === user.name || !isAdmin)
  const owned = ownedLines(user.ownedObjects)
  const hasOwners = instance.engineName === 'postgresql'
  const { name } = user
  return (
    <DangerDialog
      open={open}
      onOpenChange={onOpenChange}
      returnFocus={returnFocus}
      title={`Delete ${name}?`}
      effect={
        <div className="space-y-3">
          <p>Connections of the user are ended at once.</p>
          {isLastAdmin && (
            <p className="text-warning">
              This is the last admin: nobody can make databases and users by SQL any more. Here and
              through the API it stays possible.
            </p>
          )}
          {user.isInitial && <p>The instance was created with this user. Nothing else needs it.</p>}
          {owned.length > 0 && (
            <Owned
              lines={owned}
              hasOwners={hasOwners}
              heirs={heirs}
              heir={reassignTo}
              onHeir={setReassignTo}
            />
          )}
        </div>
      }
      confirmLabel="Delete user"
      danger={{
        level: 'destructive',
        name,
        lost: ['The user with its password and privileges'],
        kept: ['All data', 'Every other user'],
      }}
      onConfirm={async (confirmName) => {
        const heir = reassignTo === '' ? {} : { reassignTo }
        const result = await deleteUserAction({
          instanceId: instance.id,
          name,
          confirmName,
          ...heir,
        })
        if (result.ok) {
          notify.success({ title: `Deleting ${name}` })
          refresh()
        }
        return result
      }}
    />
  )
}

function Owned({
  lines,
  hasOwners,
  heirs,
  heir,
  onHeir,
}: {
  lines: readonly string[]
  hasOwners: boolean
  heirs: readonly UserDto[]
  heir: string
  onHeir: (name: string) => void
}) {
  const selectId = useId()
  return (
    <div className="rounded-lg border border-border bg-sunken p-3">
      <p className="font-medium text-text">{hasOwners ? 'Owns' : 'Is the definer of'}</p>
      <ul className="mt-1 list-disc pl-4">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      {hasOwners ? (
        <div className="mt-3 space-y-1.5">
          <Label htmlFor={selectId}>Goes to</Label>
          <Select id={selectId} value={heir} onChange={(event) => onHeir(event.target.value)}>
            <option value="">Nobody: then the user stays</option>
            {heirs.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </Select>
          {heir !== '' && (
            <p>
              Functions that run with their owner’s rights then run with those of{' '}
              <span className="font-mono">{heir}</span>.
            </p>
          )}
        </div>
      ) : (
        <p className="mt-2">
          These would stop to work, so the user stays until they are made again with another
          DEFINER, or dropped.
        </p>
      )}
    </div>
  )
}
