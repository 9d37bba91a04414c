/** Why a sign-in through the provider was refused, with what the sign-in page says. */
export const oidcRefusals = {
  unverified: 'The provider has not verified your e-mail address. Have it verified there first.',
  domain: 'E-mail addresses of your domain may not sign in here. Ask an owner of the organization.',
  unknown: 'You are not a member here. Ask an owner of the organization to invite you.',
  taken:
    'This member signs in as another person of the provider. Ask an owner of the organization.',
  locked: 'Your access is locked. Ask an owner of the organization.',
  incomplete: 'The provider did not say who you are. Try again, or sign in with your password.',
  failed: 'Signing in through the provider did not work. Try again, or use your password.',
} as const
export type OidcRefusal = keyof typeof oidcRefusals

/** The sentence for what stands in the address of the sign-in page; null for nothing of it. */
export function oidcRefusalFrom(value: string | undefined): string | null {
  return value !== undefined && Object.hasOwn(oidcRefusals, value)
    ? oidcRefusals[value as OidcRefusal]
    : null
}
