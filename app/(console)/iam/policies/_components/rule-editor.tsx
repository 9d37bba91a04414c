'use client'

import { Trash2 } from 'lucide-react'
import { useId } from 'react'
import { useAccess } from '@/components/access/access-provider.tsx'
import { FieldGroup } from '@/components/form/field.tsx'
import { PickList } from '@/components/iam/pick-list.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Checkbox } from '@/components/ui/checkbox.tsx'
import { RadioCards } from '@/components/ui/radio-cards.tsx'
import { findPermissionSet, permissionSets } from '@/lib/iam/catalogue.ts'
import { ruleSchema } from '@/lib/iam/policies/schema.ts'
import { ConditionEditor } from './condition-editor.tsx'
import { ruleInput, type RuleValues } from './policy-values.ts'

/** Permission sets where they hold, and under which condition. */
export function RuleEditor({
  rule,
  number,
  showProblems,
  disabled,
  onChange,
  onRemove,
}: {
  rule: RuleValues
  number: number
  /** Problems wait for the first attempt to save. */
  showProblems: boolean
  disabled: boolean
  onChange: (changes: Partial<RuleValues>) => void
  onRemove: () => void
}) {
  const titleId = useId()
  const { projects } = useAccess()
  const problems = showProblems ? problemsOf(rule) : {}
  const setScope = (value: string) => {
    const isOrganizationWide = value === 'organization'
    const permissionSetNames = isOrganizationWide
      ? rule.permissionSetNames
      : rule.permissionSetNames.filter((name) => findPermissionSet(name)?.scope === 'projects')
    onChange({ isOrganizationWide, permissionSetNames })
  }
  return (
    <section
      aria-labelledby={titleId}
      className="rounded-lg border border-border bg-surface shadow-raised"
    >
      <header className="flex min-h-12 items-center justify-between gap-3 border-b border-border px-4 py-2">
        <h2 id={titleId} className="font-semibold">
          Rule {number}
        </h2>
        {!disabled && (
          <Button
            size="sm"
            variant="ghost"
            icon={<Trash2 aria-hidden />}
            aria-label={`Remove rule ${String(number)}`}
            onClick={onRemove}
          >
            Remove
          </Button>
        )}
      </header>
      <div className="space-y-6 p-4">
        <FieldGroup label="Where" name="scope">
          {(control) => (
            <RadioCards
              name={`scope-${rule.key}`}
              aria-labelledby={control.id}
              columns="sm:grid-cols-2"
              value={rule.isOrganizationWide ? 'organization' : 'projects'}
              onChange={setScope}
              options={[
                { value: 'projects', title: 'In projects', detail: 'Only in those chosen below.' },
                {
                  value: 'organization',
                  title: 'In the whole organization',
                  detail: 'In every project, also those made later.',
                },
              ]}
            />
          )}
        </FieldGroup>
        {!rule.isOrganizationWide && (
          <FieldGroup
            label="Projects"
            name={problems.projectIds ? 'rules' : 'projectIds'}
            errors={problems.projectIds}
          >
            {(control) => (
              <PickList
                name={`projects-${rule.key}`}
                noun="project"
                labelledBy={control.id}
                describedBy={control['aria-describedby']}
                choices={projects.map(({ id, name }) => ({ id, label: name }))}
                value={rule.projectIds}
                onChange={(projectIds) => onChange({ projectIds })}
                emptyText="There is no project that you can see."
              />
            )}
          </FieldGroup>
        )}
        <FieldGroup
          label="May do"
          name={problems.permissionSetNames ? 'rules' : 'permissionSetNames'}
          errors={problems.permissionSetNames}
        >
          {(control) => (
            <PermissionSets
              rule={rule}
              labelledBy={control.id}
              describedBy={control['aria-describedby']}
              onChange={(permissionSetNames) => onChange({ permissionSetNames })}
            />
          )}
        </FieldGroup>
        <ConditionEditor
          condition={rule.condition}
          disabled={disabled}
          problem={problems.condition?.join(' ')}
          onChange={(condition) => onChange({ condition })}
        />
      </div>
    </section>
  )
}

function PermissionSets({
  rule,
  labelledBy,
  describedBy,
  onChange,
}: {
  rule: RuleValues
  labelledBy: string
  describedBy: string | undefined
  onChange: (names: string[]) => void
}) {
  const offered = permissionSets.filter(
    ({ scope }) => rule.isOrganizationWide || scope === 'projects',
  )
  return (
    <div
      role="group"
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      className="grid gap-x-6 gap-y-2.5 xl:grid-cols-2"
    >
      {offered.map(({ name, description }) => (
        <Checkbox
          key={name}
          name={`sets-${rule.key}`}
          checked={rule.permissionSetNames.includes(name)}
          label={<span className="font-mono text-sm break-all">{name}</span>}
          help={description}
          onChange={(event) =>
            onChange(
              event.target.checked
                ? [...rule.permissionSetNames, name]
                : rule.permissionSetNames.filter((other) => other !== name),
            )
          }
        />
      ))}
    </div>
  )
}

/** What the schema finds wrong with one rule, by field. */
function problemsOf(rule: RuleValues): Record<string, string[] | undefined> {
  const parsed = ruleSchema.safeParse(ruleInput(rule))
  const problems: Record<string, string[]> = {}
  for (const { path, message } of parsed.error?.issues ?? []) {
    ;(problems[String(path[0])] ??= []).push(message)
  }
  return problems
}
