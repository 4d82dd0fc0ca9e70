import type { ReactNode } from 'react'
import { useWords } from '../../i18n/WordsProvider'
import { dayAfter, isDay } from '../../model/day'
import { useQueryValue } from '../../route/address'
import { IconButton } from '../../ui/Button'

/** The day of the address, of whose week the screen is. Today where it says none. */
export function useWeekDay(today: string): [string, (day: string) => void] {
  const [day, setDay] = useQueryValue('day')
  return [isDay(day) ? day : today, setDay]
}

/** Names the week, and leads to its neighbours. */
export function WeekBar({
  monday,
  onDay,
  children,
}: {
  monday: string
  onDay(day: string): void
  children?: ReactNode
}) {
  const words = useWords()
  const title = words.t('week.of', { day: words.dated(new Date(`${monday}T12:00:00Z`), new Date()) })
  return (
    <div className="week-bar">
      <div className="week-steps">
        <IconButton label={words.t('week.before')} onPress={() => onDay(dayAfter(monday, -7))}>
          ‹
        </IconButton>
        <h2>{title}</h2>
        <IconButton label={words.t('week.after')} onPress={() => onDay(dayAfter(monday, 7))}>
          ›
        </IconButton>
      </div>
      {children}
    </div>
  )
}
