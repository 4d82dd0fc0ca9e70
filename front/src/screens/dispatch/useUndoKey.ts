import { useEffect, useRef } from 'react'

/** Runs on Ctrl+Z or ⌘Z, except while somebody writes: there the keys take back what was written. */
export function useUndoKey(run: () => void): void {
  const latest = useRef(run)
  latest.current = run
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const wanted = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === 'z'
      const writing = event.target instanceof Element && event.target.closest('input, textarea, [contenteditable]')
      if (!wanted || (writing && !writing.matches('[type=checkbox]'))) return
      event.preventDefault()
      latest.current()
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}
