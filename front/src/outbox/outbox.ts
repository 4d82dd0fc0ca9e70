import { type Method, Problem } from '../api/send'

/** What a person did, to be told to the server in order. `id` is the idempotency key, `at` the moment of the tap. */
export interface Entry {
  seq: number
  id: string
  at: number
  method: Method
  path: string
  body?: unknown
  /** Sent as a form, for files, in place of the body. */
  form?: Record<string, string | Blob>
  attempts: number
  state: 'waiting' | 'sending' | 'refused'
  /** Why the server refused; kept until the person has seen it. */
  answer?: { status: number; code: string; args: Record<string, string | number> }
}

export type Command = Pick<Entry, 'method' | 'path' | 'body' | 'form'>

/** Keeps entries over reloads; `list` gives them in the order of `add`. */
export interface Store {
  add(entry: Omit<Entry, 'seq'>): Promise<Entry>
  put(entry: Entry): Promise<void>
  remove(seq: number): Promise<void>
  list(): Promise<Entry[]>
}

/** What keeps the queue from emptying: no network, a server in trouble, or a session that has ended. */
export type Hurdle = 'network' | 'server' | 'login'

export interface Snapshot {
  entries: readonly Entry[]
  hurdle: Hurdle | null
}

export interface Wiring {
  store: Store
  send(entry: Entry): Promise<unknown>
  /** Told after each command that the server took, with its answer. */
  sent?(entry: Entry, answer: unknown): void
  /** The code of why a command changed nothing although the server took it: it is kept like a refusal until seen. */
  inVain?(entry: Entry, answer: unknown): string | undefined
  now(): number
  newID(): string
  /** Runs the work while no other tab does; skips it otherwise. */
  alone?(work: () => Promise<void>): Promise<void>
}

/** A server error that comes back this often is the command's fault, and must not hold up the rest of the day. */
const hopeless = 8

/** A durable queue of commands: kept on the device, sent in order, each taken by the server at most once. */
export class Outbox {
  private snapshot: Snapshot = { entries: [], hurdle: null }
  private listeners = new Set<() => void>()
  private draining: Promise<void> | null = null
  private again = false

  constructor(private readonly wiring: Wiring) {}

  /** Entries that wait or were refused, as they stand; the same object until something changes. */
  read = (): Snapshot => this.snapshot

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Keeps a command; once this resolves it survives a reload. Sending starts by itself. */
  async add(command: Command): Promise<Entry> {
    const entry = await this.wiring.store.add({
      ...command,
      id: this.wiring.newID(),
      at: this.wiring.now(),
      attempts: 0,
      state: 'waiting',
    })
    await this.load(this.snapshot.hurdle)
    void this.drain()
    return entry
  }

  /** Sends what waits, in order, until the queue is empty or a hurdle stands in the way. Never rejects for the network. */
  drain(): Promise<void> {
    this.again = true
    this.draining ??= this.run()
    return this.draining
  }

  /** Forgets a refused entry that the person has seen. */
  async dismiss(seq: number): Promise<void> {
    await this.wiring.store.remove(seq)
    await this.load(this.snapshot.hurdle)
  }

  private async run(): Promise<void> {
    const alone = this.wiring.alone ?? (work => work())
    try {
      while (this.again) {
        this.again = false
        await alone(() => this.sendAll())
      }
    } finally {
      // In the same breath as the last look at `again`, so that no wish to drain falls between.
      this.draining = null
    }
  }

  private async sendAll(): Promise<void> {
    let hurdle: Hurdle | null = null
    for (const entry of await this.wiring.store.list()) {
      if (entry.state === 'refused') continue
      hurdle = await this.sendOne(entry)
      if (hurdle) break
    }
    await this.load(hurdle)
  }

  private async sendOne(entry: Entry): Promise<Hurdle | null> {
    const trying: Entry = { ...entry, state: 'sending', attempts: entry.attempts + 1 }
    await this.wiring.store.put(trying)
    await this.load(null)
    try {
      const answer = await this.wiring.send(trying)
      const code = this.wiring.inVain?.(trying, answer)
      if (code) await this.wiring.store.put({ ...trying, state: 'refused', answer: { status: 200, code, args: {} } })
      else await this.wiring.store.remove(entry.seq)
      this.wiring.sent?.(trying, answer)
      return null
    } catch (error) {
      return this.keep(trying, error)
    }
  }

  private async keep(entry: Entry, error: unknown): Promise<Hurdle | null> {
    const problem = error instanceof Problem ? error : new Problem(500, 'internal')
    const hurdle = hurdleOf(problem)
    if (hurdle && !(problem.status === 500 && entry.attempts >= hopeless)) {
      await this.wiring.store.put({ ...entry, state: 'waiting' })
      return hurdle
    }
    const answer = { status: problem.status, code: problem.code, args: problem.args }
    await this.wiring.store.put({ ...entry, state: 'refused', answer })
    return null
  }

  private async load(hurdle: Hurdle | null): Promise<void> {
    this.snapshot = { entries: await this.wiring.store.list(), hurdle }
    for (const listener of this.listeners) listener()
  }

  /** Shows what an earlier visit left, then tries to send it. */
  async open(): Promise<void> {
    await this.load(null)
    await this.drain()
  }
}

function hurdleOf(problem: Problem): Hurdle | null {
  if (problem.kind === 'network') return 'network'
  if (problem.status === 401) return 'login'
  if (problem.status >= 500 || problem.status === 429 || problem.status === 408) return 'server'
  return null
}
