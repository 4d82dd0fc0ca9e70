import { useWords } from '../../i18n/WordsProvider'
import { isForgotten } from '../../model/keeping'
import type { Stop } from '../../model/round'
import { type Place, placeName, type Task, urgencyOf } from '../../model/task'
import { Badge, type BadgeTone } from '../../ui/Badge'
import { ButtonLink } from '../../ui/Button'

const states = {
  TODO: 'task.state.todo',
  DOING: 'task.state.doing',
  DONE: 'task.state.done',
  FAILED: 'task.state.failed',
  CANCELLED: 'task.state.cancelled',
} as const
const tones: Record<Task['status'], BadgeTone> = {
  TODO: 'plain',
  DOING: 'info',
  DONE: 'accent',
  FAILED: 'danger',
  CANCELLED: 'danger',
}

/** One line of a stop: what, when, where, and how it stands. */
export function StopLine({ stop, now }: { stop: Stop; now: number }) {
  const words = useWords()
  const { task } = stop
  return (
    <span className="stop-line">
      <span className={`stop-kind ${task.type.toLowerCase()}`}>
        {words.t(task.type === 'PICKUP' ? 'task.pickup' : 'task.dropoff')}
      </span>
      <strong className="numbers">{windowOf(task, words)}</strong>
      <span className="stop-where">{nameOf(task, words)}</span>
      <Marks stop={stop} now={now} />
    </span>
  )
}

/** How a stop stands, in badges; nothing for one that is simply to do. */
export function Marks({ stop: { task, waits }, now }: { stop: Stop; now: number }) {
  const words = useWords()
  const late = urgencyOf(task, now) === 'late'
  return (
    <span className="marks">
      {task.status !== 'TODO' && <Badge tone={tones[task.status]}>{words.t(states[task.status])}</Badge>}
      {late && (
        <Badge tone="danger">
          {words.t('task.late', { time: words.duration((now - Date.parse(task.before)) / 1000) })}
        </Badge>
      )}
      {waits && <Badge tone="warn">{words.t('courier.waits')}</Badge>}
    </span>
  )
}

/** Where a stop is, who is there, and what must be known of it. */
export function StopFacts({ task }: { task: Task }) {
  const words = useWords()
  const { address } = task
  if (isForgotten(task)) return <p className="soft">{words.t('courier.forgotten')}</p>
  const contact = address.contactName !== placeName(task) ? address.contactName : null
  return (
    <div className="facts">
      {placeName(task) !== address.streetAddress && <p className="street">{address.streetAddress}</p>}
      {contact && <p>{contact}</p>}
      {address.description && <p className="soft">{address.description}</p>}
      {task.comments && <p className="comments">{task.comments}</p>}
      <Numbers task={task} />
      <div className="ways">
        {address.telephone && (
          <ButtonLink href={`tel:${address.telephone}`}>
            {words.t('courier.call', { name: address.contactName ?? address.telephone })}
          </ButtonLink>
        )}
        <ButtonLink href={wayTo(address)}>{words.t('courier.navigate')}</ButtonLink>
      </div>
    </div>
  )
}

function Numbers({ task }: { task: Task }) {
  const words = useWords()
  const { delivery, reference, weight, orgName } = task
  const parts = [
    delivery?.orderNumber && words.t('order.number', { number: delivery.orderNumber }),
    reference && words.t('courier.reference', { reference }),
    weight !== null && words.t('courier.weight', { n: weight / 1000 }),
    task.doorstep && words.t('courier.doorstep'),
    orgName,
    ...task.tags.map(t => t.name),
  ].filter(Boolean)
  return parts.length > 0 ? <p className="stop-numbers">{parts.join(' · ')}</p> : null
}

/** The window, without the day: the list is of one day. */
export function windowOf(task: Task, words: ReturnType<typeof useWords>): string {
  return `${words.clock(new Date(task.after))}–${words.clock(new Date(task.before))}`
}

/** The name of the place; without it, what is still known. */
export function nameOf(task: Task, words: ReturnType<typeof useWords>): string {
  if (!isForgotten(task)) return placeName(task)
  const number = task.delivery?.orderNumber
  return number ? words.t('order.number', { number }) : `#${task.id}`
}

/** Opens the phone's own map. */
function wayTo({ lat, lng }: Place): string {
  const apple = /iPhone|iPad|Macintosh/.test(navigator.userAgent)
  return apple ? `maps://?daddr=${lat},${lng}&dirflg=b` : `geo:${lat},${lng}?q=${lat},${lng}`
}
