/** Where menus and tooltips are drawn: in the page's main landmark, so that they belong to one. */
export function overlayContainer(): HTMLElement | undefined {
  if (typeof document === 'undefined') return undefined
  return document.querySelector('main') ?? undefined
}
