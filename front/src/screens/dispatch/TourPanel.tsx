import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { readSoon } from '../../api/fresh'
import { wordsOf } from '../../api/send'
import { carryTour, changeTour, dissolveTour, tookTour } from '../../api/tour'
import { useWords } from '../../i18n/WordsProvider'
import { holderOf, type Tour, tasksOf } from '../../model/board'
import { dayAfter, isDay } from '../../model/day'
import { freeOperation } from '../../model/operations/free'
import { moved } from '../../model/operations/tour'
import { isOpen, placeName } from '../../model/task'
import { Button, IconButton } from '../../ui/Button'
import { Confirm } from '../../ui/Dialog'
import { TextField } from '../../ui/Field'
import { useToasts } from '../../ui/ToastRegion'
import { useDesk } from './context'
import { TaskLine } from './TaskLine'
import { useEscape } from './useEscape'

/** A tour: its name, its stops and their order, and what can be done with it as a whole. */
export function TourPanel({ tour }: { tour: Tour }) {
  const words = useWords()
  const desk = useDesk()
  const close = () => desk.lookAtTour(undefined)
  useEscape(close)
  const holder = holderOf(desk.board, { tour: tour.id })
  const release = freeOperation(desk.board, [{ tour: tour.id }])
  const sums = [words.distance(tour.distance), words.duration(tour.duration)].join(' · ')
  return (
    <aside className="panel" aria-label={words.t('dispatch.tour', { name: tour.name })}>
      <header className="panel-head">
        <h2>{tour.name}</h2>
        <IconButton label={words.t('ui.close')} onPress={close}>
          <span aria-hidden="true">×</span>
        </IconButton>
      </header>
      <p className="soft">
        {holder ? words.t('dispatch.carriedBy', { name: holder.username }) : words.t('dispatch.carriedByNobody')}
        {tour.distance > 0 && ` · ${sums}`}
      </p>
      {!release.disabled && <Button onPress={() => desk.run(release)}>{words.t(release.label)}</Button>}
      <Content tour={tour} />
      <Carry tour={tour} />
      <Dissolve tour={tour} />
    </aside>
  )
}

/** Runs changes of a tour on the server, one at a time, and takes in what it became. */
function useTourChange(tour: Tour) {
  const words = useWords()
  const toasts = useToasts()
  const client = useQueryClient()
  const { board, lookAtTour } = useDesk()
  return useMutation({
    mutationFn: (change: (tour: Tour) => Promise<Tour | undefined>) => change(tour),
    onSuccess: now => {
      if (now?.day === board.day) return tookTour(client, board.day, now)
      lookAtTour(undefined)
      readSoon(client)
    },
    onError: error => {
      toasts.say(wordsOf(error, words), { tone: 'danger' })
      readSoon(client)
    },
  })
}

function Content({ tour }: { tour: Tour }) {
  const words = useWords()
  const { board, lookAt } = useDesk()
  const change = useTourChange(tour)
  const [name, setName] = useState(tour.name)
  const stops = tasksOf(board, [{ tour: tour.id }])
  const put = (tasks: readonly number[]) => change.mutate(t => changeTour(t, { tasks }))
  return (
    <>
      <form
        className="tour-name"
        onSubmit={event => {
          event.preventDefault()
          change.mutate(t => changeTour(t, { name, tasks: t.tasks }))
        }}
      >
        <TextField label={words.t('dispatch.tour.name')} value={name} onChange={setName} isRequired />
        {name !== tour.name && <Button type="submit">{words.t('dispatch.tour.rename')}</Button>}
      </form>
      <ol className="tour-stops">
        {stops.map((task, n) => (
          <li key={task.id}>
            <TaskLine task={task} number={n + 1} />
            <span className="tour-moves">
              {([-1, 1] as const).map(by => {
                const order = moved(stops, n, by)
                return (
                  <IconButton
                    key={by}
                    label={`${words.t(by < 0 ? 'dispatch.earlier' : 'dispatch.later')}, ${placeName(task)}`}
                    isDisabled={change.isPending || !order}
                    onPress={() => order && put(order)}
                  >
                    <span aria-hidden="true">{by < 0 ? '↑' : '↓'}</span>
                  </IconButton>
                )
              })}
              <IconButton
                label={words.t('dispatch.tour.remove', { id: task.id })}
                isDisabled={change.isPending || !isOpen(task)}
                onPress={() => put(tour.tasks.filter(id => id !== task.id))}
              >
                <span aria-hidden="true">×</span>
              </IconButton>
              <Button look="quiet" onPress={() => lookAt(task.id)}>
                #{task.id}
              </Button>
            </span>
          </li>
        ))}
      </ol>
      {stops.length === 0 && <p className="row-note">{words.t('dispatch.tour.empty')}</p>}
    </>
  )
}

/** What is left goes to another day. */
function Carry({ tour }: { tour: Tour }) {
  const words = useWords()
  const change = useTourChange(tour)
  const toasts = useToasts()
  const [day, setDay] = useState(dayAfter(tour.day, 1))
  const carry = () =>
    change.mutate(t => carryTour(t, day), {
      onSuccess: () => toasts.say(words.t('dispatch.tour.carried', { name: tour.name })),
    })
  return (
    <div className="tour-carry">
      <div className="field">
        <label htmlFor="tour-day">{words.t('dispatch.tour.day')}</label>
        <input id="tour-day" type="date" value={day} onChange={e => setDay(e.target.value)} />
      </div>
      <Button isDisabled={!isDay(day) || day === tour.day} isPending={change.isPending} onPress={carry}>
        {words.t('dispatch.tour.carry')}
      </Button>
    </div>
  )
}

function Dissolve({ tour }: { tour: Tour }) {
  const words = useWords()
  const change = useTourChange(tour)
  const [asking, ask] = useState(false)
  return (
    <>
      <Button look="danger" onPress={() => ask(true)}>
        {words.t('dispatch.tour.dissolve')}
      </Button>
      <Confirm
        title={words.t('dispatch.tour', { name: tour.name })}
        open={asking}
        danger
        verb={words.t('dispatch.tour.dissolve')}
        onClose={() => ask(false)}
        onConfirm={() => change.mutate(dissolveTour, { onSettled: () => ask(false) })}
      >
        {words.t('dispatch.tour.dissolve.what')}
      </Confirm>
    </>
  )
}
