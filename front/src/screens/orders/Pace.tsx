import { useState } from 'react'
import { wordsOf } from '../../api/send'
import { type PaceCommand, useShopPace } from '../../api/shop'
import { useWords } from '../../i18n/WordsProvider'
import type { ShopNow } from '../../model/shelf'
import { Badge } from '../../ui/Badge'
import { Button, ButtonLink } from '../../ui/Button'
import { Confirm } from '../../ui/Dialog'
import { useToasts } from '../../ui/ToastRegion'

/** How fast the shop takes orders: rush, closed for today, and the way to what is sold out. */
export function Pace({ shop, now }: { shop: ShopNow; now: number }) {
  const words = useWords()
  const toasts = useToasts()
  const pace = useShopPace(shop.id)
  const [closing, setClosing] = useState(false)
  const run = (command: PaceCommand) =>
    pace.mutate(command, { onError: error => toasts.say(wordsOf(error, words), { tone: 'danger' }) })
  const can = (command: PaceCommand | 'edit') => shop.can.includes(command)
  const until = shop.closings.find(c => Date.parse(c.from) <= now && now < Date.parse(c.to))
  return (
    <section className="pace" aria-label={words.t('orders.pace')}>
      <p className="pace-now" role="status">
        <Badge tone={shop.open ? 'accent' : 'plain'}>{words.t(shop.open ? 'orders.isOpen' : 'orders.isClosed')}</Badge>
        {shop.state === 'rush' && <Badge tone="warn">{words.t('orders.rush.on')}</Badge>}
        {until && (
          <span>{words.t('orders.closed.until', { time: words.moment(new Date(until.to), new Date(now)) })}</span>
        )}
      </p>
      <div className="pace-verbs">
        {can('rush') && <Button onPress={() => run('rush')}>{words.t('orders.rush.start')}</Button>}
        {can('calm') && <Button onPress={() => run('calm')}>{words.t('orders.rush.stop')}</Button>}
        {can('reopen') && <Button onPress={() => run('reopen')}>{words.t('orders.reopen')}</Button>}
        {can('close') && !can('reopen') && <Button onPress={() => setClosing(true)}>{words.t('orders.close')}</Button>}
        {can('edit') && <ButtonLink href={`/app/products?shop=${shop.id}`}>{words.t('shop.products')}</ButtonLink>}
      </div>
      <Confirm
        title={words.t('orders.close.title')}
        open={closing}
        onClose={() => setClosing(false)}
        verb={words.t('orders.close')}
        onConfirm={() => {
          setClosing(false)
          run('close')
        }}
      >
        <p>{words.t('orders.close.text')}</p>
      </Confirm>
    </section>
  )
}
