/** Handed to the act of a step, for what the user sees meanwhile and for stopping early. */
export interface StepHandle {
  /** Aborted when the user asked for the operation's end, for example by deleting the instance. */
  signal: AbortSignal
  /** Shows a sentence beside the step. */
  say(message: string): Promise<void>
}

/**
 * Runs one named step of an operation: recorded, visible, resumed after a crash. The act may run
 * twice, so it looks before it acts; what it returns is the sentence shown beside the step.
 */
export type RunStep = (
  name: string,
  act: (step: StepHandle) => Promise<string | undefined>,
) => Promise<void>

/** What happens to instances, whatever they run on. Each verb is a sequence of steps. */
export interface Platform {
  /** Brings a new instance to life: node, certificate, data, first user, endpoint. */
  provision(instanceId: string, step: RunStep): Promise<void>
  /** Restarts the engine; new connections wait at the endpoint meanwhile. */
  restart(instanceId: string, step: RunStep): Promise<void>
  /** Removes every process, port and file of an instance, however far it had come. */
  destroy(instanceId: string, step: RunStep): Promise<void>
  /** The last log lines that explain why the instance does not run; empty when there are none. */
  explain(instanceId: string): Promise<string[]>
}

/** A failure of a step whose message is written for the user. */
export class StepFailure extends Error {
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StepFailure'
    this.code = code
  }
}
