'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useAccess } from '@/components/access/access-provider.tsx'
import { notify } from '@/components/feedback/notify.ts'
import { Notice } from '@/components/feedback/notice.tsx'
import { Field } from '@/components/form/field.tsx'
import { useForm } from '@/components/form/use-form.ts'
import { useUnsavedGuard } from '@/components/form/use-unsaved-guard.ts'
import { NameFields } from '@/components/iam/name-fields.tsx'
import { PrincipalSelect, principalValue } from '@/components/iam/principal-select.tsx'
import { Button } from '@/components/ui/button.tsx'
import { principalsQuery } from '@/lib/iam/access/query-options.ts'
import {
  createPolicySchema,
  updatePolicySchema,
  type PolicyDto,
} from '@/lib/iam/policies/schema.ts'
import type { PrincipalDto } from '@/lib/iam/schema.ts'
import { useRefreshIam } from '../../_components/use-refresh-iam.ts'
import { createPolicyAction, updatePolicyAction } from '../actions.ts'
import {
  newRule,
  policyInput,
  valuesOf,
  type PolicyValues,
  type RuleValues,
} from './policy-values.ts'
import { PolicySummary } from './policy-summary.tsx'
import { RuleEditor } from './rule-editor.tsx'

/** Creates a policy, or edits one; beside it what it says and what it changes. */
export function PolicyForm({
  policy,
  suggested,
  disabledReason,
}: {
  policy: PolicyDto | null
  /** Whom a new policy is for, when the reader came from their page. */
  suggested: PrincipalDto | null
  /** Why the reader cannot save; null when they can. */
  disabledReason: string | null
}) {
  const router = useRouter()
  const refresh = useRefreshIam()
  const { organization, projects, listedProject } = useAccess()
  const principals = useQuery(principalsQuery({}))
  const known = withPrincipal(principals.data ?? [], policy?.principal ?? suggested)
  const only = listedProject ?? (projects.length === 1 ? projects[0] : undefined)
  const { form, values, set, errors, failure, pending, dirty, onSubmit } = useForm<
    PolicyValues,
    unknown,
    PolicyDto
  >({
    initial: () =>
      policy
        ? valuesOf(policy)
        : {
            name: '',
            description: '',
            principal: suggested ? principalValue(suggested) : '',
            rules: [newRule(only?.id)],
          },
    schema: policy ? updatePolicySchema : createPolicySchema,
    toInput: (entered) =>
      policy
        ? { policyId: policy.id, ...policyInput(entered) }
        : { organizationId: organization.id, ...policyInput(entered) },
    submit: (input) =>
      policy
        ? updatePolicyAction(input as Parameters<typeof updatePolicyAction>[0])
        : createPolicyAction(input as Parameters<typeof createPolicyAction>[0]),
    conflictField: 'name',
    onDone: ({ name }) => {
      notify.success({
        title: policy ? `Saved ${name}` : `Created ${name}`,
        detail: 'It holds from the next request on.',
      })
      refresh()
      router.push('/iam/policies')
    },
  })
  useUnsavedGuard(dirty)
  const setRule = (index: number, changes: Partial<RuleValues>) =>
    set({
      rules: values.rules.map((rule, at) => (at === index ? { ...rule, ...changes } : rule)),
    })
  return (
    <form
      ref={form}
      onSubmit={(event) => void onSubmit(event)}
      noValidate
      className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_22rem]"
    >
      <fieldset disabled={disabledReason !== null} className="min-w-0 space-y-6">
        <legend className="sr-only">Policy</legend>
        {disabledReason && (
          <Notice title="You can look, not change">{disabledReason} Ask an owner for it.</Notice>
        )}
        <div className="max-w-xl space-y-5">
          <NameFields values={values} set={set} errors={errors} />
          <Field
            label="For"
            name="principal"
            errors={errors.principal}
            help="A group reaches everybody who is in it, now and later."
          >
            {(control) => (
              <PrincipalSelect
                {...control}
                className="w-full"
                principals={known}
                emptyLabel="Nobody yet"
                value={values.principal}
                onChange={(event) => set({ principal: event.target.value })}
              />
            )}
          </Field>
        </div>
        {values.rules.map((rule, index) => (
          <RuleEditor
            key={rule.key}
            rule={rule}
            number={index + 1}
            showProblems={(errors.rules?.length ?? 0) > 0}
            disabled={disabledReason !== null}
            onChange={(changes) => setRule(index, changes)}
            onRemove={() => set({ rules: values.rules.filter((_, at) => at !== index) })}
          />
        ))}
        {values.rules.length === 0 && (
          <p className="text-muted">No rules: the policy allows nothing.</p>
        )}
        {disabledReason === null && (
          <Button
            icon={<Plus aria-hidden />}
            onClick={() => set({ rules: [...values.rules, newRule(only?.id)] })}
          >
            Add rule
          </Button>
        )}
      </fieldset>
      <PolicySummary
        policyId={policy?.id ?? null}
        values={values}
        principals={known}
        pending={pending}
        failure={failure}
        problems={Object.values(errors).flatMap((messages) => messages ?? [])}
        submitLabel={policy ? 'Save policy' : 'Create policy'}
        disabledReason={disabledReason}
      />
    </form>
  )
}

/** The principal of the policy is always to choose from, also past the first two hundred. */
function withPrincipal(
  principals: readonly PrincipalDto[],
  principal: PrincipalDto | null,
): readonly PrincipalDto[] {
  if (!principal || principals.some(({ id }) => id === principal.id)) return principals
  return [...principals, principal]
}
