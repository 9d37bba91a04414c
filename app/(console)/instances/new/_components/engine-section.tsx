'use client'

import { Notice } from '@/components/feedback/notice.tsx'
import { FieldGroup } from '@/components/form/field.tsx'
import { EngineMark } from '@/components/instances/engine-mark.tsx'
import { RadioCards } from '@/components/ui/radio-cards.tsx'
import type { EngineVersionDto } from '@/lib/instances/catalogue.ts'
import { engineFacts, engineNames, parseEngineVersion } from '@/lib/instances/engines.ts'
import { preferredVersion } from './form-values.ts'
import type { PartProps } from './part.ts'
import { Section } from './section.tsx'

const blurbs = {
  postgresql: 'Relational, extensible; with pgvector and pgaudit',
  mysql: 'Relational, widely supported by applications',
}

function versionDetail(version: EngineVersionDto): string {
  const release = version.release ? `Release ${version.release}` : 'Not on this machine'
  return version.endOfLife ? `${release} · supported until ${version.endOfLife}` : release
}

export function EngineSection({ options, values, errors, set }: PartProps) {
  const versionsOf = (engine: string) =>
    options.engineVersions.filter((version) => version.engine === engine)
  const chosen = parseEngineVersion(values.engine)?.engine
  if (options.engineVersions.length === 0) {
    return (
      <Section title="Engine">
        <Notice tone="warning">
          The agent has not reported its engines yet. This page asks again by itself.
        </Notice>
      </Section>
    )
  }
  return (
    <Section
      title="Engine"
      description="Engine and version cannot be swapped later for another engine."
    >
      <FieldGroup label="Engine" name="engineName">
        {(control) => (
          <RadioCards
            name="engineName"
            aria-labelledby={control.id}
            columns="sm:grid-cols-2"
            value={chosen ?? ''}
            onChange={(engine) => set({ engine: preferredVersion(versionsOf(engine))?.name ?? '' })}
            options={engineNames.map((engine) => {
              const versions = versionsOf(engine)
              const none = versions.every(({ available }) => !available)
              return {
                value: engine,
                title: engineFacts[engine].label,
                mark: <EngineMark engine={engine} />,
                detail: blurbs[engine],
                disabledReason: none ? (versions[0]?.reason ?? 'Not on this machine.') : null,
              }
            })}
          />
        )}
      </FieldGroup>
      {chosen && (
        <FieldGroup label="Version" name="engine" errors={errors.engine}>
          {(control) => (
            <RadioCards
              name="engine"
              aria-labelledby={control.id}
              aria-describedby={control['aria-describedby']}
              aria-invalid={control['aria-invalid']}
              value={values.engine}
              onChange={(engine) => set({ engine })}
              options={versionsOf(chosen).map((version) => ({
                value: version.name,
                title: `${engineFacts[chosen].label} ${version.version}`,
                detail: versionDetail(version),
                disabledReason: version.available ? null : (version.reason ?? 'Not available.'),
              }))}
            />
          )}
        </FieldGroup>
      )}
    </Section>
  )
}
