import { useMemo, useSyncExternalStore } from 'react'

/** Whether a media query holds, drawn again when that changes: for screens that are built otherwise on a phone. */
export function useMedia(query: string): boolean {
  const list = useMemo(() => window.matchMedia(query), [query])
  const subscribe = useMemo(
    () => (changed: () => void) => {
      list.addEventListener('change', changed)
      return () => list.removeEventListener('change', changed)
    },
    [list],
  )
  return useSyncExternalStore(subscribe, () => list.matches)
}
