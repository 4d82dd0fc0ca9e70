import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import { closeStreet, openStreet, patchBoard } from '../../api/board'
import { wordsOf } from '../../api/send'
import { useWords } from '../../i18n/WordsProvider'
import type { Position } from '../../map/model'
import type { Board, StreetClosure } from '../../model/board'
import { localTime, momentIn } from '../../model/day'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Select, TextField } from '../../ui/Field'
import { Message } from '../../ui/Notice'
import { useToasts } from '../../ui/ToastRegion'
import { useDesk } from './context'

/** The closed streets, which all routes avoid, and the dialog that closes one. */
export function Closures() {
  const words = useWords()
  const { board, closing, close } = useDesk()
  const { closures } = board
  return (
    <>
      {closures.some(closure => !closure.avoided) && (
        <Message tone="warn">{words.t('dispatch.closure.ignored')}</Message>
      )}
      {closures.length > 0 && (
        <details className="reports closures">
          <summary>{words.t('dispatch.closures', { n: closures.length })}</summary>
          <ul>
            {closures.map(closure => (
              <ClosureLine key={closure.id} closure={closure} />
            ))}
          </ul>
        </details>
      )}
      {closing?.at && <ClosureDialog at={closing.at} onClose={() => close(undefined)} />}
    </>
  )
}

function ClosureLine({ closure }: { closure: StreetClosure }) {
  const words = useWords()
  const { board } = useDesk()
  const client = useQueryClient()
  const toasts = useToasts()
  const open = useMutation({
    mutationFn: () => openStreet(closure.id),
    onSuccess: () =>
      patchBoard(client, board.day, now => ({ ...now, closures: now.closures.filter(c => c.id !== closure.id) })),
    onError: error => toasts.say(wordsOf(error, words), { tone: 'danger' }),
  })
  const { reason, until, radius, createdBy } = closure
  const name = reason || words.t('dispatch.closure.unnamed')
  const end = until
    ? words.t('dispatch.closure.untilTime', { time: words.moment(new Date(until), new Date()) })
    : words.t('dispatch.closure.openEnd')
  return (
    <li>
      <div>
        <strong>{name}</strong> {end}
        <div className="soft">{words.t('dispatch.closure.about', { metres: radius, name: createdBy })}</div>
      </div>
      {board.can.includes('edit') && (
        <Button isPending={open.isPending} onPress={() => open.mutate()}>
          {words.t('dispatch.closure.open')}
          <span className="visually-hidden">{name}</span>
        </Button>
      )}
    </li>
  )
}

const radii = [15, 30, 60, 150, 400]

function ClosureDialog({ at: [lng, lat], onClose }: { at: Position; onClose(): void }) {
  const words = useWords()
  const { board } = useDesk()
  const client = useQueryClient()
  const id = useId()
  const { zone } = words.place
  const [reason, setReason] = useState('')
  const [radius, setRadius] = useState('30')
  const [until, setUntil] = useState(() => `${localTime(zone, new Date()).slice(0, 10)}T23:59`)
  const save = useMutation({
    mutationFn: () =>
      closeStreet({ lat, lng, radius: Number(radius), reason, ...(until ? { until: momentIn(zone, until) } : {}) }),
    onSuccess: closure => {
      const add = (now: Board) => ({ ...now, closures: [...now.closures.filter(c => c.id !== closure.id), closure] })
      patchBoard(client, board.day, add)
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    save.mutate()
  }
  return (
    <Dialog title={words.t('dispatch.closure.close')} open onClose={onClose}>
      <form className="verb-form" onSubmit={submit}>
        <Select
          label={words.t('dispatch.closure.radius')}
          hint={words.t('dispatch.closure.radiusHint')}
          options={radii.map(n => ({ id: String(n), label: words.t('dispatch.closure.metres', { n }) }))}
          value={radius}
          onChange={setRadius}
        />
        <TextField label={words.t('dispatch.closure.reason')} maxLength={200} value={reason} onChange={setReason} />
        <div className="field">
          <label htmlFor={id}>{words.t('dispatch.closure.until')}</label>
          <input id={id} type="datetime-local" value={until} onChange={e => setUntil(e.target.value)} />
        </div>
        {save.error && <Message tone="danger">{wordsOf(save.error, words)}</Message>}
        <div className="dialog-buttons">
          <Button onPress={onClose}>{words.t('ui.cancel')}</Button>
          <Button look="main" type="submit" isPending={save.isPending}>
            {words.t('dispatch.closure.close')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
