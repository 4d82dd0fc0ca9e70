import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type Import, running } from '../model/importing'
import { send } from './send'

interface Sent {
  file: Blob
  filename: string
  /** Makes a repetition after a lost answer the same import. */
  key: string
}

const importsKey = (store: number) => ['stores', store, 'imports'] as const
const pathOf = (store: number, what: string, filename: string) =>
  `/v1/stores/${store}/imports${what}?filename=${encodeURIComponent(filename)}`

/** Says what would become of a table. */
export function useTryImport(store: number) {
  return useMutation({
    networkMode: 'always',
    mutationFn: ({ file, filename }: Omit<Sent, 'key'>) =>
      send<Import>({ method: 'POST', path: pathOf(store, '/try', filename), body: file }),
  })
}

/** Starts an import. */
export function useStartImport(store: number) {
  const client = useQueryClient()
  return useMutation({
    networkMode: 'always',
    mutationFn: ({ file, filename, key }: Sent) =>
      send<Import>({ method: 'POST', path: pathOf(store, '', filename), body: file, key }),
    onSettled: () => client.invalidateQueries({ queryKey: importsKey(store) }),
  })
}

/** The last imports of a store, without their rows. */
export function useImports(store: number) {
  return useQuery({
    queryKey: importsKey(store),
    queryFn: async ({ signal }) =>
      (await send<{ imports: Import[] }>({ path: `/v1/stores/${store}/imports`, signal })).imports,
    refetchInterval: query => (query.state.data?.some(running) ? 2000 : false),
  })
}

/** One import, followed until its end. */
export function useImport(id: number) {
  return useQuery({
    queryKey: ['imports', id],
    queryFn: ({ signal }) => send<Import>({ path: `/v1/imports/${id}`, signal }),
    refetchInterval: query => (query.state.data && !running(query.state.data) ? false : 1000),
  })
}

/** Where the rows that were wrong are, as a table to mend. */
export const wrongRowsPath = (id: number) => `/v1/imports/${id}/wrong-rows`
