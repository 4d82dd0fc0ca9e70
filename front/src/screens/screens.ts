import { type ComponentType, type LazyExoticComponent, lazy } from 'react'
import type { Key } from '../i18n/words'
import type { Params } from '../route/match'

export interface ScreenProps {
  params: Params
}

/** A screen of the staff app. Its code is fetched when it is first opened. */
export interface Screen {
  path: string
  /** The name in the session's `can` that opens it. */
  can: string
  title: Key
  hint: Key
  view?: LazyExoticComponent<ComponentType<ScreenProps>>
  /** True for a page of its own, such as the courier's, which is not drawn by this app. */
  apart?: boolean
}

/** Every screen that a person may be offered, in the order of the start page. To add one: a folder here and a line below. */
export const screens: Screen[] = [
  {
    path: '/app/dispatch',
    can: 'dispatch',
    title: 'home.dispatch',
    hint: 'home.dispatch.hint',
    view: lazy(() => import('./dispatch/Dispatch')),
  },
  {
    path: '/app/shifts',
    can: 'dispatch',
    title: 'home.shifts',
    hint: 'home.shifts.hint',
    view: lazy(() => import('./week/PlanWeek')),
  },
  {
    path: '/app/orders',
    can: 'shop',
    title: 'home.shop',
    hint: 'home.shop.hint',
    view: lazy(() => import('./orders/Orders')),
  },
  {
    path: '/app/products',
    can: 'shop',
    title: 'home.products',
    hint: 'home.products.hint',
    view: lazy(() => import('./shop/Products')),
  },
  {
    path: '/app/parcels',
    can: 'store',
    title: 'home.store',
    hint: 'home.store.hint',
    view: lazy(() => import('./store/Parcels')),
  },
  {
    path: '/app/week',
    can: 'courier',
    title: 'home.week',
    hint: 'home.week.hint',
    view: lazy(() => import('./week/OwnWeek')),
  },
  {
    path: '/app/prices',
    can: 'dispatch',
    title: 'home.prices',
    hint: 'home.prices.hint',
    view: lazy(() => import('./prices/Prices')),
  },
  {
    path: '/app/stores',
    can: 'admin',
    title: 'stores.title',
    hint: 'stores.hint',
    view: lazy(() => import('./stores/Stores')),
  },
  {
    path: '/app/fleet',
    can: 'dispatch',
    title: 'fleet.title',
    hint: 'fleet.hint',
    view: lazy(() => import('./fleet/Fleet')),
  },
  {
    path: '/app/books',
    can: 'admin',
    title: 'books.title',
    hint: 'books.hint',
    view: lazy(() => import('./books/Books')),
  },
  { path: '/courier/', can: 'courier', title: 'home.courier', hint: 'home.courier.hint', apart: true },
]

/** The screens that a session opens. */
export function screensFor(can: readonly string[], all: readonly Screen[] = screens): Screen[] {
  return all.filter(screen => can.includes(screen.can))
}
