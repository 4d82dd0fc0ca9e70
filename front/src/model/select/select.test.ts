import { describe, expect, it } from 'vitest'
import { dayAfter, isDay, localTime, momentIn } from '../day'
import { decode } from '../polyline'
import { sampleBoard, sampleList, sampleTask, sampleTour } from '../sample'
import { expected } from './expected'
import { freeRows } from './free'
import { marks } from './marks'
import { rides } from './rides'

const all = { text: '', ended: false }
const noon = Date.parse('2031-05-06T12:00:00Z')

describe('free rows', () => {
  it('put the stops of a delivery together, the most urgent first', () => {
    const rows = freeRows(sampleBoard(), all)
    expect(rows.map(row => [row.key, row.tasks.map(task => task.id)])).toEqual([
      ['d1', [1, 2]],
      ['d2', [3, 4]],
    ])
  })

  it('tell when a part of the delivery is on a list', () => {
    const [row] = freeRows(sampleBoard({ lists: [sampleList(10, [1, 3, 4])] }), all)
    expect([row?.key, row?.partly, row?.items]).toEqual(['d1', true, [{ task: 2 }]])
  })

  it.each([
    ['without regard to accents', 'ZOE 4', ['d2']],
    ['by every word', 'shop street', ['d1', 'd2']],
    ['by number', '#3', ['d2']],
    ['to nothing', 'nowhere', []],
  ])('are searched %s', (_, text, keys) => {
    expect(freeRows(sampleBoard(), { text, ended: false }).map(row => row.key)).toEqual(keys)
  })

  it('leave out what is over, unless asked', () => {
    const board = sampleBoard({ tasks: [sampleTask(1, { status: 'CANCELLED' }), sampleTask(3)] })
    expect(freeRows(board, all).length).toBe(1)
    expect(freeRows(board, { text: '', ended: true }).length).toBe(2)
  })

  it('hold a free tour as one', () => {
    const board = sampleBoard({ tours: [sampleTour(5, 'Morning', [3, 4])] })
    expect(freeRows(board, all).map(row => [row.key, row.items])).toContainEqual(['o5', [{ tour: 5 }]])
  })
})

describe('rides', () => {
  const board = sampleBoard({ lists: [sampleList(10, [1, 2])] })

  it('are of those with a list, and today of those on duty', () => {
    const onDuty = { ...board, couriers: board.couriers.map(c => ({ ...c, onDuty: true })) }
    const names = (now: number | undefined) => rides(onDuty, { filter: all, now }).map(ride => ride.courier.username)
    expect([names(undefined), names(noon)]).toEqual([['bob'], ['bob', 'dora']])
  })

  it('number the stops and find the late ones', () => {
    const [ride] = rides(board, { filter: all, now: noon + 3_600_000 })
    expect(ride?.items.map(item => item.stops[0]?.number)).toEqual([1, 2])
    expect([ride?.open, ride?.late]).toEqual([2, 2])
  })

  it('expect nobody before a window opens, and time to ride between stops', () => {
    const times = expected({ list: sampleList(10, [1, 2]), tasks: [sampleTask(1), sampleTask(4)], now: noon })
    expect(times.get(1)).toBe(Date.parse(sampleTask(1).after))
    expect(times.get(4)).toBeGreaterThanOrEqual(Date.parse(sampleTask(4).after))
  })

  it('expect nothing of what is over', () => {
    const tasks = [sampleTask(1, { status: 'DONE' }), sampleTask(2)]
    expect([...expected({ list: sampleList(10, [1, 2]), tasks, now: noon }).keys()]).toEqual([2])
  })

  it('are drawn in their colour, straight until the way is known', () => {
    const shown = rides(board, { filter: all, now: noon })
    const model = marks({ board, rides: shown, task: 1, courier: 10, now: noon })
    expect(model.tasks.find(mark => mark.id === '1')).toMatchObject({ label: '1', colour: '#336699', selected: true })
    expect(model.tasks.find(mark => mark.id === '3')?.label).toBeUndefined()
    expect(model.routes).toMatchObject([
      {
        id: '10',
        selected: true,
        line: [
          [1.5, 42.501],
          [1.5, 42.502],
        ],
      },
    ])
  })
})

describe('polyline', () => {
  it('decodes', () => {
    expect(decode('_p~iF~ps|U_ulLnnqC_mqNvxq`@')).toEqual([
      [-120.2, 38.5],
      [-120.95, 40.7],
      [-126.453, 43.252],
    ])
    expect(decode('')).toEqual([])
  })
})

describe('days', () => {
  it('are counted and read', () => {
    expect([dayAfter('2031-02-28', 1), dayAfter('2031-01-01', -1)]).toEqual(['2031-03-01', '2030-12-31'])
    expect([isDay('2031-05-06'), isDay('2031-13-40'), isDay('x'), isDay(null)]).toEqual([true, false, false, false])
  })

  it.each(['2031-05-06T13:45', '2031-01-06T13:45', '2031-03-30T03:30'])('keep %s in the zone', local => {
    expect(localTime('Europe/Paris', new Date(momentIn('Europe/Paris', local)))).toBe(local)
  })
})
