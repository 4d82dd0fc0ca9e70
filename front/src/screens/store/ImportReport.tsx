import { ProgressBar } from 'react-aria-components'
import { useImport, wrongRowsPath } from '../../api/imports'
import { useWords } from '../../i18n/WordsProvider'
import { goodOf, type Import, type ImportLine, running, wrongOf } from '../../model/importing'
import { ButtonLink } from '../../ui/Button'
import { Failure, Loading } from '../../ui/Notice'
import { Table } from '../../ui/Table'

/** An import while it runs, and its report at the end. */
export function ImportProgress({ id }: { id: number }) {
  const words = useWords()
  const followed = useImport(id)
  if (followed.isPending) return <Loading />
  if (followed.isError) return <Failure error={followed.error} onRetry={() => void followed.refetch()} />
  const report = followed.data
  const { filename, size, rows } = report
  const lost = wrongOf(report).some(({ deliveryId }) => deliveryId === null)
  const name = filename || words.t('store.import.nameless', { id })
  return (
    <section className="import-report" aria-label={name}>
      <h2>{name}</h2>
      {running(report) && (
        <ProgressBar className="progress" aria-label={name} value={rows.length} maxValue={Math.max(1, size)}>
          {({ percentage = 0 }) => (
            <>
              <span className="numbers">{words.t('store.import.progress', { n: rows.length, size })}</span>
              <span className="progress-track">
                <span className="progress-done" style={{ inlineSize: `${percentage}%` }} />
              </span>
            </>
          )}
        </ProgressBar>
      )}
      <p role="status">{!running(report) && words.t('store.import.done', { n: goodOf(report), size })}</p>
      <WrongRows report={report} />
      {!running(report) && lost && (
        <ButtonLink href={wrongRowsPath(id)} download>
          {words.t('store.import.download')}
        </ButtonLink>
      )}
    </section>
  )
}

/** The rows that something is wrong with, and what; nothing where there are none. */
export function WrongRows({ report }: { report: Import }) {
  const words = useWords()
  const wrong = wrongOf(report)
  if (wrong.length === 0) return null
  return (
    <Table<ImportLine>
      caption={words.t('store.import.wrong')}
      rows={wrong}
      keyOf={({ number }) => String(number)}
      columns={[
        {
          id: 'row',
          label: words.t('store.import.row'),
          cell: ({ number }) => words.t('store.import.rowOf', { n: number }),
        },
        {
          id: 'errors',
          label: words.t('store.import.wrong'),
          cell: ({ number, errors, deliveryId }) => (
            <ul className="import-errors">
              {errors.map(sentence => (
                <li key={`${number} ${sentence}`}>{sentence}</li>
              ))}
              {deliveryId !== null && <li className="soft">{words.t('store.import.madeAnyway')}</li>}
            </ul>
          ),
        },
      ]}
    />
  )
}
