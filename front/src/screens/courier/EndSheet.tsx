import { useState } from 'react'
import { reportOf } from '../../api/courier'
import { useWords } from '../../i18n/WordsProvider'
import type { CourierDay } from '../../model/round'
import { placeName, type Task } from '../../model/task'
import type { Outbox } from '../../outbox/outbox'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Select, TextField } from '../../ui/Field'
import { PhotoButton } from './PhotoButton'

export type End = 'done' | 'failed' | 'note'

interface Props {
  task: Task
  /** How it ends; null while the sheet is closed. */
  end: End | null
  reasons: CourierDay['failureReasons']
  outbox: Outbox
  onClose(): void
}

/** What there is to say when a stop ends, or in between. Everything but the reason of a failure may be left out. */
export function EndSheet({ end, onClose, ...rest }: Props) {
  const words = useWords()
  return (
    <Dialog title={end ? `${titleOf(end, rest.task, words)}` : ''} open={end !== null} onClose={onClose}>
      {end && <Sheet end={end} onClose={onClose} {...rest} />}
    </Dialog>
  )
}

function titleOf(end: End, task: Task, words: ReturnType<typeof useWords>): string {
  if (end === 'note') return words.t('courier.note')
  if (end === 'failed') return words.t('courier.failed.why')
  return words.t(task.type === 'PICKUP' ? 'courier.end.pickup' : 'courier.end.dropoff', { where: placeName(task) })
}

function Sheet({ task, end, reasons, outbox, onClose }: Props & { end: End }) {
  const words = useWords()
  const [contactName, setContactName] = useState('')
  const [notes, setNotes] = useState('')
  const [reason, setReason] = useState<string | null>(null)
  const missing = (end === 'failed' && !reason) || (end === 'note' && !notes.trim())
  const tell = () => {
    void outbox.add(reportOf(task.id, end, { notes, contactName, ...(reason && { reason }) }))
    onClose()
  }
  return (
    <div className="end hands">
      {end === 'failed' && (
        <Select
          label={words.t('courier.reason')}
          options={reasons.map(r => ({ id: r.code, label: r.description }))}
          value={reason}
          onChange={setReason}
        />
      )}
      {end === 'done' && task.type === 'DROPOFF' && (
        <TextField label={words.t('courier.contact')} value={contactName} onChange={setContactName} maxLength={200} />
      )}
      <TextField
        label={words.t(end === 'note' ? 'courier.note.text' : 'courier.note.optional')}
        value={notes}
        onChange={setNotes}
        lines={2}
        maxLength={2000}
      />
      <div className="end-buttons">
        {end !== 'note' && <PhotoButton task={task.id} outbox={outbox} />}
        <Button look={end === 'failed' ? 'danger' : 'main'} isDisabled={missing} onPress={tell}>
          {words.t(end === 'note' ? 'courier.note.add' : end === 'failed' ? 'courier.failed.confirm' : endVerb(task))}
        </Button>
        <Button look="quiet" onPress={onClose}>
          {words.t('ui.cancel')}
        </Button>
      </div>
    </div>
  )
}

/** The word for a stop that went well. */
export function endVerb(task: Task): 'courier.pickedUp' | 'courier.delivered' {
  return task.type === 'PICKUP' ? 'courier.pickedUp' : 'courier.delivered'
}
