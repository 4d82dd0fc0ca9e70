import { describe, expect, it } from 'vitest'
import { newerOf, withLists, withPlace } from './actions/news'
import { type Board, itemOf, keyOf, listOf } from './board'
import { accepted, asked, dropped, holders, lastStep, none, overtaken, type Pending, shown } from './edits'
import { apply, editsOf, type Intent, keptBefore } from './intent'
import { freeOperation } from './operations/free'
import { giveOperation } from './operations/give'
import { shiftOperation } from './operations/shift'
import { undoOperation } from './operations/undo'
import { sampleBoard, sampleList, sampleTask } from './sample'

const give = (courierId: number, tasks: number[], before?: number): Intent => ({
  kind: 'give',
  courierId,
  items: tasks.map(task => ({ task })),
  before: before === undefined ? undefined : { task: before },
})
const on = (board: Board, courier: number) => listOf(board, courier).items.map(item => item.task)

describe('giving', () => {
  const board = sampleBoard({ lists: [sampleList(10, [1, 2], 3), sampleList(11, [3], 5)] })

  it.each([
    ['to the end', give(10, [4]), [1, 2, 4], [3]],
    ['in front of a stop', give(10, [3, 4], 2), [1, 3, 4, 2], []],
    ['within the list', give(10, [2], 1), [2, 1], [3]],
    ['in front of a stop that is gone', give(11, [4], 99), [1, 2], [3, 4]],
    ['to a courier without a list', give(12, [1]), [2], [3]],
  ])('puts tasks %s', (_, intent, bob, dora) => {
    const after = apply(board, intent)
    expect([on(after, 10), on(after, 11)]).toEqual([bob, dora])
  })

  it('leaves the board as it was', () => {
    const before = structuredClone(board)
    apply(board, give(11, [1, 2]))
    expect(board).toEqual(before)
  })

  it('is one edit that names where the items come from', () => {
    expect(editsOf(board, give(10, [3]))).toEqual([
      { courierId: 10, version: 3, items: [{ task: 1 }, { task: 2 }, { task: 3 }], from: [{ list: 101, version: 5 }] },
    ])
  })

  it('is nothing when it is so already', () => {
    expect(editsOf(board, give(10, [2]))).toEqual([])
    expect(editsOf(board, { kind: 'free', items: [{ task: 4 }] })).toEqual([])
  })

  it('frees with one edit for each list that loses', () => {
    const edits = editsOf(board, { kind: 'free', items: [{ task: 1 }, { task: 3 }] })
    expect(edits.map(edit => [edit.courierId, edit.items.length])).toEqual([
      [10, 1],
      [11, 0],
    ])
  })

  it('comes back with what was kept', () => {
    const intent = give(11, [2, 4])
    const lists = keptBefore(board, intent)
    const back = apply(apply(board, intent), { kind: 'restore', edits: [], lists })
    expect([on(back, 10), on(back, 11)]).toEqual([[1, 2], [3]])
  })
})

describe('operations', () => {
  const board = sampleBoard({ lists: [sampleList(10, [1, 2])] })

  it.each([
    ['nothing chosen', giveOperation(board, { courierId: 10, items: [] }), 'dispatch.why.nothing'],
    ['already there', giveOperation(board, { courierId: 10, items: [{ task: 2 }] }), 'dispatch.why.already'],
    ['drop-off first', shiftOperation(board, { task: 2 }, -1), 'dispatch.why.dropFirst'],
    ['at the end', shiftOperation(board, { task: 2 }, 1), 'dispatch.why.end'],
    ['free already', freeOperation(board, [{ task: 3 }]), 'dispatch.why.free'],
    ['read only', freeOperation({ ...board, can: [] }, [{ task: 1 }]), 'dispatch.why.readOnly'],
    ['nothing to undo', undoOperation(board, none), 'dispatch.why.noUndo'],
  ])('say why not: %s', (_, operation, why) => {
    expect(operation.intent).toBeUndefined()
    expect(operation.disabled?.why).toBe(why)
  })

  it('do not move what is over', () => {
    const done = { ...board, tasks: [sampleTask(1, { status: 'DONE' }), ...board.tasks.slice(1)] }
    expect(giveOperation(done, { courierId: 11, items: [{ task: 1 }] }).disabled?.args).toEqual({ id: 1 })
  })

  it('carry what they want', () => {
    expect(giveOperation(board, { courierId: 11, items: [{ task: 1 }] }).intent).toMatchObject({
      kind: 'give',
      courierId: 11,
    })
    expect(undoOperation({ ...board, undo: { id: 7, at: '' } }, none).intent).toMatchObject({ edits: [7] })
  })
})

