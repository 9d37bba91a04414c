/** Moves the focus to the first control of the form that has an error, in reading order. */
export function focusFirstInvalid(form: HTMLFormElement, fields: ReadonlySet<string>): void {
  const candidates = form.querySelectorAll<HTMLElement>('[name], [data-field]')
  for (const candidate of candidates) {
    const name = candidate.getAttribute('name') ?? candidate.dataset.field
    if (name === undefined || !fields.has(name)) continue
    const group = candidate.dataset.field === undefined ? null : candidate
    const target = group?.querySelector<HTMLElement>('input:checked, input:enabled') ?? candidate
    target.focus()
    target.scrollIntoView({ block: 'center' })
    return
  }
}
