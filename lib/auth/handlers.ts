import type { NextRequest } from 'next/server'
import { env } from '@/lib/env/env.ts'
import { handlers } from './next-auth.ts'
import { oidcProviderId } from './oidc/provider.ts'
import { recordCheapRefusal } from './refusal-log.ts'
import { requestFacts } from './request-facts.ts'

/**
 * next-auth's own addresses. A return from the provider that breaks the protocol (a state, nonce,
 * code, issuer or audience that is not ours) leaves an entry in the audit log, one for each address
 * and minute, because it costs a stranger nothing.
 */
export async function handleAuthGet(request: NextRequest): Promise<Response> {
  const response = await handlers.GET(request)
  const isReturn = request.nextUrl.pathname.endsWith(`/callback/${oidcProviderId}`)
  if (isReturn && hasFailed(response)) {
    await recordCheapRefusal(
      { actor: { kind: 'anonymous' }, ...(await requestFacts()) },
      'session.create',
      {
        type: 'member',
        id: null,
        name: env().oidc?.issuer ?? null,
        projectId: null,
        organizationId: '',
      },
    )
  }
  return response
}

function hasFailed(response: Response): boolean {
  const location = response.headers.get('location')
  if (location === null) return response.status >= 400
  return new URL(location, 'http://console.invalid').searchParams.has('error')
}

export const handleAuthPost = handlers.POST
