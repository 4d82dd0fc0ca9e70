import { QueryClient } from '@tanstack/react-query'
import { describe, expect, it } from 'vitest'
import { invalidate, listen, patch } from './reactions'
import { missed } from './socket'

describe('reactions', () => {
  const tasks = ['tasks', '2026-11-24']
  const reactions = {
    'task.done': patch<number[], { id: number }>(tasks, (list, { id }) => list.filter(t => t !== id)),
    'task.created': invalidate(['tasks']),
  }

  it('patches what is cached', () => {
    const client = new QueryClient()
    client.setQueryData(tasks, [1, 2])
    listen(client, reactions, [['tasks']]).event({ name: 'task.done', data: { id: 1 } })
    expect(client.getQueryData(tasks)).toEqual([2])
  })

  it('leaves alone what is not cached and what it does not know', () => {
    const client = new QueryClient()
    const listener = listen(client, reactions, [['tasks']])
    listener.event({ name: 'task.done', data: { id: 1 } })
    listener.event({ name: 'something.new', data: {} })
    expect(client.getQueryData(tasks)).toBeUndefined()
  })

  it('reads again after an event that it cannot apply, and after a gap', () => {
    for (const act of ['event', 'reset'] as const) {
      const client = new QueryClient()
      client.setQueryData(tasks, [1])
      const listener = listen(client, reactions, [['tasks']])
      if (act === 'event') listener.event({ name: 'task.created', data: {} })
      else listener.reset()
      expect(client.getQueryState(tasks)?.isInvalidated).toBe(true)
    }
  })

  it('knows a gap from a catch-up', () => {
    expect(missed({ wasRecovering: true, recovered: true })).toBe(false)
    expect(missed({ wasRecovering: true, recovered: false })).toBe(true)
    expect(missed({ wasRecovering: false, recovered: false })).toBe(true)
  })
})
