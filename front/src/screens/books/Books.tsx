import { Link } from 'react-aria-components'
import { type Balance, type Books as BooksOf, useBooks, useDisputes, useReconciliations } from '../../api/books'
import { useWords } from '../../i18n/WordsProvider'
import { dayIn, isDay } from '../../model/day'
import { useQueryValue } from '../../route/address'
import { TextField } from '../../ui/Field'
import { Empty, Failure, Loading } from '../../ui/Notice'
import { Page } from '../../ui/Page'
import { Table } from '../../ui/Table'
import './books.css'

/** The accounts of the euro split, in the order in which people see them. */
const shares = ['shop', 'ride', 'coop', 'card_fee', 'tax', 'tip', 'deposit']

/** Where the money of a period's orders goes: the split, every account, what customers contest and what the provider knows otherwise. */
export default function Books() {
  const words = useWords()
  const today = dayIn(words.place.zone, new Date())
  const [asked, setFrom] = useQueryValue('from')
  const [until, setTo] = useQueryValue('to')
  const from = isDay(asked) ? asked : `${today.slice(0, 8)}01`
  const to = isDay(until) ? until : today
  const books = useBooks(from, to)
  return (
    <Page title={words.t('books.title')} home="/app/">
      <div className="books">
        <div className="books-period">
          <TextField label={words.t('books.from')} type="date" value={from} onChange={setFrom} />
          <TextField label={words.t('books.to')} type="date" value={to} onChange={setTo} />
          <Link className="books-file" href={`/v1/books.csv?from=${from}&to=${to}`}>
            {words.t('books.file')}
          </Link>
        </div>
        {books.isPending && <Loading />}
        {books.isError && <Failure error={books.error} onRetry={() => void books.refetch()} />}
        {books.data && <Period books={books.data} />}
        <Care />
      </div>
    </Page>
  )
}

function Period({ books }: { books: BooksOf }) {
  const words = useWords()
  const moved = books.accounts.filter(a => a.debit !== 0 || a.credit !== 0)
  if (moved.length === 0) return <Empty>{words.t('books.none')}</Empty>
  return (
    <>
      <section aria-labelledby="books-split">
        <h2 id="books-split">{words.t('books.split', { n: books.orders })}</h2>
        <Bar parts={shares.flatMap(id => moved.filter(a => a.account === id))} />
      </section>
      <section aria-labelledby="books-accounts">
        <h2 id="books-accounts">{words.t('books.accounts')}</h2>
        <Table
          caption={words.t('books.accounts')}
          rows={moved}
          keyOf={a => a.account}
          columns={[
            { id: 'account', label: words.t('books.account'), cell: a => nameOf(words, a) },
            { id: 'debit', label: words.t('books.debit'), cell: a => words.money(a.debit), number: true },
            { id: 'credit', label: words.t('books.credit'), cell: a => words.money(a.credit), number: true },
            { id: 'balance', label: words.t('books.balance'), cell: a => words.money(a.balance), number: true },
          ]}
        />
      </section>
    </>
  )
}

const nameOf = (words: ReturnType<typeof useWords>, a: Balance) =>
  words.code(`split.${a.account}`) ?? words.code(`books.of.${a.account}`) ?? a.account

/** The shares as a bar, each as wide as it is large; a loss has no width and stands in the list. */
function Bar({ parts }: { parts: Balance[] }) {
  const words = useWords()
  const sum = parts.reduce((all, p) => all + Math.max(0, p.balance), 0)
  let before = 0
  const drawn = parts.map(p => {
    const width = sum > 0 ? (Math.max(0, p.balance) / sum) * 100 : 0
    before += width
    return { ...p, width, x: before - width }
  })
  return (
    <>
      <svg className="books-bar" viewBox="0 0 100 5" preserveAspectRatio="none" aria-hidden="true">
        {drawn.map(p => (
          <rect key={p.account} className={`books-${p.account}`} x={p.x} width={p.width} height="5" />
        ))}
      </svg>
      <ul className="books-shares">
        {drawn.map(p => (
          <li key={p.account}>
            <span className={`dot books-${p.account}`} aria-hidden="true" />
            <span>{nameOf(words, p)}</span>
            <strong>{words.money(p.balance)}</strong>
            <span className="soft">{words.t('books.percent', { n: words.number(Math.round(p.width)) })}</span>
          </li>
        ))}
      </ul>
    </>
  )
}

/** What somebody must look at. */
function Care() {
  const words = useWords()
  const disputes = useDisputes()
  const compared = useReconciliations()
  const latest = compared.data?.[0]
  return (
    <section aria-labelledby="books-care">
      <h2 id="books-care">{words.t('books.care')}</h2>
      <ul className="books-care">
        <li>
          {latest
            ? words.t('books.compared', {
                n: latest.compared,
                wrong: latest.differences.length,
                day: words.dated(new Date(latest.at), new Date()),
              })
            : words.t('books.compared.never')}
        </li>
        {latest?.skipped && <li>{words.t('books.compared.partly', { why: latest.skipped })}</li>}
        {latest?.differences.map(line => (
          <li key={line} className="books-wrong">
            {line}
          </li>
        ))}
        {disputes.data?.map(d => (
          <li key={d.id}>
            {words.t('books.dispute', { number: d.number, amount: words.money(d.amount), status: d.status })}
          </li>
        ))}
      </ul>
    </section>
  )
}
