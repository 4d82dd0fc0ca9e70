import { useState } from 'react'
import { type Sheet, type StoreDelivery, useStoreDeliveries, type Wanted } from '../../api/store'
import { useWords } from '../../i18n/WordsProvider'
import { Badge, type BadgeTone } from '../../ui/Badge'
import { Button, ButtonLink } from '../../ui/Button'
import { Select, TextField } from '../../ui/Field'
import { Empty, Failure, Loading } from '../../ui/Notice'
import { DeliverySheet } from './DeliverySheet'

export const stateTones: Record<StoreDelivery['state'], BadgeTone> = {
  planned: 'info',
  under_way: 'accent',
  done: 'plain',
  failed: 'danger',
  cancelled: 'warn',
}

interface Props {
  store: number
  onChange(sheet: Sheet): void
  onAgain(sheet: Sheet): void
}

/** What a store has sent: how far it is, its label, its page for whoever waits; each opens with its stops and proofs. */
export function StoreDeliveries({ store, onChange, onAgain }: Props) {
  const words = useWords()
  const [wanted, want] = useState<Wanted>({ when: 'all', text: '' })
  const list = useStoreDeliveries(store, wanted)
  const [open, show] = useState<number | null>(null)
  const all = list.data?.pages.flatMap(page => page.deliveries) ?? []
  const any = wanted.when === 'all' && !wanted.text.trim()
  return (
    <div className="sent hands">
      <Filter wanted={wanted} onWant={want} />
      {list.isPending && <Loading />}
      {list.isError && <Failure error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && all.length === 0 && <Empty>{words.t(any ? 'store.list.empty' : 'store.list.none')}</Empty>}
      <ul className="cards">
        {all.map(one => (
          <li key={one.id}>
            <Sent delivery={one} onOpen={() => show(one.id)} />
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button isPending={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
          {words.t('store.more')}
        </Button>
      )}
      <DeliverySheet store={store} id={open} onClose={() => show(null)} onChange={onChange} onAgain={onAgain} />
    </div>
  )
}

function Filter({ wanted, onWant }: { wanted: Wanted; onWant(wanted: Wanted): void }) {
  const words = useWords()
  const when = (['all', 'today', 'coming', 'past'] as const).map(id => ({ id, label: words.t(`store.list.${id}`) }))
  return (
    <div className="pair">
      <Select
        label={words.t('store.list.when')}
        options={when}
        value={wanted.when}
        onChange={id => onWant({ ...wanted, when: id as Wanted['when'] })}
      />
      <TextField
        label={words.t('store.list.search')}
        type="search"
        value={wanted.text}
        maxLength={200}
        onChange={text => onWant({ ...wanted, text })}
      />
    </div>
  )
}

function Sent({ delivery, onOpen }: { delivery: StoreDelivery; onOpen(): void }) {
  const words = useWords()
  const { state, to, name, window, drops, number, total, label, tracking } = delivery
  return (
    <article className="sent-one" aria-label={name || to}>
      <header>
        <strong>{name || to}</strong>
        <Badge tone={stateTones[state]}>{words.t(`store.state.${state}`)}</Badge>
      </header>
      {name && <p>{to}</p>}
      {drops > 1 && <p>{words.t('store.drops', { n: drops })}</p>}
      <p className="soft numbers">
        {words.span(new Date(window.from), new Date(window.to), new Date())}
        {number && ` · ${words.t('store.number', { number })}`}
        {total !== null && ` · ${words.money(total)}`}
      </p>
      <div className="sent-verbs">
        <Button onPress={onOpen}>{words.t('store.details')}</Button>
        {state !== 'cancelled' && drops === 1 && (
          <ButtonLink look="quiet" href={label} target="_blank">
            {words.t('store.label')}
          </ButtonLink>
        )}
        <ButtonLink look="quiet" href={tracking} target="_blank">
          {words.t('store.track')}
        </ButtonLink>
      </div>
    </article>
  )
}
