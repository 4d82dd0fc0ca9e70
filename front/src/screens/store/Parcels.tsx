import { useState } from 'react'
import { Link } from 'react-aria-components'
import { useOwnStores } from '../../api/store'
import { useWords } from '../../i18n/WordsProvider'
import type { Store } from '../../model/parcel'
import { useQueryValue } from '../../route/address'
import { Empty, Failure, Loading } from '../../ui/Notice'
import { Page } from '../../ui/Page'
import { Tabs } from '../../ui/Tabs'
import { SendParcel } from './SendParcel'
import { StoreDeliveries } from './StoreDeliveries'
import './store.css'

/** What a store sends. Whoever sends for several stores chooses one first. */
export default function Parcels() {
  const words = useWords()
  const [wanted] = useQueryValue('store')
  const stores = useOwnStores()
  const only = stores.data?.length === 1 ? stores.data[0] : undefined
  const store = stores.data?.find(({ id }) => id === Number(wanted)) ?? only
  if (store) return <OneStore key={store.id} store={store} />
  return (
    <Page title={words.t('store.choose')} home="/app/">
      {stores.isPending && <Loading />}
      {stores.isError && <Failure error={stores.error} onRetry={() => void stores.refetch()} />}
      {stores.data?.length === 0 && <Empty>{words.t('store.none')}</Empty>}
      <ul className="doors">
        {stores.data?.map(({ id, name, address }) => (
          <li key={id}>
            <Link href={`/app/parcels?store=${id}`} className="door">
              <strong>{name}</strong>
              <span className="soft">{address}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  )
}

function OneStore({ store }: { store: Store }) {
  const words = useWords()
  const [part, setPart] = useState('send')
  return (
    <Page title={store.name} home="/app/" width="text">
      <Tabs
        label={store.name}
        selected={part}
        onSelect={setPart}
        parts={[
          {
            id: 'send',
            label: words.t('store.send'),
            content: <SendParcel store={store} onSent={() => setPart('list')} />,
          },
          { id: 'list', label: words.t('store.list'), content: <StoreDeliveries store={store.id} /> },
        ]}
      />
    </Page>
  )
}
