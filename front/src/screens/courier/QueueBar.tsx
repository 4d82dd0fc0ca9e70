import { useWords } from '../../i18n/WordsProvider'
import type { Words } from '../../i18n/words'
import { dutyPath, photosPath, type Report, taskOf } from '../../model/round'
import { placeName, type Task } from '../../model/task'
import type { Entry, Outbox, Snapshot } from '../../outbox/outbox'
import { Button } from '../../ui/Button'
import { Message } from '../../ui/Notice'

interface Props {
  box: Snapshot
  outbox: Outbox
  tasks: Task[]
  now: number
}

/** What has not reached the server yet, and what it could not do: kept until the courier has seen it. */
export function QueueBar({ box, outbox, tasks, now }: Props) {
  const words = useWords()
  const refused = box.entries.filter(e => e.state === 'refused')
  const waiting = box.entries.length - refused.length
  return (
    <div className="queue">
      <div role="status">
        {waiting > 0 && (
          <p className="message info">
            {words.t(box.hurdle === 'login' ? 'courier.queue.login' : 'courier.queue.waiting', { n: waiting })}
          </p>
        )}
      </div>
      {refused.map(entry => (
        <div key={entry.seq} className="refused" role="alert">
          <Message tone="danger">
            <strong>{whatWas(entry, tasks, words)}</strong>
            <br />
            {words.t('courier.queue.tapped', { time: words.moment(new Date(entry.at), new Date(now)) })}{' '}
            {words.code(`error.${entry.answer?.code}`, entry.answer?.args) ?? words.t('error.kind.conflict')}{' '}
            {entry.path !== dutyPath && words.t('courier.queue.told')}
          </Message>
          <Button onPress={() => void outbox.dismiss(entry.seq)}>{words.t('courier.queue.seen')}</Button>
        </div>
      ))}
    </div>
  )
}

function whatWas(entry: Entry, tasks: Task[], words: Words): string {
  if (entry.path === dutyPath) return words.t('courier.duty')
  const id = taskOf(entry)
  const task = tasks.find(t => t.id === id)
  const where = (task && placeName(task)) || `#${id}`
  if (entry.path === photosPath) return words.t('courier.did.photo', { where })
  return words.t(`courier.did.${(entry.body as Report).kind}`, { where })
}
