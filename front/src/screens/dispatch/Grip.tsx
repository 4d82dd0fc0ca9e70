import { Button, Checkbox } from 'react-aria-components'
import { useWords } from '../../i18n/WordsProvider'

/** The handle by which a row is taken with the keyboard; with mouse or finger the whole row can be taken. */
export function Grip() {
  const words = useWords()
  return (
    <Button slot="drag" className="grip" aria-label={words.t('dispatch.drag')}>
      <span aria-hidden="true">⠿</span>
    </Button>
  )
}

/** The box that chooses a row. */
export function Choose() {
  return (
    <Checkbox slot="selection" className="checkbox choose">
      <span className="box" aria-hidden="true" />
    </Checkbox>
  )
}
