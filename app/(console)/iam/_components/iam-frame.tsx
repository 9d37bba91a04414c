'use client'

import { usePathname } from 'next/navigation'
import type { ReactNode } from 'react'
import { PageHeader } from '@/components/shell/page-header.tsx'
import { RouteTabs } from '@/components/ui/route-tabs.tsx'

const tabs = [
  { href: '/iam/members', label: 'Members' },
  { href: '/iam/groups', label: 'Groups' },
  { href: '/iam/applications', label: 'Applications' },
  { href: '/iam/api-keys', label: 'API keys' },
  { href: '/iam/policies', label: 'Policies' },
  { href: '/iam/projects', label: 'Projects' },
  { href: '/iam/access-review', label: 'Access review' },
]

/** Title and tabs around the lists of IAM; pages below a list have a header of their own. */
export function IamFrame({ children }: { children: ReactNode }) {
  const pathname = usePathname()
  if (!tabs.some(({ href }) => href === pathname)) return children
  return (
    <>
      <PageHeader
        title="Identity and access"
        tabs={<RouteTabs label="Pages of identity and access" tabs={tabs} />}
      />
      {children}
    </>
  )
}
