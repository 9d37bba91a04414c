/** Where a workload connects, as any client would. */
export interface Target {
  host: string
  port: number
  database: string
  user: string
  password: string
  /** Certificate of the authority that signed the instance's certificate. */
  authorityPem: string
}
