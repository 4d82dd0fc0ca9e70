import { type FormEvent, useState } from 'react'
import { useWords } from '../../i18n/WordsProvider'
import type { Key } from '../../i18n/words'
import {
  type Carrier,
  type Choice,
  choices,
  type DayWish,
  dayForm,
  tasksFor,
  wheelsFor,
  wishOf,
} from '../../model/dayPlan'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Checkbox, Select, TextField } from '../../ui/Field'
import { useDesk } from './context'

interface Props {
  pending: boolean
  onClose(): void
  onPlan(wish: DayWish): void
}

/** Asks which free tasks of the day are to be planned, over whom, and what is known of them. */
export function DayPlanDialog({ pending, onClose, onPlan }: Props) {
  const words = useWords()
  const { board, today } = useDesk()
  const [form, set] = useState(() => dayForm(board, today))
  const { stores, tags, depots } = choices(board)
  const tasks = tasksFor(board, form).length
  const wanted = form.carriers.filter(carrier => carrier.wanted)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onPlan(wishOf(board, form, words.place.zone))
  }
  const change = (carrier: Carrier) =>
    set({ ...form, carriers: form.carriers.map(other => (other.id === carrier.id ? carrier : other)) })
  return (
    <Dialog title={words.t('dispatch.dayPlan')} open onClose={onClose}>
      <form className="verb-form" onSubmit={submit}>
        <div className="day-what">
          <Among
            label="dispatch.dayPlan.store"
            all={stores}
            value={form.store}
            onChange={store => set({ ...form, store })}
          />
          <Among label="dispatch.dayPlan.tag" all={tags} value={form.tag} onChange={tag => set({ ...form, tag })} />
        </div>
        <p>{words.t('dispatch.dayPlan.tasks', { n: tasks })}</p>
        <Checkbox
          label={words.t('dispatch.dayPlan.level')}
          checked={form.level}
          onChange={level => set({ ...form, level })}
        />
        {form.carriers.map(carrier => (
          <CarrierRow
            key={carrier.id}
            carrier={carrier}
            depots={depots}
            wheels={wheelsFor(board, form, carrier)}
            onChange={change}
          />
        ))}
        {wanted.length === 0 && <p className="row-note">{words.t('dispatch.dayPlan.nobody')}</p>}
        <div className="dialog-buttons">
          <Button onPress={onClose}>{words.t('ui.cancel')}</Button>
          <Button look="main" type="submit" isDisabled={tasks === 0 || wanted.length === 0} isPending={pending}>
            {words.t(pending ? 'dispatch.proposing' : 'dispatch.dayPlan.ask')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

interface AmongIn {
  label:
    | 'dispatch.dayPlan.store'
    | 'dispatch.dayPlan.tag'
    | 'dispatch.dayPlan.depot'
    | 'dispatch.dayPlan.vehicle'
    | 'dispatch.dayPlan.trailer'
  all: Choice[]
  value: string
  onChange(id: string): void
}

/** A choice of one, or of none in particular; nothing when there is nothing to choose. */
function Among({ label, all, value, onChange }: AmongIn) {
  const words = useWords()
  if (all.length === 0) return null
  const any = { id: 'any', label: words.t(`${label}.any`) }
  return (
    <Select
      label={words.t(label)}
      options={[any, ...all]}
      value={value || 'any'}
      onChange={id => onChange(id === 'any' ? '' : id)}
    />
  )
}

interface CarrierIn {
  carrier: Carrier
  depots: Choice[]
  wheels: ReturnType<typeof wheelsFor>
  onChange(carrier: Carrier): void
}

/** Whether a courier is to carry, and behind a fold what is known of their day. */
function CarrierRow({ carrier, depots, wheels, onChange }: CarrierIn) {
  const words = useWords()
  const { username, wanted } = carrier
  const field = (label: Key, name: 'from' | 'to' | 'parcels' | 'kilos', type: 'time' | 'number') => (
    <TextField
      label={words.t(label)}
      type={type}
      value={carrier[name]}
      onChange={value => onChange({ ...carrier, [name]: value })}
    />
  )
  return (
    <div className="carrier">
      <Checkbox label={username} checked={wanted} onChange={on => onChange({ ...carrier, wanted: on })} />
      {wanted && (
        <details>
          <summary>
            {words.t('dispatch.dayPlan.facts')} <span className="visually-hidden">{username}</span>
          </summary>
          <div className="carrier-facts">
            {field('dispatch.from', 'from', 'time')}
            {field('dispatch.to', 'to', 'time')}
            {field('dispatch.dayPlan.parcels', 'parcels', 'number')}
            {field('dispatch.dayPlan.kilos', 'kilos', 'number')}
          </div>
          <Among
            label="dispatch.dayPlan.vehicle"
            all={wheels.vehicles}
            value={carrier.vehicle}
            onChange={vehicle => onChange({ ...carrier, vehicle, trailer: '' })}
          />
          <Among
            label="dispatch.dayPlan.trailer"
            all={wheels.trailers}
            value={carrier.trailer}
            onChange={trailer => onChange({ ...carrier, trailer })}
          />
          <Among
            label="dispatch.dayPlan.depot"
            all={depots}
            value={carrier.depot}
            onChange={depot => onChange({ ...carrier, depot })}
          />
        </details>
      )}
    </div>
  )
}
