import { headers } from 'next/headers'
import { newId } from '@/lib/ids/ids.ts'

/** What is known of the request being served, before anybody is known. */
export async function requestFacts(): Promise<{
  requestId: string
  address: string
  userAgent: string | null
}> {
  const request = await headers()
  return {
    requestId: request.get('x-request-id') ?? newId(),
    address: request.get('x-holdfast-address') ?? 'unknown',
    userAgent: request.get('user-agent'),
  }
}
