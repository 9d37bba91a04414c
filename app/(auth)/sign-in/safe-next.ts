/** A path of this console from a parameter that anybody may have written; else the overview. */
export function safeNext(next: string | undefined): string {
  if (next === undefined || !next.startsWith('/')) return '/'
  const base = 'http://console.invalid'
  // Browsers read "//host" and "/\host" as another host: let the URL parser decide.
  const url = URL.canParse(next, base) ? new URL(next, base) : null
  if (url?.origin !== base || url.pathname === '/sign-in') return '/'
  // Dot segments vanish only in parsing: "/.//host" is of this origin, yet its path names another.
  if (url.pathname.startsWith('//') || url.pathname.includes('\\')) return '/'
  return `${url.pathname}${url.search}`
}
