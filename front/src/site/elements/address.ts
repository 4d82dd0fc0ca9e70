/** What the address search of the server answers, best first. */
interface Answer {
  features: {
    geometry: { coordinates: [lng: number, lat: number] }
    properties: { label: string; postcode?: string; city?: string; type?: string }
  }[]
}

interface Found {
  label: string
  postcode: string
  city: string
  lat: number
  lng: number
  /** It names a door, not a whole street. */
  exact: boolean
}

function foundIn({ features }: Answer): Found[] {
  return features.map(({ geometry: { coordinates }, properties: { label, postcode = '', city = '', type } }) => {
    const [lng, lat] = coordinates
    return { label, postcode, city, lat, lng, exact: type === 'house' || type === 'other' }
  })
}

/**
 * Suggests addresses while one types. Wraps a plain form field, which works without it:
 *
 *   <pg-address data-src="/search/geocode" data-none="…" data-count="…">
 *     <input name="address"> <input type="hidden" name="lat"> … lng, postcode, city
 *   </pg-address>
 *
 * Choosing a suggestion fills the hidden fields; with `data-submit` it also sends the form. A street is no door: choosing one leaves the
 * field open for the number.
 */
class AddressSearch extends HTMLElement {
  private input = this.querySelector<HTMLInputElement>('input:not([type=hidden])')
  private list = document.createElement('ul')
  private status = document.createElement('p')
  private found: Found[] = []
  private active = -1
  private asked: AbortController | null = null
  private timer = 0

  connectedCallback(): void {
    const { input, list } = this
    if (!input || list.isConnected) return
    list.id = `${input.id || 'address'}-suggestions`
    list.className = 'suggestions'
    list.hidden = true
    list.setAttribute('role', 'listbox')
    list.setAttribute('aria-label', this.dataset.label ?? input.labels?.[0]?.textContent ?? '')
    this.status.className = 'visually-hidden'
    this.status.setAttribute('role', 'status')
    const attributes = { role: 'combobox', autocomplete: 'off', 'aria-autocomplete': 'list', 'aria-controls': list.id }
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value)
    input.setAttribute('aria-expanded', 'false')
    input.after(list, this.status)
    input.addEventListener('input', () => this.typed())
    input.addEventListener('keydown', event => this.key(event))
    input.addEventListener('blur', () => this.show([]))
    // Pressing a suggestion must not take the focus from the field, or the list would close before the click.
    list.addEventListener('pointerdown', event => event.preventDefault())
    list.addEventListener('click', event => {
      const option = (event.target as Element).closest('[role=option]')
      if (option) this.choose([...list.children].indexOf(option))
    })
  }

  private typed(): void {
    for (const name of ['lat', 'lng', 'postcode', 'city']) this.fill(name, '')
    window.clearTimeout(this.timer)
    this.timer = window.setTimeout(() => void this.search(), 160)
  }

  private async search(): Promise<void> {
    this.asked?.abort()
    const text = this.input?.value.trim() ?? ''
    if (text.length < 3) return this.show([])
    this.asked = new AbortController()
    const query = new URLSearchParams({ q: text, lang: document.documentElement.lang })
    try {
      const answer = await fetch(`${this.dataset.src}?${query}`, { signal: this.asked.signal })
      const found = answer.ok ? foundIn((await answer.json()) as Answer) : []
      this.show(found)
      this.status.textContent = found.length
        ? (this.dataset.count ?? '').replace('#', String(found.length))
        : (this.dataset.none ?? '')
    } catch {
      // Aborted by the next letter, or no network: the form still sends what was typed.
    }
  }

  private show(found: Found[]): void {
    this.found = found
    this.active = -1
    this.list.replaceChildren(...found.map((f, i) => this.option(f, i)))
    this.list.hidden = found.length === 0
    this.input?.setAttribute('aria-expanded', String(found.length > 0))
    this.input?.removeAttribute('aria-activedescendant')
  }

  private option({ label }: Found, i: number): HTMLElement {
    const option = document.createElement('li')
    option.id = `${this.list.id}-${i}`
    option.setAttribute('role', 'option')
    option.setAttribute('aria-selected', 'false')
    option.textContent = label
    return option
  }

  private key(event: KeyboardEvent): void {
    const last = this.found.length - 1
    if (last < 0) return
    if (event.key === 'ArrowDown') this.mark(this.active >= last ? 0 : this.active + 1)
    else if (event.key === 'ArrowUp') this.mark(this.active <= 0 ? last : this.active - 1)
    else if (event.key === 'Escape') this.show([])
    else if (event.key === 'Enter') this.choose(Math.max(0, this.active))
    else return
    event.preventDefault()
  }

  private mark(i: number): void {
    this.active = i
    for (const [n, option] of [...this.list.children].entries()) option.setAttribute('aria-selected', String(n === i))
    this.list.children[i]?.scrollIntoView({ block: 'nearest' })
    this.input?.setAttribute('aria-activedescendant', `${this.list.id}-${i}`)
  }

  private choose(i: number): void {
    const found = this.found[i]
    const { input } = this
    if (!found || !input) return
    this.show([])
    input.value = found.exact ? found.label : `${found.label.split(',')[0]} `
    input.focus()
    if (!found.exact) return
    for (const name of ['lat', 'lng', 'postcode', 'city'] as const) this.fill(name, String(found[name]))
    if (this.hasAttribute('data-submit')) input.form?.requestSubmit()
  }

  private fill(name: string, value: string): void {
    const field = this.querySelector<HTMLInputElement>(`input[type=hidden][name=${name}]`)
    if (field) field.value = value
  }
}

customElements.define('pg-address', AddressSearch)
