import { Link } from 'react-aria-components'
import { usePriceLists } from '../../api/prices'
import { useWords } from '../../i18n/WordsProvider'
import type { PriceList } from '../../model/prices'
import { useQueryValue } from '../../route/address'
import { ButtonLink } from '../../ui/Button'
import { Empty, Failure, Loading } from '../../ui/Notice'
import { Page } from '../../ui/Page'
import { ListEditor } from './ListEditor'
import '../home/home.css'
import './prices.css'

/** The co-op's price lists; the one that the address names is open. */
export default function Prices() {
  const words = useWords()
  const [wanted] = useQueryValue('list')
  const lists = usePriceLists()
  const may = lists.data?.can.includes('edit') ?? false
  const list = lists.data?.lists.find(({ id }) => id === Number(wanted))
  if (lists.data && (list || (wanted === 'new' && may))) {
    return <ListEditor key={`${wanted} ${list?.version}`} list={list} may={may} />
  }
  const add = may && <ButtonLink href="/app/prices?list=new">{words.t('prices.add')}</ButtonLink>
  return (
    <Page title={words.t('prices.title')} home="/app/" aside={add} width="text">
      {lists.isPending && <Loading />}
      {lists.isError && <Failure error={lists.error} onRetry={() => void lists.refetch()} />}
      {lists.data?.lists.length === 0 && <Empty>{words.t('prices.none')}</Empty>}
      <ul className="doors">
        {lists.data?.lists.map(one => (
          <li key={one.id}>
            <Link href={`/app/prices?list=${one.id}`} className="door">
              <strong>{one.name}</strong>
              <span className="soft">{words.t('prices.rules', { count: one.rules.length })}</span>
              <UsedBy list={one} />
            </Link>
          </li>
        ))}
      </ul>
    </Page>
  )
}

/** Which stores and restaurants are priced by a list. */
export function UsedBy({ list }: { list: PriceList }) {
  const words = useWords()
  const names = list.usedBy.map(({ name }) => name || words.t('prices.form'))
  return (
    <span className="soft">
      {names.length === 0 ? words.t('prices.unused') : words.t('prices.usedBy', { names: names.join(', ') })}
    </span>
  )
}
