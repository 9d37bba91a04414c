import type { EndpointDriver } from '@/agent/endpoints/endpoint.ts'
import { EndpointError } from '@/agent/endpoints/errors.ts'

function refuse(): Promise<never> {
  const message = 'HAProxy, through which clients connect, is missing on this machine.'
  return Promise.reject(new EndpointError('not_started', message))
}

/** Stands in where no proxy could be had: engines go on running, endpoints cannot be opened. */
export const noEndpoints: EndpointDriver = {
  open: refuse,
  close: () => Promise.resolve(),
  pointAt: refuse,
  setAllowedAddresses: refuse,
  hold: refuse,
  release: () => Promise.resolve(),
  cutConnections: () => Promise.resolve(),
  observe: () => Promise.resolve({ state: 'closed', target: null, connections: 0 }),
  count: () => Promise.resolve(null),
}
