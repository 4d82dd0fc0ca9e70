import { useEffect, useState, useSyncExternalStore } from 'react'
import { Bell, type BellState } from './bell'

/** The screen's bell. The first touch of the page gives it its voice; it falls silent when the screen is left. */
export function useBell(): { bell: Bell; state: BellState } {
  const [bell] = useState(() => new Bell())
  const state = useSyncExternalStore(bell.subscribe, bell.state)
  useEffect(() => {
    const touched = () => void bell.unlock()
    // After the click, not before it: what goes away at the first touch must not move its target.
    document.addEventListener('click', touched, true)
    document.addEventListener('keydown', touched, true)
    return () => {
      document.removeEventListener('click', touched, true)
      document.removeEventListener('keydown', touched, true)
      bell.stop()
    }
  }, [bell])
  return { bell, state }
}
