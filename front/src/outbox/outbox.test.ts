import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import { Problem } from '../api/send'
import { type Command, type Entry, Outbox } from './outbox'
import { openStore } from './store'

const done = (n: number): Command => ({ method: 'PUT', path: `/v1/tasks/${n}/done`, body: { note: 'ok' } })

/** A courier's phone: its outbox on a real (in-memory) IndexedDB, and a server whose answers the test scripts. */
async function phone(name: string) {
  let ids = 0
  const received: Entry[] = []
  const server = { answer: (_: Entry): unknown => ({}) }
  const reload = async () =>
    new Outbox({
      store: await openStore(name),
      now: () => 1000,
      newID: () => `key-${++ids}`,
      send: async entry => {
        received.push(entry)
        return server.answer(entry)
      },
      inVain: (_, answer) => (answer as { outcome?: string } | undefined)?.outcome,
    })
  const offline = () => {
    server.answer = () => {
      throw new Problem(0, 'network')
    }
  }
  const online = () => {
    server.answer = () => ({})
  }
  return { outbox: await reload(), received, server, reload, offline, online }
}

const paths = (entries: readonly Entry[]) => entries.map(e => e.path)

describe('outbox', () => {
  it('sends at once when there is a network', async () => {
    const p = await phone('at-once')
    await p.outbox.add(done(1))
    await p.outbox.drain()
    expect(p.received).toMatchObject([{ id: 'key-1', at: 1000, attempts: 1, body: { note: 'ok' } }])
    expect(p.outbox.read()).toEqual({ entries: [], hurdle: null })
  })

  it('keeps the order and the keys through a dead zone and a reload', async () => {
    const p = await phone('dead-zone')
    p.offline()
    for (const n of [1, 2, 3]) await p.outbox.add(done(n))
    await p.outbox.drain()
    expect(p.outbox.read().hurdle).toBe('network')
    expect(new Set(p.received.map(e => e.id))).toEqual(new Set(['key-1']))

    p.received.length = 0
    p.online()
    const later = await p.reload()
    await later.open()
    expect(p.received.map(e => e.id)).toEqual(['key-1', 'key-2', 'key-3'])
    expect(paths(p.received)).toEqual(paths([1, 2, 3].map(n => done(n) as Entry)))
    expect(later.read().entries).toEqual([])
  })

  it('keeps what was taken but changed nothing until it is seen, and sends it no more', async () => {
    const p = await phone('in-vain')
    p.server.answer = () => ({ outcome: 'report.task.cancelled' })
    await p.outbox.add(done(1))
    await p.outbox.drain()
    const later = await p.reload()
    await later.open()
    expect(p.received).toHaveLength(1)
    const [kept] = later.read().entries
    expect(kept).toMatchObject({ state: 'refused', answer: { status: 200, code: 'report.task.cancelled' } })
    await later.dismiss(kept?.seq ?? -1)
    expect(later.read().entries).toEqual([])
  })

  it('keeps a refusal to be shown and goes on with the rest', async () => {
    const p = await phone('refusal')
    p.server.answer = entry => {
      if (entry.id === 'key-1') throw new Problem(409, 'task.done.cancelled', { at: '12:03' })
    }
    await p.outbox.add(done(1))
    await p.outbox.add(done(2))
    await p.outbox.drain()
    const [refused, ...rest] = p.outbox.read().entries
    expect(rest).toEqual([])
    expect(refused).toMatchObject({ state: 'refused', answer: { status: 409, code: 'task.done.cancelled' } })

    await (await p.reload()).open()
    expect(p.received).toHaveLength(2)
    await p.outbox.dismiss(refused?.seq ?? -1)
    expect(p.outbox.read().entries).toEqual([])
  })

  it.each([
    [401, 'login'],
    [429, 'server'],
    [500, 'server'],
    [503, 'server'],
  ])('waits after a %i', async (status, hurdle) => {
    const p = await phone(`waits-${status}`)
    p.server.answer = () => {
      throw new Problem(status, '')
    }
    await p.outbox.add(done(1))
    await p.outbox.drain()
    expect(p.outbox.read()).toMatchObject({ hurdle, entries: [{ state: 'waiting' }] })
  })

  it('sends again, with the same key, what was on its way when the page died', async () => {
    const p = await phone('died')
    p.server.answer = () => new Promise(() => {})
    await p.outbox.add(done(1))
    await expect.poll(() => p.received.length).toBe(1)
    p.online()
    await (await p.reload()).open()
    expect(p.received.map(e => e.id)).toEqual(['key-1', 'key-1'])
  })

  it('does not let one command that breaks the server hold up the day', async () => {
    const p = await phone('poison')
    p.server.answer = entry => {
      if (entry.id === 'key-1') throw new Problem(500, 'internal')
    }
    await p.outbox.add(done(1))
    await p.outbox.add(done(2))
    for (let i = 0; i < 8; i++) await p.outbox.drain()
    expect(p.outbox.read().entries).toMatchObject([{ state: 'refused', path: '/v1/tasks/1/done' }])
    expect(p.received.at(-1)?.path).toBe('/v1/tasks/2/done')
  })

  it('takes a command that comes while it is sending', async () => {
    const p = await phone('meanwhile')
    const first = p.outbox.add(done(1))
    const second = p.outbox.add(done(2))
    await Promise.all([first, second])
    await expect.poll(() => p.outbox.read().entries.length).toBe(0)
    expect(p.received.map(e => e.path)).toEqual(['/v1/tasks/1/done', '/v1/tasks/2/done'])
  })

  it('keeps each account apart', async () => {
    const ada = await phone('ada')
    ada.offline()
    await ada.outbox.add(done(1))
    const bob = await phone('bob')
    await bob.outbox.open()
    expect(bob.received).toEqual([])
  })
})
