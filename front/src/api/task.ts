import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { withTask } from '../model/actions/news'
import type { Board } from '../model/board'
import type { Verb } from '../model/operations/verbs'
import type { Task, TaskEvent } from '../model/task'
import { boards, readSoon } from './fresh'
import { send } from './send'

export function readTask(id: number): Promise<Task> {
  return send<Task>({ path: `/v1/tasks/${id}` })
}

/** What happened to a task, oldest first. Events about the task make it be read again. */
export function useTaskHistory(id: number) {
  const queryFn = () => send<TaskEvent[]>({ path: `/v1/tasks/${id}/history` })
  return useQuery({ queryKey: ['task', id, 'history'], queryFn })
}

/** What is said with a verb: how it ended, or the new window. */
export interface Said {
  notes?: string
  reason?: string
  after?: string
  before?: string
}

/** Does something to one task, then shows its new state on every board. */
export function useTaskVerb(id: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ verb, said }: { verb: Verb['name']; said: Said }) =>
      send<Task>({ method: 'POST', path: `/v1/tasks/${id}/${verb}`, body: said }),
    onSuccess: (task, { verb }) => taken(client, task, verb),
    // The screen showed something that was no longer so.
    onError: () => readSoon(client),
  })
}

function taken(client: QueryClient, task: Task, verb: Verb['name']): void {
  client.setQueriesData<Board>({ queryKey: boards }, board => board && withTask(board, task))
  void client.invalidateQueries({ queryKey: ['task', task.id] })
  // Rescheduling frees the task; an ending unblocks the one after it.
  if (verb !== 'note' && verb !== 'start') readSoon(client)
}
