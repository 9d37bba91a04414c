import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { IamFrame } from './_components/iam-frame.tsx'

export const metadata: Metadata = { title: 'IAM' }

export default function IamLayout({ children }: { children: ReactNode }) {
  return <IamFrame>{children}</IamFrame>
}
