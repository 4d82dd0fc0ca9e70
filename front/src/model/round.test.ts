import { describe, expect, it } from 'vitest'
import type { Entry } from '../outbox/outbox'
import { isNews, queued } from './fixes'
import { faded, isForgotten, keep } from './keeping'
import {
  type CourierDay,
  dutyPath,
  newcomers,
  nextOf,
  photosPath,
  type ReportKind,
  reportsPath,
  roundOf,
  withTask,
} from './round'
import type { Task } from './task'

const noon = Date.parse('2026-11-24T12:00:00Z')
const hours = (n: number) => noon + n * 3_600_000

function task(id: number, more: Partial<Task> = {}): Task {
  return {
    id,
    version: 1,
    type: 'DROPOFF',
    status: 'TODO',
    address: {
      id,
      streetAddress: `${id} Rue`,
      name: null,
      contactName: null,
      telephone: '1',
      description: null,
      lat: 1,
      lng: 2,
    },
    after: '2026-11-24T11:00:00Z',
    before: '2026-11-24T12:00:00Z',
    comments: 'Code 1234',
    doorstep: false,
    weight: null,
    parcels: 0,
    volume: 0,
    reference: null,
    orgName: '',
    storeId: null,
    tags: [],
    group: null,
    delivery: null,
    previous: null,
    next: null,
    images: [],
    can: ['start', 'done', 'fail', 'note', 'photo'],
    ...more,
  }
}

function day(...tasks: Task[]): CourierDay {
  return {
    day: '2026-11-24',
    seq: 1,
    onDuty: false,
    version: 1,
    tasks,
    distance: 0,
    duration: 0,
    polyline: 'abc',
    failureReasons: [],
  }
}

let seq = 0
function entry(path: string, body: unknown, state: Entry['state'] = 'waiting'): Entry {
  return { seq: ++seq, id: String(seq), at: 0, method: 'POST', path, body, attempts: 0, state }
}
const report = (id: number, kind: ReportKind, state?: Entry['state']) => entry(reportsPath, { task: id, kind }, state)
const shown = (stops: ReturnType<typeof roundOf>['stops']) =>
  stops.map(s => `${s.task.id} ${s.task.status}${s.waits ? ' waits' : ''}`)

describe('roundOf', () => {
  it.each([
    ['nothing waits', [], ['1 TODO', '2 TODO']],
    ['a start', [report(1, 'start')], ['1 DOING waits', '2 TODO']],
    ['two ends', [report(1, 'start'), report(1, 'done'), report(2, 'failed')], ['1 DONE waits', '2 FAILED waits']],
    ['a note', [report(2, 'note')], ['1 TODO', '2 TODO waits']],
    ['a refusal', [report(1, 'done', 'refused')], ['1 TODO', '2 TODO']],
    ['a start after the end', [report(1, 'done'), report(1, 'start')], ['1 DONE waits', '2 TODO']],
    ['a photo', [{ ...entry(photosPath, undefined), form: { task: '1' } }], ['1 TODO waits', '2 TODO']],
    ['another day’s stop', [report(9, 'done')], ['1 TODO', '2 TODO']],
  ])('shows %s', (_, entries, want) => expect(shown(roundOf(day(task(1), task(2)), entries).stops)).toEqual(want))

  it('opens the drop-off once its pick-up is done, without asking the server', () => {
    const drop = task(2, { previous: 1, can: ['start', 'note', 'photo'] })
    const cans = (entries: Entry[]) => roundOf(day(task(1), drop), entries).stops.map(s => s.task.can.join())
    expect(cans([])[1]).not.toContain('done')
    expect(cans([report(1, 'done')])).toEqual(['note,photo', 'start,note,photo,done,fail'])
    expect(cans([report(1, 'start')])[0]).toBe('done,fail,note,photo')
  })

  it('follows the last word about the duty', () => {
    const entries = [entry(dutyPath, { on: true }), entry(dutyPath, { on: false }, 'refused')]
    expect(roundOf(day(), entries)).toMatchObject({ onDuty: true, dutyWaits: true })
  })

  it('goes on with what is under way', () => {
    const stops = roundOf(day(task(1, { status: 'DONE' }), task(2), task(3, { status: 'DOING' })), []).stops
    expect(nextOf(stops)?.task.id).toBe(3)
    expect(nextOf(stops.slice(0, 2))?.task.id).toBe(2)
    expect(nextOf(stops.slice(0, 1))).toBeUndefined()
  })

  it('knows what is new, and takes the server’s word', () => {
    expect(newcomers(undefined, [task(1)])).toEqual([])
    expect(newcomers([task(1)], [task(1), task(2), task(3, { status: 'DONE' })]).map(t => t.id)).toEqual([2])
    const before = day(task(1), task(2))
    expect(withTask(before, 1, null).tasks.map(t => t.id)).toEqual([2])
    expect(withTask(before, 1, task(1, { status: 'DONE' })).tasks[0]?.status).toBe('DONE')
    expect(withTask(before, 9, null)).toBe(before)
  })
})

describe('keeping', () => {
  it('forgets an address two hours after its task, and one that never ended twelve hours after its window', () => {
    const first = keep(day(task(1, { status: 'DONE' }), task(2)), undefined, noon)
    const forgotten = (at: number) => faded(first, at).day.tasks.map(isForgotten)
    expect(forgotten(hours(1.9))).toEqual([false, false])
    expect(forgotten(hours(2))).toEqual([true, false])
    expect(forgotten(hours(12))).toEqual([true, true])
    expect(faded(first, hours(12)).day.polyline).toBe('')
    expect(JSON.stringify(faded(first, hours(12)))).not.toMatch(/Rue|Code/)
  })

  it('counts from when the phone learnt of the end, whatever comes later', () => {
    const first = keep(day(task(1, { status: 'DONE' })), undefined, noon)
    const second = keep(day(task(1, { status: 'DONE' })), first, hours(1.5))
    expect(faded(second, hours(2)).day.tasks.map(isForgotten)).toEqual([true])
  })
})

describe('fixes', () => {
  const fix = (seconds: number, lat: number) => ({ lat, lng: 1.5, at: new Date(noon + seconds * 1000).toISOString() })
  it.each([
    ['the first', undefined, fix(0, 42), true],
    ['one too soon', fix(0, 42), fix(4, 42.1), false],
    ['one that did not move', fix(0, 42), fix(20, 42.00001), false],
    ['one down the street', fix(0, 42), fix(20, 42.0002), true],
    ['a long wait', fix(0, 42), fix(60, 42), true],
  ])('%s', (_, last, next, want) => expect(isNews(last, next)).toBe(want))

  it('keeps the whole way when the queue is full', () => {
    let queue = [fix(0, 0)]
    for (let i = 1; i <= 1500; i++) queue = queued(queue, fix(i * 10, i / 1000))
    expect(queue.length).toBeLessThanOrEqual(1001)
    expect([queue[0]?.lat, queue.at(-1)?.lat]).toEqual([0, 1.5])
  })
})
