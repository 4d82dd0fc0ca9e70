import { useState } from 'react'
import { useShop } from '../../api/shop'
import { useWords } from '../../i18n/WordsProvider'
import { Button } from '../../ui/Button'
import { LiveMark } from '../../ui/LiveMark'
import { Failure, Loading, Message } from '../../ui/Notice'
import { Page } from '../../ui/Page'
import { Columns } from './Columns'
import { OrderSheet } from './OrderSheet'
import { Pace } from './Pace'
import { useKitchen } from './useKitchen'
import './orders.css'

/** The orders of one shop, by what is to be done: made for a cook who looks up for a second. */
export function ShopOrders({ shop }: { shop: number }) {
  const words = useWords()
  const kitchen = useKitchen(shop)
  const current = useShop(shop)
  const [openID, setOpenID] = useState<number | null>(null)
  const { waiting, hear, now } = kitchen
  const open = (id: number) => {
    hear(id)
    setOpenID(id)
  }
  const name = kitchen.today?.shop.name ?? current.data?.name ?? words.t('shop.title')
  return (
    <Page
      title={waiting.length > 0 ? `(${waiting.length}) ${name}` : name}
      home="/app/"
      aside={<LiveMark />}
      width="full"
    >
      <div className="kitchen hands">
        {kitchen.lost && kitchen.today && <Message tone="danger">{words.t('orders.lost')}</Message>}
        <Sound kitchen={kitchen} />
        {waiting[0] && (
          <button type="button" className="ringing" onClick={() => waiting[0] && open(waiting[0].id)}>
            <svg width="32" height="32" viewBox="0 0 24 24" aria-hidden="true" fill="currentColor">
              <path d="M12 2a2 2 0 0 0-2 2v.6A6 6 0 0 0 6 10v5l-2 3h16l-2-3v-5a6 6 0 0 0-4-5.400V4a2 2 0 0 0-2-2zM9.500 19.500a2.500 2.500 0 0 0 5 0z" />
            </svg>
            <span role="alert">{words.t('orders.waiting', { n: waiting.length })}</span>
            <span className="ringing-open">{words.t('orders.open')}</span>
          </button>
        )}
        {current.data && <Pace shop={current.data} now={now} />}
        {!kitchen.today && kitchen.error !== null && <Failure error={kitchen.error} onRetry={kitchen.retry} />}
        {!kitchen.today && kitchen.error === null && <Loading />}
        {kitchen.today && <Columns columns={kitchen.columns} now={now} onOpen={open} onHear={hear} />}
      </div>
      <OrderSheet order={kitchen.orders.find(o => o.id === openID)} now={now} onClose={() => setOpenID(null)} />
    </Page>
  )
}

/** Browsers keep a page silent until it is touched: says so, and takes the touch. */
function Sound({ kitchen: { bell, sound } }: { kitchen: ReturnType<typeof useKitchen> }) {
  const words = useWords()
  if (sound !== 'locked') return null
  const ring = async () => {
    await bell.unlock()
    bell.once()
  }
  return (
    <div className="silent">
      <p className="message warn">{words.t('orders.sound.off')}</p>
      <Button look="main" onPress={() => void ring()}>
        {words.t('orders.sound.on')}
      </Button>
    </div>
  )
}
