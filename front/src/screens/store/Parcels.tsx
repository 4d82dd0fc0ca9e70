import { useState } from 'react'
import { Link } from 'react-aria-components'
import { type Sheet, useOwnStores } from '../../api/store'
import { useWords } from '../../i18n/WordsProvider'
import { type Drop, dropsOf, emptyDrop, type Store } from '../../model/parcel'
import { useQueryValue } from '../../route/address'
import { Empty, Failure, Loading } from '../../ui/Notice'
import { Page } from '../../ui/Page'
import { Tabs } from '../../ui/Tabs'
import { ImportParcels } from './ImportParcels'
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

/** What the form is about: each piece of work is a form of its own. */
interface Work {
  id: string
  drops: Drop[]
  change?: Sheet
}

const fresh = (): Work => ({ id: crypto.randomUUID(), drops: [emptyDrop] })

function OneStore({ store }: { store: Store }) {
  const words = useWords()
  const [part, setPart] = useState('send')
  const [work, setWork] = useState(fresh)
  const begin = (next: Omit<Work, 'id'>) => {
    setWork({ id: crypto.randomUUID(), ...next })
    setPart('send')
  }
  const end = () => {
    setWork(fresh())
    setPart('list')
  }
  return (
    <Page title={store.name} home="/app/" width="text">
      <Tabs
        label={store.name}
        selected={part}
        onSelect={setPart}
        parts={[
          {
            id: 'send',
            label: words.t(work.change ? 'store.change' : 'store.send'),
            content: (
              <SendParcel
                key={work.id}
                store={store}
                drops={work.drops}
                change={work.change}
                onDone={end}
                onCancel={work.change && end}
              />
            ),
          },
          {
            id: 'list',
            label: words.t('store.list'),
            content: (
              <StoreDeliveries
                store={store.id}
                onChange={sheet => begin({ drops: dropsOf(sheet.stops, 'change'), change: sheet })}
                onAgain={sheet => begin({ drops: dropsOf(sheet.stops, 'again') })}
              />
            ),
          },
          {
            id: 'import',
            label: words.t('store.import'),
            content: <ImportParcels store={store.id} />,
          },
        ]}
      />
    </Page>
  )
}
