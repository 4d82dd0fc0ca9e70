/** Where the phone was. */
export interface Fix {
  lat: number
  lng: number
  at: string
}

/** Seconds and metres: fixes closer than both say nothing new, and each second of sending costs battery. */
const often = 5
const near = 15
/** A courier who waits is still seen to be there. */
const seldom = 60
/** What is kept while there is no network: two and a half hours of riding. */
const most = 1000

/** Whether a fix is worth telling after the last one that was told. */
export function isNews(last: Fix | undefined, next: Fix): boolean {
  if (!last) return true
  const seconds = (Date.parse(next.at) - Date.parse(last.at)) / 1000
  if (seconds < often) return false
  return seconds >= seldom || metres(last, next) >= near
}

/** The queue with one more fix; when it is full every second old one goes, so that the way stays whole. */
export function queued(queue: readonly Fix[], fix: Fix): Fix[] {
  if (!isNews(queue.at(-1), fix)) return [...queue]
  if (queue.length < most) return [...queue, fix]
  return [...queue.filter((_, i) => i % 2 === 0), fix]
}

/** Good enough for the length of a street. */
function metres(a: Fix, b: Fix): number {
  const north = (b.lat - a.lat) * 111_195
  const east = (b.lng - a.lng) * 111_195 * Math.cos((a.lat * Math.PI) / 180)
  return Math.hypot(north, east)
}
