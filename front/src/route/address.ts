import { useSyncExternalStore } from 'react'

const changed = new EventTarget()

function subscribe(listener: () => void): () => void {
  changed.addEventListener('go', listener)
  window.addEventListener('popstate', listener)
  return () => {
    changed.removeEventListener('go', listener)
    window.removeEventListener('popstate', listener)
  }
}

/** Goes to another screen of this app without loading the page. */
export function go(to: string, replace = false): void {
  if (replace) history.replaceState(null, '', to)
  else history.pushState(null, '', to)
  changed.dispatchEvent(new Event('go'))
  if (!replace) window.scrollTo(0, 0)
}

/** The path of the page, drawn again when it changes. */
export function usePath(): string {
  return useSyncExternalStore(subscribe, () => location.pathname)
}

/** One value of the address's query: what a screen shows is in its address, so that it can be sent and found again. */
export function useQueryValue(name: string): [string | null, (value: string | null) => void] {
  const value = useSyncExternalStore(subscribe, () => new URLSearchParams(location.search).get(name))
  const set = (next: string | null) => {
    const query = new URLSearchParams(location.search)
    if (next === null) query.delete(name)
    else query.set(name, next)
    go(query.size ? `${location.pathname}?${query}` : location.pathname, true)
  }
  return [value, set]
}
