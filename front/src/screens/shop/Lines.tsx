import { useState } from 'react'
import type { Switch } from '../../api/shop'
import { useWords } from '../../i18n/WordsProvider'
import { type OptionValue, type Product, squareOf } from '../../model/shelf'
import { Badge } from '../../ui/Badge'
import { Button } from '../../ui/Button'
import { PictureButton } from './Picture'

type Flip = (wish: Switch) => Promise<void>

interface ProductIn {
  shop: number
  product: Product
  tomorrow: string
  flip: Flip
}

/** A product, its picture, whether it is sold, and the ways to change that. */
export function ProductLine({ shop, product, tomorrow, flip }: ProductIn) {
  const words = useWords()
  const { busy, run } = useBusy(flip)
  const { id, name, price, enabled, disabledUntil } = product
  const set = (more: Pick<Switch, 'enabled' | 'until'>) => run({ kind: 'products', id, ...more })
  const back = disabledUntil && words.moment(new Date(disabledUntil), new Date())
  return (
    <li className={enabled ? '' : 'off'}>
      <PictureButton shop={shop} place={`products/${id}/picture`} name={name} url={squareOf(product)} />
      <span className="shelf-what">
        <strong>{name}</strong>
        <span className="soft numbers">{words.money(price)}</span>
        {!enabled && (
          <Badge tone="warn">{back ? words.t('shop.off.until', { time: back }) : words.t('shop.off')}</Badge>
        )}
      </span>
      <span className="shelf-verbs">
        {enabled ? (
          <>
            <Button
              isPending={busy}
              aria-label={words.t('shop.switchTomorrow.of', { name })}
              onPress={() => set({ enabled: false, until: tomorrow })}
            >
              {words.t('shop.switchTomorrow')}
            </Button>
            <Button
              look="quiet"
              isPending={busy}
              aria-label={words.t('shop.switchOff.of', { name })}
              onPress={() => set({ enabled: false })}
            >
              {words.t('shop.switchOff')}
            </Button>
          </>
        ) : (
          <Button
            look="main"
            isPending={busy}
            aria-label={words.t('shop.switchOn.of', { name })}
            onPress={() => set({ enabled: true })}
          >
            {words.t('shop.switchOn')}
          </Button>
        )}
      </span>
    </li>
  )
}

/** One answer to an option, such as a size. */
export function ChoiceLine({ value, flip }: { value: OptionValue; flip: Flip }) {
  const words = useWords()
  const { busy, run } = useBusy(flip)
  const { id, name, enabled } = value
  const label = enabled ? words.t('shop.switchOff.of', { name }) : words.t('shop.switchOn.of', { name })
  return (
    <li className={enabled ? '' : 'off'}>
      <span className="shelf-what">
        <strong>{name}</strong>
        {value.price !== 0 && <span className="soft numbers">+ {words.money(value.price)}</span>}
        {!enabled && <Badge tone="warn">{words.t('shop.off')}</Badge>}
      </span>
      <span className="shelf-verbs">
        <Button
          look={enabled ? 'quiet' : 'main'}
          isPending={busy}
          aria-label={label}
          onPress={() => run({ kind: 'option-values', id, enabled: !enabled })}
        >
          {words.t(enabled ? 'shop.switchOff' : 'shop.switchOn')}
        </Button>
      </span>
    </li>
  )
}

function useBusy(flip: Flip) {
  const [busy, setBusy] = useState(false)
  const run = async (wish: Switch) => {
    setBusy(true)
    await flip(wish)
    setBusy(false)
  }
  return { busy, run: (wish: Switch) => void run(wish) }
}
