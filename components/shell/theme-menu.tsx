'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useTheme } from 'next-themes'
import { Button } from '@/components/ui/button.tsx'
import { Menu, MenuRadioGroup } from '@/components/ui/dropdown-menu.tsx'

const options = [
  { value: 'system', label: 'System', icon: <Monitor aria-hidden /> },
  { value: 'light', label: 'Light', icon: <Sun aria-hidden /> },
  { value: 'dark', label: 'Dark', icon: <Moon aria-hidden /> },
]

export function ThemeMenu() {
  const { theme, setTheme } = useTheme()
  return (
    <Menu
      label="Theme"
      trigger={
        <Button
          variant="ghost"
          size="icon"
          aria-label="Theme"
          icon={
            <>
              <Sun aria-hidden className="dark:hidden" />
              <Moon aria-hidden className="hidden dark:block" />
            </>
          }
        />
      }
    >
      <MenuRadioGroup value={theme ?? 'system'} onChange={setTheme} options={options} />
    </Menu>
  )
}
