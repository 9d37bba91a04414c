/** Cookie that remembers the chosen project in this browser; it gives no right. */
export const projectCookie = 'holdfast-project'

const oneYearSeconds = 31_536_000

/** Remembers a project, or (null) that everything shall be shown. Client-side only. */
export function rememberProject(projectId: string | null): void {
  const value = projectId ?? ''
  const age = projectId === null ? 0 : oneYearSeconds
  document.cookie = `${projectCookie}=${value}; path=/; max-age=${String(age)}; samesite=lax`
}

/** The project that the cookie names, as long as the reader still sees it; else null. */
export function chosenProject<P extends { id: string }>(
  projects: readonly P[],
  cookie: string | undefined,
): P | null {
  return projects.find(({ id }) => id === cookie) ?? null
}
