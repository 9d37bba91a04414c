import type {
  AccessPathDto,
  ExplainedActionDto,
  ExplainedScopeDto,
} from '@/lib/iam/access/schema.ts'

/** Actions that are allowed, or not now, through the same paths. */
export interface ExplainedBlock {
  isAllowed: boolean
  paths: readonly AccessPathDto[]
  actions: readonly ExplainedActionDto[]
}

/** Tells paths apart; actions with the same ones are shown together. */
export function pathKey(paths: readonly AccessPathDto[]): string {
  return paths
    .map((path) => (path.kind === 'rule' ? `${path.ruleId} ${path.group?.id ?? ''}` : path.kind))
    .join('|')
}

/** What always holds in the whole organization is told there, not again in each of its projects. */
function addedByProject(paths: readonly AccessPathDto[]): AccessPathDto[] {
  const isWide = (path: AccessPathDto) => path.kind === 'owner' || path.isOrganizationWide
  if (paths.some((path) => isWide(path) && (path.kind === 'owner' || path.condition === ''))) {
    return []
  }
  return paths.filter((path) => !isWide(path))
}

/** What a scope adds to the whole organization, by what allows it; what can be used now comes first. */
export function explainedBlocks({ project, actions }: ExplainedScopeDto): ExplainedBlock[] {
  const blocks = new Map<string, ExplainedBlock & { actions: ExplainedActionDto[] }>()
  for (const action of actions) {
    const paths = project ? addedByProject(action.paths) : action.paths
    if (paths.length === 0) continue
    const key = `${String(action.isAllowed)} ${pathKey(paths)}`
    const block = blocks.get(key) ?? { isAllowed: action.isAllowed, paths, actions: [] }
    block.actions.push(action)
    blocks.set(key, block)
  }
  return [...blocks.values()].sort(
    (left, right) => Number(right.isAllowed) - Number(left.isAllowed),
  )
}
