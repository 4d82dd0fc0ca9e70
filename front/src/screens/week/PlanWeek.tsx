import { useState } from 'react'
import { wordsOf } from '../../api/send'
import { usePlanWeek, useWeekAct, type PlanWeek as Week } from '../../api/week'
import { useWords } from '../../i18n/WordsProvider'
import type { Key } from '../../i18n/words'
import { dayIn } from '../../model/day'
import { daysOf, hoursByPerson, type Shift, shiftsOn } from '../../model/week'
import { Badge } from '../../ui/Badge'
import { Button } from '../../ui/Button'
import { Confirm } from '../../ui/Dialog'
import { Failure, Loading, Message } from '../../ui/Notice'
import { Page } from '../../ui/Page'
import { useToasts } from '../../ui/ToastRegion'
import { OffDays, offTones } from './OwnTime'
import { Dot } from './OwnWeek'
import { ShiftSheet } from './ShiftSheet'
import { useWeekDay, WeekBar } from './WeekBar'
import './week.css'

/** What is being edited: a shift, or a new one on a day. */
type Edited = Shift | { day: string }

/** The team's week: shifts are planned, the week is published, time off is decided about. */
export default function PlanWeek() {
  const words = useWords()
  const { zone } = words.place
  const [day, setDay] = useWeekDay(dayIn(zone, new Date()))
  const week = usePlanWeek(day)
  const [edited, edit] = useState<Edited | null>(null)
  return (
    <Page title={words.t('home.shifts')} home="/app/">
      {week.isPending && <Loading />}
      {week.isError && <Failure error={week.error} onRetry={() => void week.refetch()} />}
      {week.data && (
        <div className="plan">
          <WeekBar monday={week.data.monday} onDay={setDay}>
            <Badge tone={week.data.published ? 'accent' : 'warn'}>
              {words.t(week.data.published ? 'plan.published' : 'plan.draft')}
            </Badge>
          </WeekBar>
          <WeekVerbs week={week.data} />
          <div className="plan-days">
            {daysOf(week.data.monday).map(one => (
              <PlanDay key={one} day={one} shifts={shiftsOn(week.data.shifts, one, zone)} onEdit={edit} />
            ))}
          </div>
          <aside aria-label={words.t('plan.hours')}>
            <Limits week={week.data} />
            <Hours shifts={week.data.shifts} />
            <Off week={week.data} />
          </aside>
          {edited && <ShiftSheet week={week.data} edited={edited} onClose={() => edit(null)} />}
        </div>
      )}
    </Page>
  )
}

function PlanDay({ day, shifts, onEdit }: { day: string; shifts: Shift[]; onEdit(edited: Edited): void }) {
  const words = useWords()
  const title = words.dated(new Date(`${day}T12:00:00Z`), new Date())
  return (
    <section className="plan-day" aria-label={title}>
      <h3>{title}</h3>
      {shifts.map(shift => (
        <button key={shift.id} type="button" className="plan-shift" onClick={() => onEdit(shift)}>
          <strong className="numbers">
            {words.clock(new Date(shift.from))}–{words.clock(new Date(shift.to))}
          </strong>
          <span className="shift-what">
            <Dot color={shift.color} />
            {shift.label}
          </span>
          <span>{shift.people.map(({ name }) => name).join(', ')}</span>
          {shift.people.length < shift.places && (
            <Badge tone="warn">{words.t('plan.free', { n: shift.places - shift.people.length })}</Badge>
          )}
          {shift.waiting.length > 0 && (
            <span className="soft">
              {words.t('plan.waiting', { names: shift.waiting.map(({ name }) => name).join(', ') })}
            </span>
          )}
        </button>
      ))}
      {shifts.length === 0 && <p className="soft">{words.t('plan.empty')}</p>}
      <Button look="quiet" aria-label={`${words.t('plan.add')} ${title}`} onPress={() => onEdit({ day })}>
        <span aria-hidden="true">+</span>
      </Button>
    </section>
  )
}

const verbs = ['publish', 'copy', 'lists', 'clear'] as const
const asked: Partial<Record<(typeof verbs)[number], Key>> = { publish: 'plan.publish.ask', clear: 'plan.clear.ask' }

