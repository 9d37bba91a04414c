import { clsx } from 'clsx'
import { useId, type ReactNode } from 'react'
import { Label } from '@/components/ui/label.tsx'

/** What a control in a field must carry, so that label, help and error belong to it. */
export interface FieldControl {
  id: string
  name: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
  'aria-required': true | undefined
}

interface FieldProps {
  label: string
  /** Path of the value; errors and the focus on the first bad field go by it. */
  name: string
  help?: ReactNode
  errors?: readonly string[] | undefined
  optional?: boolean
  className?: string
}

/** Label above, help below, error under the control and tied to it. */
export function Field({
  children,
  ...props
}: FieldProps & { children: (control: FieldControl) => ReactNode }) {
  const id = useId()
  const helpId = `${id}-help`
  const errorId = `${id}-error`
  const invalid = Boolean(props.errors?.length)
  const described = [props.help && helpId, invalid && errorId].filter(Boolean).join(' ')
  return (
    <div className={clsx('space-y-1.5', props.className)}>
      <Label htmlFor={id}>
        {props.label}
        {props.optional && <Optional />}
      </Label>
      {children({
        id,
        name: props.name,
        'aria-describedby': described || undefined,
        'aria-invalid': invalid || undefined,
        'aria-required': props.optional ? undefined : true,
      })}
      <FieldNotes help={props.help} helpId={helpId} errors={props.errors} errorId={errorId} />
    </div>
  )
}

/** The same for a group of controls, such as radio cards. */
export function FieldGroup({
  children,
  ...props
}: FieldProps & { children: (control: Omit<FieldControl, 'aria-required'>) => ReactNode }) {
  const id = useId()
  const helpId = `${id}-help`
  const errorId = `${id}-error`
  const invalid = Boolean(props.errors?.length)
  const described = [props.help && helpId, invalid && errorId].filter(Boolean).join(' ')
  return (
    <div
      data-field={props.name}
      tabIndex={-1}
      className={clsx('space-y-2 outline-none', props.className)}
    >
      <p id={`${id}-label`} className="font-medium">
        {props.label}
        {props.optional && <Optional />}
      </p>
      {children({
        id: `${id}-label`,
        name: props.name,
        'aria-describedby': described || undefined,
        'aria-invalid': invalid || undefined,
      })}
      <FieldNotes help={props.help} helpId={helpId} errors={props.errors} errorId={errorId} />
    </div>
  )
}

function Optional() {
  return <span className="font-normal text-muted"> (optional)</span>
}

function FieldNotes({
  help,
  helpId,
  errors,
  errorId,
}: {
  help: ReactNode
  helpId: string
  errors: readonly string[] | undefined
  errorId: string
}) {
  return (
    <>
      {help && (
        <div id={helpId} className="text-sm text-muted">
          {help}
        </div>
      )}
      {errors && errors.length > 0 && (
        <p id={errorId} className="text-sm font-medium text-danger">
          {errors.join(' ')}
        </p>
      )}
    </>
  )
}
