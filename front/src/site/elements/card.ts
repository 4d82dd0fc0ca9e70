/** What the server answers to a card. */
interface Paid {
  state: 'placed' | 'action_required' | 'confirmable' | 'declined'
  next?: string
  secret?: string
  words?: string
}

/** Takes a card's number to whoever holds the money, and lets the customer answer their bank. The number never touches our server. */
interface Provider {
  /** Gives the provider's name of the card that was typed, or says what is wrong with it. */
  card(): Promise<{ id: string } | { words: string }>
  /** Lets the customer confirm; gives the payment's name when they come back to this page, or says why not. */
  confirm(secret: string): Promise<{ intent: string } | { words: string }>
}

interface StripeAnswer {
  error?: { message?: string }
  paymentMethod?: { id: string }
  paymentIntent?: { id: string }
}

interface Stripe {
  elements(options: { locale: string }): { create(kind: 'card', options: object): StripeCard }
  createPaymentMethod(options: { type: 'card'; card: StripeCard }): Promise<StripeAnswer>
  handleNextAction(options: { clientSecret: string }): Promise<StripeAnswer>
}

interface StripeCard {
  mount(place: Element): void
}

/**
 * The card form, around the fields that the page brings. Attributes: data-key (publishable) and data-account of the provider; data-script
 * (the provider's own form) or data-endpoint (a provider inside the house); data-intent (a payment that waits for its second step);
 * data-failed and data-busy (words).
 */
class CardForm extends HTMLElement {
  private provider: Provider | null = null
  private button = this.querySelector('button')

  connectedCallback(): void {
    const form = this.closest('form')
    form?.addEventListener('submit', event => {
      event.preventDefault()
      void this.work(() => this.pay())
    })
    void this.work(() => this.open())
  }

  private async open(): Promise<void> {
    this.provider = this.dataset.endpoint ? new HouseProvider(this) : await stripe(this)
    this.querySelector<HTMLElement>('.card-form')?.removeAttribute('hidden')
    const { intent } = this.dataset
    if (intent) await this.proceed(await this.send({ intent }))
  }

  private async pay(): Promise<void> {
    const card = await this.provider?.card()
    if (!card || 'words' in card) return this.say(card?.words ?? this.failed)
    await this.proceed(await this.send({ method: card.id }))
  }

  private async proceed({ state, next, secret, words }: Paid): Promise<void> {
    if (state === 'placed' && next) return location.assign(next)
    if (state !== 'action_required' || !secret) return this.say(words || this.failed)
    const answer = await this.provider?.confirm(secret)
    if (!answer || 'words' in answer) return this.say(answer?.words ?? this.failed)
    await this.proceed(await this.send({ intent: answer.intent }))
  }

  private async send(fields: Record<string, string>): Promise<Paid> {
    const answer = await fetch('/checkout/card', { method: 'POST', body: new URLSearchParams(fields) })
    return (await answer.json()) as Paid
  }

  /** Does one thing at a time, and says when it fails. */
  private async work(task: () => Promise<void>): Promise<void> {
    const { button } = this
    const label = button?.textContent ?? ''
    if (button) Object.assign(button, { disabled: true, textContent: this.dataset.busy ?? label })
    this.say('')
    try {
      await task()
    } catch {
      this.say(this.failed)
    }
    if (button) Object.assign(button, { disabled: false, textContent: label })
  }

  private get failed(): string {
    return this.dataset.failed ?? ''
  }

  private say(words: string): void {
    const note = this.querySelector<HTMLElement>('p[role=alert]')
    if (!note) return
    note.textContent = words
    note.hidden = words === ''
  }
}

async function stripe(form: CardForm): Promise<Provider> {
  const { script = '', key = '', account } = form.dataset
  const client = (await loaded(script))(key, account ? { stripeAccount: account } : {})
  const card = client.elements({ locale: document.documentElement.lang }).create('card', { hidePostalCode: true })
  card.mount(form.querySelector('.card-element') ?? form)
  return {
    card: async () => {
      const { paymentMethod, error } = await client.createPaymentMethod({ type: 'card', card })
      return paymentMethod ? { id: paymentMethod.id } : { words: error?.message ?? form.dataset.failed ?? '' }
    },
    confirm: async clientSecret => {
      const { paymentIntent, error } = await client.handleNextAction({ clientSecret })
      return paymentIntent ? { intent: paymentIntent.id } : { words: error?.message ?? form.dataset.failed ?? '' }
    },
  }
}

type MakeStripe = (key: string, options: { stripeAccount?: string }) => Stripe

function loaded(address: string): Promise<MakeStripe> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = address
    script.onload = () => {
      const make = (window as unknown as { Stripe?: MakeStripe }).Stripe
      if (make) resolve(make)
      else reject(new Error(`${address} brought no payment form`))
    }
    script.onerror = () => reject(new Error(`${address} could not be loaded`))
    document.head.append(script)
  })
}

/** The provider inside the house, for demonstrations: it speaks like the real one and has its own small bank. */
class HouseProvider implements Provider {
  constructor(private readonly form: CardForm) {}

  async card(): Promise<{ id: string } | { words: string }> {
    const [month = '', year = ''] = this.field('card-expiry').split('/')
    const body = new URLSearchParams({
      type: 'card',
      'card[number]': this.field('card-number').replaceAll(/\D/g, ''),
      'card[exp_month]': month.trim(),
      'card[exp_year]': year.trim().padStart(4, '20'),
      'card[cvc]': this.field('card-code'),
    })
    const answer = await this.ask('/v1/payment_methods', { method: 'POST', body })
    return answer.id ? { id: answer.id } : { words: answer.error?.message ?? this.form.dataset.failed ?? '' }
  }

  async confirm(secret: string): Promise<{ intent: string } | { words: string }> {
    const [id = ''] = secret.split('_secret')
    const intent = await this.ask(`/v1/payment_intents/${id}?client_secret=${encodeURIComponent(secret)}`, {})
    const bank = intent.next_action?.redirect_to_url?.url
    if (!bank) return { words: this.form.dataset.failed ?? '' }
    location.assign(new URL(bank).pathname + new URL(bank).search)
    return new Promise(() => {}) // the page is left
  }

  private async ask(path: string, init: RequestInit): Promise<HouseAnswer> {
    const { endpoint = '', key = '', account } = this.form.dataset
    const headers: Record<string, string> = { Authorization: `Bearer ${key}` }
    if (account) headers['Stripe-Account'] = account
    const answer = await fetch(endpoint + path, { ...init, headers })
    return (await answer.json()) as HouseAnswer
  }

  private field(id: string): string {
    return this.form.querySelector<HTMLInputElement>(`#${id}`)?.value ?? ''
  }
}

interface HouseAnswer {
  id?: string
  error?: { message?: string }
  next_action?: { redirect_to_url?: { url?: string } }
}

customElements.define('pg-card', CardForm)
