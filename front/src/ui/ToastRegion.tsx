import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from 'react'
import { useWords } from '../i18n/WordsProvider'
import { Button, IconButton } from './Button'
import { Toasts } from './toasts'
import './toast.css'

const Context = createContext<Toasts | null>(null)

/** Holds the messages of the screens below and shows them; read out as they come. */
export function ToastRegion({ children }: { children: ReactNode }) {
  const [toasts] = useState(() => new Toasts())
  const words = useWords()
  const list = useSyncExternalStore(toasts.subscribe, toasts.read)
  return (
    <Context value={toasts}>
      {children}
      <div className="toasts" role="status" aria-live="polite">
        {list.map(({ id, text, tone, action }) => (
          <div key={id} className={`toast ${tone}`}>
            <span>{text}</span>
            {action && (
              <Button
                look="quiet"
                onPress={() => {
                  toasts.close(id)
                  action.run()
                }}
              >
                {action.label}
              </Button>
            )}
            <IconButton label={words.t('ui.close')} onPress={() => toasts.close(id)}>
              <span aria-hidden="true">×</span>
            </IconButton>
          </div>
        ))}
      </div>
    </Context>
  )
}

/** Where to say something short. */
export function useToasts(): Toasts {
  const toasts = useContext(Context)
  if (!toasts) throw new Error('useToasts needs a ToastRegion above it')
  return toasts
}
