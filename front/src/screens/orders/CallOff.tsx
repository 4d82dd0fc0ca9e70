import { useState } from 'react'
import { useWords } from '../../i18n/WordsProvider'
import { type Order, reasonsFor } from '../../model/kitchen'
import { Button } from '../../ui/Button'
import { TextField } from '../../ui/Field'
import { Message } from '../../ui/Notice'
import { useRunVerb } from './OrderCard'

interface Props {
  order: Order
  verb: 'refuse' | 'cancel'
  onBack(): void
  onDone(): void
}

/** Asks why an order is refused or cancelled: one tap for the usual reasons, words for the others. */
export function CallOff({ order, verb, onBack, onDone }: Props) {
  const words = useWords()
  const { run, busy } = useRunVerb()
  const [text, setText] = useState('')
  const tell = async (reason: string) => {
    await run({ id: order.id, verb, reason })
    onDone()
  }
  return (
    <div className="order-sheet hands">
      <p>{words.t('shop.refuse.why')}</p>
      <div className="order-reasons">
        {reasonsFor(verb, order).map(reason => (
          <Button key={reason} look="danger" isPending={busy} onPress={() => void tell(reason)}>
            {words.code(`orders.reason.${reason}`) ?? reason}
          </Button>
        ))}
      </div>
      {verb === 'refuse' && <Message tone="info">{words.t('orders.reason.closes')}</Message>}
      <TextField label={words.t('orders.reason.other')} value={text} onChange={setText} maxLength={200} />
      <div className="order-ends">
        <Button look="danger" isDisabled={!text.trim()} isPending={busy} onPress={() => void tell(text.trim())}>
          {words.t(verb === 'refuse' ? 'shop.refuse' : 'orders.cancel')}
        </Button>
        <Button look="quiet" onPress={onBack}>
          {words.t('ui.back')}
        </Button>
      </div>
    </div>
  )
}
