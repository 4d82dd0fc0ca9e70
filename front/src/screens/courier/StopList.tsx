import { useWords } from '../../i18n/WordsProvider'
import { type CourierDay, nextOf, type Stop } from '../../model/round'
import { isOpen, type Task } from '../../model/task'
import type { Outbox } from '../../outbox/outbox'
import { Empty, Message } from '../../ui/Notice'
import { StopActions } from './StopActions'
import { Marks, nameOf, StopFacts, StopLine, windowOf } from './StopFacts'

interface Props {
  stops: Stop[]
  day: CourierDay
  outbox: Outbox
  now: number
}

/** The round: the next stop large, the others behind it, what is finished at the end. */
export function StopList({ stops, day, outbox, now }: Props) {
  const words = useWords()
  const next = nextOf(stops)
  const rest = stops.filter(s => isOpen(s.task) && s !== next)
  const over = stops.filter(s => !isOpen(s.task))
  const actions = (task: Task) => <StopActions task={task} reasons={day.failureReasons} outbox={outbox} />
  return (
    <div className="stops">
      {!next && <Empty>{words.t(stops.length > 0 ? 'courier.finished.all' : 'courier.empty')}</Empty>}
      {next && <NextStop stop={next} now={now} stops={stops} actions={actions(next.task)} />}
      {rest.length > 0 && (
        <section>
          <h2>{words.t('courier.rest', { n: rest.length })}</h2>
          <Lines stops={rest} now={now} all={stops} actions={actions} />
        </section>
      )}
      {over.length > 0 && (
        <section>
          <h2>{words.t('courier.finished', { n: over.length })}</h2>
          <Lines stops={over} now={now} all={stops} actions={actions} />
        </section>
      )}
    </div>
  )
}

function NextStop({ stop, now, stops, actions }: { stop: Stop; now: number; stops: Stop[]; actions: React.ReactNode }) {
  const words = useWords()
  const { task } = stop
  return (
    <article className={`stop next ${task.type.toLowerCase()}`} aria-labelledby="next-stop">
      <p className="stop-over">
        <span className={`stop-kind ${task.type.toLowerCase()}`}>
          {words.t(task.type === 'PICKUP' ? 'task.pickup' : 'task.dropoff')}
        </span>
        <span className="stop-window numbers">{windowOf(task, words)}</span>
        <Marks stop={stop} now={now} />
      </p>
      <h2 id="next-stop">
        <span className="visually-hidden">{words.t('courier.next')}: </span>
        {nameOf(task, words)}
      </h2>
      <StopFacts task={task} />
      <Blocked task={task} stops={stops} />
      {actions}
    </article>
  )
}

interface LinesIn {
  stops: Stop[]
  all: Stop[]
  now: number
  actions(task: Task): React.ReactNode
}

function Lines({ stops, all, now, actions }: LinesIn) {
  return (
    <ul className="lines">
      {stops.map(stop => (
        <li key={stop.task.id}>
          <details className="stop">
            <summary>
              <StopLine stop={stop} now={now} />
            </summary>
            <StopFacts task={stop.task} />
            <Blocked task={stop.task} stops={all} />
            {actions(stop.task)}
          </details>
        </li>
      ))}
    </ul>
  )
}

/** Why a stop cannot end yet: the one before it comes first. */
function Blocked({ task, stops }: { task: Task; stops: Stop[] }) {
  const words = useWords()
  if (!isOpen(task) || task.can.includes('done')) return null
  const before = stops.find(s => s.task.id === task.previous)?.task
  if (!before || !isOpen(before)) return null
  return <Message tone="info">{words.t('courier.first', { where: nameOf(before, words) })}</Message>
}
