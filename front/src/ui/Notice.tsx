import { type ReactNode, useSyncExternalStore } from 'react'
import { wordsOf } from '../api/send'
import { useWords } from '../i18n/WordsProvider'
import type { Key } from '../i18n/words'
import { Button } from './Button'
import './notice.css'

/** Something is being fetched; nothing shows for the first moment, so that quick answers do not flicker. */
export function Loading() {
  const words = useWords()
  return (
    <p className="notice loading" role="status">
      <span className="dots" aria-hidden="true" />
      {words.t('ui.loading')}
    </p>
  )
}

/** There is nothing to show, and why that is fine or what to do. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="notice">
      <p>{children}</p>
      {action}
    </div>
  )
}

/** A read went wrong: in words, with another try. */
export function Failure({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const words = useWords()
  return (
    <div className="notice failure" role="alert">
      <h2>{words.t('ui.failed')}</h2>
      <p>{wordsOf(error, words)}</p>
      {onRetry && <Button onPress={onRetry}>{words.t('ui.retry')}</Button>}
    </div>
  )
}

/** A message that belongs to a form or a part of the screen. */
export function Message({ tone, children }: { tone: 'info' | 'warn' | 'danger'; children: ReactNode }) {
  return (
    <p className={`message ${tone}`} role={tone === 'danger' ? 'alert' : 'status'}>
      {children}
    </p>
  )
}

/** A bar that shows while the device has no network, and what that means here. */
export function OfflineBar({ text = 'ui.offline' }: { text?: Key }) {
  const words = useWords()
  const online = useOnline()
  return <div role="status">{!online && <p className="offline">{words.t(text)}</p>}</div>
}

function watchNetwork(changed: () => void): () => void {
  window.addEventListener('online', changed)
  window.addEventListener('offline', changed)
  return () => {
    window.removeEventListener('online', changed)
    window.removeEventListener('offline', changed)
  }
}

/** Whether the device thinks that it has a network. */
export function useOnline(): boolean {
  return useSyncExternalStore(watchNetwork, () => navigator.onLine)
}
