import { describe, expect, it } from 'vitest'
import { begin, rebase, redo, step, undo } from './history'

describe('history', () => {
  it('undoes and does again', () => {
    const h = step(step(begin('a'), 'b'), 'c')
    expect(undo(h).now).toBe('b')
    expect(undo(undo(undo(h))).now).toBe('a')
    expect(redo(undo(h))).toEqual(h)
    expect(redo(h)).toBe(h)
  })

  it('forgets what was undone when a new step is taken', () => {
    const h = step(undo(step(begin('a'), 'b')), 'c')
    expect(h.now).toBe('c')
    expect(redo(h)).toBe(h)
  })

  it('does not count a step that changes nothing', () => {
    const h = begin('a')
    expect(step(h, 'a')).toBe(h)
  })

  it('does not bring back old news', () => {
    const h = rebase(step(begin('a'), 'b'), v => `${v}!`)
    expect(undo(h).now).toBe('a!')
  })
})
