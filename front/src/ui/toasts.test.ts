import { describe, expect, it } from 'vitest'
import { Toasts } from './toasts'

function toasts() {
  const due: (() => void)[] = []
  return { toasts: new Toasts(run => due.push(run)), due }
}

const texts = (t: Toasts) => t.read().map(x => x.text)

describe('toasts', () => {
  it('go away by themselves', () => {
    const t = toasts()
    t.toasts.say('Saved')
    expect(texts(t.toasts)).toEqual(['Saved'])
    for (const run of t.due) run()
    expect(texts(t.toasts)).toEqual([])
  })

  it('stay when there is something to do or to read', () => {
    const t = toasts()
    t.toasts.say('Assigned', { action: { label: 'Undo', run: () => {} } })
    t.toasts.say('Refused', { tone: 'danger' })
    expect(t.due).toEqual([])
    expect(texts(t.toasts)).toEqual(['Assigned', 'Refused'])
  })

  it('are never more than three', () => {
    const t = toasts()
    for (const text of ['1', '2', '3', '4']) t.toasts.say(text)
    expect(texts(t.toasts)).toEqual(['2', '3', '4'])
  })
})
