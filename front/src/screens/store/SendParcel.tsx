import { useRef, useState } from 'react'
import { wordsOf } from '../../api/send'
import { useQuote, useSendParcel } from '../../api/store'
import { useWords } from '../../i18n/WordsProvider'
import { type Draft, emptyDraft, lacksOf, parcelOf, type Store } from '../../model/parcel'
import { Button } from '../../ui/Button'
import { TextField } from '../../ui/Field'
import { Message } from '../../ui/Notice'
import { useToasts } from '../../ui/ToastRegion'
import { AddressField } from './AddressField'
import { WindowField } from './WindowField'

/** A form for one parcel: where to, when, what; its price shows as soon as the address is known. */
export function SendParcel({ store, onSent }: { store: Store; onSent(): void }) {
  const words = useWords()
  const toasts = useToasts()
  const [draft, setDraft] = useState<Draft>(emptyDraft)
  const [tried, setTried] = useState(false)
  const key = useRef(crypto.randomUUID())
  const sending = useSendParcel(store.id)
  const lacks = lacksOf(draft, store)
  const lack = (name: (typeof lacks)[number]) => tried && lacks.includes(name)
  const put = (change: Partial<Draft>) => {
    key.current = crypto.randomUUID() // another parcel
    setDraft({ ...draft, ...change })
  }
  const submit = async () => {
    setTried(true)
    const parcel = parcelOf(draft)
    if (lacks.length > 0 || !parcel) return
    try {
      await sending.mutateAsync({ parcel, key: key.current })
    } catch {
      return // the form says what went wrong
    }
    setDraft(emptyDraft)
    setTried(false)
    toasts.say(words.t('store.sent'))
    onSent()
  }
  return (
    <form
      className="parcel hands"
      noValidate
      onSubmit={event => {
        event.preventDefault()
        void submit()
      }}
    >
      <p className="soft">{words.t('store.from.address', { address: store.address })}</p>
      <AddressField
        place={draft.place}
        error={lack('address') ? words.t('store.address.choose') : undefined}
        onChange={place => put({ place })}
      />
      <div className="pair">
        <TextField label={words.t('store.name')} value={draft.name} maxLength={200} onChange={name => put({ name })} />
        <TextField
          label={words.t('store.telephone')}
          type="tel"
          value={draft.telephone}
          maxLength={50}
          onChange={telephone => put({ telephone })}
        />
      </div>
      <Load store={store} draft={draft} put={put} lack={lack} />
      <WindowField
        store={store}
        value={draft.window}
        error={lack('window') ? words.t('store.when.missing') : undefined}
        onChange={window => put({ window })}
      />
      <TextField
        label={words.t('store.comments')}
        lines={2}
        value={draft.comments}
        maxLength={2000}
        onChange={comments => put({ comments })}
      />
      <Price store={store} draft={draft} />
      {sending.isError && <Message tone="danger">{wordsOf(sending.error, words)}</Message>}
      <Button type="submit" look="main" wide isPending={sending.isPending}>
        {words.t('store.send')}
      </Button>
    </form>
  )
}

interface LoadIn {
  store: Store
  draft: Draft
  put(change: Partial<Draft>): void
  lack(name: 'weight' | 'packages'): boolean
}

/** What is carried: how many of each kind of package, and the weight. */
function Load({ store, draft, put, lack }: LoadIn) {
  const words = useWords()
  return (
    <div className="pair">
      {store.packages.map((name, i) => (
        <TextField
          key={name}
          label={words.t('store.package', { name })}
          type="number"
          inputMode="numeric"
          value={draft.packages[name] ?? ''}
          error={i === 0 && lack('packages') ? words.t('store.needed') : undefined}
          onChange={text => put({ packages: { ...draft.packages, [name]: text } })}
        />
      ))}
      <TextField
        label={words.t('store.weight')}
        inputMode="decimal"
        value={draft.weight}
        error={lack('weight') ? words.t('store.weight.wrong') : undefined}
        onChange={weight => put({ weight })}
      />
    </div>
  )
}

function Price({ store, draft }: { store: Store; draft: Draft }) {
  const words = useWords()
  const quote = useQuote(store, parcelOf(draft))
  if (!draft.place) return null
  return (
    <p className="parcel-price" role="status">
      <strong>{words.t('store.price')}</strong> {!store.priced && words.t('store.price.none')}
      {store.priced && quote.isPending && words.t('store.price.asking')}
      {quote.isError && wordsOf(quote.error, words)}
      {quote.isSuccess &&
        words.t('store.price.detail', {
          price: words.money(quote.data.total),
          taxed: quote.data.tax > 0,
          tax: words.money(quote.data.tax),
          distance: words.distance(quote.data.metres),
        })}
    </p>
  )
}
