'use client'

import { ChevronsUpDown } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { useAccess } from '@/components/access/access-provider.tsx'
import { rememberProject } from '@/components/access/project-choice.ts'
import { Button } from '@/components/ui/button.tsx'
import { Menu, MenuLabel, MenuRadioGroup } from '@/components/ui/dropdown-menu.tsx'

const everything = 'all'

/** The project that lists show and that new instances go to; a plain name while there is only one. */
export function ProjectMenu() {
  const { projects, listedProject } = useAccess()
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  const [only] = projects
  if (projects.length <= 1) {
    return (
      <span className="truncate font-medium">
        <span className="sr-only">Project </span>
        {only?.name ?? 'No project'}
      </span>
    )
  }
  const name = listedProject?.name ?? 'All projects'
  const choose = (value: string) => {
    rememberProject(value === everything ? null : value)
    startTransition(() => router.refresh())
  }
  return (
    <Menu
      label="Project"
      align="start"
      trigger={
        <Button
          variant="ghost"
          size="sm"
          pending={pending}
          className="-ml-1 min-w-0 !text-text"
          aria-label={`Project: ${name}`}
        >
          <span className="truncate">{name}</span>
          <ChevronsUpDown aria-hidden className="text-muted" />
        </Button>
      }
    >
      <MenuLabel>Lists show this project; new instances go to it.</MenuLabel>
      <MenuRadioGroup
        value={listedProject?.id ?? everything}
        onChange={choose}
        options={[
          { value: everything, label: 'All projects' },
          ...projects.map(({ id, name: label }) => ({ value: id, label })),
        ]}
      />
    </Menu>
  )
}
