'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useAccess } from '@/components/access/access-provider.tsx'
import { FormFailure } from '@/components/form/form-failure.tsx'
import { policyEffect, type ScopeEffect } from '@/components/iam/policy-effect.ts'
import { parsePrincipal } from '@/components/iam/principal-select.tsx'
import { actionVerb, byNoun } from '@/components/iam/words.ts'
import { ReasonButton } from '@/components/ui/reason-button.tsx'
import { Skeleton } from '@/components/ui/skeleton.tsx'
import type { ActionError } from '@/lib/core/result.ts'
import { explainQuery } from '@/lib/iam/access/query-options.ts'
import { summariseRule } from '@/lib/iam/policies/summary.ts'
import type { PrincipalDto } from '@/lib/iam/schema.ts'
import { principalName, type PolicyValues } from './policy-values.ts'

/** What the policy says in plain words, and what saving it changes. */
export function PolicySummary({
  policyId,
  values,
  principals,
  pending,
  failure,
  problems,
  submitLabel,
  disabledReason,
}: {
  policyId: string | null
  values: PolicyValues
  principals: readonly PrincipalDto[]
  pending: boolean
  failure: ActionError | null
  problems: readonly string[]
  submitLabel: string
  disabledReason: string | null
}) {
  const { projects } = useAccess()
  const who = principalName(principals, values.principal)
  const projectNames = (ids: readonly string[]) =>
    projects.filter(({ id }) => ids.includes(id)).map(({ name }) => name)
  return (
    <aside
      aria-label="Summary"
      className="rounded-lg border border-border bg-surface shadow-raised lg:sticky lg:top-20"
    >
      <Part title="In plain words">
        <p className="font-medium break-words">{who ?? 'Nobody yet'}</p>
        <ul className="mt-1 space-y-1.5 text-sm">
          {values.rules.map((rule) => (
            <li key={rule.key} className="break-words">
              {summariseRule({ ...rule, projectNames: projectNames(rule.projectIds) })}
            </li>
          ))}
          {values.rules.length === 0 && <li className="text-muted">May do nothing by this.</li>}
        </ul>
      </Part>
      <Part title="What this changes">
        <Effects policyId={policyId} values={values} />
      </Part>
      <div className="space-y-3 p-4">
        <FormFailure
          title={`Could not ${submitLabel.charAt(0).toLowerCase()}${submitLabel.slice(1)}`}
          failure={failure}
        />
        {problems.length > 0 && (
          <p role="alert" className="text-sm font-medium break-words text-danger">
            Some fields need your attention: {problems.join(' ')}
          </p>
        )}
        <ReasonButton
          type="submit"
          variant="primary"
          pending={pending}
          disabledReason={disabledReason}
          className="w-full"
        >
          {submitLabel}
        </ReasonButton>
      </div>
    </aside>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="border-b border-border">
      <h2 className="px-4 pt-3 font-semibold">{title}</h2>
      <div className="px-4 pt-1 pb-3">{children}</div>
    </div>
  )
}

function Effects({ policyId, values }: { policyId: string | null; values: PolicyValues }) {
  const { projects } = useAccess()
  const principal = parsePrincipal(values.principal)
  const { data, error } = useQuery({
    ...explainQuery(principal ?? { kind: 'member', id: '' }),
    enabled: principal !== null,
  })
  if (!principal) return <p className="text-sm text-muted">Nothing, while it is for nobody.</p>
  if (error && !data) return <p className="text-sm text-muted">{error.message}</p>
  if (!data) return <Skeleton className="h-10 w-full" />
  if (data.isOwner) {
    return <p className="text-sm text-muted">Nothing: an owner may do everything already.</p>
  }
  const rules = values.rules.filter(({ permissionSetNames }) => permissionSetNames.length > 0)
  const effects = policyEffect(data, policyId, rules, projects)
  if (effects.length === 0) {
    return <p className="text-sm text-muted">Nothing: what is allowed stays as it is.</p>
  }
  return (
    <div className="max-h-80 space-y-3 overflow-y-auto text-sm" tabIndex={0}>
      {effects.map((effect) => (
        <Effect key={effect.project?.id ?? 'organization'} effect={effect} />
      ))}
      {principal.kind === 'group' && (
        <p className="text-muted">This holds for everybody in the group.</p>
      )}
    </div>
  )
}

function Effect({ effect }: { effect: ScopeEffect }) {
  const { project, added, removed } = effect
  return (
    <div>
      <h3 className="font-medium break-words">
        {project ? `In project ${project.name}` : 'In the organization'}
      </h3>
      <Actions title="Newly allowed" tone="text-success" sign="+" actions={added} />
      <Actions title="No longer allowed" tone="text-danger" sign="−" actions={removed} />
    </div>
  )
}

function Actions({
  title,
  tone,
  sign,
  actions,
}: {
  title: string
  tone: string
  sign: string
  actions: readonly string[]
}) {
  if (actions.length === 0) return null
  return (
    <>
      <p className="sr-only">{title}</p>
      <ul className="mt-0.5 space-y-0.5">
        {byNoun(actions.map((action) => ({ action }))).map(([noun, items]) => (
          <li key={noun} className="flex gap-1.5">
            <span aria-hidden className={`font-mono ${tone}`}>
              {sign}
            </span>
            <span className="min-w-0 break-words">
              {noun}:{' '}
              <span className="text-muted">
                {items.map(({ action }) => actionVerb(action)).join(', ')}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}
