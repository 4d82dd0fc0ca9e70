import { useState } from 'react'
import { ComboBox, FieldError, Input, Label, ListBox, ListBoxItem, Popover, Text } from 'react-aria-components'
import { usePlaces } from '../../api/store'
import { useWords } from '../../i18n/WordsProvider'
import type { Place } from '../../model/parcel'

interface Props {
  place: Place | null
  error?: string | undefined
  onChange(place: Place | null): void
}

const idOf = ({ label, lat, lng }: Place) => `${label} ${lat} ${lng}`

/** An address that is searched for while one types; only a place of the list counts. */
export function AddressField({ place, error, onChange }: Props) {
  const words = useWords()
  const [text, setText] = useState(place?.label ?? '')
  const found = usePlaces(text)
  const others = (found.data ?? []).filter(one => !place || idOf(one) !== idOf(place))
  const places = [...(place ? [place] : []), ...others].map(one => ({ ...one, id: idOf(one) })) // the chosen one stays in the list
  return (
    <ComboBox
      className="field"
      inputValue={text}
      items={places}
      value={place && idOf(place)}
      allowsEmptyCollection
      isInvalid={Boolean(error)}
      menuTrigger="input"
      onInputChange={setText}
      onChange={key => onChange(places.find(one => one.id === key) ?? null)}
    >
      <Label>{words.t('store.address')}</Label>
      <Input autoComplete="off" />
      <Text slot="description">{words.t('store.address.hint')}</Text>
      <FieldError>{error}</FieldError>
      <Popover className="popover">
        <ListBox<(typeof places)[number]>
          className="options"
          renderEmptyState={() => (
            <p className="option soft">
              {words.t(found.isFetching || text.trim().length < 3 ? 'store.address.hint' : 'store.address.none')}
            </p>
          )}
        >
          {one => (
            <ListBoxItem className="option" textValue={one.label}>
              {one.label}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
