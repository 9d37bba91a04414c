import type { ReactNode } from 'react'
import { AccessProvider } from '@/components/access/access-provider.tsx'
import { ProjectGate } from '@/components/access/project-gate.tsx'
import { Shell } from '@/components/shell/shell.tsx'
import { env } from '@/lib/env/env.ts'
import packageJson from '@/package.json' with { type: 'json' }
import { signOutAction } from './actions.ts'
import { readAccess, readListedProjectId } from './session.ts'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const access = await readAccess()
  const listedProjectId = (await readListedProjectId()) ?? null
  const { region } = env()
  return (
    <AccessProvider access={access} listedProjectId={listedProjectId} region={region}>
      <Shell
        organizationName={access.organization.name}
        region={region}
        version={packageJson.version}
        member={{ name: access.name, email: access.email }}
        signOut={signOutAction}
      >
        <ProjectGate>{children}</ProjectGate>
      </Shell>
    </AccessProvider>
  )
}
