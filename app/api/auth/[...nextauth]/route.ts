import { handleAuthGet, handleAuthPost } from '@/lib/auth/handlers.ts'

export const GET = handleAuthGet
export const POST = handleAuthPost
