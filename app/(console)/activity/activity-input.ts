import type { ListOperationsInput } from '@/lib/operations/schema.ts'

/** What the address of a page of activity asks for; nonsense counts as the first page. */
export function activityInput(
  page: string | null,
  of: { instanceId?: string | undefined; projectId?: string | undefined },
): ListOperationsInput {
  const number = Number(page ?? 1)
  return {
    ...(of.instanceId === undefined ? {} : { instanceId: of.instanceId }),
    ...(of.projectId === undefined ? {} : { projectId: of.projectId }),
    page: Number.isInteger(number) && number >= 1 && number <= 10_000 ? number : 1,
    pageSize: 25,
  }
}
