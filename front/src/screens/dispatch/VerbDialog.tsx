import { type FormEvent, useId, useState } from 'react'
import { wordsOf } from '../../api/send'
import type { Said } from '../../api/task'
import { useWords } from '../../i18n/WordsProvider'
import { localTime, momentIn } from '../../model/day'
import type { Verb } from '../../model/operations/verbs'
import type { Task } from '../../model/task'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Select, TextField } from '../../ui/Field'
import { Message } from '../../ui/Notice'
import { useDesk } from './context'

interface Props {
  verb: Verb
  task: Task
  pending: boolean
  error: unknown
  onClose(): void
  onSay(said: Said): void
}

/** Asks what has to be said with a verb: notes, the reason of a failure, the new window. */
export function VerbDialog({ verb, task, pending, error, onClose, onSay }: Props) {
  const words = useWords()
  const { board } = useDesk()
  const [said, set] = useState<Said>({})
  const { zone } = words.place
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSay(verb.asks === 'window' ? windowSaid(task, said, zone) : said)
  }
  return (
    <Dialog title={words.t(verb.label)} open onClose={onClose}>
      <form className="verb-form" onSubmit={submit}>
        {verb.asks === 'reason' && (
          <Select
            label={words.t('dispatch.reason')}
            options={board.failureReasons.map(({ code, description }) => ({ id: code, label: description }))}
            value={said.reason ?? null}
            onChange={reason => set({ ...said, reason })}
          />
        )}
        {verb.asks === 'window' ? (
          <Window task={task} said={said} onChange={set} />
        ) : (
          <TextField
            label={words.t('dispatch.notes')}
            lines={3}
            isRequired={verb.name === 'note'}
            onChange={notes => set({ ...said, notes })}
          />
        )}
        {error !== null && error !== undefined && <Message tone="danger">{wordsOf(error, words)}</Message>}
        <div className="dialog-buttons">
          <Button onPress={onClose}>{words.t('ui.cancel')}</Button>
          <Button look={verb.danger ? 'danger' : 'main'} type="submit" isPending={pending}>
            {words.t(verb.label)}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function Window({ task, said, onChange }: { task: Task; said: Said; onChange(said: Said): void }) {
  const words = useWords()
  const { zone } = words.place
  const id = useId()
  return (['after', 'before'] as const).map(end => (
    <div className="field" key={end}>
      <label htmlFor={`${id}${end}`}>{words.t(end === 'after' ? 'dispatch.from' : 'dispatch.to')}</label>
      <input
        id={`${id}${end}`}
        type="datetime-local"
        required
        defaultValue={localTime(zone, new Date(task[end]))}
        onChange={e => onChange({ ...said, [end]: e.target.value })}
      />
    </div>
  ))
}

/** The window as moments; an end that was not touched stays as it is. */
function windowSaid(task: Task, said: Said, zone: string): Said {
  const end = (name: 'after' | 'before') => (said[name] ? momentIn(zone, said[name]) : task[name])
  return { after: end('after'), before: end('before') }
}
