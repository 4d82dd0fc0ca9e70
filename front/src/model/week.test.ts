import { expect, test } from 'vitest'
import { daysOf, endDay, hoursByPerson, isOff, type Shift, shiftsOn } from './week'

const shift = (from: string, to: string, names: string[], pause = 0): Shift => ({
  id: 1,
  version: 1,
  activity: 'delivery',
  label: 'Delivery',
  from,
  to,
  places: 2,
  break: pause,
  comment: '',
  skills: [],
  people: names.map((name, id) => ({ id, name })),
  waiting: [],
  mine: 'no',
  can: [],
})

test('a week has its seven days, over the end of a month', () => {
  expect(daysOf('2026-11-30')).toEqual([
    '2026-11-30',
    '2026-12-01',
    '2026-12-02',
    '2026-12-03',
    '2026-12-04',
    '2026-12-05',
    '2026-12-06',
  ])
})

test('a shift stands on the day on which it begins where the co-op is', () => {
  const late = shift('2026-11-30T23:30:00Z', '2026-12-01T02:00:00Z', [])
  expect(shiftsOn([late], '2026-12-01', 'Europe/Paris')).toEqual([late])
  expect(shiftsOn([late], '2026-11-30', 'Europe/Paris')).toEqual([])
})

test('hours are counted without breaks, most first', () => {
  const list = [
    shift('2026-11-30T09:00:00Z', '2026-11-30T12:30:00Z', ['ada', 'bob'], 15),
    shift('2026-12-01T09:00:00Z', '2026-12-01T10:00:00Z', ['bob'], 120),
    shift('2026-12-02T09:00:00Z', '2026-12-02T10:00:00Z', ['bob']),
  ]
  expect(hoursByPerson(list)).toEqual([
    { name: 'bob', hours: 4.25 },
    { name: 'ada', hours: 3.25 },
  ])
})

test('only approved time off keeps somebody away', () => {
  const off = { first: '2026-12-01', last: '2026-12-03', state: 'approved' }
  expect(isOff(off, '2026-12-03')).toBe(true)
  expect(isOff(off, '2026-12-04')).toBe(false)
  expect(isOff({ ...off, state: 'pending' }, '2026-12-02')).toBe(false)
})

test('a shift over midnight ends on the next day', () => {
  expect(endDay('2026-12-31', '20:00', '01:00')).toBe('2027-01-01')
  expect(endDay('2026-12-31', '09:00', '12:00')).toBe('2026-12-31')
})
