import { useSyncExternalStore } from 'react'

const query = '(min-width: 60rem)'

function watch(changed: () => void): () => void {
  const media = window.matchMedia(query)
  media.addEventListener('change', changed)
  return () => media.removeEventListener('change', changed)
}

/** Whether lists and map fit beside each other. */
export function useWide(): boolean {
  return useSyncExternalStore(watch, () => window.matchMedia(query).matches)
}
