'use client'

import { LogIn } from 'lucide-react'
import { useFormStatus } from 'react-dom'
import { Button } from '@/components/ui/button.tsx'
import { signInWithProviderAction } from '../actions.ts'

/** Sign-in through the organization's own provider, before the form for passwords. */
export function ProviderForm({ name, next }: { name: string; next: string }) {
  return (
    <form action={signInWithProviderAction}>
      <input type="hidden" name="next" value={next} />
      <Submit name={name} />
      <p className="my-5 flex items-center gap-3 text-sm text-muted before:h-px before:flex-1 before:bg-border after:h-px after:flex-1 after:bg-border">
        or with your password
      </p>
    </form>
  )
}

function Submit({ name }: { name: string }) {
  const { pending } = useFormStatus()
  return (
    <Button type="submit" pending={pending} className="w-full" icon={<LogIn aria-hidden />}>
      Sign in with {name}
    </Button>
  )
}
