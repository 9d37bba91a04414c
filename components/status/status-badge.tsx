import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleX,
  LoaderCircle,
  type LucideIcon,
} from 'lucide-react'
import { Badge, type Tone } from '@/components/ui/badge.tsx'

/** What a state means to the reader; the words come from the domain. */
export type StatusTone = 'good' | 'working' | 'attention' | 'bad' | 'idle'

const looks: Record<StatusTone, { tone: Tone; Icon: LucideIcon; spins?: boolean }> = {
  good: { tone: 'success', Icon: CircleCheck },
  working: { tone: 'info', Icon: LoaderCircle, spins: true },
  attention: { tone: 'warning', Icon: CircleAlert },
  bad: { tone: 'danger', Icon: CircleX },
  idle: { tone: 'neutral', Icon: CircleDashed },
}

/** A state: colour, icon and text, never colour alone. */
export function StatusBadge({
  tone,
  label,
  reason,
}: {
  tone: StatusTone
  label: string
  reason?: string | null
}) {
  const { tone: colour, Icon, spins } = looks[tone]
  return (
    <Badge
      tone={colour}
      icon={<Icon aria-hidden className={spins ? 'animate-spin' : undefined} />}
      {...(reason ? { title: reason } : {})}
    >
      {label}
    </Badge>
  )
}
