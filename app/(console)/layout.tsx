import type { ReactNode } from 'react'
import { AccessProvider } from '@/components/access/access-provider.tsx'
import { EmptyState } from '@/components/feedback/empty-state.tsx'
import { Shell } from '@/components/shell/shell.tsx'
import { env } from '@/lib/env/env.ts'
import packageJson from '@/package.json' with { type: 'json' }
import { signOutAction } from './actions.ts'
import { readProjects, requireMember } from './session.ts'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const member = await requireMember()
  const projects = await readProjects()
  const [project] = projects
  return (
    <Shell
      organizationName={project?.organizationName ?? 'Holdfast'}
      projectName={project?.name ?? 'No project'}
      region={env().region}
      version={packageJson.version}
      member={{ name: member.isOwner ? 'Owner' : 'Member', email: member.name }}
      signOut={signOutAction}
    >
      {project ? (
        <AccessProvider projects={projects}>{children}</AccessProvider>
      ) : (
        <EmptyState page kind="forbidden" title="You have no access to any project">
          Ask an owner of the organization for RelationalDatabasesReadOnly or
          RelationalDatabasesFullAccess.
        </EmptyState>
      )}
    </Shell>
  )
}
