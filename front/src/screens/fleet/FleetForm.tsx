import { useState } from 'react'
import { type Fleet, type FleetChange, type Part, useFleetChange } from '../../api/fleet'
import { useWords } from '../../i18n/WordsProvider'
import { draftOf, type FleetDraft, lacksOf, sentOf } from '../../model/fleet'
import { FormDialog } from '../../ui/Dialog'
import { Checkbox, Select, TextField } from '../../ui/Field'
import { AddressField } from '../store/AddressField'

interface Props {
  part: Part
  /** 0 for a new one. */
  id: number
  fleet: Fleet
  onClose(): void
}

/** A form for a warehouse, a vehicle or a trailer. */
export function FleetForm({ part, id, fleet, onClose }: Props) {
  const words = useWords()
  const saving = useFleetChange()
  const [draft, hold] = useState(() => draftOf(part, id, fleet))
  const [tried, setTried] = useState(false)
  const lacks = tried ? lacksOf(draft, part) : []
  // Leaving one field and changing another may fall together.
  const put = (part: Partial<FleetDraft>) => hold(now => ({ ...now, ...part }))
  const save = () => {
    setTried(true)
    if (lacksOf(draft, part).length > 0) return
    const change: FleetChange = { method: id ? 'PUT' : 'POST', part, id: id || undefined, body: sentOf(draft, part) }
    saving.mutateAsync(change).then(onClose, () => {}) // the form says what went wrong
  }
  return (
    <FormDialog
      title={words.t(id ? 'ui.edit' : `fleet.${part}.add`)}
      className="fleet-form"
      saving={saving}
      onSave={save}
      onClose={onClose}
    >
      <TextField
        label={words.t('fleet.name')}
        value={draft.name}
        maxLength={255}
        error={lacks.includes('name') ? words.t('store.needed') : undefined}
        onChange={name => put({ name })}
      />
      {part === 'warehouses' ? (
        <AddressField
          label={words.t('fleet.address')}
          place={draft.place}
          error={lacks.includes('place') ? words.t('store.address.choose') : undefined}
          onChange={place => put({ place })}
        />
      ) : (
        <BodyFields draft={draft} lacks={lacks} put={put} />
      )}
      {part === 'vehicles' && <VehicleFields draft={draft} lacks={lacks} fleet={fleet} put={put} />}
    </FormDialog>
  )
}

interface FieldsIn {
  draft: FleetDraft
  lacks: string[]
  put(part: Partial<FleetDraft>): void
}

function BodyFields({ draft, lacks, put }: FieldsIn) {
  const words = useWords()
  const wrong = (name: string) => (lacks.includes(name) ? words.t('fleet.number.wrong') : undefined)
  return (
    <>
      <div className="pair">
        <TextField
          label={words.t('fleet.weight')}
          inputMode="decimal"
          value={draft.weight}
          error={wrong('weight')}
          onChange={weight => put({ weight })}
        />
        <TextField
          label={words.t('fleet.volume')}
          hint={words.t('fleet.volume.hint')}
          inputMode="numeric"
          value={draft.volume}
          error={wrong('volume')}
          onChange={volume => put({ volume })}
        />
      </div>
      <label className="field">
        <strong>{words.t('fleet.color')}</strong>
        <input type="color" value={draft.color} onChange={event => put({ color: event.target.value })} />
      </label>
      <Checkbox
        label={words.t('fleet.electric')}
        checked={draft.electric}
        onChange={electric => put({ electric, ...(!electric && { range: '' }) })}
      />
      {draft.electric && (
        <TextField
          label={words.t('fleet.range')}
          inputMode="numeric"
          value={draft.range}
          error={wrong('range')}
          onChange={range => put({ range })}
        />
      )}
    </>
  )
}

function VehicleFields({ draft, lacks, fleet, put }: FieldsIn & { fleet: Fleet }) {
  const words = useWords()
  const flip = (id: number, on: boolean) =>
    put({ trailers: on ? [...draft.trailers, id] : draft.trailers.filter(other => other !== id) })
  return (
    <>
      <TextField
        label={words.t('fleet.co2')}
        inputMode="numeric"
        value={draft.co2}
        error={lacks.includes('co2') ? words.t('fleet.number.wrong') : undefined}
        onChange={co2 => put({ co2 })}
      />
      <Select
        label={words.t('fleet.warehouse')}
        options={fleet.warehouses.map(({ id, name }) => ({ id: String(id), label: name }))}
        value={draft.warehouseId ? String(draft.warehouseId) : null}
        error={lacks.includes('warehouseId') ? words.t('store.needed') : undefined}
        onChange={id => put({ warehouseId: Number(id) })}
      />
      {fleet.trailers.length > 0 && (
        <fieldset className="fits">
          <legend>{words.t('fleet.fits')}</legend>
          {fleet.trailers.map(({ id, name }) => (
            <Checkbox key={id} label={name} checked={draft.trailers.includes(id)} onChange={on => flip(id, on)} />
          ))}
        </fieldset>
      )}
    </>
  )
}
