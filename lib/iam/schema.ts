import { z } from 'zod'

/** A password that a member chooses for the console. */
export const newPasswordSchema = z.string().min(12, 'At least 12 characters.').max(1024)
