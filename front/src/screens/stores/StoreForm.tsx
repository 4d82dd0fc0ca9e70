import { useState } from 'react'
import { type Named, type StoresSetup, useSaveStore } from '../../api/storeSetup'
import { useWords } from '../../i18n/WordsProvider'
import { type StoreDraft, storeDraftOf } from '../../model/storeSetup'
import { FormDialog } from '../../ui/Dialog'
import { Checkbox, Select, TextField } from '../../ui/Field'
import { useToasts } from '../../ui/ToastRegion'
import { AddressField } from '../store/AddressField'

interface Props {
  /** 0 for a new store. */
  id: number
  setup: StoresSetup
  onClose(): void
}

/** A form for a store. */
export function StoreForm({ id, setup, onClose }: Props) {
  const words = useWords()
  const toasts = useToasts()
  const saving = useSaveStore()
  const [draft, hold] = useState(() => storeDraftOf(id, setup))
  const [tried, setTried] = useState(false)
  // Leaving one field and changing another may fall together.
  const put = (part: Partial<StoreDraft>) => hold(now => ({ ...now, ...part }))
  const noName = !draft.name.trim()
  const noPlace = id === 0 && !draft.place
  const save = () => {
    setTried(true)
    if (noName || noPlace) return
    saving.mutateAsync({ id, draft }).then(
      () => {
        toasts.say(words.t('stores.saved', { name: draft.name }))
        onClose()
      },
      () => {}, // the form says what went wrong
    )
  }
  const now = setup.stores.find(store => store.id === id)?.address.streetAddress
  return (
    <FormDialog
      title={words.t(id ? 'ui.edit' : 'stores.add')}
      className="store-form"
      saving={saving}
      onSave={save}
      onClose={onClose}
    >
      <TextField
        label={words.t('stores.name')}
        value={draft.name}
        maxLength={255}
        error={tried && noName ? words.t('store.needed') : undefined}
        onChange={name => put({ name })}
      />
      {now && <p className="soft">{words.t('store.from.address', { address: now })}</p>}
      <AddressField
        label={words.t(now ? 'stores.address.new' : 'stores.address')}
        place={draft.place}
        error={tried && noPlace ? words.t('store.address.choose') : undefined}
        onChange={place => put({ place })}
      />
      <Choice
        label={words.t('stores.list')}
        none={words.t('store.price.none')}
        options={setup.priceLists}
        value={draft.priceListId}
        onChange={priceListId => put({ priceListId })}
      />
      <Choice
        label={words.t('stores.packages')}
        none={words.t('stores.packages.none')}
        options={setup.packageSets}
        value={draft.packageSetId}
        onChange={packageSetId => put({ packageSetId })}
      />
      <Several
        label={words.t('stores.slots')}
        hint={words.t('stores.slots.hint')}
        options={setup.timeSlots}
        chosen={draft.timeSlotIds}
        onChange={timeSlotIds => put({ timeSlotIds })}
      />
      <fieldset>
        <legend>{words.t('stores.asks')}</legend>
        <Checkbox
          label={words.t('stores.asks.weight')}
          checked={draft.weightRequired}
          onChange={weightRequired => put({ weightRequired })}
        />
        <Checkbox
          label={words.t('stores.asks.packages')}
          checked={draft.packagesRequired}
          isDisabled={draft.packageSetId === null && !draft.packagesRequired}
          onChange={packagesRequired => put({ packagesRequired })}
        />
        <Checkbox
          label={words.t('stores.asks.drops')}
          checked={draft.severalDrops}
          onChange={severalDrops => put({ severalDrops })}
        />
      </fieldset>
      <Several
        label={words.t('stores.owners')}
        hint={words.t(setup.people.length > 0 ? 'stores.owners.hint' : 'stores.owners.nobody')}
        options={setup.people}
        chosen={draft.ownerIds}
        onChange={ownerIds => put({ ownerIds })}
      />
    </FormDialog>
  )
}

interface ChoiceIn {
  label: string
  /** What to call it when none is chosen. */
  none: string
  options: Named[]
  value: number | null
  onChange(id: number | null): void
}

function Choice({ label, none, options, value, onChange }: ChoiceIn) {
  const all = [{ id: '0', label: none }, ...options.map(({ id, name }) => ({ id: String(id), label: name }))]
  return <Select label={label} options={all} value={String(value ?? 0)} onChange={id => onChange(Number(id) || null)} />
}

interface SeveralIn {
  label: string
  hint: string
  options: Named[]
  chosen: number[]
  onChange(ids: number[]): void
}

function Several({ label, hint, options, chosen, onChange }: SeveralIn) {
  return (
    <fieldset>
      <legend>{label}</legend>
      <p className="soft">{hint}</p>
      {options.map(({ id, name }) => (
        <Checkbox
          key={id}
          label={name}
          checked={chosen.includes(id)}
          onChange={on => onChange(on ? [...chosen, id] : chosen.filter(other => other !== id))}
        />
      ))}
    </fieldset>
  )
}
