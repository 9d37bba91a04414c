import { wantToaster } from '@/components/ui/toaster-state.ts'

export interface Notice {
  title: string
  detail?: string
  /** Where the toast leads, for example to the resource. */
  link?: { label: string; open: () => void }
  /** Kept in view until dismissed, with this id for support. */
  requestId?: string
}

async function show(kind: 'success' | 'error' | 'info', notice: Notice): Promise<void> {
  const [{ toast }] = await Promise.all([import('sonner'), wantToaster()])
  const detail = [notice.detail, notice.requestId && `Request ${notice.requestId}`]
  const { link } = notice
  toast[kind](notice.title, {
    description: detail.filter(Boolean).join(' ') || undefined,
    duration: kind === 'error' ? 15_000 : 6_000,
    action: link && { label: link.label, onClick: link.open },
  })
}

/** Toasts. The words are those of the action: "Restarting orders-db". */
export const notify = {
  success: (notice: Notice) => void show('success', notice),
  info: (notice: Notice) => void show('info', notice),
  error: (notice: Notice) => void show('error', notice),
}
