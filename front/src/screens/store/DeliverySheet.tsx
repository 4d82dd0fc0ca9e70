import { useState } from 'react'
import { wordsOf } from '../../api/send'
import { type Sheet, type SheetStop, useSheet, useTakeBack } from '../../api/store'
import { useWords } from '../../i18n/WordsProvider'
import type { Words } from '../../i18n/words'
import { Badge, type BadgeTone } from '../../ui/Badge'
import { Button, ButtonLink } from '../../ui/Button'
import { Confirm, Dialog } from '../../ui/Dialog'
import { Failure, Loading } from '../../ui/Notice'
import { useToasts } from '../../ui/ToastRegion'

interface Props {
  store: number
  /** Which delivery, null for none. */
  id: number | null
  onClose(): void
  onChange(sheet: Sheet): void
  onAgain(sheet: Sheet): void
}

/** One delivery: its stops, what proves them, and what can be done with it. */
export function DeliverySheet({ store, id, onClose, onChange, onAgain }: Props) {
  const words = useWords()
  const sheet = useSheet(id)
  const [asking, ask] = useState(false)
  return (
    <Dialog
      title={words.t('store.delivery', { number: sheet.data?.number || String(id) })}
      open={id !== null}
      onClose={onClose}
    >
      {sheet.isPending && <Loading />}
      {sheet.isError && <Failure error={sheet.error} onRetry={() => void sheet.refetch()} />}
      {sheet.data && (
        <div className="sheet hands">
          <ol className="sheet-stops">
            {sheet.data.stops.map(stop => (
              <li key={stop.taskId}>
                <StopOf stop={stop} cancelled={sheet.data.state === 'cancelled'} />
              </li>
            ))}
          </ol>
          <div className="sent-verbs">
            {sheet.data.can.includes('edit') && (
              <Button onPress={() => onChange(sheet.data)}>{words.t('store.change')}</Button>
            )}
            <Button onPress={() => onAgain(sheet.data)}>{words.t('store.again')}</Button>
            <ButtonLink look="quiet" href={sheet.data.tracking} target="_blank">
              {words.t('store.track')}
            </ButtonLink>
            {sheet.data.can.includes('cancel') && (
              <Button look="quiet" onPress={() => ask(true)}>
                {words.t('store.takeBack')}
              </Button>
            )}
          </div>
          <TakeBack store={store} id={sheet.data.id} open={asking} onClose={() => ask(false)} />
        </div>
      )}
    </Dialog>
  )
}

const states = {
  TODO: 'task.state.todo',
  DOING: 'task.state.doing',
  DONE: 'task.state.done',
  FAILED: 'task.state.failed',
  CANCELLED: 'task.state.cancelled',
} as const
const tones: Record<SheetStop['status'], BadgeTone> = {
  TODO: 'plain',
  DOING: 'info',
  DONE: 'accent',
  FAILED: 'danger',
  CANCELLED: 'warn',
}

function StopOf({ stop, cancelled }: { stop: SheetStop; cancelled: boolean }) {
  const words = useWords()
  const now = new Date()
  const { address, window, status, endedAt } = stop
  return (
    <section className="sheet-stop">
      <header>
        <span>{words.t(stop.type === 'PICKUP' ? 'task.pickup' : 'task.dropoff')}</span>
        <Badge tone={tones[status]}>{words.t(states[status])}</Badge>
      </header>
      <p>
        {address.name && <strong>{address.name} · </strong>}
        {address.streetAddress}
      </p>
      <p className="soft numbers">
        {words.span(new Date(window.from), new Date(window.to), now)}
        {loadOf(stop, words) && ` · ${loadOf(stop, words)}`}
      </p>
      {stop.comments && <p className="soft lines">{stop.comments}</p>}
      {endedAt && (
        <p>
          {words.t(status === 'FAILED' ? 'store.failed.at' : 'store.done.at', {
            moment: words.moment(new Date(endedAt), now),
          })}
          {stop.notes && ` · ${words.code(`failure_reason.${stop.notes}`) ?? stop.notes}`}
        </p>
      )}
      {stop.images.length > 0 && (
        <ul className="proofs">
          {stop.images.map(({ id, url }, i) => (
            <li key={id}>
              <a href={url} target="_blank" rel="noreferrer">
                <img src={url} alt={words.t('store.proof', { n: i + 1 })} loading="lazy" />
              </a>
            </li>
          ))}
        </ul>
      )}
      {stop.type === 'DROPOFF' && !cancelled && (
        <ButtonLink look="quiet" href={stop.label} target="_blank">
          {words.t('store.label')}
        </ButtonLink>
      )}
    </section>
  )
}

/** What a stop carries, in a line; empty for nothing. */
function loadOf({ packages, weight }: SheetStop, words: Words): string {
  const load = packages.map(({ name, quantity }) => `${quantity} × ${name}`)
  if (weight) load.push(words.t('label.kilograms', { n: words.number(weight / 1000) }))
  return load.join(', ')
}

interface TakeBackIn {
  store: number
  id: number
  open: boolean
  onClose(): void
}

function TakeBack({ store, id, open, onClose }: TakeBackIn) {
  const words = useWords()
  const toasts = useToasts()
  const back = useTakeBack(store)
  const confirm = async () => {
    onClose()
    try {
      await back.mutateAsync(id)
      toasts.say(words.t('store.takenBack'))
    } catch (error) {
      toasts.say(wordsOf(error, words), { tone: 'danger' })
    }
  }
  return (
    <Confirm
      title={words.t('store.takeBack')}
      open={open}
      verb={words.t('store.takeBack')}
      danger
      onClose={onClose}
      onConfirm={() => void confirm()}
    >
      {words.t('store.takeBack.sure')}
    </Confirm>
  )
}
