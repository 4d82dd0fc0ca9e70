import type { ReactNode } from 'react'
import { Link } from 'react-aria-components'
import { useOwnShops } from '../../api/orders'
import { useWords } from '../../i18n/WordsProvider'
import { StaffLive } from '../../live/StaffLive'
import { useQueryValue } from '../../route/address'
import { Badge } from '../../ui/Badge'
import { Empty, Failure, Loading } from '../../ui/Notice'
import { Page } from '../../ui/Page'
import { ShopOrders } from './ShopOrders'

/** The kitchen's screen. Whoever handles several shops chooses one first. */
export default function Orders() {
  return (
    <ChosenShop path="/app/orders">
      {shop => (
        <StaffLive>
          <ShopOrders key={shop} shop={shop} />
        </StaffLive>
      )}
    </ChosenShop>
  )
}

/** Draws a screen for the shop in the address, the person's only one, or the one that they choose. */
export function ChosenShop({ path, children }: { path: string; children(shop: number): ReactNode }) {
  const words = useWords()
  const [wanted] = useQueryValue('shop')
  const shops = useOwnShops()
  const only = shops.data?.length === 1 ? shops.data[0]?.id : undefined
  const shop = Number(wanted) || only
  if (shop) return children(shop)
  return (
    <Page title={words.t('orders.choose')} home="/app/">
      {shops.isPending && <Loading />}
      {shops.isError && <Failure error={shops.error} onRetry={() => void shops.refetch()} />}
      {shops.data?.length === 0 && <Empty>{words.t('orders.noShop')}</Empty>}
      <ul className="doors">
        {shops.data?.map(({ id, name, state, enabled }) => (
          <li key={id}>
            <Link href={`${path}?shop=${id}`} className="door">
              <strong>{name}</strong>
              {state === 'rush' && <Badge tone="warn">{words.t('orders.rush.on')}</Badge>}
              {!enabled && <Badge>{words.t('orders.hidden')}</Badge>}
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  )
}
