import { describe, expect, it } from 'vitest'
import { boundsOf } from './model'

describe('boundsOf', () => {
  it('has none for an empty map', () => {
    expect(boundsOf({ tasks: [], couriers: [], routes: [] })).toBeUndefined()
  })

  it('holds marks and lines', () => {
    const bounds = boundsOf({
      tasks: [{ id: '1', at: [2, 48], kind: 'pickup', tone: 'todo' }],
      couriers: [{ id: 'a', at: [3, 47], name: 'Ada', fresh: true }],
      routes: [
        {
          id: 'r',
          line: [
            [2, 49],
            [1, 48],
          ],
          colour: '#000',
        },
      ],
    })
    expect(bounds).toEqual([
      [1, 47],
      [3, 49],
    ])
  })
})
