import { useState } from 'react'
import { ComboBox, FieldError, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components'
import { usePlaces } from '../../api/store'
import { useWords } from '../../i18n/WordsProvider'
import type { Place } from '../../model/parcel'

interface Props {
  label: string
  place: Place | null
  /** The address book, searched too. */
  saved?: Place[] | undefined
  error?: string | undefined
  onChange(place: Place | null): void
}

const idOf = ({ label, lat, lng, name = '' }: Place) => `${label} ${lat} ${lng} ${name}`
const shortest = 3

/** An address that is searched for while one types, in the address book too; only a place of the list counts. */
export function AddressField({ label, place, saved = [], error, onChange }: Props) {
  const words = useWords()
  const [text, setText] = useState(place?.label ?? '')
  const found = usePlaces(text)
  const places = placesFor(text, place, saved, found.data ?? [])
  return (
    <ComboBox
      className="field"
      inputValue={text}
      items={places}
      value={place && idOf(place)}
      allowsEmptyCollection
      isInvalid={Boolean(error)}
      onInputChange={setText}
      onChange={key => onChange(places.find(one => one.id === key) ?? null)}
    >
      <Label>{label}</Label>
      <Input autoComplete="off" />
      <Text slot="description">{words.t('store.address.hint')}</Text>
      <FieldError>{error}</FieldError>
      <Popover className="popover">
        <ListBox<(typeof places)[number]>
          className="options"
          renderEmptyState={() => (
            <p className="option soft">
              {words.t(found.isFetching || text.trim().length < shortest ? 'store.address.hint' : 'store.address.none')}
            </p>
          )}
        >
          {one => (
            <ListBoxItem className="option" textValue={one.label}>
              <span>
                {one.name && <strong>{one.name} · </strong>}
                {one.label}
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}

/** The chosen place, then those of the book that the text means, then what the search found, each once. */
function placesFor(text: string, place: Place | null, saved: Place[], found: Place[]): (Place & { id: string })[] {
  const typed = text.trim().toLowerCase()
  const known = saved.filter(one => `${one.name ?? ''} ${one.label}`.toLowerCase().includes(typed))
  const all = [...(place ? [place] : []), ...known, ...found].map(one => ({ ...one, id: idOf(one) }))
  return all.filter(({ id }, i) => all.findIndex(other => other.id === id) === i)
}
