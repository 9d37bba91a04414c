'use client'

import { Copy, CopyPlus, EllipsisVertical, Pencil, Trash2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/dropdown-menu.tsx'
import type { PolicyDto } from '@/lib/iam/policies/schema.ts'
import { copyId } from '../../_components/copy-id.ts'
import { useAct } from '../../_components/use-act.ts'
import { useWhyDenied } from '../../_components/use-iam-permissions.ts'
import { clonePolicyAction } from '../actions.ts'

const DeletePolicyDialog = dynamic(() =>
  import('./delete-policy-dialog.tsx').then((module) => module.DeletePolicyDialog),
)

/** Everything that can be done with a policy; on its own page editing is the page itself. */
export function PolicyMenu({ policy, place }: { policy: PolicyDto; place: 'list' | 'page' }) {
  const whyDenied = useWhyDenied()
  const router = useRouter()
  const act = useAct()
  const trigger = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState<boolean | null>(null)
  const clone = () =>
    void act(() => clonePolicyAction({ policyId: policy.id }), {
      done: `Duplicated ${policy.name}; the copy reaches nobody yet`,
      failed: `Could not duplicate ${policy.name}`,
    })
  return (
    <>
      <Menu
        label={`Actions for ${policy.name}`}
        trigger={
          <Button
            ref={trigger}
            variant={place === 'list' ? 'ghost' : 'secondary'}
            size="icon"
            className={place === 'page' ? '!size-9' : undefined}
            aria-label={`Actions for ${policy.name}`}
            icon={<EllipsisVertical aria-hidden />}
          />
        }
      >
        {place === 'list' && (
          <MenuItem
            icon={<Pencil aria-hidden />}
            disabledReason={whyDenied('policy.update')}
            onSelect={() => router.push(`/iam/policies/${policy.id}`)}
          >
            Edit policy
          </MenuItem>
        )}
        <MenuItem
          icon={<CopyPlus aria-hidden />}
          disabledReason={whyDenied('policy.clone')}
          onSelect={clone}
        >
          Duplicate policy
        </MenuItem>
        <MenuItem icon={<Copy aria-hidden />} onSelect={() => void copyId(policy.id)}>
          Copy ID
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          icon={<Trash2 aria-hidden />}
          tone="danger"
          disabledReason={whyDenied('policy.delete')}
          onSelect={() => setOpen(true)}
        >
          Delete policy
        </MenuItem>
      </Menu>
      {open !== null && (
        <DeletePolicyDialog
          policy={policy}
          place={place}
          open={open}
          onOpenChange={setOpen}
          returnFocus={trigger}
        />
      )}
    </>
  )
}
