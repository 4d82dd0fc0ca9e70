/**
 * Sends forms and follows links marked `data-swap="#basket"` without loading the page: the element of that id is taken from the
 * answer, whole page or fragment, and put in place. Anything unexpected falls back to a page load, so it never does less than the form.
 */
async function swap(selector: string, request: Request, busy: Element | null): Promise<void> {
  busy?.setAttribute('aria-busy', 'true')
  try {
    const answer = await fetch(request)
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
    if (!answer.ok) return complain(selector, page)
    if (!replace(selector, page)) location.assign(answer.url)
  } catch {
    location.reload()
  } finally {
    busy?.removeAttribute('aria-busy')
  }
}

/** Shows what the server's error page says at the top of the part that did not change. */
function complain(selector: string, page: Document): void {
  const words = page.querySelector('[role=alert]')?.textContent
  const part = document.querySelector(selector)
  if (!words || !part) {
    location.reload()
    return
  }
  part.querySelector('[role=alert]')?.remove()
  const note = document.createElement('p')
  note.className = 'message danger'
  note.setAttribute('role', 'alert')
  note.textContent = words
  part.prepend(note)
}

/** Puts the elements of a parsed page in the place of the page's own; false when one is missing. */
export function replace(selectors: string, page: Document): boolean {
  const pairs = selectors.split(',').map(s => [document.querySelector(s), page.querySelector(s)] as const)
  if (pairs.some(([old, fresh]) => !old || !fresh)) return false
  const focus = pathOfFocus()
  for (const [old, fresh] of pairs) if (old && fresh) old.replaceWith(document.adoptNode(fresh))
  if (focus) document.querySelector<HTMLElement>(focus)?.focus({ preventScroll: true })
  return true
}

/** Fetches this page again and swaps parts of it. */
export async function refresh(selectors: string): Promise<void> {
  const answer = await fetch(location.href, { headers: { 'X-Fragment': selectors } })
  if (answer.ok) replace(selectors, new DOMParser().parseFromString(await answer.text(), 'text/html'))
}

/** How to find the focused element again after its surroundings were replaced. */
function pathOfFocus(): string | null {
  const focused = document.activeElement
  if (focused?.id) return `#${CSS.escape(focused.id)}`
  const label = focused?.getAttribute('aria-label')
  return label ? `[aria-label="${CSS.escape(label)}"]` : null
}

function requestOf(form: HTMLFormElement, submitter: HTMLElement | null, selector: string): Request {
  const data = new FormData(form, submitter as HTMLElement)
  const headers = { 'X-Fragment': selector, 'X-Pignon': '1' }
  const target = new URL(
    (submitter as HTMLButtonElement | null)?.getAttribute('formaction') ?? form.action,
    location.href,
  )
  const pairs = new URLSearchParams([...data].map(([name, value]) => [name, String(value)]))
  if (form.method === 'get') {
    target.search = pairs.toString()
    return new Request(target, { headers })
  }
  return new Request(target, { method: 'POST', body: pairs, headers })
}

document.addEventListener('submit', event => {
  const form = event.target as HTMLFormElement
  const selector = form.dataset.swap
  if (!selector || event.defaultPrevented) return
  event.preventDefault()
  const request = requestOf(form, event.submitter, selector)
  void swap(selector, request, document.querySelector(selector))
  // What was chosen is in the basket now: the form closes for the next time.
  const around = form.closest('details')
  if (around) {
    form.reset()
    around.open = false
    around.querySelector('summary')?.focus()
  }
})

// A choice such as the time of delivery is sent as soon as it is made.
document.addEventListener('change', event => {
  const form = (event.target as HTMLInputElement).form
  if (form?.hasAttribute('data-swap') && form.hasAttribute('data-auto')) form.requestSubmit()
})
