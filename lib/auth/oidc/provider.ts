import { customFetch } from 'next-auth'
import type { OIDCConfig } from 'next-auth/providers'
import type { OidcSettings } from '@/lib/env/oidc.ts'
import { providerFetch } from './provider-fetch.ts'

/** Name of the provider in addresses: `/api/auth/callback/oidc` is what the provider must know. */
export const oidcProviderId = 'oidc'

/**
 * The provider as next-auth takes it: the code flow with PKCE, state and nonce, its addresses from
 * its own discovery document. Claims come from the userinfo endpoint, where all providers have
 * those that the ID token may lack.
 */
export function oidcProvider(settings: OidcSettings): OIDCConfig<Record<string, unknown>> {
  return {
    id: oidcProviderId,
    name: settings.name,
    type: 'oidc',
    issuer: settings.issuer,
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    checks: ['pkce', 'state', 'nonce'],
    idToken: false,
    authorization: { params: { scope: 'openid profile email' } },
    // Who this is in Holdfast is decided later, where a refusal can be told.
    profile: (claims) => (typeof claims.sub === 'string' ? { id: claims.sub } : {}),
    [customFetch]: providerFetch,
  }
}
