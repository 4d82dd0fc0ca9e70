import { describe, expect, it } from 'vitest'
import { basisOf, type PlannedList, type Proposal, wantedAnew } from './proposal'
import { sampleBoard, sampleList, sampleTask } from './sample'

const part = (courierId: number): PlannedList => {
  const tour = { from: '', to: '', stops: [], distance: 0, duration: 0, polyline: '' }
  return { courierId, username: 'bob', version: 0, items: [], added: [], tour }
}
const plan = (...couriers: number[]): Proposal => ({ day: '2031-05-06', lists: couriers.map(part), left: [] })

describe('a plan on the table', () => {
  it('is made anew when lists, free tasks or duties change, and not when somebody moves', () => {
    const board = sampleBoard()
    const [bob, dora] = board.couriers as [(typeof board.couriers)[0], (typeof board.couriers)[0]]
    const moved = { ...board, couriers: [{ ...bob, position: { lat: 1, lng: 2, at: '' } }, dora] }
    expect(basisOf(moved)).toBe(basisOf(board))
    const changed = [
      sampleBoard({ lists: [sampleList(10, [1, 2])] }),
      sampleBoard({ tasks: [...board.tasks, sampleTask(9)] }),
      sampleBoard({ tasks: board.tasks.map(task => ({ ...task, before: task.after })) }),
      sampleBoard({ couriers: [{ ...bob, onDuty: true }, dora] }),
      sampleBoard({ tasks: [sampleTask(1, { status: 'DONE' }), ...board.tasks.slice(1)] }),
    ]
    for (const other of changed) expect(basisOf(other)).not.toBe(basisOf(board))
  })

  it('keeps what was refused refused', () => {
    expect(wantedAnew(plan(10, 11), undefined, new Set())).toEqual(new Set([10, 11]))
    expect(wantedAnew(plan(10, 11, 12), plan(10, 11), new Set([10]))).toEqual(new Set([10, 12]))
  })
})
