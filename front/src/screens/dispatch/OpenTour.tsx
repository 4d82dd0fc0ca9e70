import { useWords } from '../../i18n/WordsProvider'
import { IconButton } from '../../ui/Button'
import { useDeskRef } from './context'

/** Opens a tour beside the lists. */
export function OpenTour({ id, name }: { id: number | undefined; name: string }) {
  const words = useWords()
  const desk = useDeskRef()
  return (
    <IconButton label={words.t('dispatch.tour.open', { name })} onPress={() => desk.current.lookAtTour(id)}>
      <span aria-hidden="true">✎</span>
    </IconButton>
  )
}
