import type { QueryClient, QueryKey } from '@tanstack/react-query'
import type { LiveEvent } from './socket'

/** What one event does to the cache: patch what is known, or mark it to be read again. */
export type Reaction = (client: QueryClient, data: unknown) => void

/** Event name → reaction; one table a screen or resource. */
export type Reactions = Record<string, Reaction>

/** Changes the cached value in place of reading it again; nothing happens when it is not cached. */
export function patch<T, D>(key: QueryKey | ((data: D) => QueryKey), change: (value: T, data: D) => T): Reaction {
  return (client, data) => {
    const at = typeof key === 'function' ? key(data as D) : key
    client.setQueryData<T>(at, old => (old === undefined ? old : change(old, data as D)))
  }
}

/** Marks what the event may have changed; it is read again when a screen shows it. */
export function invalidate<D>(...keys: (QueryKey | ((data: D) => QueryKey))[]): Reaction {
  return (client, data) => {
    for (const key of keys) {
      void client.invalidateQueries({ queryKey: typeof key === 'function' ? key(data as D) : key })
    }
  }
}

/** Listener for a channel: applies the table; after a gap everything that its keys cover is read again. */
export function listen(client: QueryClient, reactions: Reactions, onGap: QueryKey[]) {
  return {
    event: ({ name, data }: LiveEvent) => reactions[name]?.(client, data),
    reset: () => invalidate(...onGap)(client, undefined),
  }
}
