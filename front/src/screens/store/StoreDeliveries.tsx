import { useState } from 'react'
import { wordsOf } from '../../api/send'
import { type StoreDelivery, useStoreDeliveries, useTakeBack } from '../../api/store'
import { useWords } from '../../i18n/WordsProvider'
import { Badge, type BadgeTone } from '../../ui/Badge'
import { Button, ButtonLink } from '../../ui/Button'
import { Confirm } from '../../ui/Dialog'
import { Empty, Failure, Loading } from '../../ui/Notice'
import { useToasts } from '../../ui/ToastRegion'

const tones: Record<StoreDelivery['state'], BadgeTone> = {
  planned: 'info',
  under_way: 'accent',
  done: 'plain',
  failed: 'danger',
  cancelled: 'warn',
}

/** What a store has sent, newest first: how far it is, its label, its page for whoever waits. */
export function StoreDeliveries({ store }: { store: number }) {
  const words = useWords()
  const list = useStoreDeliveries(store)
  const [asked, ask] = useState<StoreDelivery | null>(null)
  const all = list.data?.pages.flatMap(page => page.deliveries) ?? []
  if (list.isPending) return <Loading />
  if (list.isError) return <Failure error={list.error} onRetry={() => void list.refetch()} />
  if (all.length === 0) return <Empty>{words.t('store.list.empty')}</Empty>
  return (
    <div className="sent hands">
      <ul className="cards">
        {all.map(one => (
          <li key={one.id}>
            <Sent delivery={one} onTakeBack={() => ask(one)} />
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button isPending={list.isFetchingNextPage} onPress={() => void list.fetchNextPage()}>
          {words.t('store.more')}
        </Button>
      )}
      <TakeBack store={store} delivery={asked} onClose={() => ask(null)} />
    </div>
  )
}

function Sent({ delivery, onTakeBack }: { delivery: StoreDelivery; onTakeBack(): void }) {
  const words = useWords()
  const { state, to, name, window, number, total, label, tracking, can } = delivery
  return (
    <article className="sent-one" aria-label={name || to}>
      <header>
        <strong>{name || to}</strong>
        <Badge tone={tones[state]}>{words.t(`store.state.${state}`)}</Badge>
      </header>
      {name && <p>{to}</p>}
      <p className="soft numbers">
        {words.span(new Date(window.from), new Date(window.to), new Date())}
        {number && ` · ${words.t('store.number', { number })}`}
        {total !== null && ` · ${words.money(total)}`}
      </p>
      <div className="sent-verbs">
        {state !== 'cancelled' && (
          <ButtonLink href={label} target="_blank">
            {words.t('store.label')}
          </ButtonLink>
        )}
        <ButtonLink look="quiet" href={tracking} target="_blank">
          {words.t('store.track')}
        </ButtonLink>
        {can.includes('cancel') && (
          <Button look="quiet" onPress={onTakeBack}>
            {words.t('store.takeBack')}
          </Button>
        )}
      </div>
    </article>
  )
}

interface TakeBackIn {
  store: number
  delivery: StoreDelivery | null
  onClose(): void
}

function TakeBack({ store, delivery, onClose }: TakeBackIn) {
  const words = useWords()
  const toasts = useToasts()
  const back = useTakeBack(store)
  const confirm = async () => {
    onClose()
    if (!delivery) return
    try {
      await back.mutateAsync(delivery.id)
      toasts.say(words.t('store.takenBack'))
    } catch (error) {
      toasts.say(wordsOf(error, words), { tone: 'danger' })
    }
  }
  return (
    <Confirm
      title={words.t('store.takeBack')}
      open={delivery !== null}
      verb={words.t('store.takeBack')}
      danger
      onClose={onClose}
      onConfirm={() => void confirm()}
    >
      {words.t('store.takeBack.sure')}
    </Confirm>
  )
}
