/** One endpoint: a stable host and port that clients use, apart from the node behind it. */
export interface EndpointSpec {
  endpointId: string
  /** The endpoint's own directory for its configuration and runtime files. */
  directory: string
  bindHost: string
  port: number
}

export interface NodeAddress {
  host: string
  port: number
}

export interface EndpointObservation {
  state: 'open' | 'held' | 'closed'
  target: NodeAddress | null
  connections: number
}

/** What an endpoint has counted since its process started. */
export interface EndpointCounts {
  /** Differs when the counting has begun anew. */
  epoch: string
  /** Open connections. */
  connections: number
  /** By the rule that let them in: all so far, and those that are open. */
  admitted: readonly { cidr: string; total: number; open: number }[]
  refusedTotal: number
  /** Addresses that were refused within the last hour; bounded, the latest are kept. */
  refused: readonly { address: string; count: number; agoMs: number }[]
}

/**
 * How clients reach an instance. The first implementation is HAProxy in TCP mode with TLS passed
 * through; one in the kernel's packet filter may follow, so nothing here speaks of a proxy.
 * Every verb is idempotent and may be repeated after the agent died in the middle of it.
 */
export interface EndpointDriver {
  /** Listens on the endpoint's port with the given target and addresses; adopts one that runs. */
  open(
    spec: EndpointSpec,
    state: { target: NodeAddress | null; allowedCidrs: readonly string[] },
  ): Promise<void>
  /** Stops listening and cuts every connection. */
  close(spec: EndpointSpec): Promise<void>
  /** Sends new connections to the node; connections to the former node are cut. */
  pointAt(spec: EndpointSpec, target: NodeAddress | null): Promise<void>
  /** Replaces the addresses that may connect; connections from others are cut. Empty: nobody. */
  setAllowedAddresses(spec: EndpointSpec, cidrs: readonly string[]): Promise<void>
  /** New connections wait instead of failing, until `release` or `maxWaitMs` passed. */
  hold(spec: EndpointSpec, maxWaitMs: number): Promise<void>
  release(spec: EndpointSpec): Promise<void>
  cutConnections(spec: EndpointSpec): Promise<void>
  observe(spec: EndpointSpec): Promise<EndpointObservation>
  /** Who came in by which rule and who was refused; null while nothing listens. */
  count(spec: EndpointSpec): Promise<EndpointCounts | null>
}
