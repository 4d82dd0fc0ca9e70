import { useState } from 'react'
import { Link } from 'react-aria-components'
import { type StoreSetup, type StoresSetup, useStoresSetup } from '../../api/storeSetup'
import { useWords } from '../../i18n/WordsProvider'
import { Button } from '../../ui/Button'
import { Empty, Failure, Loading } from '../../ui/Notice'
import { Page } from '../../ui/Page'
import { StoreForm } from './StoreForm'
import './stores.css'

/** The stores of a co-op, for administrators: add one, say what its form asks for, what it pays and who acts for it. */
export default function Stores() {
  const words = useWords()
  const setup = useStoresSetup()
  /** Which store the form is about, 0 for a new one. */
  const [form, open] = useState<number | null>(null)
  return (
    <Page title={words.t('stores.title')} home="/app/" width="text">
      {setup.isPending && <Loading />}
      {setup.isError && <Failure error={setup.error} onRetry={() => void setup.refetch()} />}
      {setup.data && (
        <div className="stores hands">
          {setup.data.stores.length === 0 && <Empty>{words.t('stores.none')}</Empty>}
          <ul>
            {setup.data.stores.map(store => (
              <li key={store.id} className="store-line">
                <OneStore store={store} setup={setup.data} onEdit={() => open(store.id)} />
              </li>
            ))}
          </ul>
          <Button look="main" onPress={() => open(0)}>
            {words.t('stores.add')}
          </Button>
          {form !== null && <StoreForm id={form} setup={setup.data} onClose={() => open(null)} />}
        </div>
      )}
    </Page>
  )
}

function OneStore({ store, setup, onEdit }: { store: StoreSetup; setup: StoresSetup; onEdit(): void }) {
  const words = useWords()
  const list = setup.priceLists.find(({ id }) => id === store.priceListId)
  const owners = setup.people.filter(({ id }) => store.ownerIds.includes(id))
  const facts = [
    list ? words.t('stores.list.of', { name: list.name }) : words.t('store.price.none'),
    owners.length > 0
      ? words.t('stores.owners.of', { names: owners.map(({ name }) => name).join(', ') })
      : words.t('stores.owners.none'),
  ]
  return (
    <article aria-label={store.name}>
      <strong>{store.name}</strong>
      <p>{store.address.streetAddress}</p>
      <p className="soft">{facts.join(' · ')}</p>
      <div className="store-verbs">
        <Button onPress={onEdit}>{words.t('ui.edit')}</Button>
        <Link className="button quiet" href={`/app/parcels?store=${store.id}`}>
          {words.t('store.send')}
        </Link>
      </div>
    </article>
  )
}