/** What is done with a whole week. What cannot be undone is asked first. */
function WeekVerbs({ week }: { week: Week }) {
  const words = useWords()
  const toasts = useToasts()
  const act = useWeekAct()
  const [asking, ask] = useState<(typeof verbs)[number] | null>(null)
  const run = (verb: (typeof verbs)[number]) =>
    act.mutate(
      { path: `/v1/weeks/${week.monday}/${verb}` },
      {
        onSuccess: () => toasts.say(words.t(`plan.${verb}.done`)),
        onError: error => toasts.say(wordsOf(error, words), { tone: 'danger' }),
      },
    )
  const open = verbs.filter(
    verb => (verb !== 'publish' && verb !== 'clear') || (!week.published && week.shifts.length > 0),
  )
  return (
    <div className="shift-verbs">
      {open.map(verb => (
        <Button
          key={verb}
          look={verb === 'publish' ? 'main' : verb === 'clear' ? 'quiet' : 'plain'}
          isDisabled={act.isPending}
          onPress={() => (asked[verb] ? ask(verb) : run(verb))}
        >
          {words.t(`plan.${verb}`)}
        </Button>
      ))}
      {asking && (
        <Confirm
          title={words.t(`plan.${asking}`)}
          open
          danger={asking === 'clear'}
          onClose={() => ask(null)}
          verb={words.t(`plan.${asking}`)}
          onConfirm={() => {
            ask(null)
            run(asking)
          }}
        >
          {words.t(asked[asking] ?? 'plan.clear.ask')}
        </Confirm>
      )}
    </div>
  )
}

function Limits({ week }: { week: Week }) {
  const words = useWords()
  if (week.limits.length === 0) return null
  return (
    <section aria-labelledby="plan-limits">
      <h2 id="plan-limits">{words.t('plan.limits')}</h2>
      {week.limits.map(({ name, rule, actual, limit, day }) => (
        <Message key={`${name} ${rule} ${day}`} tone="warn">
          {words.code(`plan.limit.${rule}`, { name, actual: words.number(actual), limit: words.number(limit) }) ?? rule}
          {day && ` (${words.day(new Date(`${day}T12:00:00Z`), new Date())})`}
        </Message>
      ))}
    </section>
  )
}

function Hours({ shifts }: { shifts: Shift[] }) {
  const words = useWords()
  const list = hoursByPerson(shifts)
  return (
    <section aria-labelledby="plan-hours">
      <h2 id="plan-hours">{words.t('plan.hours')}</h2>
      {list.length === 0 && <p className="soft">{words.t('plan.hours.none')}</p>}
      <ul className="week-list numbers">
        {list.map(({ name, hours }) => (
          <li key={name}>{words.t('plan.hours.of', { name, hours: words.number(hours) })}</li>
        ))}
      </ul>
    </section>
  )
}

function Off({ week }: { week: Week }) {
  const words = useWords()
  const toasts = useToasts()
  const act = useWeekAct()
  const decide = (id: number, verb: string) =>
    act.mutate(
      { path: `/v1/time-off/${id}/${verb}` },
      { onError: error => toasts.say(wordsOf(error, words), { tone: 'danger' }) },
    )
  return (
    <section aria-labelledby="plan-off">
      <h2 id="plan-off">{words.t('plan.off')}</h2>
      {week.timeOff.length === 0 && <p className="soft">{words.t('plan.off.none')}</p>}
      <ul className="week-list">
        {week.timeOff.map(off => (
          <li key={off.id} className="week-line">
            <span>
              <strong>{off.name}</strong> <OffDays off={off} />
              {off.comment && <span className="soft"> · {off.comment}</span>}
            </span>
            <Badge tone={offTones[off.state]}>{words.t(`week.off.${off.state}`)}</Badge>
            {(['approve', 'reject'] as const)
              .filter(verb => off.can.includes(verb))
              .map(verb => (
                <Button key={verb} isDisabled={act.isPending} onPress={() => decide(off.id, verb)}>
                  {words.t(`plan.off.${verb}`)}
                </Button>
              ))}
          </li>
        ))}
      </ul>
    </section>
  )
}
