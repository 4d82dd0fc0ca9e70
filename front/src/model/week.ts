import { dayAfter, dayIn } from './day'

export interface ShiftPerson {
  id: number
  name: string
  worked?: { from: string; to: string; break: number; comment: string }
}

export interface Shift {
  id: number
  version: number
  activity: string
  label: string
  color?: string
  from: string
  to: string
  places: number
  break: number
  comment: string
  skills: { id: number; name: string }[]
  people: ShiftPerson[]
  waiting: ShiftPerson[]
  mine: 'no' | 'on' | 'waiting'
  can: string[]
}

/** The seven days of a week that starts on a Monday. */
export function daysOf(monday: string): string[] {
  return Array.from({ length: 7 }, (_, n) => dayAfter(monday, n))
}

/** The shifts that begin on a day, in a time zone. */
export function shiftsOn(shifts: readonly Shift[], day: string, zone: string): Shift[] {
  return shifts.filter(shift => dayIn(zone, new Date(shift.from)) === day)
}

/** Hours of a shift without its break. */
export function hoursOf({ from, to, break: pause }: Pick<Shift, 'from' | 'to' | 'break'>): number {
  return Math.max(0, (Date.parse(to) - Date.parse(from)) / 3_600_000 - pause / 60)
}

/** Planned hours of everybody who works, most first. */
export function hoursByPerson(shifts: readonly Shift[]): { name: string; hours: number }[] {
  const sums = new Map<string, number>()
  for (const shift of shifts) {
    for (const { name } of shift.people) sums.set(name, (sums.get(name) ?? 0) + hoursOf(shift))
  }
  return [...sums]
    .map(([name, hours]) => ({ name, hours: Math.round(hours * 100) / 100 }))
    .sort((a, b) => b.hours - a.hours || a.name.localeCompare(b.name))
}

/** Whether a day lies in a time off. */
export function isOff(off: { first: string; last: string; state: string }, day: string): boolean {
  return off.state === 'approved' && off.first <= day && day <= off.last
}

/** The end of a shift on the clock: one that is not after its beginning is on the next day. */
export function endDay(day: string, from: string, to: string): string {
  return to > from ? day : dayAfter(day, 1)
}
