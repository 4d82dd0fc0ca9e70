import { describe, expect, it } from 'vitest'
import { Problem } from '../api/send'
import { type Entry, Outbox, type Store } from './outbox'
import { type Host, keepTrying } from './patience'

function memory(): Store {
  const entries = new Map<number, Entry>()
  let last = 0
  return {
    add: async entry => {
      const kept = { ...entry, seq: ++last }
      entries.set(kept.seq, kept)
      return kept
    },
    put: async entry => void entries.set(entry.seq, entry),
    remove: async seq => void entries.delete(seq),
    list: async () => [...entries.values()],
  }
}

/** A phone whose clock and network the test holds. */
function phone() {
  const timers: { run: () => void; ms: number }[] = []
  let back = () => {}
  const host: Host = {
    later: (run, ms) => {
      const timer = { run, ms }
      timers.push(timer)
      return () => void timers.splice(timers.indexOf(timer), timers.includes(timer) ? 1 : 0)
    },
    onReturn: run => {
      back = run
      return () => {}
    },
  }
  const network = { up: false }
  const outbox = new Outbox({
    store: memory(),
    now: () => 0,
    newID: () => 'key',
    send: async () => {
      if (!network.up) throw new Problem(0, 'network')
    },
  })
  const stop = keepTrying(outbox, host)
  const pass = () => timers.shift()?.run()
  const waits = () => timers.map(t => t.ms / 1000)
  return { outbox, network, stop, pass, waits, back: () => back() }
}

const command = { method: 'PUT', path: '/v1/tasks/1/done' } as const

describe('keepTrying', () => {
  it('sets no timer while nothing waits', () => {
    expect(phone().waits()).toEqual([])
  })

  it('tries less and less often', async () => {
    const p = phone()
    await p.outbox.add(command)
    for (const wait of [2, 5, 15, 30, 60, 60]) {
      await expect.poll(p.waits).toEqual([wait])
      p.pass()
    }
  })

  it('sends at once when the network returns, and rests', async () => {
    const p = phone()
    await p.outbox.add(command)
    await expect.poll(p.waits).toEqual([2])
    p.network.up = true
    p.back()
    await expect.poll(() => p.outbox.read().entries).toEqual([])
    await expect.poll(p.waits).toEqual([])
  })

  it('starts over with short waits after a success', async () => {
    const p = phone()
    await p.outbox.add(command)
    await expect.poll(p.waits).toEqual([2])
    p.pass()
    await expect.poll(p.waits).toEqual([5])
    p.network.up = true
    p.pass()
    await expect.poll(() => p.outbox.read().entries).toEqual([])
    await p.outbox.drain()
    p.network.up = false
    await p.outbox.add(command)
    await expect.poll(p.waits).toEqual([2])
  })

  it('stops', async () => {
    const p = phone()
    await p.outbox.add(command)
    await expect.poll(p.waits).toEqual([2])
    p.stop()
    expect(p.waits()).toEqual([])
  })
})
