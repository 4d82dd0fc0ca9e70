import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Equipment as Choice, patchLists, putEquipment } from '../../api/board'
import { wordsOf } from '../../api/send'
import { useWords } from '../../i18n/WordsProvider'
import { type Board, listOf, type TaskList } from '../../model/board'
import { roomOf } from '../../model/select/load'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Select } from '../../ui/Field'
import { Message } from '../../ui/Notice'
import { useDeskRef } from './context'
import { loadWords } from './words'

/** With what a courier rides, and a button to choose it. */
export function Equipment({ list }: { list: TaskList }) {
  const words = useWords()
  const desk = useDeskRef()
  const [open, setOpen] = useState(false)
  const { board } = desk.current
  const named = namesOf(board, list)
  if (board.vehicles.length === 0 || !board.can.includes('edit')) return named === '' ? null : <span>{named}</span>
  return (
    <>
      <Button look="quiet" onPress={() => setOpen(true)}>
        {named || words.t('dispatch.vehicle.choose')}
        <span className="visually-hidden">{list.username}</span>
      </Button>
      {open && <EquipmentDialog list={list} board={board} onClose={() => setOpen(false)} />}
    </>
  )
}

/** "Long John + trailer". */
function namesOf(board: Board, list: TaskList): string {
  const vehicle = board.vehicles.find(v => v.id === list.vehicleId)
  const trailer = board.trailers.find(t => t.id === list.trailerId)
  return [vehicle, trailer].flatMap(thing => thing?.name ?? []).join(' + ')
}

interface DialogIn {
  list: TaskList
  board: Board
  onClose(): void
}

function EquipmentDialog({ list, board, onClose }: DialogIn) {
  const words = useWords()
  const client = useQueryClient()
  const { courierId } = list
  const [choice, choose] = useState<Choice>({ vehicleId: list.vehicleId, trailerId: list.trailerId })
  const save = useMutation({
    mutationFn: () => putEquipment(board.day, courierId, choice),
    onSuccess: saved => {
      patchLists(client, board.day, [saved])
      onClose()
    },
  })
  const vehicle = board.vehicles.find(v => v.id === choice.vehicleId)
  const trailers = board.trailers.filter(t => vehicle?.trailers.includes(t.id) || t.id === choice.trailerId)
  const none = { id: '0', label: words.t('dispatch.vehicle.none') }
  const option = (kind: 'vehicleId' | 'trailerId') => (thing: Board['trailers'][number]) => {
    const taker = board.lists.find(other => other[kind] === thing.id && other.courierId !== courierId)
    const room = loadWords({ grams: thing.maxWeight, volume: thing.maxVolume }, words)
    const taken = taker && words.t('dispatch.vehicle.taken', { name: listOf(board, taker.courierId).username })
    return { id: String(thing.id), label: [thing.name, room, taken].filter(Boolean).join(' · ') }
  }
  const there = (thing: Board['trailers'][number]) => !thing.gone || thing.id === choice.vehicleId
  const pick = (vehicleId: number | null) => {
    const pulls = board.vehicles.find(v => v.id === vehicleId)?.trailers ?? []
    const keeps = choice.trailerId !== null && pulls.includes(choice.trailerId)
    choose({ vehicleId, trailerId: keeps ? choice.trailerId : null })
  }
  const room = roomOf(
    vehicle,
    board.trailers.find(t => t.id === choice.trailerId),
  )
  return (
    <Dialog title={words.t('dispatch.vehicle.of', { name: list.username })} open onClose={onClose}>
      <div className="verb-form">
        <Select
          label={words.t('dispatch.vehicle')}
          options={[none, ...board.vehicles.filter(there).map(option('vehicleId'))]}
          value={String(choice.vehicleId ?? 0)}
          onChange={id => pick(Number(id) || null)}
        />
        {trailers.length > 0 && (
          <Select
            label={words.t('dispatch.trailer')}
            options={[none, ...trailers.map(option('trailerId'))]}
            value={String(choice.trailerId ?? 0)}
            onChange={id => choose({ ...choice, trailerId: Number(id) || null })}
          />
        )}
        {loadWords(room, words) !== '' && <p>{words.t('dispatch.vehicle.room', { room: loadWords(room, words) })}</p>}
        {save.error && <Message tone="danger">{wordsOf(save.error, words)}</Message>}
        <div className="dialog-buttons">
          <Button onPress={onClose}>{words.t('ui.cancel')}</Button>
          <Button look="main" isPending={save.isPending} onPress={() => save.mutate()}>
            {words.t('dispatch.vehicle.save')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
