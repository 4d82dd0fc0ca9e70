import { useRef, useState } from 'react'
import { wordsOf } from '../../api/send'
import { type Sheet, useQuote, useSaveAddress, useSendParcel } from '../../api/store'
import { useWords } from '../../i18n/WordsProvider'
import { type Drop, emptyDrop, lacksOf, type Parcel, parcelOf, type Store } from '../../model/parcel'
import { Button } from '../../ui/Button'
import { Checkbox } from '../../ui/Field'
import { Message } from '../../ui/Notice'
import { useToasts } from '../../ui/ToastRegion'
import { DropFields } from './DropFields'
import { LastTime } from './LastTime'

interface Props {
  store: Store
  /** What the form starts with. */
  drops: Drop[]
  /** The delivery that is changed; without, the form sends a new one. */
  change?: Sheet | undefined
  onDone(): void
  onCancel?: (() => void) | undefined
}

/** A form for a delivery: where to, when, what; its price shows as soon as the addresses are known. */
export function SendParcel({ store, drops: start, change, onDone, onCancel }: Props) {
  const words = useWords()
  const form = useForm(store, start, change)
  const { drops, tried, put, setDrops } = form
  const several = drops.length > 1
  return (
    <form
      className="parcel hands"
      noValidate
      onSubmit={event => {
        event.preventDefault()
        void form.submit().then(sent => sent && onDone())
      }}
    >
      <p className="soft">{words.t('store.from.address', { address: store.address })}</p>
      {!change && drops.length === 1 && !drops[0]?.place && <LastTime store={store.id} onDrops={setDrops} />}
      {drops.map((drop, i) => (
        <DropFields
          // biome-ignore lint/suspicious/noArrayIndexKey: drop-offs have nothing else to be known by; round makes all fields anew.
          key={`${form.round} ${i}`}
          store={store}
          drop={drop}
          rank={several ? i + 1 : 0}
          lacks={tried ? lacksOf(drop, store) : []}
          onChange={part => put(i, part)}
          onRemove={several ? () => setDrops(drops.toSpliced(i, 1)) : undefined}
        />
      ))}
      {store.severalDrops && (
        <Button onPress={() => setDrops([...drops, { ...emptyDrop, window: drops.at(-1)?.window ?? null }])}>
          {words.t('store.drop.add')}
        </Button>
      )}
      <Price store={store} parcel={parcelOf(drops)} change={change} />
      {change?.can.includes('reprice') && store.priced && (
        <Checkbox label={words.t('store.price.renew')} checked={form.reprice} onChange={form.setReprice} />
      )}
      {form.error !== null && <Message tone="danger">{wordsOf(form.error, words)}</Message>}
      <div className="parcel-verbs">
        <Button type="submit" look="main" wide isPending={form.isPending}>
          {words.t(change ? 'store.change.save' : 'store.send')}
        </Button>
        {onCancel && <Button onPress={onCancel}>{words.t('ui.cancel')}</Button>}
      </div>
    </form>
  )
}

/** What the form holds, and its sending. */
function useForm(store: Store, start: Drop[], change: Sheet | undefined) {
  const words = useWords()
  const toasts = useToasts()
  const [drops, hold] = useState(start)
  const [round, setRound] = useState(0)
  const [tried, setTried] = useState(false)
  const [reprice, setReprice] = useState(true)
  const key = useRef(crypto.randomUUID())
  const sending = useSendParcel(store.id)
  const saving = useSaveAddress(store.id)
  const put = (at: number, part: Partial<Drop>) => {
    key.current = crypto.randomUUID() // another parcel
    hold(now => now.map((drop, i) => (i === at ? { ...drop, ...part } : drop)))
  }
  const setDrops = (next: Drop[]) => {
    key.current = crypto.randomUUID()
    if (next.length <= drops.length) setRound(round + 1) // what was typed in others' places must not stay
    hold(next)
  }
  const keep = async (parcel: Parcel) => {
    const kept = parcel.drops.filter((_, i) => drops[i]?.keep)
    for (const { address } of kept) await saving.mutateAsync(address)
  }
  const submit = async (): Promise<boolean> => {
    setTried(true)
    const parcel = parcelOf(drops)
    if (!parcel || drops.some(drop => lacksOf(drop, store).length > 0)) return false
    const reprices = reprice && Boolean(change?.can.includes('reprice'))
    try {
      await sending.mutateAsync({ parcel, key: key.current, change: change && { id: change.id, reprice: reprices } })
    } catch {
      return false // the form says what went wrong
    }
    await keep(parcel).catch(error => toasts.say(wordsOf(error, words), { tone: 'danger' }))
    setDrops([emptyDrop])
    setTried(false)
    toasts.say(words.t(change ? 'store.changed' : 'store.sent'))
    return true
  }
  return {
    drops,
    round,
    tried,
    put,
    setDrops,
    submit,
    reprice,
    setReprice,
    error: sending.error,
    isPending: sending.isPending,
  }
}

interface PriceIn {
  store: Store
  parcel: Parcel | undefined
  change: Sheet | undefined
}

/** What it costs; of a change, before and after. */
function Price({ store, parcel, change }: PriceIn) {
  const words = useWords()
  const quote = useQuote(store, parcel, change?.id)
  if (!parcel) return null
  const before = change?.total ?? null
  return (
    <div className="parcel-price" role="status">
      {before !== null && (
        <p>
          <strong>{words.t('store.price.before')}</strong> {words.money(before)}
        </p>
      )}
      <p>
        <strong>{words.t(change ? 'store.price.after' : 'store.price')}</strong>{' '}
        {!store.priced && words.t('store.price.none')}
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
      {change && store.priced && !change.can.includes('reprice') && (
        <p className="soft">{words.t('store.price.stays')}</p>
      )}
    </div>
  )
}