describe('edits', () => {
  const board = sampleBoard({ lists: [sampleList(10, [1, 2]), sampleList(11, [])] })
  const pending = (id: number, intent: Intent): Pending => ({ id, intent, seen: holders(board, intent) })

  it('show at once, vanish when refused, and stay on the stack when accepted', () => {
    const edits = asked(none, pending(1, give(11, [3])))
    expect(on(shown(board, edits), 11)).toEqual([3])
    expect(on(shown(board, dropped(edits, 1)), 11)).toEqual([])
    const done = accepted(edits, 1, { edits: [5], lists: [] })
    expect([done.pending.length, lastStep(board, done)?.edits]).toEqual([0, [5]])
  })

  it('hold on any newer picture of the day', () => {
    const edits = asked(none, pending(1, give(11, [3, 4])))
    const newer = withLists(board, [sampleList(11, [1], 2), sampleList(10, [2], 2)])
    expect(on(shown(newer, edits), 11)).toEqual([1, 3, 4])
  })

  it('are overtaken only when somebody moved the same tasks', () => {
    const wanted = pending(1, give(11, [3]))
    expect(overtaken(withLists(board, [sampleList(10, [1, 2, 4], 2)]), wanted)).toBe(false)
    expect(overtaken(withLists(board, [sampleList(10, [1, 2, 3], 2)]), wanted)).toBe(true)
  })

  it('leave the undo stack when they are taken back', () => {
    const step = { edits: [5], lists: [] }
    const edits = accepted(asked(none, pending(1, give(11, [3]))), 1, step)
    expect(asked(edits, pending(2, { kind: 'restore', ...step })).undoable).toEqual([])
  })
})

describe('news', () => {
  it('takes newer lists and leaves older ones', () => {
    const board = sampleBoard({ lists: [sampleList(10, [1], 4)] })
    expect(on(withLists(board, [sampleList(10, [], 3)]), 10)).toEqual([1])
    expect(on(withLists(board, [sampleList(10, [], 5)]), 10)).toEqual([])
    expect(on(newerOf(board, sampleBoard({ lists: [sampleList(10, [2], 3)] })), 10)).toEqual([1])
    expect(on(newerOf(board, sampleBoard({ lists: [sampleList(10, [2], 9)] })), 10)).toEqual([2])
  })

  it('reads keys back', () => {
    expect([itemOf(keyOf({ task: 7 })), itemOf(keyOf({ tour: 3 })), itemOf('d4'), itemOf('tx')]).toEqual([
      { task: 7 },
      { tour: 3 },
      undefined,
      undefined,
    ])
  })
})

describe('places', () => {
  it('moves the courier of that name alone, at the second told', () => {
    const board = sampleBoard({})
    const [first, ...rest] = board.couriers
    if (!first) throw new Error('the sample has no couriers')
    const moved = withPlace(board, { user: first.username, coords: { lat: 42.5, lng: 1.52 }, ts: 1_795_500_000 })
    expect(moved.couriers).toEqual([
      { ...first, position: { lat: 42.5, lng: 1.52, at: '2026-11-24T06:00:00.000Z' } },
      ...rest,
    ])
    expect(withPlace(board, { user: 'stranger', coords: { lat: 1, lng: 1 }, ts: 1 })).toBe(board)
  })
})
