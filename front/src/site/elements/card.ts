/** The part of the payment provider's script that we use. */
interface Provider {
  elements(options: { clientSecret: string; locale: string }): {
    create(kind: 'payment'): { mount(place: HTMLElement): void }
  }
  confirmPayment(options: {
    elements: unknown
    confirmParams: { return_url: string }
    redirect: 'if_required'
  }): Promise<{ error?: { message?: string } }>
}

/**
 * The card form of the payment provider, inside our form. The card's number never touches our pages. Attributes: data-script (the
 * provider's script), data-key (publishable), data-secret (of this payment), data-return (where to go once authorised),
 * data-failed (words when the form cannot be shown). The form's button pays.
 */
class CardForm extends HTMLElement {
  connectedCallback(): void {
    void this.open().catch(() => this.say(this.dataset.failed ?? ''))
  }

  private async open(): Promise<void> {
    const { script = '', key = '', secret = '' } = this.dataset
    const provider = (await providerFrom(script))(key)
    const elements = provider.elements({ clientSecret: secret, locale: document.documentElement.lang })
    const place = document.createElement('div')
    this.replaceChildren(place)
    elements.create('payment').mount(place)
    this.closest('form')?.addEventListener('submit', event => {
      event.preventDefault()
      void this.pay(provider, elements, event.submitter as HTMLButtonElement | null)
    })
  }

  private async pay(provider: Provider, elements: unknown, button: HTMLButtonElement | null): Promise<void> {
    if (button) button.disabled = true
    this.say('')
    const back = new URL(this.dataset.return ?? '', location.href).href
    try {
      const { error } = await provider.confirmPayment({
        elements,
        confirmParams: { return_url: back },
        redirect: 'if_required',
      })
      if (!error) return location.assign(back)
      this.say(error.message ?? this.dataset.failed ?? '')
    } catch {
      this.say(this.dataset.failed ?? '')
    }
    if (button) button.disabled = false
  }

  private say(text: string): void {
    let note = this.querySelector('[role=alert]')
    if (!note) {
      note = document.createElement('p')
      note.setAttribute('role', 'alert')
      note.className = 'message danger'
      this.append(note)
    }
    note.textContent = text
    note.toggleAttribute('hidden', text === '')
  }
}

function providerFrom(address: string): Promise<(key: string) => Provider> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = address
    script.onload = () => {
      const provider = (window as unknown as { Stripe?: (key: string) => Provider }).Stripe
      if (provider) resolve(provider)
      else reject(new Error(`${address} brought no payment form`))
    }
    script.onerror = () => reject(new Error(`${address} could not be loaded`))
    document.head.append(script)
  })
}

customElements.define('pg-card', CardForm)
