import { FileTrigger } from 'react-aria-components'
import { photoOf } from '../../api/courier'
import { useWords } from '../../i18n/WordsProvider'
import type { Outbox } from '../../outbox/outbox'
import { Button } from '../../ui/Button'
import { useToasts } from '../../ui/ToastRegion'
import { compress } from './photo'

/** Takes a photo that proves a stop; it goes to the outbox, so the courier does not wait for it. */
export function PhotoButton({ task, outbox }: { task: number; outbox: Outbox }) {
  const words = useWords()
  const toasts = useToasts()
  const take = async (files: FileList | null) => {
    const file = files?.[0]
    if (!file) return
    try {
      await outbox.add(photoOf(task, await compress(file)))
      toasts.say(words.t('courier.photo.kept'))
    } catch {
      toasts.say(words.t('courier.photo.unreadable'), { tone: 'danger' })
    }
  }
  return (
    <FileTrigger acceptedFileTypes={['image/*']} defaultCamera="environment" onSelect={files => void take(files)}>
      <Button>{words.t('courier.photo')}</Button>
    </FileTrigger>
  )
}
