import { useState } from 'react'
import { wordsOf } from '../../api/send'
import { useWhyNot } from '../../api/store'
import { useWords } from '../../i18n/WordsProvider'
import { dayIn, localTime, momentIn } from '../../model/day'
import type { Drop, Span, Store } from '../../model/parcel'
import { Button } from '../../ui/Button'
import { Select, TextField } from '../../ui/Field'
import { Message } from '../../ui/Notice'

interface Props {
  store: Store
  value: Drop['window']
  error?: string | undefined
  onChange(window: Drop['window']): void
}

/** When a parcel is to be there: a choice of a time slot, or a free window where the store has no slots. */
export function WindowField(props: Props) {
  return props.store.slots.length > 0 ? <Choices {...props} /> : <FreeWindow {...props} />
}

function Choices({ store, value, error, onChange }: Props) {
  const words = useWords()
  const [chosen, setChosen] = useState(store.slots[0]?.id ?? 0)
  const slot = store.slots.find(({ id }) => id === chosen) ?? store.slots[0]
  if (!slot) return null
  const now = new Date()
  const idOf = ({ from, to }: Span) => `${from}/${to}`
  const choices =
    slot.choices.some(choice => value && idOf(choice) === idOf(value)) || !value
      ? slot.choices
      : [value, ...slot.choices]
  const options = choices.map(({ from, to }) => ({
    id: idOf({ from, to }),
    label: words.span(new Date(from), new Date(to), now),
  }))
  const pick = (id: string) => {
    const chosen = slot.choices.find(choice => idOf(choice) === id)
    if (chosen) onChange({ ...chosen, slotId: slot.id })
  }
  return (
    <>
      {store.slots.length > 1 && (
        <Select
          label={words.t('store.slot')}
          options={store.slots.map(({ id, name }) => ({ id: String(id), label: name }))}
          value={String(slot.id)}
          onChange={id => {
            setChosen(Number(id))
            onChange(null)
          }}
        />
      )}
      {options.length === 0 ? (
        <Message tone="warn">{words.t('store.slots.none')}</Message>
      ) : (
        <Select
          label={words.t('store.when')}
          options={options}
          value={value && idOf(value)}
          error={error}
          onChange={pick}
        />
      )}
      <WhyNot store={store.id} />
    </>
  )
}

/** Tells why a time is not among the choices. */
function WhyNot({ store }: { store: number }) {
  const words = useWords()
  const { zone } = words.place
  const [local, setLocal] = useState(() => localTime(zone, new Date()))
  const ask = useWhyNot(store)
  return (
    <details className="why-not">
      <summary>{words.t('store.why')}</summary>
      <div className="side">
        <TextField label={words.t('store.day')} type="datetime-local" value={local} onChange={setLocal} />
        <Button isDisabled={!local} isPending={ask.isPending} onPress={() => ask.mutate(momentIn(zone, local))}>
          {words.t('store.why.ask')}
        </Button>
      </div>
      <div role="status">
        {ask.isError && <p>{wordsOf(ask.error, words)}</p>}
        {ask.data?.map(({ id, name, why }) => (
          <p key={id}>
            <strong>{name}</strong> : {why || words.t('store.why.fine')}
          </p>
        ))}
      </div>
    </details>
  )
}

function FreeWindow({ value, error, onChange }: Props) {
  const words = useWords()
  const { zone } = words.place
  const [day, setDay] = useState(() => dayIn(zone, value ? new Date(value.from) : new Date()))
  const clock = (at: string | undefined) => (at ? localTime(zone, new Date(at)).slice(11) : '')
  const [from, setFrom] = useState(() => clock(value?.from))
  const [to, setTo] = useState(() => clock(value?.to))
  const tell = (nextDay: string, start: string, end: string) => {
    const whole = nextDay && start && end && start < end
    onChange(whole ? { from: momentIn(zone, `${nextDay}T${start}`), to: momentIn(zone, `${nextDay}T${end}`) } : null)
  }
  const change = (set: (text: string) => void, at: 0 | 1 | 2) => (text: string) => {
    set(text)
    const now: [string, string, string] = [day, from, to]
    now[at] = text
    tell(...now)
  }
  return (
    <fieldset className="window">
      <legend>{words.t('store.when')}</legend>
      <TextField label={words.t('store.day')} type="date" value={day} onChange={change(setDay, 0)} />
      <TextField label={words.t('store.from')} type="time" value={from} onChange={change(setFrom, 1)} />
      <TextField label={words.t('store.to')} type="time" value={to} onChange={change(setTo, 2)} error={error} />
    </fieldset>
  )
}
