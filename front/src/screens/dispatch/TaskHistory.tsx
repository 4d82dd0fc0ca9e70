import { useTaskHistory } from '../../api/task'
import { useWords } from '../../i18n/WordsProvider'
import type { Task, TaskEvent } from '../../model/task'
import { Failure, Loading } from '../../ui/Notice'

/** What happened to a task, the newest first. */
export function TaskHistory({ task }: { task: Task }) {
  const words = useWords()
  const history = useTaskHistory(task.id)
  return (
    <section className="history">
      <h3>{words.t('dispatch.history')}</h3>
      {history.isPending && <Loading />}
      {history.isError && <Failure error={history.error} onRetry={() => void history.refetch()} />}
      <ol>
        {history.data?.toReversed().map(event => (
          <Line key={event.id} event={event} />
        ))}
      </ol>
    </section>
  )
}

function Line({ event }: { event: TaskEvent }) {
  const words = useWords()
  const what = words.code(`dispatch.event.${event.name}`, { name: event.username }) ?? event.name
  const notes = [event.reason, event.notes].filter(Boolean).join(': ')
  return (
    <li>
      <span className="soft">{words.moment(new Date(event.at), new Date())}</span> {what}
      {event.by && <span className="soft"> · {event.by}</span>}
      {notes && <div className="soft">{notes}</div>}
    </li>
  )
}
