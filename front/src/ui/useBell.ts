import { useEffect, useState, useSyncExternalStore } from 'react'
import { Bell, type BellState } from './bell'

/** The screen's bell. The first touch of the page gives it its voice; it falls silent when the screen is left. */
export function useBell(): { bell: Bell; state: BellState } {
  const [bell] = useState(() => new Bell())
  const state = useSyncExternalStore(bell.subscribe, bell.state)
  useEffect(() => {
    const touched = () => void bell.unlock()
    document.addEventListener('pointerdown', touched)
    document.addEventListener('keydown', touched)
    return () => {
      document.removeEventListener('pointerdown', touched)
      document.removeEventListener('keydown', touched)
      bell.stop()
    }
  }, [bell])
  return { bell, state }
}
