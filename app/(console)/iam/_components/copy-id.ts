'use client'

import { notify } from '@/components/feedback/notify.ts'
import { copyText } from '@/components/ui/copy-text.ts'

export async function copyId(id: string): Promise<void> {
  if (await copyText(id)) notify.success({ title: 'Copied ID', detail: id })
  else notify.error({ title: 'Could not copy ID', detail: id })
}
