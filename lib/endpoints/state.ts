import type { EndpointKind } from './schema.ts'

/** What happens with an endpoint; `open` is the state at rest. */
export type EndpointState = 'opening' | 'open' | 'moving' | 'closing' | 'failed'

/** Derives the state from intent and observation. */
export function endpointStateOf(endpoint: {
  isOpen: boolean
  isClosing: boolean
  hasFailure: boolean
  /** It leads to a node of the instance that it belongs to. */
  isAtHome: boolean
}): EndpointState {
  if (endpoint.isClosing) return 'closing'
  if (endpoint.hasFailure) return 'failed'
  if (!endpoint.isOpen) return 'opening'
  return endpoint.isAtHome ? 'open' : 'moving'
}

const labels: Readonly<Record<EndpointState, string>> = {
  opening: 'Opening',
  open: 'Open',
  moving: 'Moving',
  closing: 'Closing',
  failed: 'Failed',
}

/** What the console calls the state. */
export function endpointStateLabel(state: EndpointState): string {
  return labels[state]
}

const kinds: Readonly<Record<EndpointKind, string>> = {
  load_balancer: 'Public',
  private_network: 'Private',
}

/** What the console calls the kind. */
export function endpointKindLabel(kind: EndpointKind): string {
  return kinds[kind]
}
