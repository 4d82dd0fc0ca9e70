import { useState } from 'react'
import { useAddressBook } from '../../api/store'
import { useWords } from '../../i18n/WordsProvider'
import type { Drop, Lack, Place, Store } from '../../model/parcel'
import { Button } from '../../ui/Button'
import { Checkbox, Select, TextField } from '../../ui/Field'
import { AddressField } from './AddressField'
import { WindowField } from './WindowField'

interface Props {
  store: Store
  drop: Drop
  /** Its place among several, 0 where there is only one. */
  rank: number
  lacks: Lack[]
  onChange(part: Partial<Drop>): void
  onRemove?: (() => void) | undefined
}

/** One place to deliver to: where, who, what, when. */
export function DropFields({ store, drop, rank, lacks, onChange, onRemove }: Props) {
  const words = useWords()
  const book = useAddressBook(store.id)
  const [picked, setPicked] = useState(0) // a field anew for each address of the book
  const choose = (place: Place | null, fromBook = false) => {
    if (fromBook) setPicked(picked + 1)
    onChange({
      place,
      keep: false,
      ...(place?.name && { name: place.name }),
      ...(place?.telephone && { telephone: place.telephone }),
    })
  }
  return (
    <fieldset className={`drop ${rank ? 'one-of' : ''}`}>
      {rank > 0 && <legend>{words.t('store.drop', { n: rank })}</legend>}
      {book.data && book.data.length > 0 && (
        <Select
          label={words.t('store.address.book')}
          options={book.data.map((one, i) => ({
            id: String(i),
            label: one.name ? `${one.name} · ${one.label}` : one.label,
          }))}
          value={null}
          onChange={at => choose(book.data[Number(at)] ?? null, true)}
        />
      )}
      <AddressField
        key={picked}
        label={words.t('store.address')}
        place={drop.place}
        saved={book.data}
        error={lacks.includes('address') ? words.t('store.address.choose') : undefined}
        onChange={place => choose(place)}
      />
      <div className="pair">
        <TextField
          label={words.t('store.name')}
          value={drop.name}
          maxLength={200}
          onChange={name => onChange({ name })}
        />
        <TextField
          label={words.t('store.telephone')}
          type="tel"
          value={drop.telephone}
          maxLength={50}
          onChange={telephone => onChange({ telephone })}
        />
      </div>
      {drop.place && !drop.place.saved && store.can.includes('address') && (
        <Checkbox label={words.t('store.address.keep')} checked={drop.keep} onChange={keep => onChange({ keep })} />
      )}
      <Load store={store} drop={drop} onChange={onChange} lacks={lacks} />
      <WindowField
        store={store}
        value={drop.window}
        error={lacks.includes('window') ? words.t('store.when.missing') : undefined}
        onChange={window => onChange({ window })}
      />
      <TextField
        label={words.t('store.comments')}
        lines={2}
        value={drop.comments}
        maxLength={2000}
        onChange={comments => onChange({ comments })}
      />
      {onRemove && (
        <Button look="quiet" onPress={onRemove}>
          {words.t('store.drop.remove', { n: rank })}
        </Button>
      )}
    </fieldset>
  )
}

/** What is carried: how many of each kind of package, and the weight. */
function Load({ store, drop, onChange, lacks }: Pick<Props, 'store' | 'drop' | 'onChange' | 'lacks'>) {
  const words = useWords()
  return (
    <div className="pair">
      {store.packages.map((name, i) => (
        <TextField
          key={name}
          label={words.t('store.package', { name })}
          type="number"
          inputMode="numeric"
          value={drop.packages[name] ?? ''}
          error={i === 0 && lacks.includes('packages') ? words.t('store.needed') : undefined}
          onChange={text => onChange({ packages: { ...drop.packages, [name]: text } })}
        />
      ))}
      <TextField
        label={words.t('store.weight')}
        inputMode="decimal"
        value={drop.weight}
        error={lacks.includes('weight') ? words.t('store.weight.wrong') : undefined}
        onChange={weight => onChange({ weight })}
      />
    </div>
  )
}
