import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { send } from './send'

export interface Balance {
  account: string
  /** Minor units. */
  debit: number
  credit: number
  /** Positive when the account earned it, or is owed it. */
  balance: number
}

export interface Books {
  from: string
  to: string
  orders: number
  accounts: Balance[]
}

export interface Dispute {
  id: number
  order: number
  number: string
  amount: number
  fee: number
  status: string
}

export interface Reconciliation {
  id: number
  at: string
  compared: number
  differences: string[]
  skipped: string
}

/** What moved on each account between two days, both included. */
export function useBooks(from: string, to: string) {
  return useQuery({
    queryKey: ['books', from, to],
    queryFn: ({ signal }) => send<Books>({ path: `/v1/books?from=${from}&to=${to}`, signal }),
    placeholderData: keepPreviousData,
  })
}

/** Charges that customers contest at their bank. */
export function useDisputes() {
  return useQuery({
    queryKey: ['disputes'],
    queryFn: ({ signal }) => send<Dispute[]>({ path: '/v1/disputes', signal }),
  })
}

/** The nightly comparisons with the payment providers, the latest first. */
export function useReconciliations() {
  return useQuery({
    queryKey: ['reconciliations'],
    queryFn: ({ signal }) => send<Reconciliation[]>({ path: '/v1/reconciliations', signal }),
  })
}
