import type { Outbox } from './outbox'

/** What the page tells the queue, so that tests can be the page. */
export interface Host {
  /** Runs later; gives the way to stop it. */
  later(run: () => void, ms: number): () => void
  /** Runs each time that the network or the person comes back; gives the way to stop it. */
  onReturn(run: () => void): () => void
}

/** Seconds between tries, the last one for ever. */
const waits = [2, 5, 15, 30, 60]

/** Keeps trying to empty the outbox until the returned function is called: sooner at first, at once when the network returns. */
export function keepTrying(outbox: Outbox, host: Host): () => void {
  let tries = 0
  let cancel: (() => void) | null = null

  const plan = () => {
    cancel?.()
    cancel = null
    if (!outbox.read().entries.some(e => e.state !== 'refused')) return
    cancel = host.later(now, (waits[Math.min(tries, waits.length - 1)] ?? 60) * 1000)
  }
  const now = async () => {
    await outbox.drain()
    tries = outbox.read().hurdle ? tries + 1 : 0
    plan()
  }
  const stopListening = outbox.subscribe(() => {
    if (!cancel) plan()
  })
  const stopReturns = host.onReturn(() => {
    tries = 0
    void now()
  })
  plan()
  return () => {
    cancel?.()
    stopListening()
    stopReturns()
  }
}
