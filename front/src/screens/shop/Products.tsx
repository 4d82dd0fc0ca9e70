import { useState } from 'react'
import { wordsOf } from '../../api/send'
import { type Switch, useCatalogue, useShop, useSwitch } from '../../api/shop'
import { useWords } from '../../i18n/WordsProvider'
import { dayAfter, dayIn, momentIn } from '../../model/day'
import { shelvesOf } from '../../model/shelf'
import { ButtonLink } from '../../ui/Button'
import { TextField } from '../../ui/Field'
import { Empty, Failure, Loading } from '../../ui/Notice'
import { Page } from '../../ui/Page'
import { useToasts } from '../../ui/ToastRegion'
import { useNow } from '../../ui/useNow'
import { ChosenShop } from '../orders/Orders'
import { ChoiceLine, ProductLine } from './Lines'
import { ShopPictures } from './ShopPictures'
import './shop.css'

/** What a shop can sell today: products and choices are switched off and on in one tap. */
export default function Products() {
  return <ChosenShop path="/app/products">{shop => <Shelves key={shop} shop={shop} />}</ChosenShop>
}

function Shelves({ shop }: { shop: number }) {
  const words = useWords()
  const current = useShop(shop)
  const catalogue = useCatalogue(shop)
  const { flip, tomorrow } = useFlip(shop)
  const [wanted, setWanted] = useState('')
  const error = current.error ?? catalogue.error
  const again = () => void Promise.all([current.refetch(), catalogue.refetch()])
  const aside = <ButtonLink href={`/app/orders?shop=${shop}`}>{words.t('shop.title')}</ButtonLink>
  return (
    <Page title={current.data?.name ?? words.t('shop.products')} home="/app/" aside={aside} width="text">
      {error !== null && <Failure error={error} onRetry={again} />}
      {!error && !(catalogue.data && current.data) && <Loading />}
      {catalogue.data && current.data && (
        <div className="shelves hands">
          <div>
            <h2>{words.t('shop.products')}</h2>
            <p className="soft">{words.t('shop.products.hint')}</p>
          </div>
          <TextField label={words.t('shop.search')} type="search" value={wanted} onChange={setWanted} />
          {shelvesOf(catalogue.data, current.data.menuId, wanted).map(shelf => (
            <section key={shelf.id}>
              <h3>{shelf.name || words.t('shop.offMenu')}</h3>
              <ul className="shelf">
                {shelf.products.map(product => (
                  <ProductLine key={product.id} shop={shop} product={product} tomorrow={tomorrow} flip={flip} />
                ))}
              </ul>
            </section>
          ))}
          {catalogue.data.products.length === 0 && <Empty>{words.t('shop.noProduct')}</Empty>}
          {!wanted &&
            catalogue.data.options.map(option => (
              <section key={option.id}>
                <h3>{option.name}</h3>
                <ul className="shelf">
                  {option.values.map(value => (
                    <ChoiceLine key={value.id} value={value} flip={flip} />
                  ))}
                </ul>
              </section>
            ))}
          {!wanted && current.data.can.includes('edit') && <ShopPictures shop={current.data} />}
        </div>
      )}
    </Page>
  )
}

/** Switches something, and says so when it fails. */
function useFlip(shop: number) {
  const words = useWords()
  const toasts = useToasts()
  const change = useSwitch(shop)
  const now = useNow()
  const { zone } = words.place
  const tomorrow = momentIn(zone, `${dayAfter(dayIn(zone, new Date(now)), 1)}T00:00`)
  const flip = (wish: Switch) =>
    change.mutateAsync(wish).then(
      () => {},
      error => toasts.say(wordsOf(error, words), { tone: 'danger' }),
    )
  return { flip, tomorrow }
}
