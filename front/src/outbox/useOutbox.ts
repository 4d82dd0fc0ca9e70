import { useSyncExternalStore } from 'react'
import type { Outbox, Snapshot } from './outbox'

/** The outbox as it stands, drawn again whenever it changes. */
export function useOutbox(outbox: Outbox): Snapshot {
  return useSyncExternalStore(outbox.subscribe, outbox.read)
}
