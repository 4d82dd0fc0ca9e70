import { wordsOf } from '../../api/send'
import { useReadSheet, useStoreDeliveries } from '../../api/store'
import { useWords } from '../../i18n/WordsProvider'
import { type Drop, dropsOf } from '../../model/parcel'
import { Button } from '../../ui/Button'
import { useToasts } from '../../ui/ToastRegion'

/** Offers to send what was sent last once more; nothing where nothing was sent yet. */
export function LastTime({ store, onDrops }: { store: number; onDrops(drops: Drop[]): void }) {
  const words = useWords()
  const toasts = useToasts()
  const list = useStoreDeliveries(store, { when: 'all', text: '' })
  const sheet = useReadSheet()
  const last = list.data?.pages[0]?.deliveries[0]
  if (!last) return null
  const fill = () =>
    sheet.mutateAsync(last.id).then(
      ({ stops }) => onDrops(dropsOf(stops, 'again')),
      error => toasts.say(wordsOf(error, words), { tone: 'danger' }),
    )
  return (
    <Button look="quiet" isPending={sheet.isPending} onPress={() => void fill()}>
      {words.t('store.lastTime', { name: last.name || last.to })}
    </Button>
  )
}
