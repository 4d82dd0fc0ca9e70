import { useState } from 'react'
import { wordsOf } from '../../api/send'
import { useSession } from '../../api/session'
import { useOwnWeek, useWeekAct } from '../../api/week'
import { useWords } from '../../i18n/WordsProvider'
import type { Key } from '../../i18n/words'
import { dayIn } from '../../model/day'
import { daysOf, hoursOf, type Shift, shiftsOn } from '../../model/week'
import { Badge } from '../../ui/Badge'
import { Button } from '../../ui/Button'
import { Confirm } from '../../ui/Dialog'
import { Failure, Loading, Message } from '../../ui/Notice'
import { Page } from '../../ui/Page'
import { Tabs } from '../../ui/Tabs'
import { useToasts } from '../../ui/ToastRegion'
import { OwnTime } from './OwnTime'
import { ReportSheet } from './ReportSheet'
import { useWeekDay, WeekBar } from './WeekBar'
import './week.css'

/** A courier's own week: what they work at, what they can take, and what they say of their time. */
export default function OwnWeek() {
  const words = useWords()
  const [part, setPart] = useState('shifts')
  return (
    <Page title={words.t('home.week')} home="/app/" width="text">
      <Tabs
        label={words.t('home.week')}
        selected={part}
        onSelect={setPart}
        parts={[
          { id: 'shifts', label: words.t('week.shifts'), content: <Shifts /> },
          { id: 'time', label: words.t('week.time'), content: <OwnTime /> },
        ]}
      />
    </Page>
  )
}

function Shifts() {
  const words = useWords()
  const { zone } = words.place
  const [day, setDay] = useWeekDay(dayIn(zone, new Date()))
  const week = useOwnWeek(day)
  if (week.isPending) return <Loading />
  if (week.isError) return <Failure error={week.error} onRetry={() => void week.refetch()} />
  const { monday, published, shifts } = week.data
  const mine = shifts.filter(shift => shift.mine === 'on')
  const hours = Math.round(mine.reduce((sum, shift) => sum + hoursOf(shift), 0) * 100) / 100
  return (
    <div className="week hands">
      <WeekBar monday={monday} onDay={setDay} />
      <p className="soft numbers">{words.t('week.hours', { hours: words.number(hours) })}</p>
      {!published && <Message tone="info">{words.t('week.draft')}</Message>}
      {daysOf(monday).map(one => (
        <section key={one} aria-label={words.day(new Date(`${one}T12:00:00Z`), new Date())}>
          <h3>{words.day(new Date(`${one}T12:00:00Z`), new Date())}</h3>
          <ul className="week-list">
            {shiftsOn(shifts, one, zone).map(shift => (
              <li key={shift.id}>
                <OneShift shift={shift} />
              </li>
            ))}
          </ul>
          {shiftsOn(shifts, one, zone).length === 0 && <p className="soft">{words.t('week.free')}</p>}
        </section>
      ))}
    </div>
  )
}

const said: Record<string, Key> = { take: 'week.taken', wait: 'week.waited', give_back: 'week.given' }

function OneShift({ shift }: { shift: Shift }) {
  const words = useWords()
  const toasts = useToasts()
  const act = useWeekAct()
  const [asking, ask] = useState(false)
  const [reporting, report] = useState(false)
  const run = (verb: string) =>
    act.mutate(
      { path: `/v1/shifts/${shift.id}/${verb === 'give_back' ? 'give-back' : 'take'}` },
      {
        onSuccess: () => toasts.say(words.t(said[verb] ?? 'week.saved')),
        onError: error => toasts.say(wordsOf(error, words), { tone: 'danger' }),
      },
    )
  return (
    <article className={`shift ${shift.mine}`} aria-label={`${shift.label} ${words.clock(new Date(shift.from))}`}>
      <ShiftFacts shift={shift} />
      <div className="shift-verbs">
        {shift.can.includes('take') && (
          <Button look="main" isPending={act.isPending} onPress={() => run('take')}>
            {words.t('week.take')}
          </Button>
        )}
        {shift.can.includes('wait') && (
          <Button isPending={act.isPending} onPress={() => run('wait')}>
            {words.t('week.wait')}
          </Button>
        )}
        {shift.can.includes('report') && Date.parse(shift.from) < Date.now() && (
          <Button onPress={() => report(true)}>{words.t('week.report')}</Button>
        )}
        {shift.can.includes('give_back') && (
          <Button look="quiet" isPending={act.isPending} onPress={() => ask(true)}>
            {words.t('week.give_back')}
          </Button>
        )}
      </div>
      <Confirm
        title={words.t('week.give_back')}
        open={asking}
        onClose={() => ask(false)}
        verb={words.t('week.give_back')}
        onConfirm={() => {
          ask(false)
          run('give_back')
        }}
      >
        {words.t('week.give_back.ask')}
      </Confirm>
      {reporting && <ReportSheet shift={shift} onClose={() => report(false)} />}
    </article>
  )
}

function ShiftFacts({ shift }: { shift: Shift }) {
  const words = useWords()
  const free = Math.max(0, shift.places - shift.people.length)
  const me = useSession().data?.user.username
  const others = shift.people.map(({ name }) => name).filter(name => name !== me)
  const worked = shift.people.find(({ worked }) => worked)?.worked
  return (
    <>
      <header>
        <strong className="numbers">
          {words.clock(new Date(shift.from))}–{words.clock(new Date(shift.to))}
        </strong>
        <span className="shift-what">
          <Dot color={shift.color} />
          {shift.label}
        </span>
        {shift.mine === 'no' ? (
          <Badge tone={free > 0 ? 'info' : 'plain'}>{words.t('week.mine.no', { n: free })}</Badge>
        ) : (
          <Badge tone={shift.mine === 'on' ? 'accent' : 'warn'}>{words.t(`week.mine.${shift.mine}`)}</Badge>
        )}
      </header>
      {(shift.break > 0 || others.length > 0) && (
        <p className="soft">
          {[
            others.length > 0 && words.t('week.with', { names: others.join(', ') }),
            shift.break > 0 && words.t('week.break', { n: shift.break }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </p>
      )}
      {shift.skills.length > 0 && (
        <p className="soft">{words.t('week.needs', { skills: shift.skills.map(({ name }) => name).join(', ') })}</p>
      )}
      {shift.comment && <p>{shift.comment}</p>}
      {shift.mine === 'on' && worked && (
        <p className="soft">
          {words.t('week.reported', {
            span: `${words.clock(new Date(worked.from))}–${words.clock(new Date(worked.to))}`,
          })}
        </p>
      )}
    </>
  )
}

/** The colour of an activity; its name stands beside it. */
export function Dot({ color }: { color?: string | undefined }) {
  return <span className="dot" aria-hidden="true" style={color ? { background: color } : undefined} />
}
