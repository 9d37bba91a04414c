'use client'

import { Copy, EllipsisVertical, Pencil, Trash2 } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useRef, useState } from 'react'
import { useAccess } from '@/components/access/access-provider.tsx'
import { DangerDialog } from '@/components/feedback/danger-dialog.tsx'
import { notify } from '@/components/feedback/notify.ts'
import { Button } from '@/components/ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '@/components/ui/dropdown-menu.tsx'
import { formatCount } from '@/lib/format/count.ts'
import type { ProjectSummaryDto } from '@/lib/iam/projects/schema.ts'
import { copyId } from '../../_components/copy-id.ts'
import { useRefreshIam } from '../../_components/use-refresh-iam.ts'
import { deleteProjectAction } from '../actions.ts'

const ProjectSheet = dynamic(() =>
  import('./project-sheet.tsx').then((module) => module.ProjectSheet),
)

/** Why the project cannot be deleted now; null when it can. */
function whyNotEmpty({ instanceCount, apiKeyCount }: ProjectSummaryDto): string | null {
  if (instanceCount > 0) {
    return `It still has ${formatCount(instanceCount, 'instance')}. Delete them first.`
  }
  if (apiKeyCount > 0) {
    return `It is the default of ${formatCount(apiKeyCount, 'API key')}. Revoke them first.`
  }
  return null
}

export function ProjectMenu({ project }: { project: ProjectSummaryDto }) {
  const { whyDenied, projects } = useAccess()
  const trigger = useRef<HTMLButtonElement>(null)
  const [dialog, setDialog] = useState<{ name: 'edit' | 'delete'; open: boolean }>()
  const onOpenChange = (open: boolean) => setDialog((shown) => shown && { ...shown, open })
  const last = projects.length === 1 ? 'The last project cannot be deleted.' : null
  return (
    <>
      <Menu
        label={`Actions for ${project.name}`}
        trigger={
          <Button
            ref={trigger}
            variant="ghost"
            size="icon"
            aria-label={`Actions for ${project.name}`}
            icon={<EllipsisVertical aria-hidden />}
          />
        }
      >
        <MenuItem
          icon={<Pencil aria-hidden />}
          disabledReason={whyDenied(null, 'project.update')}
          onSelect={() => setDialog({ name: 'edit', open: true })}
        >
          Edit project
        </MenuItem>
        <MenuItem icon={<Copy aria-hidden />} onSelect={() => void copyId(project.id)}>
          Copy ID
        </MenuItem>
        <MenuSeparator />
        <MenuItem
          icon={<Trash2 aria-hidden />}
          tone="danger"
          disabledReason={whyDenied(null, 'project.delete') ?? whyNotEmpty(project) ?? last}
          onSelect={() => setDialog({ name: 'delete', open: true })}
        >
          Delete project
        </MenuItem>
      </Menu>
      {dialog?.name === 'edit' && (
        <ProjectSheet
          project={project}
          open={dialog.open}
          onOpenChange={onOpenChange}
          returnFocus={trigger}
        />
      )}
      {dialog?.name === 'delete' && (
        <DeleteDialog
          project={project}
          open={dialog.open}
          onOpenChange={onOpenChange}
          returnFocus={trigger}
        />
      )}
    </>
  )
}

function DeleteDialog({
  project,
  ...dialog
}: Pick<Parameters<typeof DangerDialog>[0], 'open' | 'onOpenChange' | 'returnFocus'> & {
  project: ProjectSummaryDto
}) {
  const refresh = useRefreshIam()
  return (
    <DangerDialog
      {...dialog}
      title={`Delete ${project.name}?`}
      effect="The project is empty. Rules of policies that name it no longer reach anything there."
      confirmLabel="Delete project"
      danger={{
        level: 'destructive',
        name: project.name,
        lost: [`Its place in ${formatCount(project.ruleCount, 'rule')} of policies`],
        kept: ['All other projects', 'Its entries in the audit log'],
      }}
      onConfirm={async (confirmName) => {
        const result = await deleteProjectAction({ projectId: project.id, confirmName })
        if (result.ok) {
          notify.success({ title: `Deleted ${project.name}` })
          refresh()
        }
        return result
      }}
    />
  )
}
