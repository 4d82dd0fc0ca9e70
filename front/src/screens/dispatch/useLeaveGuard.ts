import { useEffect } from 'react'

/** Has the browser ask before the page is closed while something is not sent yet. */
export function useLeaveGuard(unsent: boolean): void {
  useEffect(() => {
    if (!unsent) return
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [unsent])
}
