import { useState } from 'react'
import { reportOf } from '../../api/courier'
import { useWords } from '../../i18n/WordsProvider'
import type { CourierDay } from '../../model/round'
import type { Task } from '../../model/task'
import type { Outbox } from '../../outbox/outbox'
import { Button } from '../../ui/Button'
import { type End, EndSheet, endVerb } from './EndSheet'
import { PhotoButton } from './PhotoButton'

interface Props {
  task: Task
  reasons: CourierDay['failureReasons']
  outbox: Outbox
}

/** What the courier can do at a stop, the most likely first and largest. */
export function StopActions({ task, reasons, outbox }: Props) {
  const words = useWords()
  const [end, setEnd] = useState<End | null>(null)
  const can = (verb: string) => task.can.includes(verb)
  const setsOff = can('start')
  return (
    <div className="stop-actions">
      {setsOff && (
        <Button look="main" onPress={() => void outbox.add(reportOf(task.id, 'start'))}>
          {words.t('courier.start')}
        </Button>
      )}
      {can('done') && (
        <Button look={setsOff ? 'plain' : 'main'} onPress={() => setEnd('done')}>
          {words.t(endVerb(task))}
        </Button>
      )}
      {can('fail') && (
        <Button look="danger" onPress={() => setEnd('failed')}>
          {words.t('courier.failed')}
        </Button>
      )}
      {can('note') && <Button onPress={() => setEnd('note')}>{words.t('courier.note')}</Button>}
      {can('photo') && <PhotoButton task={task.id} outbox={outbox} />}
      <EndSheet task={task} end={end} reasons={reasons} outbox={outbox} onClose={() => setEnd(null)} />
    </div>
  )
}
