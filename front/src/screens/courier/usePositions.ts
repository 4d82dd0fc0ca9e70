import { useEffect, useState } from 'react'
import { sendFixes } from '../../api/courier'
import { Problem } from '../../api/send'
import type { Position } from '../../map/model'
import { type Fix, queued } from '../../model/fixes'

/** Milliseconds between two sendings: a radio that sleeps saves the battery. */
const pace = 20_000

export interface Sharing {
  /** Why there is no position although it would be shared. */
  trouble: 'denied' | 'unavailable' | null
  here: Position | null
}

/** Watches the position while on duty, and only then, and tells it in batches; what could not be sent is kept for the next one. */
export function usePositions(on: boolean): Sharing {
  const [trouble, setTrouble] = useState<Sharing['trouble']>(null)
  const [here, setHere] = useState<Position | null>(null)
  useEffect(() => {
    if (!on) return
    if (!navigator.geolocation) return setTrouble('unavailable')
    const batch = new Batch()
    const seen = ({ coords, timestamp }: GeolocationPosition) => {
      setTrouble(null)
      setHere([coords.longitude, coords.latitude])
      batch.add({ lat: coords.latitude, lng: coords.longitude, at: new Date(timestamp).toISOString() })
    }
    const failed = ({ code, PERMISSION_DENIED }: GeolocationPositionError) =>
      setTrouble(code === PERMISSION_DENIED ? 'denied' : 'unavailable')
    const watch = navigator.geolocation.watchPosition(seen, failed, { enableHighAccuracy: true, maximumAge: 5000 })
    const timer = setInterval(() => void batch.send(), pace)
    return () => {
      navigator.geolocation.clearWatch(watch)
      clearInterval(timer)
      batch.forget()
      setHere(null)
      setTrouble(null)
    }
  }, [on])
  return { trouble, here }
}

class Batch {
  private queue: Fix[] = []
  private sending = false
  private first = true

  add(fix: Fix): void {
    this.queue = queued(this.queue, fix)
    // The first one at once: whoever starts a shift wants to be seen.
    if (this.first) {
      this.first = false
      void this.send()
    }
  }

  forget(): void {
    this.queue = []
  }

  async send(): Promise<void> {
    if (this.sending || this.queue.length === 0) return
    this.sending = true
    const batch = this.queue
    try {
      await sendFixes(batch)
      this.drop(batch)
    } catch (error) {
      // A refusal will not get better by repeating it; without network the batch waits.
      if (error instanceof Problem && error.status >= 400 && error.status < 500 && error.status !== 429)
        this.drop(batch)
    } finally {
      this.sending = false
    }
  }

  private drop(batch: Fix[]): void {
    const sent = new Set(batch)
    this.queue = this.queue.filter(fix => !sent.has(fix))
  }
}
