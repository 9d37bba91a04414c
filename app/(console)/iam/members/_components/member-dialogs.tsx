'use client'

import type { ReturnFocus } from '@/components/ui/return-focus.ts'
import type { MemberDto } from '@/lib/iam/members/schema.ts'
import { DeleteMemberDialog } from './delete-member-dialog.tsx'
import { EditMemberSheet } from './edit-member-sheet.tsx'
import { LockMemberDialog } from './lock-member-dialog.tsx'
import { NewLinkSheet } from './new-link-sheet.tsx'
import { OwnerDialog } from './owner-dialog.tsx'
import { PasswordSheet } from './password-sheet.tsx'
import { ResetSessionsDialog } from './reset-sessions-dialog.tsx'

const dialogs = {
  edit: EditMemberSheet,
  invite: NewLinkSheet,
  password: PasswordSheet,
  sessions: ResetSessionsDialog,
  owner: OwnerDialog,
  lock: LockMemberDialog,
  delete: DeleteMemberDialog,
}

export type MemberDialogName = keyof typeof dialogs

export interface MemberDialogProps {
  member: MemberDto
  /** On the member's own page there is nothing left to show after a deletion. */
  place: 'list' | 'page'
  open: boolean
  onOpenChange: (open: boolean) => void
  returnFocus: ReturnFocus
}

/** The dialog of that name; all of them are loaded together, with the first one. */
export function MemberDialogs({ name, ...props }: MemberDialogProps & { name: MemberDialogName }) {
  const Dialog = dialogs[name]
  return <Dialog {...props} />
}
