/** What a fetch tells while it works; bytes are of the compressed download. */
export interface FetchProgress {
  label: string
  phase: 'listing' | 'downloading' | 'unpacking' | 'checking'
  doneBytes: number
  totalBytes: number | null
}

export type ReportProgress = (progress: FetchProgress) => void
