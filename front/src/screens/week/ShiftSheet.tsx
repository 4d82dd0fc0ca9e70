import { useState } from 'react'
import { wordsOf } from '../../api/send'
import { type PlanWeek, useWeekAct } from '../../api/week'
import { useWords } from '../../i18n/WordsProvider'
import { localTime, momentIn } from '../../model/day'
import { endDay, isOff, type Shift } from '../../model/week'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Checkbox, Select, TextField } from '../../ui/Field'
import { Message } from '../../ui/Notice'

interface Props {
  week: PlanWeek
  edited: Shift | { day: string }
  onClose(): void
}

/** A shift is made or changed: when, what for, how many, and who. */
export function ShiftSheet({ week, edited, onClose }: Props) {
  const words = useWords()
  const { form, put, body } = useForm(week, edited)
  const act = useWeekAct()
  const shift = 'id' in edited ? edited : undefined
  const path = shift ? `/v1/shifts/${shift.id}` : '/v1/shifts'
  const toggle = (list: number[], id: number) => (list.includes(id) ? list.filter(x => x !== id) : [...list, id])
  return (
    <Dialog title={words.t(shift ? 'plan.edit' : 'plan.add')} open onClose={onClose}>
      <Select
        label={words.t('plan.activity')}
        options={week.activities.map(({ slug, label }) => ({ id: slug, label }))}
        value={form.activity}
        onChange={activity => put({ activity })}
      />
      <div className="week-pair">
        <TextField label={words.t('plan.day')} type="date" value={form.day} onChange={day => put({ day })} />
        <TextField label={words.t('plan.from')} type="time" value={form.from} onChange={from => put({ from })} />
        <TextField label={words.t('plan.to')} type="time" value={form.to} onChange={to => put({ to })} />
      </div>
      <div className="week-pair">
        <TextField
          label={words.t('plan.places')}
          inputMode="numeric"
          value={form.places}
          onChange={places => put({ places })}
        />
        <TextField
          label={words.t('plan.break')}
          inputMode="numeric"
          value={form.pause}
          onChange={pause => put({ pause })}
        />
      </div>
      <Group label={words.t('plan.people')}>
        {week.team.map(({ id, name }) => {
          const away = week.timeOff.some(off => off.userId === id && isOff(off, form.day))
          return (
            <Checkbox
              key={id}
              label={away ? words.t('plan.people.off', { name }) : name}
              checked={form.people.includes(id)}
              onChange={() => put({ people: toggle(form.people, id) })}
            />
          )
        })}
      </Group>
      {week.skills.length > 0 && (
        <Group label={words.t('plan.skills')}>
          {week.skills.map(({ id, name }) => (
            <Checkbox
              key={id}
              label={name}
              checked={form.skills.includes(id)}
              onChange={() => put({ skills: toggle(form.skills, id) })}
            />
          ))}
        </Group>
      )}
      <TextField
        label={words.t('plan.comment')}
        maxLength={2000}
        value={form.comment}
        onChange={comment => put({ comment })}
      />
      {act.isError && <Message tone="danger">{wordsOf(act.error, words)}</Message>}
      <div className="dialog-buttons">
        {shift && (
          <Button look="danger" onPress={() => act.mutate({ method: 'DELETE', path }, { onSuccess: onClose })}>
            {words.t('plan.delete')}
          </Button>
        )}
        <Button onPress={onClose}>{words.t('ui.cancel')}</Button>
        <Button
          look="main"
          isPending={act.isPending}
          isDisabled={!form.activity || !form.day || !form.from || !form.to}
          onPress={() => act.mutate({ method: shift ? 'PUT' : 'POST', path, body: body() }, { onSuccess: onClose })}
        >
          {words.t('week.save')}
        </Button>
      </div>
    </Dialog>
  )
}

function Group({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <fieldset>
      <legend>{label}</legend>
      <div className="plan-people">{children}</div>
    </fieldset>
  )
}

/** What the form holds, as people write it, and what it means for the server. */
function useForm(week: PlanWeek, edited: Shift | { day: string }) {
  const { zone } = useWords().place
  const [form, hold] = useState(() => {
    if (!('id' in edited)) {
      const activity = week.activities[0]?.slug ?? ''
      const people: number[] = []
      const skills: number[] = []
      return {
        activity,
        day: edited.day,
        from: '09:00',
        to: '13:00',
        places: '1',
        pause: '0',
        comment: '',
        people,
        skills,
      }
    }
    const [day = '', from = ''] = localTime(zone, new Date(edited.from)).split('T')
    return {
      activity: edited.activity,
      day,
      from,
      to: localTime(zone, new Date(edited.to)).slice(11),
      places: String(edited.places),
      pause: String(edited.break),
      comment: edited.comment,
      people: edited.people.map(({ id }) => id),
      skills: edited.skills.map(({ id }) => id),
    }
  })
  const body = () => ({
    version: 'id' in edited ? edited.version : 0,
    activity: form.activity,
    from: momentIn(zone, `${form.day}T${form.from}`),
    to: momentIn(zone, `${endDay(form.day, form.from, form.to)}T${form.to}`),
    places: Number(form.places) || 1,
    break: Number(form.pause) || 0,
    comment: form.comment,
    skills: form.skills,
    people: form.people,
  })
  // Leaving one field and changing another may fall together.
  const put = (part: Partial<typeof form>) => hold(now => ({ ...now, ...part }))
  return { form, put, body }
}
