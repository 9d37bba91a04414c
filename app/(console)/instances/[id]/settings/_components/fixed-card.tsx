import { Card } from '@/components/ui/card.tsx'
import type { SettingsDto } from '@/lib/settings/schema.ts'

/** What stays as it is, with the reason. */
export function FixedCard({ data }: { data: SettingsDto }) {
  const initial = data.initSettings.map(({ name, value, description }) => ({
    name,
    reason: `${value}, chosen when the instance was created. ${description}`,
  }))
  return (
    <Card
      title="Fixed settings"
      description="These keep the instance safe and manageable, or were chosen when it was created."
      padded={false}
    >
      <dl className="grid md:grid-cols-2">
        {[...initial, ...data.fixed].map(({ name, reason }) => (
          <div key={name} className="border-b border-border px-4 py-2">
            <dt className="font-mono text-sm break-all">{name}</dt>
            <dd className="text-sm text-muted">{reason}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}
