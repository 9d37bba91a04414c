/** A pack can't be had; the message is a plain sentence for people. */
export class PackError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'PackError'
  }
}
