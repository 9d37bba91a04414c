import {
  Activity,
  Archive,
  Database,
  LayoutDashboard,
  ScrollText,
  Settings,
  ShieldCheck,
  type LucideIcon,
} from 'lucide-react'

export interface NavigationEntry {
  label: string
  Icon: LucideIcon
  /** Missing while the page does not exist. */
  href?: string
}

/** The sidebar, in order. */
export const navigation: readonly NavigationEntry[] = [
  { label: 'Overview', Icon: LayoutDashboard, href: '/' },
  { label: 'Instances', Icon: Database, href: '/instances' },
  { label: 'Backups', Icon: Archive },
  { label: 'Activity', Icon: Activity, href: '/activity' },
  { label: 'IAM', Icon: ShieldCheck, href: '/iam' },
  { label: 'Audit log', Icon: ScrollText, href: '/audit-log' },
  { label: 'Settings', Icon: Settings, href: '/settings' },
]
