import type { QueryClient } from '@tanstack/react-query'

/** First part of every board's key. */
export const boards = ['board'] as const

const timers = new WeakMap<QueryClient, ReturnType<typeof setTimeout>>()

/** Reads the boards again, once for a burst of events. */
export function readSoon(client: QueryClient): void {
  if (timers.has(client)) return
  const read = () => {
    timers.delete(client)
    void client.invalidateQueries({ queryKey: boards })
  }
  timers.set(client, setTimeout(read, 250))
}
