import type { Place } from './parcel'

export type Strategy = 'find' | 'map'
export type Target = 'DELIVERY' | 'TASK' | 'LEGACY_TARGET_DYNAMIC'

/** A rule of a price list, as it is kept. */
export interface PriceRule {
  id: number
  name: string
  says: string
  target: Target
  expression: string
  price: string
}

export interface PriceList {
  id: number
  version: number
  name: string
  strategy: Strategy
  rules: PriceRule[]
  usedBy: { kind: 'Store' | 'Contract' | 'DeliveryForm'; name: string }[]
}

/** A rule as it is being written; `key` names it before it has an id. */
export interface RuleDraft {
  key: string
  id?: number
  name: string
  target: Target
  expression: string
  price: string
}

export interface ListDraft {
  id?: number
  version?: number
  name: string
  strategy: Strategy
  rules: RuleDraft[]
}

/** The condition of a rule that only people charge. */
export const byHand = 'false'

let made = 0
const freshKey = () => `new ${++made}`

export const newRule = (): RuleDraft => ({ key: freshKey(), name: '', target: 'DELIVERY', expression: '', price: '' })

export function draftOf(list: PriceList | undefined): ListDraft {
  if (!list) return { name: '', strategy: 'find', rules: [newRule()] }
  const rules = list.rules.map(({ id, name, target, expression, price }) => {
    return { key: String(id), id, name, target, expression, price }
  })
  return { id: list.id, version: list.version, name: list.name, strategy: list.strategy, rules }
}

/** What the server is sent. */
export function bodyOf({ version, name, strategy, rules }: ListDraft) {
  return { ...(version && { version }), name, strategy, rules: rules.map(({ key: _, ...rule }) => rule) }
}

/** The rules with one moved by a place; the same rules when it has no place to go. */
export function moved(rules: RuleDraft[], at: number, by: -1 | 1): RuleDraft[] {
  const to = at + by
  const rule = rules[at]
  if (!rule || to < 0 || to >= rules.length) return rules
  const rest = rules.filter((_, i) => i !== at)
  return [...rest.slice(0, to), rule, ...rest.slice(to)]
}

/** What the rules look at, so that a trial asks for nothing else. */
export interface Looks {
  weight: boolean
  volume: boolean
  time: boolean
  zone: boolean
  packages: string[]
  /** Places of the rules that are charged by hand. */
  byHand: number[]
}

const packageNames =
  /(?:quantity|containsAtLeastOne)\(\s*(["'])(.*?)\1|price_per_package\(\s*packages\s*,\s*(["'])(.*?)\3/g

export function looksOf(rules: RuleDraft[]): Looks {
  const text = rules.map(({ expression, price }) => `${expression}\n${price}`).join('\n')
  const names = [...text.matchAll(packageNames)].map(found => found[2] ?? found[4] ?? '')
  return {
    weight: /\bweight\b/.test(text),
    volume: /totalVolumeUnits/.test(text),
    time: /diff_days|diff_hours|time_range_length/.test(text),
    zone: /in_zone|out_zone/.test(text),
    packages: [...new Set(names)].filter(name => name !== ''),
    byHand: rules.flatMap(({ expression }, i) => (expression.trim() === byHand ? [i] : [])),
  }
}

/** A delivery to try a list on, as it is typed. */
export interface Trial {
  kilometres: string
  kilograms: string
  dropoffs: string
  volume: string
  /** Hours from now to the end of the window, and its length in hours. */
  notice: string
  window: string
  packages: Record<string, string>
  byHand: Record<string, string>
  from: Place | null
  to: Place | null
}

export const firstTrial: Trial = {
  kilometres: '3',
  kilograms: '',
  dropoffs: '1',
  volume: '',
  notice: '4',
  window: '1',
  packages: {},
  byHand: {},
  from: null,
  to: null,
}

const hour = 3_600_000

const pointOf = ({ lat, lng }: Place) => ({ lat, lng })

/** A number as people type it, with a comma or a point; undefined for what is none. */
export function numberOf(text: string): number | undefined {
  const n = Number(text.trim().replace(',', '.'))
  return text.trim() === '' || !Number.isFinite(n) || n < 0 ? undefined : n
}

/** What the server is sent to try a list. Rules are named by their place, by key before they move. */
export function trialOf(list: ListDraft, trial: Trial, now: number) {
  const looks = looksOf(list.rules)
  const boxes = looks.packages.flatMap(name => {
    const quantity = Math.round(numberOf(trial.packages[name] ?? '') ?? 0)
    return quantity > 0 ? [{ name, quantity }] : []
  })
  const volume = Math.round(numberOf(trial.volume) ?? 0)
  const supplements = looks.byHand.flatMap(rule => {
    const quantity = Math.round(numberOf(trial.byHand[list.rules[rule]?.key ?? ''] ?? '') ?? 0)
    return quantity > 0 ? [{ rule, quantity }] : []
  })
  const kilograms = numberOf(trial.kilograms)
  const end = now + (numberOf(trial.notice) ?? 0) * hour
  const start = end - (numberOf(trial.window) ?? 0) * hour
  return {
    ...(list.id && { id: list.id }),
    list: bodyOf(list),
    metres: Math.round((numberOf(trial.kilometres) ?? 0) * 1000),
    ...(looks.weight && kilograms !== undefined && { weight: Math.round(kilograms * 1000) }),
    dropoffs: Math.max(1, Math.round(numberOf(trial.dropoffs) ?? 1)),
    packages: [...boxes, ...(looks.volume && volume > 0 ? [{ name: '', quantity: 1, volume }] : [])],
    ...(looks.time && { window: { from: new Date(start).toISOString(), to: new Date(end).toISOString() } }),
    ...(trial.from && { from: pointOf(trial.from) }),
    ...(trial.to && { to: pointOf(trial.to) }),
    byHand: supplements,
  }
}

export interface TriedRule {
  name: string
  expression: string
  price: string
  matched: boolean
  byHand: boolean
  amount: number
  why: string
}

export interface TriedPass {
  target: 'PICKUP' | 'DROPOFF' | 'ORDER'
  rules: TriedRule[]
}

export interface TrialAnswer {
  found: boolean
  total: number
  passes: TriedPass[]
  says: string[]
}

/** What is worth telling of a trial: passes that looked at a rule, without those that only wait for a person. */
export function toldOf(passes: TriedPass[]): TriedPass[] {
  return passes
    .map(pass => ({ ...pass, rules: pass.rules.filter(rule => rule.byHand || rule.expression.trim() !== byHand) }))
    .filter(pass => pass.rules.length > 0)
}
