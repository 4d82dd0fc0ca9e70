import { useState } from 'react'
import { wordsOf } from '../../api/send'
import { type TimeOff, type UsualHours, useOwnTime, useWeekAct } from '../../api/week'
import { useWords } from '../../i18n/WordsProvider'
import { Badge, type BadgeTone } from '../../ui/Badge'
import { Button } from '../../ui/Button'
import { Select, TextField } from '../../ui/Field'
import { Failure, Loading, Message } from '../../ui/Notice'

export const offTones: Record<TimeOff['state'], BadgeTone> = { pending: 'warn', approved: 'accent', rejected: 'plain' }

/** What a courier says of their time: days off, and when they can work in an ordinary week. */
export function OwnTime() {
  const time = useOwnTime()
  if (time.isPending) return <Loading />
  if (time.isError) return <Failure error={time.error} onRetry={() => void time.refetch()} />
  return (
    <div className="week hands">
      <Off list={time.data.timeOff} />
      <Usual list={time.data.hours} />
    </div>
  )
}

function Off({ list }: { list: TimeOff[] }) {
  const words = useWords()
  const act = useWeekAct()
  const [form, setForm] = useState({ first: '', last: '', comment: '' })
  return (
    <section aria-labelledby="time-off">
      <h2 id="time-off">{words.t('week.off')}</h2>
      {list.length === 0 && <p className="soft">{words.t('week.off.none')}</p>}
      <ul className="week-list">
        {list.map(off => (
          <li key={off.id} className="week-line">
            <span>
              <OffDays off={off} />
              {off.comment && <span className="soft"> · {off.comment}</span>}
            </span>
            <Badge tone={offTones[off.state]}>{words.t(`week.off.${off.state}`)}</Badge>
            {off.can.includes('take_back') && (
              <Button look="quiet" onPress={() => act.mutate({ method: 'DELETE', path: `/v1/time-off/${off.id}` })}>
                {words.t('week.off.take_back')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <form
        className="week-form"
        onSubmit={event => {
          event.preventDefault()
          const body = { ...form, last: form.last || form.first }
          act.mutate(
            { path: '/v1/me/time-off', body },
            { onSuccess: () => setForm({ first: '', last: '', comment: '' }) },
          )
        }}
      >
        <div className="week-pair">
          <TextField
            label={words.t('week.off.first')}
            type="date"
            isRequired
            value={form.first}
            onChange={first => setForm({ ...form, first })}
          />
          <TextField
            label={words.t('week.off.last')}
            type="date"
            value={form.last}
            onChange={last => setForm({ ...form, last })}
          />
        </div>
        <TextField
          label={words.t('week.off.comment')}
          maxLength={2000}
          value={form.comment}
          onChange={comment => setForm({ ...form, comment })}
        />
        {act.isError && <Message tone="danger">{wordsOf(act.error, words)}</Message>}
        <Button type="submit" look="main" isPending={act.isPending} isDisabled={!form.first}>
          {words.t('week.off.ask')}
        </Button>
      </form>
    </section>
  )
}

/** The days of a time off in words. */
export function OffDays({ off }: { off: TimeOff }) {
  const words = useWords()
  const day = (text: string) => words.day(new Date(`${text}T12:00:00Z`), new Date())
  return off.first === off.last
    ? day(off.first)
    : words.t('week.off.days', { first: day(off.first), last: day(off.last) })
}

function Usual({ list }: { list: UsualHours[] }) {
  const words = useWords()
  const act = useWeekAct()
  const [form, setForm] = useState({ type: 'unavailable', weekday: '1', from: '09:00', to: '12:00' })
  const weekday = (n: number) => words.t('date.weekday', { n: n % 7 })
  return (
    <section aria-labelledby="usual-hours">
      <h2 id="usual-hours">{words.t('week.usual')}</h2>
      {list.length === 0 && <p className="soft">{words.t('week.usual.none')}</p>}
      <ul className="week-list">
        {list.map(hours => (
          <li key={hours.id} className="week-line">
            <span>
              {weekday(hours.weekday)} <span className="numbers">{`${hours.from}–${hours.to}`}</span>
            </span>
            <Badge tone={hours.type === 'available' ? 'accent' : 'warn'}>{words.t(`week.usual.${hours.type}`)}</Badge>
            <Button look="quiet" onPress={() => act.mutate({ method: 'DELETE', path: `/v1/hours/${hours.id}` })}>
              {words.t('week.off.take_back')}
            </Button>
          </li>
        ))}
      </ul>
      <form
        className="week-form"
        onSubmit={event => {
          event.preventDefault()
          act.mutate({ path: '/v1/me/hours', body: { ...form, weekday: Number(form.weekday), comment: '' } })
        }}
      >
        <div className="week-pair">
          <Select
            label={words.t('week.usual.type')}
            options={(['unavailable', 'available'] as const).map(id => ({ id, label: words.t(`week.usual.${id}`) }))}
            value={form.type}
            onChange={type => setForm({ ...form, type })}
          />
          <Select
            label={words.t('week.usual.day')}
            options={[1, 2, 3, 4, 5, 6, 7].map(n => ({ id: String(n), label: weekday(n) }))}
            value={form.weekday}
            onChange={day => setForm({ ...form, weekday: day })}
          />
          <TextField
            label={words.t('week.usual.from')}
            type="time"
            value={form.from}
            onChange={from => setForm({ ...form, from })}
          />
          <TextField
            label={words.t('week.usual.to')}
            type="time"
            value={form.to}
            onChange={to => setForm({ ...form, to })}
          />
        </div>
        {act.isError && <Message tone="danger">{wordsOf(act.error, words)}</Message>}
        <Button type="submit" isPending={act.isPending}>
          {words.t('week.usual.add')}
        </Button>
      </form>
    </section>
  )
}
