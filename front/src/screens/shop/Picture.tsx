import { useEffect, useState } from 'react'
import { Button as AriaButton, FileTrigger } from 'react-aria-components'
import { wordsOf } from '../../api/send'
import { type PicturePlace, usePicture } from '../../api/shop'
import { useWords } from '../../i18n/WordsProvider'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Message } from '../../ui/Notice'
import { compress } from '../courier/photo'

interface Props {
  shop: number
  place: PicturePlace
  /** What the picture shows, for people who do not see it. */
  name: string
  url: string | null | undefined
  wide?: boolean
}

/** A small picture that opens what changes it; without a picture yet, a plus in its place. */
export function PictureButton(props: Props) {
  const words = useWords()
  const [open, setOpen] = useState(false)
  const { name, url, wide } = props
  return (
    <>
      <AriaButton
        className={`picture-button${wide ? ' wide' : ''}`}
        aria-label={words.t(url ? 'shop.picture.change' : 'shop.picture.add', { name })}
        onPress={() => setOpen(true)}
      >
        {url ? <img src={small(url, 320)} alt="" /> : <span aria-hidden="true">+</span>}
      </AriaButton>
      <Dialog title={words.t('shop.picture.of', { name })} open={open} onClose={() => setOpen(false)}>
        <PictureForm {...props} onClose={() => setOpen(false)} />
      </Dialog>
    </>
  )
}

/** Shows the picture in place, or the one that is being sent; sends and removes at once. */
function PictureForm({ shop, place, name, url, wide, onClose }: Props & { onClose(): void }) {
  const words = useWords()
  const { change, preview, unreadable, give } = useGiving(shop, place)
  const removing = change.isPending && !preview
  const shown = preview ?? (url ? small(url, 640) : undefined)
  return (
    <>
      <div className={`picture-large${wide ? ' wide' : ''}`} aria-busy={change.isPending}>
        {shown ? <img src={shown} alt={name} /> : <p className="soft">{words.t('shop.picture.none')}</p>}
      </div>
      {change.isPending && <p role="status">{words.t(removing ? 'shop.picture.removing' : 'shop.picture.sending')}</p>}
      {unreadable && <Message tone="danger">{words.t('courier.photo.unreadable')}</Message>}
      {change.error && !unreadable && <Message tone="danger">{wordsOf(change.error, words)}</Message>}
      <div className="dialog-buttons">
        {url && (
          <Button
            look="danger"
            isPending={removing}
            isDisabled={Boolean(preview)}
            onPress={() => change.mutate({ place })}
          >
            {words.t('shop.picture.remove')}
          </Button>
        )}
        <FileTrigger acceptedFileTypes={['image/*']} onSelect={files => void give(files?.[0])}>
          <Button look={url ? 'plain' : 'main'} isPending={Boolean(preview)} isDisabled={removing}>
            {words.t(url ? 'shop.picture.replace' : 'shop.picture.choose')}
          </Button>
        </FileTrigger>
        <Button look="quiet" onPress={onClose}>
          {words.t('ui.close')}
        </Button>
      </div>
    </>
  )
}

function useGiving(shop: number, place: PicturePlace) {
  const change = usePicture(shop)
  const [preview, setPreview] = useState<string>()
  const [unreadable, setUnreadable] = useState(false)
  useEffect(() => {
    if (preview) return () => URL.revokeObjectURL(preview)
  }, [preview])
  const give = async (file: File | undefined) => {
    if (!file) return
    try {
      const photo = await compress(file)
      setUnreadable(false)
      setPreview(URL.createObjectURL(photo))
      change.mutate({ place, photo }, { onSettled: () => setPreview(undefined) })
    } catch {
      setUnreadable(true)
    }
  }
  return { change, preview, unreadable, give }
}

/** The address of a smaller version, for pictures of ours. */
function small(url: string, width: number): string {
  return url.startsWith('/media/') ? `${url}?w=${width}` : url
}
