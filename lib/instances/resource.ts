/** The instance as what commands and queries of the nouns that belong to it are decided on. */
export {
  getInstanceOrThrow,
  instanceRef,
  lockInstance,
  toEndpointDto,
  type InstanceRow,
} from './internal.ts'
