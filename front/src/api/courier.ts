import { type QueryClient, useQuery } from '@tanstack/react-query'
import type { Fix } from '../model/fixes'
import { faded, type Kept, keep } from '../model/keeping'
import {
  type CourierDay,
  dutyPath,
  photosPath,
  type Report,
  type ReportKind,
  reportsPath,
  taskOf,
  withTask,
} from '../model/round'
import type { Task } from '../model/task'
import type { Command, Entry } from '../outbox/outbox'
import { send } from './send'

export const courierKey = ['courier'] as const
export const dayKey = (username: string, day: string) => [...courierKey, username, day] as const

const slots = 'pignon.courier.'
const slotOf = (username: string, day: string) => `${slots}${username}.${day}`

/** The courier's day. Without network it is what the phone kept; it is asked for again each minute. */
export function useCourierDay(username: string, day: string) {
  return useQuery({
    queryKey: dayKey(username, day),
    queryFn: () => readDay(username, day),
    initialData: () => keptDay(username, day),
    initialDataUpdatedAt: 0,
    networkMode: 'always',
    retry: false,
    refetchInterval: 60_000,
    refetchOnReconnect: 'always',
    refetchOnWindowFocus: 'always',
  })
}

async function readDay(username: string, day: string): Promise<Kept> {
  const fresh = await send<CourierDay>({ path: `/v1/courier/day?day=${day}` })
  const kept = keep(fresh, keptDay(username, day), Date.now())
  store(username, day, kept)
  return kept
}

/** What the phone kept of a day, without the addresses that it must forget. */
function keptDay(username: string, day: string): Kept | undefined {
  const text = localStorage.getItem(slotOf(username, day))
  if (!text) return undefined
  const kept = faded(JSON.parse(text) as Kept, Date.now())
  store(username, day, kept)
  return kept
}

function store(username: string, day: string, kept: Kept): void {
  try {
    localStorage.setItem(slotOf(username, day), JSON.stringify(kept))
  } catch {
    // A full phone: the day is still shown, it only does not survive a reload.
  }
}

function slotsKept(): string[] {
  return Object.keys(localStorage).filter(name => name.startsWith(slots))
}

/** Forgets what the phone kept of all days, for whoever used it. */
export function wipeDays(): void {
  for (const slot of slotsKept()) localStorage.removeItem(slot)
}

/** Forgets the days before one, and the addresses that are nobody's business any more. */
export function tidyDays(first: string): void {
  for (const slot of slotsKept()) {
    if (slot.slice(-first.length) < first) localStorage.removeItem(slot)
    else {
      const kept = JSON.parse(localStorage.getItem(slot) ?? '') as Kept
      localStorage.setItem(slot, JSON.stringify(faded(kept, Date.now())))
    }
  }
}

/** What the courier did, as the outbox keeps it. */
export function reportOf(
  task: number,
  kind: ReportKind,
  more: Pick<Report, 'notes' | 'reason' | 'contactName'> = {},
): Command {
  const body: Report = { id: crypto.randomUUID(), task, kind, tappedAt: new Date().toISOString() }
  for (const [name, text] of Object.entries(more)) {
    if (text.trim()) Object.assign(body, { [name]: text.trim() })
  }
  return { method: 'POST', path: reportsPath, body }
}

/** On or off duty, as the outbox keeps it. */
export function dutyOf(on: boolean): Command {
  return { method: 'POST', path: dutyPath, body: { on } }
}

/** A photo that proves a task, as the outbox keeps it. */
export function photoOf(task: number, file: Blob): Command {
  return { method: 'POST', path: photosPath, form: { task: String(task), file } }
}

interface Told {
  outcome: string
  task: Task | null
}

/** Why a report changed nothing although the server kept it: a translation key under `error.`. */
export function inVain(entry: Entry, answer: unknown): string | undefined {
  if (entry.path !== reportsPath) return undefined
  const { outcome } = answer as Told
  return outcome === 'applied' || outcome === 'repeated' ? undefined : outcome
}

/** Puts the server's answer to a command into the days that are shown, then asks for them afresh. */
export function hear(client: QueryClient, entry: Entry, answer: unknown): void {
  client.setQueriesData<Kept>({ queryKey: courierKey }, kept => kept && heard(kept, entry, answer))
  void client.invalidateQueries({ queryKey: courierKey })
}

function heard(kept: Kept, entry: Entry, answer: unknown): Kept {
  if (entry.path === dutyPath) return { ...kept, day: { ...kept.day, onDuty: (entry.body as { on: boolean }).on } }
  const id = taskOf(entry)
  if (id === undefined || entry.path !== reportsPath) return kept
  return keep(withTask(kept.day, id, (answer as Told).task), kept, Date.now())
}

/** Tells where the phone was. */
export function sendFixes(positions: Fix[]): Promise<unknown> {
  return send({ method: 'POST', path: '/v1/courier/positions', body: { positions } })
}
