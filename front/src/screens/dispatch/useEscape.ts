import { useEffect } from 'react'

/** Runs on Escape, unless something above, such as a dialog or a menu, took it for itself. */
export function useEscape(run: () => void): void {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented) run()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [run])
}
