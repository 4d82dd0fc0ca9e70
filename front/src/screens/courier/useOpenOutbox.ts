import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { hear, inVain } from '../../api/courier'
import { openOutbox } from '../../outbox/open'
import type { Outbox } from '../../outbox/outbox'

interface Opened {
  outbox: Outbox | null
  error: unknown
  /** Stops sending, before signing out. */
  close(): void
}

/** Opens what this person still has to send from this device, and puts the answers into what is shown. */
export function useOpenOutbox(username: string): Opened {
  const client = useQueryClient()
  const [outbox, setOutbox] = useState<Outbox | null>(null)
  const [error, setError] = useState<unknown>(null)
  const stop = useRef(() => {})
  useEffect(() => {
    let gone = false
    openOutbox(username, { inVain, sent: (entry, answer) => hear(client, entry, answer) }).then(opened => {
      if (gone) return opened.stop()
      stop.current = opened.stop
      setOutbox(opened.outbox)
    }, setError)
    return () => {
      gone = true
      stop.current()
    }
  }, [username, client])
  const close = useCallback(() => stop.current(), [])
  return { outbox, error, close }
}
