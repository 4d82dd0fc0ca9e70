import { send } from '../api/send'
import { Outbox, type Wiring } from './outbox'
import { openStore } from './store'

/** Opens the outbox of a person on this device and keeps trying: when the network returns, the page shows, or time passes. */
export async function openOutbox(
  username: string,
  sent?: Wiring['sent'],
): Promise<{ outbox: Outbox; stop: () => void }> {
  const wiring: Wiring = {
    store: await openStore(username),
    send: ({ method, path, body, id, at }) => send({ method, path, body, key: id, at }),
    now: () => Date.now(),
    newID: () => crypto.randomUUID(),
    alone: work => onlyHere(`pignon-outbox-${username}`, work),
  }
  if (sent) wiring.sent = sent
  const outbox = new Outbox(wiring)
  await outbox.open()
  return { outbox, stop: keepTrying(outbox) }
}

async function onlyHere(name: string, work: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return work()
  await navigator.locks.request(name, { ifAvailable: true }, lock => (lock ? work() : undefined))
}

const patience = [2, 5, 15, 30, 60]

function keepTrying(outbox: Outbox): () => void {
  let tries = 0
  let timer = 0
  const plan = () => {
    window.clearTimeout(timer)
    timer = 0
    if (!outbox.read().entries.some(e => e.state !== 'refused')) return
    timer = window.setTimeout(now, (patience[Math.min(tries, patience.length - 1)] ?? 60) * 1000)
  }
  const now = async () => {
    await outbox.drain()
    tries = outbox.read().hurdle ? tries + 1 : 0
    plan()
  }
  const back = () => {
    tries = 0
    if (document.visibilityState === 'visible') void now()
  }
  const unsubscribe = outbox.subscribe(() => {
    if (!timer) plan()
  })
  window.addEventListener('online', back)
  document.addEventListener('visibilitychange', back)
  plan()
  return () => {
    window.clearTimeout(timer)
    unsubscribe()
    window.removeEventListener('online', back)
    document.removeEventListener('visibilitychange', back)
  }
}
