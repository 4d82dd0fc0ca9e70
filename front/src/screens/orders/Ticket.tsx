import { useEffect } from 'react'
import { createPortal } from 'react-dom'
import { useWords } from '../../i18n/WordsProvider'
import { dueOf, type Order } from '../../model/kitchen'
import { Items } from './Items'

interface Props {
  order: Order
  now: number
  onDone(): void
}

/** The slip for the kitchen on paper of 80 mm; it exists on paper only. */
export function Ticket({ order, now, onDone }: Props) {
  const words = useWords()
  useEffect(() => {
    window.addEventListener('afterprint', onDone)
    const frame = requestAnimationFrame(() => window.print())
    return () => {
      cancelAnimationFrame(frame)
      window.removeEventListener('afterprint', onDone)
    }
  }, [onDone])
  const due = words.moment(new Date(dueOf(order)), new Date(now))
  return createPortal(
    <div className="ticket" aria-hidden="true">
      <p>{order.shop?.name}</p>
      <p className="ticket-number">{order.number ?? `#${order.id}`}</p>
      <p className="ticket-due">{words.t('shop.readyBy', { time: due })}</p>
      <p>{words.t(order.fulfillment === 'collection' ? 'orders.collection' : 'orders.delivery')}</p>
      <p>{order.customer?.fullName}</p>
      <Items order={order} priced />
      {order.notes && <p className="ticket-notes">{order.notes}</p>}
      <p className="ticket-total">
        {words.t('order.total')} {words.money(order.total)}
      </p>
      {order.paymentMethod === 'CASH_ON_DELIVERY' && <p>{words.t('orders.cash')}</p>}
      {order.courier && <p>{words.t('orders.courier.comes', { name: order.courier })}</p>}
    </div>,
    document.body,
  )
}
