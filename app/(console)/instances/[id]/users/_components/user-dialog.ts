import type { ReturnFocus } from '@/components/ui/return-focus.ts'
import type { InstanceDto } from '@/lib/instances/schema.ts'
import type { UserDto } from '@/lib/users/schema.ts'

/** What every sheet and dialog about one user gets. */
export interface UserDialogProps {
  instance: InstanceDto
  user: UserDto
  open: boolean
  onOpenChange: (open: boolean) => void
  returnFocus: ReturnFocus
}
