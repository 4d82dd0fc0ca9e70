import { useContext } from 'react'
import { useWords } from '../../i18n/WordsProvider'
import { placeName, type Task, urgencyOf } from '../../model/task'
import { Badge } from '../../ui/Badge'
import { NowContext } from './context'
import { windowOf } from './words'

interface Props {
  task: Task
  /** Place in the ride. */
  number?: number
  /** When it can be expected, milliseconds. */
  expected?: number | undefined
  late?: boolean
  /** A name that stands above already and needs no second line. */
  under?: string
}

/** One stop in a list: kind, window, place, and what is urgent about it. */
export function TaskLine({ task, number, expected, late = false, under }: Props) {
  const words = useWords()
  const now = useContext(NowContext)
  const name = placeName(task)
  const street = task.address.streetAddress
  const kind = task.type === 'PICKUP' ? 'pickup' : 'dropoff'
  return (
    <div className={`stop ${urgencyOf(task, now)} ${task.status.toLowerCase()}`}>
      <span className={`stop-mark ${kind}`} aria-hidden="true">
        {number}
      </span>
      <div className="stop-text">
        <div className="stop-head">
          <span className="visually-hidden">{words.t(`task.${kind}`)}</span>
          <span className="stop-window">{windowOf(task, words)}</span>
          {expected !== undefined && (
            <span className={late ? 'stop-expected late' : 'stop-expected'}>
              {words.t('dispatch.expected', { time: words.clock(new Date(expected)) })}
            </span>
          )}
          <TaskState task={task} />
        </div>
        {name !== under && <div className="stop-name">{name}</div>}
        {street !== name && <div className="stop-street">{street}</div>}
      </div>
    </div>
  )
}

/** What is particular about a task: late, under way, ended. */
export function TaskState({ task }: { task: Task }) {
  const words = useWords()
  const now = useContext(NowContext)
  const over = Math.round((now - Date.parse(task.before)) / 1000)
  if (task.status === 'DONE') return <Badge>{words.t('task.state.done')}</Badge>
  if (task.status === 'CANCELLED') return <Badge>{words.t('task.state.cancelled')}</Badge>
  if (task.status === 'FAILED') return <Badge tone="danger">{words.t('task.state.failed')}</Badge>
  return (
    <>
      {task.status === 'DOING' && <Badge tone="info">{words.t('task.state.doing')}</Badge>}
      {urgencyOf(task, now) === 'late' && (
        <Badge tone="danger">{words.t('task.late', { time: words.duration(over) })}</Badge>
      )}
    </>
  )
}
