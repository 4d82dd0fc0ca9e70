import { useEffect, useState } from 'react'

/** The present moment in milliseconds, renewed every half minute, so that what gets late shows. */
export function useNow(): number {
  const [now, set] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => set(Date.now()), 30_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
