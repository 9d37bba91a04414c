'use client'

import type { ComponentProps } from 'react'
import { Select } from '@/components/ui/select.tsx'
import { principalKinds, type PrincipalDto, type PrincipalKind } from '@/lib/iam/schema.ts'

const headings: Readonly<Record<PrincipalKind, string>> = {
  member: 'Members',
  group: 'Groups',
  application: 'Applications',
}

/** The value of a principal in the select; kinds do not share ids, but the server asks for both. */
export function principalValue({ kind, id }: Pick<PrincipalDto, 'kind' | 'id'>): string {
  return `${kind} ${id}`
}

/** Reads a value of the select; null for the empty one. */
export function parsePrincipal(value: string): { kind: PrincipalKind; id: string } | null {
  const [kind, id] = value.split(' ')
  const known = principalKinds.find((word) => word === kind)
  return known && id ? { kind: known, id } : null
}

/** One member, group or application. */
export function PrincipalSelect({
  principals,
  emptyLabel,
  ...props
}: Omit<ComponentProps<'select'>, 'children'> & {
  principals: readonly PrincipalDto[]
  /** What the empty choice says. */
  emptyLabel: string
}) {
  return (
    <Select {...props}>
      <option value="">{emptyLabel}</option>
      {principalKinds.map((kind) => {
        const some = principals.filter((principal) => principal.kind === kind)
        return (
          some.length > 0 && (
            <optgroup key={kind} label={headings[kind]}>
              {some.map((principal) => (
                <option key={principal.id} value={principalValue(principal)}>
                  {principal.name}
                </option>
              ))}
            </optgroup>
          )
        )
      })}
    </Select>
  )
}
