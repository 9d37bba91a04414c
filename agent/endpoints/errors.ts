/**
 * What can go wrong with an endpoint:
 * - `port_in_use`: another program listens on the port;
 * - `invalid_address`: an address, rule or port that cannot be used;
 * - `not_open`: the verb needs a running endpoint; `open` it with the wanted state instead;
 * - `not_started`: the program behind the endpoint does not come up;
 * - `not_answering`: the program runs but did not answer in time or refused a command.
 */
export type EndpointErrorCode =
  'port_in_use' | 'invalid_address' | 'not_open' | 'not_started' | 'not_answering'

/** An endpoint could not be brought into the wanted state; the message is fit for users. */
export class EndpointError extends Error {
  readonly code: EndpointErrorCode

  constructor(code: EndpointErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'EndpointError'
    this.code = code
  }
}
