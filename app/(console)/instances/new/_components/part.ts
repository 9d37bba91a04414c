import type { FieldErrors } from '@/components/form/use-form.ts'
import type { CreateOptions } from '@/lib/instances/queries.ts'
import type { FormValues } from './form-values.ts'

/** What every section of the form works on. */
export interface PartProps {
  options: CreateOptions
  values: FormValues
  errors: FieldErrors
  set: (changes: Partial<FormValues>) => void
}
