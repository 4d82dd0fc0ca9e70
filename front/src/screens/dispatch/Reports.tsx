import { useMutation, useQueryClient } from '@tanstack/react-query'
import { patchBoard, seeReport } from '../../api/board'
import { wordsOf } from '../../api/send'
import { useWords } from '../../i18n/WordsProvider'
import { withoutReport } from '../../model/actions/news'
import type { Report } from '../../model/board'
import { Button } from '../../ui/Button'
import { useToasts } from '../../ui/ToastRegion'
import { useDesk } from './context'

/** What couriers reported and the board did not take, because it came too late or says something else. */
export function Reports() {
  const words = useWords()
  const { board } = useDesk()
  if (board.reports.length === 0) return null
  return (
    <details className="reports" open>
      <summary>{words.t('dispatch.reports', { n: board.reports.length })}</summary>
      <ul>
        {board.reports.map(report => (
          <ReportLine key={report.id} report={report} />
        ))}
      </ul>
    </details>
  )
}

function ReportLine({ report }: { report: Report }) {
  const words = useWords()
  const { board, lookAt } = useDesk()
  const client = useQueryClient()
  const toasts = useToasts()
  const see = useMutation({
    mutationFn: () => seeReport(report.id),
    onSuccess: () => patchBoard(client, board.day, now => withoutReport(now, report.id)),
    onError: error => toasts.say(wordsOf(error, words), { tone: 'danger' }),
  })
  const said = words.t('dispatch.report', {
    name: report.username,
    time: words.moment(new Date(report.tappedAt), new Date()),
    what: words.code(`dispatch.report.${report.kind}`) ?? report.kind,
    id: report.taskId,
  })
  const why = words.code(`error.${report.outcome}`, { id: report.taskId })
  const notes = [report.reason, report.notes].filter(Boolean).join(': ')
  return (
    <li>
      <div>
        <strong>{said}</strong> {why}
        {notes && <div className="soft">{notes}</div>}
      </div>
      <Button onPress={() => lookAt(report.taskId)}>{words.t('dispatch.report.look')}</Button>
      <Button look="quiet" isPending={see.isPending} onPress={() => see.mutate()}>
        {words.t('dispatch.report.seen')}
      </Button>
    </li>
  )
}
