import { fileURLToPath } from 'node:url'

/** The project's folder, absolute and without a slash at its end. */
export const projectDir = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '')
