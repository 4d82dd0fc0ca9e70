import { useWords } from '../i18n/WordsProvider'
import { useLiveState } from '../live/LiveProvider'
import { Badge } from './Badge'
import { useOnline } from './Notice'

/** Tells whether what the screen shows follows by itself. */
export function LiveMark() {
  const words = useWords()
  const state = useLiveState()
  const online = useOnline()
  if (state === 'off' || !online) return <Badge tone="warn">{words.t('ui.offline.short')}</Badge>
  if (state === 'connecting') return <Badge tone="warn">{words.t('ui.live.connecting')}</Badge>
  return <Badge tone="accent">{words.t('ui.live.connected')}</Badge>
}
