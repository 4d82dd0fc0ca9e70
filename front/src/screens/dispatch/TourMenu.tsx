import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components'
import { readSoon } from '../../api/fresh'
import { wordsOf } from '../../api/send'
import { changeTour, makeTour, tookTour } from '../../api/tour'
import { useWords } from '../../i18n/WordsProvider'
import type { Item, Tour } from '../../model/board'
import { joined } from '../../model/operations/tour'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { TextField } from '../../ui/Field'
import { useToasts } from '../../ui/ToastRegion'
import { useDesk } from './context'

/** Puts the chosen tasks into a tour: a new one, or one of the day. */
export function TourMenu({ items, onDone }: { items: readonly Item[]; onDone(): void }) {
  const words = useWords()
  const toasts = useToasts()
  const client = useQueryClient()
  const { board } = useDesk()
  const [naming, setNaming] = useState(false)
  const save = useMutation({
    mutationFn: (to: string | Tour) =>
      typeof to === 'string'
        ? makeTour({ name: to, day: board.day, tasks: joined(board, { tasks: [] }, items) })
        : changeTour(to, { tasks: joined(board, to, items) }),
    onSuccess: tour => {
      tookTour(client, board.day, tour)
      setNaming(false)
      onDone()
    },
    onError: error => {
      toasts.say(wordsOf(error, words), { tone: 'danger' })
      readSoon(client)
    },
  })
  const tours = board.tours.filter(tour => !items.some(item => item.tour === tour.id))
  const add = (id: string) => {
    const tour = tours.find(t => String(t.id) === id)
    if (tour) save.mutate(tour)
    else setNaming(true)
  }
  return (
    <>
      <MenuTrigger>
        <Button isPending={save.isPending}>{words.t('dispatch.tour.into')}</Button>
        <Popover className="popover">
          <Menu className="options" onAction={id => add(String(id))}>
            <MenuItem id="new" className="option">
              {words.t('dispatch.tour.new')}
            </MenuItem>
            {tours.map(tour => (
              <MenuItem key={tour.id} id={String(tour.id)} className="option">
                {tour.name}
              </MenuItem>
            ))}
          </Menu>
        </Popover>
      </MenuTrigger>
      {naming && <NameDialog pending={save.isPending} onClose={() => setNaming(false)} onName={save.mutate} />}
    </>
  )
}

function NameDialog({ pending, onClose, onName }: { pending: boolean; onClose(): void; onName(name: string): void }) {
  const words = useWords()
  const [name, setName] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onName(name)
  }
  return (
    <Dialog title={words.t('dispatch.tour.new')} open onClose={onClose}>
      <form className="verb-form" onSubmit={submit}>
        <TextField label={words.t('dispatch.tour.name')} value={name} onChange={setName} isRequired maxLength={255} />
        <div className="dialog-buttons">
          <Button onPress={onClose}>{words.t('ui.cancel')}</Button>
          <Button look="main" type="submit" isPending={pending}>
            {words.t('dispatch.tour.make')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
