import { type OrderCommand, useOrderVerb } from '../../api/orders'
import { wordsOf } from '../../api/send'
import { useWords } from '../../i18n/WordsProvider'
import type { Key } from '../../i18n/words'
import { dueOf, hurryOf, isOver, isPicked, nextStep, type Order, type OrderVerb } from '../../model/kitchen'
import { Badge } from '../../ui/Badge'
import { Button } from '../../ui/Button'
import { useToasts } from '../../ui/ToastRegion'
import { Items } from './Items'

export const verbWords: Record<OrderVerb, Key> = {
  accept: 'shop.accept',
  refuse: 'shop.refuse',
  delay: 'shop.delay',
  start: 'orders.start',
  ready: 'orders.isReady',
  fulfill: 'orders.handOver',
  cancel: 'orders.cancel',
  restore: 'orders.restore',
}

interface Props {
  order: Order
  now: number
  onOpen(id: number): void
  onHear(id: number): void
}

/** An order as the cook reads it from a step away: number, time, what to cook, and one large button. */
export function OrderCard({ order, now, onOpen, onHear }: Props) {
  const words = useWords()
  const { run, busy } = useRunVerb()
  const next = nextStep(order)
  const over = isOver(order)
  return (
    <article className={`order ${hurryOf(order, now)} ${order.state}`} aria-labelledby={`order-${order.id}`}>
      <button type="button" className="order-open" onClick={() => onOpen(order.id)}>
        <span className="order-number" id={`order-${order.id}`}>
          <span className="visually-hidden">{words.t('orders.open')} </span>
          {order.number ?? `#${order.id}`}
        </span>
        <Due order={order} now={now} />
      </button>
      <div className="marks">
        <Marks order={order} />
      </div>
      {!over && <Items order={order} />}
      {!over && order.notes && <p className="order-notes">{order.notes}</p>}
      <Carrier order={order} />
      {next && (
        <Button
          look="main"
          wide
          isPending={busy}
          onPress={() => {
            onHear(order.id)
            void run({ id: order.id, verb: next })
          }}
        >
          {words.t(verbWords[next])}
        </Button>
      )}
    </article>
  )
}

/** When it must be ready, and how late it is. */
export function Due({ order, now }: { order: Order; now: number }) {
  const words = useWords()
  const due = dueOf(order)
  const sameDay = Math.abs(due - now) < 12 * 3_600_000
  const late = hurryOf(order, now) === 'late'
  return (
    <span className="order-due numbers">
      {sameDay ? words.clock(new Date(due)) : words.moment(new Date(due), new Date(now))}
      {late && <Badge tone="danger">{words.t('task.late', { time: words.duration((now - due) / 1000) })}</Badge>}
    </span>
  )
}

/** What is special about an order. */
export function Marks({ order }: { order: Order }) {
  const words = useWords()
  return (
    <>
      {order.fulfillment === 'collection' && <Badge tone="info">{words.t('orders.collection')}</Badge>}
      {order.paymentMethod === 'CASH_ON_DELIVERY' && <Badge tone="warn">{words.t('orders.cash')}</Badge>}
      {order.state === 'refused' && <Badge tone="danger">{words.t('orders.refused')}</Badge>}
      {order.state === 'cancelled' && <Badge tone="danger">{words.t('order.state.cancelled')}</Badge>}
      {order.state === 'fulfilled' && <Badge tone="accent">{words.t('orders.delivered')}</Badge>}
    </>
  )
}

/** Who brings it, and whether they have it already. */
export function Carrier({ order }: { order: Order }) {
  const words = useWords()
  if (order.fulfillment === 'collection' || order.state === 'new' || isOver(order)) return null
  const name = order.courier
  if (!name) return <p className="soft">{words.t('orders.courier.none')}</p>
  return <p>{words.t(isPicked(order) ? 'orders.courier.left' : 'orders.courier.comes', { name })}</p>
}

/** Does something with an order; a refusal is said in words, a cancellation can be taken back. */
export function useRunVerb() {
  const words = useWords()
  const toasts = useToasts()
  const verb = useOrderVerb()
  const run = async (command: OrderCommand): Promise<void> => {
    try {
      const order = await verb.mutateAsync(command)
      if (command.verb !== 'cancel' || !order.can.includes('restore')) return
      const restore = () => void run({ id: order.id, verb: 'restore' })
      toasts.say(words.t('order.state.cancelled'), { action: { label: words.t('ui.undo'), run: restore } })
    } catch (error) {
      toasts.say(wordsOf(error, words), { tone: 'danger' })
    }
  }
  return { run, busy: verb.isPending }
}
