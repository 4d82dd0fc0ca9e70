import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { bodyOf, type ListDraft, type PriceList, type TrialAnswer, type trialOf } from '../model/prices'
import { send } from './send'

const path = '/v1/price-lists'
const listsKey = ['price-lists'] as const

/** Every price list with what uses it, and whether the person may write them. */
export function usePriceLists() {
  return useQuery({
    queryKey: listsKey,
    queryFn: ({ signal }) => send<{ lists: PriceList[]; can: string[] }>({ path, signal }),
  })
}

/** Saves a list, a new one when it has no id yet. */
export function useSaveList() {
  const client = useQueryClient()
  return useMutation({
    networkMode: 'always',
    mutationFn: (list: ListDraft) =>
      send<PriceList>({
        method: list.id ? 'PUT' : 'POST',
        path: list.id ? `${path}/${list.id}` : path,
        body: bodyOf(list),
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: listsKey }),
  })
}

/** Deletes a list that nothing uses. */
export function useDeleteList() {
  const client = useQueryClient()
  return useMutation({
    networkMode: 'always',
    mutationFn: (id: number) => send<void>({ method: 'DELETE', path: `${path}/${id}` }),
    onSettled: () => client.invalidateQueries({ queryKey: listsKey }),
  })
}

/** Tries a list on a delivery; the server keeps nothing. */
export function useTrial() {
  return useMutation({
    networkMode: 'always',
    mutationFn: (body: ReturnType<typeof trialOf>) => send<TrialAnswer>({ method: 'POST', path: `${path}/try`, body }),
  })
}
