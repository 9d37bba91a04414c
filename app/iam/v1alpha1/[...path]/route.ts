import { api } from '@/lib/api/app.ts'

const handle = (request: Request): Response | Promise<Response> => api.fetch(request)

export const GET = handle
export const POST = handle
export const PATCH = handle
export const PUT = handle
export const DELETE = handle
