import { Bot, User, Users, type LucideIcon } from 'lucide-react'
import Link from 'next/link'
import type { PrincipalDto, PrincipalKind } from '@/lib/iam/schema.ts'

const looks: Readonly<Record<PrincipalKind, { Icon: LucideIcon; word: string; path: string }>> = {
  member: { Icon: User, word: 'Member', path: 'members' },
  group: { Icon: Users, word: 'Group', path: 'groups' },
  application: { Icon: Bot, word: 'Application', path: 'applications' },
}

/** Where the page of a principal is. */
function principalHref({ kind, id }: Pick<PrincipalDto, 'kind' | 'id'>): string {
  return `/iam/${looks[kind].path}/${id}`
}

/** A member, group or application: what it is, its name, the way to its page. */
export function PrincipalLink({ principal }: { principal: PrincipalDto }) {
  const { Icon, word } = looks[principal.kind]
  return (
    <span className="inline-flex max-w-full items-center gap-2">
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <span className="sr-only">{word} </span>
      <Link
        href={principalHref(principal)}
        className="inline-flex min-h-6 min-w-0 items-center break-all hover:text-accent hover:underline"
      >
        {principal.name}
      </Link>
    </span>
  )
}
