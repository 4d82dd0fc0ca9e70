import { describe, expect, it } from 'vitest'
import en from '../../../locales/en.json'
import fr from '../../../locales/fr.json'
import { languageOf, Words } from './words'

const place = { zone: 'Europe/Paris', currency: 'EUR' }
const english = new Words('en', en, place)
const french = new Words('fr', fr, place)
const now = new Date('2026-11-24T11:00:00Z')
const plain = (s: string) => s.replace(/[\u00a0\u202f]/g, ' ')

describe('words', () => {
  it.each([
    ['plural', english.t('task.count', { n: 1 }), '1 task'],
    ['exact plural', french.t('task.count', { n: 0 }), 'Aucune tâche'],
    ['value', french.t('home.title', { name: 'Ada' }), 'Bonjour Ada'],
    ['money', french.money(123456), '1 234,56 €'],
    ['money without minor unit', english.money(1250, 'JPY'), 'JP¥1,250'],
    ['clock', french.clock(now), '12:00'],
    ['today', french.day(now, now), 'aujourd’hui'],
    ['first of the month', french.day(new Date('2026-12-01T09:00:00Z'), now), 'mardi 1er décembre'],
    ['another year', english.day(new Date('2027-01-23T09:00:00Z'), now), 'Saturday 23 January 2027'],
    [
      'span',
      english.span(new Date('2026-11-24T18:30:00Z'), new Date('2026-11-24T19:00:00Z'), now),
      'today 19:30–20:00',
    ],
    ['metres', english.distance(347), '350 m'],
    ['kilometres', french.distance(2449), '2,4 km'],
    ['duration', french.duration(3900), '1 h 05'],
  ])('prints a %s', (_, got, want) => expect(plain(got)).toBe(want))

  it('reads every message of both catalogues', () => {
    for (const [words, messages] of [
      [english, en],
      [french, fr],
    ] as const) {
      for (const [key, message] of Object.entries(messages)) {
        const names = [...message.matchAll(/\{(\w+)[,}]/g)].map(m => [m[1], 2])
        expect(words.code(key, Object.fromEntries(names)), key).not.toMatch(/\{\w+,/)
      }
    }
  })

  it('prints the sentence even when a value is missing', () => {
    expect(english.code('home.title')).toContain('Hello')
    expect(english.code('no.such.key')).toBeUndefined()
  })

  it('chooses the first language that we speak', () => {
    expect(languageOf(undefined, 'de-DE', 'en-US')).toBe('en')
    expect(languageOf(null, '')).toBe('fr')
  })
})
