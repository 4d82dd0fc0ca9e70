import { useState } from 'react'
import { FileTrigger } from 'react-aria-components'
import { useStartImport, useTryImport } from '../../api/imports'
import { wordsOf } from '../../api/send'
import { useWords } from '../../i18n/WordsProvider'
import { endings, example, goodOf, type Import, mostBytes, priceOf, tableOf } from '../../model/importing'
import { Button, ButtonLink } from '../../ui/Button'
import { Loading, Message } from '../../ui/Notice'
import { EarlierImports } from './EarlierImports'
import { ImportProgress, WrongRows } from './ImportReport'
import './imports.css'

/** A table of deliveries: chosen, tried, imported, followed to its end. */
export function ImportParcels({ store }: { store: number }) {
  const words = useWords()
  const work = useWork(store)
  const { table, tried, shown } = work
  return (
    <div className="imports hands">
      <p className="soft">{words.t('store.import.intro')}</p>
      <div className="import-verbs">
        <FileTrigger acceptedFileTypes={endings} onSelect={files => void work.take(files?.[0])}>
          <Button look={tried ? 'plain' : 'main'} isPending={work.isTrying}>
            {words.t(table ? 'store.import.other' : 'store.import.choose')}
          </Button>
        </FileTrigger>
        <ButtonLink
          look="quiet"
          href={`data:text/csv;charset=utf-8,${encodeURIComponent(example(new Date()))}`}
          download="import.csv"
        >
          {words.t('store.import.example')}
        </ButtonLink>
      </div>
      {work.wrongFile && <Message tone="danger">{words.t('store.import.noTable')}</Message>}
      {work.error !== null && <Message tone="danger">{wordsOf(work.error, words)}</Message>}
      {work.isTrying && <Loading />}
      {tried && <Tried tried={tried} isPending={work.isStarting} onStart={() => void work.start()} />}
      {shown !== null && <ImportProgress id={shown} />}
      <EarlierImports store={store} shown={shown} onShow={work.show} />
    </div>
  )
}

/** What would become of the table, and the way on. */
function Tried({ tried, isPending, onStart }: { tried: Import; isPending: boolean; onStart(): void }) {
  const words = useWords()
  const good = goodOf(tried)
  const price = priceOf(tried)
  return (
    <section className="import-report" aria-label={tried.filename}>
      <h2>{tried.filename}</h2>
      <p role="status">
        {words.t('store.import.ready', { n: good, size: tried.size })}
        {price !== null && ` · ${words.money(price)}`}
      </p>
      <WrongRows report={tried} />
      {good === 0 ? (
        <Message tone="warn">{words.t('store.import.none')}</Message>
      ) : (
        <Button look="main" wide isPending={isPending} onPress={onStart}>
          {words.t('store.import.start', { n: good })}
        </Button>
      )}
    </section>
  )
}

interface Table {
  file: Blob
  filename: string
  key: string
}

/** The chosen table, and how far it is. */
function useWork(store: number) {
  const [table, setTable] = useState<Table | null>(null)
  const [wrongFile, setWrongFile] = useState(false)
  const [shown, setShown] = useState<number | null>(null)
  const trying = useTryImport(store)
  const starting = useStartImport(store)
  const show = (id: number | null) => {
    trying.reset()
    starting.reset()
    setTable(null)
    setShown(id)
  }
  const take = async (chosen: File | undefined) => {
    if (!chosen) return
    show(null)
    const file = tableOf(chosen)
    const fits = file !== undefined && file.size <= mostBytes
    setWrongFile(!fits)
    if (!fits) return
    setTable({ file, filename: chosen.name, key: crypto.randomUUID() })
    await trying.mutateAsync({ file, filename: chosen.name }).catch(() => undefined) // the screen says what went wrong
  }
  const start = async () => {
    if (!table) return
    const started = await starting.mutateAsync(table).catch(() => undefined) // as above
    if (started) show(started.id)
  }
  return {
    table,
    wrongFile,
    shown,
    show,
    take,
    start,
    tried: trying.data,
    isTrying: trying.isPending,
    isStarting: starting.isPending,
    error: starting.error ?? trying.error,
  }
}
