import { Badge } from '@/components/ui/badge.tsx'

/** Marks what SQL made; what Holdfast made needs no mark. */
export function MadeBySql({ isManaged }: { isManaged: boolean }) {
  if (isManaged) return null
  return <Badge title="Made by SQL, not through Holdfast">SQL</Badge>
}
