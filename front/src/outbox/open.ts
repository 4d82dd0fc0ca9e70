import { send } from '../api/send'
import { Outbox, type Wiring } from './outbox'
import { type Host, keepTrying } from './patience'
import { openStore } from './store'

/** Opens the outbox of a person on this device and keeps trying: when the network returns, the page shows, or time passes. */
export async function openOutbox(
  username: string,
  hears: Pick<Wiring, 'sent' | 'inVain'> = {},
): Promise<{ outbox: Outbox; stop: () => void }> {
  const wiring: Wiring = {
    store: await openStore(username),
    send: ({ method, path, body, form, id, at }) =>
      send({ method, path, body: form ? formOf(form) : body, key: id, at }),
    now: () => Date.now(),
    newID: () => crypto.randomUUID(),
    alone: work => onlyHere(`pignon-outbox-${username}`, work),
    ...hears,
  }
  const outbox = new Outbox(wiring)
  await outbox.open()
  return { outbox, stop: keepTrying(outbox, page) }
}

function formOf(fields: Record<string, string | Blob>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  return form
}

/** Runs the work unless another tab of this browser is at it. */
async function onlyHere(name: string, work: () => Promise<void>): Promise<void> {
  if (!navigator.locks) return work()
  await navigator.locks.request(name, { ifAvailable: true }, lock => (lock ? work() : undefined))
}

const page: Host = {
  later: (run, ms) => {
    const timer = window.setTimeout(run, ms)
    return () => window.clearTimeout(timer)
  },
  onReturn: run => {
    const shown = () => {
      if (document.visibilityState === 'visible') run()
    }
    window.addEventListener('online', run)
    document.addEventListener('visibilitychange', shown)
    return () => {
      window.removeEventListener('online', run)
      document.removeEventListener('visibilitychange', shown)
    }
  },
}
