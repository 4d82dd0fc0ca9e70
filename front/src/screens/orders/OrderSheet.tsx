import { useState } from 'react'
import { useWords } from '../../i18n/WordsProvider'
import type { Order } from '../../model/kitchen'
import { Button, ButtonLink } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { CallOff } from './CallOff'
import { Items } from './Items'
import { Carrier, Due, Marks, useRunVerb, verbWords } from './OrderCard'
import { Ticket } from './Ticket'

interface Props {
  order: Order | undefined
  now: number
  onClose(): void
}

/** Everything about one order, and everything that can be done with it. */
export function OrderSheet({ order, now, onClose }: Props) {
  const words = useWords()
  const number = order ? (order.number ?? `#${order.id}`) : ''
  return (
    <Dialog title={words.t('order.number', { number })} open={order !== undefined} onClose={onClose}>
      {order && <Sheet key={order.id} order={order} now={now} onClose={onClose} />}
    </Dialog>
  )
}

const delays = [10, 20, 30]

function Sheet({ order, now, onClose }: Props & { order: Order }) {
  const words = useWords()
  const { run, busy } = useRunVerb()
  const [callingOff, setCallingOff] = useState<'refuse' | 'cancel' | null>(null)
  const [printing, setPrinting] = useState(false)
  const can = (verb: Order['can'][number]) => order.can.includes(verb)
  const steps = (['accept', 'start', 'ready', 'fulfill', 'restore'] as const).filter(can)
  if (callingOff) {
    return <CallOff order={order} verb={callingOff} onBack={() => setCallingOff(null)} onDone={onClose} />
  }
  return (
    <div className="order-sheet hands">
      <p className="order-top">
        <Due order={order} now={now} />
        <Marks order={order} />
      </p>
      <Carrier order={order} />
      <Items order={order} priced />
      {order.notes && <p className="order-notes">{order.notes}</p>}
      <Sums order={order} />
      <Customer order={order} />
      <div className="order-verbs">
        {steps.map((verb, i) => (
          <Button
            key={verb}
            look={i === 0 ? 'main' : 'plain'}
            isPending={busy}
            onPress={() => void run({ id: order.id, verb })}
          >
            {words.t(verbWords[verb])}
          </Button>
        ))}
      </div>
      {can('delay') && (
        <fieldset className="order-delays">
          <legend>{words.t('orders.delay')}</legend>
          {delays.map(minutes => (
            <Button key={minutes} isPending={busy} onPress={() => void run({ id: order.id, verb: 'delay', minutes })}>
              +{words.duration(minutes * 60)}
            </Button>
          ))}
        </fieldset>
      )}
      <div className="order-ends">
        {can('refuse') && (
          <Button look="danger" onPress={() => setCallingOff('refuse')}>
            {words.t('shop.refuse')}
          </Button>
        )}
        {can('cancel') && !can('refuse') && (
          <Button look="danger" onPress={() => setCallingOff('cancel')}>
            {words.t('orders.cancel')}
          </Button>
        )}
        <Button onPress={() => setPrinting(true)}>{words.t('orders.print')}</Button>
        <Button look="quiet" onPress={onClose}>
          {words.t('ui.close')}
        </Button>
      </div>
      {printing && <Ticket order={order} now={now} onDone={() => setPrinting(false)} />}
    </div>
  )
}

function Sums({ order }: { order: Order }) {
  const words = useWords()
  return (
    <dl className="order-sums numbers">
      {order.adjustments
        .filter(a => !a.inPrice && a.amount !== 0)
        .map((a, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: amounts have no id and never move
          <div key={i}>
            <dt>{a.label}</dt>
            <dd>{words.money(a.amount)}</dd>
          </div>
        ))}
      <div className="order-total">
        <dt>{words.t('order.total')}</dt>
        <dd>{words.money(order.total)}</dd>
      </div>
    </dl>
  )
}

function Customer({ order: { customer } }: { order: Order }) {
  const words = useWords()
  if (!customer) return null
  return (
    <p className="order-customer">
      <span>{customer.fullName || customer.email}</span>
      {customer.telephone && (
        <ButtonLink href={`tel:${customer.telephone}`}>
          {words.t('courier.call', { name: customer.telephone })}
        </ButtonLink>
      )}
    </p>
  )
}
