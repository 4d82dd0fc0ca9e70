import { IntlMessageFormat } from 'intl-messageformat'
import type fr from '../../../locales/fr.json'

/** A key of the catalogue; the compiler refuses one that does not exist. */
export type Key = keyof typeof fr
export type Language = 'fr' | 'en'
export type Args = Record<string, string | number | boolean>

export interface Place {
  zone: string
  currency: string
}

type Messages = Record<string, string>

const sources: Record<Language, () => Promise<{ default: Messages }>> = {
  fr: () => import('../../../locales/fr.json'),
  en: () => import('../../../locales/en.json'),
}

/** Chooses the first wish that we speak; French answers when none fits. */
export function languageOf(...wishes: (string | null | undefined)[]): Language {
  for (const wish of wishes) {
    const short = wish?.slice(0, 2).toLowerCase()
    if (short === 'fr' || short === 'en') return short
  }
  return 'fr'
}

/** Fetches one language's catalogue and makes its printer. */
export async function loadWords(language: Language, place: Place): Promise<Words> {
  return new Words(language, (await sources[language]()).default, place)
}

/**
 * Prints words for one language, time zone and currency; the twin of the server's printer, on the same catalogue.
 * A key that is missing prints itself.
 */
export class Words {
  private readonly ready = new Map<string, IntlMessageFormat>()
  private readonly tag: string

  constructor(
    readonly language: Language,
    private readonly messages: Messages,
    readonly place: Place,
  ) {
    this.tag = language === 'en' ? 'en-GB' : 'fr-FR'
  }

  /** The same words at another place: a co-op's own time zone and currency. */
  at(place: Place): Words {
    return new Words(this.language, this.messages, place)
  }

  t(key: Key, args?: Args): string {
    return this.code(key, args) ?? key
  }

  /** Prints a key made from a code that may be newer than the words; undefined when there is none. */
  code(key: string, args?: Args): string | undefined {
    const message = this.messages[key]
    if (message === undefined) return undefined
    let format = this.ready.get(key)
    if (!format) {
      format = new IntlMessageFormat(message, this.tag, undefined, { ignoreTag: true })
      this.ready.set(key, format)
    }
    try {
      return String(format.format(args))
    } catch {
      // A sentence of an error whose value the server did not send is still better than none.
      return message
    }
  }

  number(n: number): string {
    return new Intl.NumberFormat(this.tag).format(n)
  }

  /** An amount of minor units in the co-op's currency, or another one. */
  money(minor: number, currency = this.place.currency): string {
    const format = new Intl.NumberFormat(this.tag, { style: 'currency', currency })
    return format.format(minor / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
  }

  /** The time of day in the co-op's zone: "19:30". */
  clock(at: Date): string {
    return this.date(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  }

  /** The day as seen from now: "today", "Friday 27 November". */
  day(at: Date, now: Date): string {
    const here = this.calendar(at)
    const today = this.calendar(now)
    const distance = Math.round((here.noon - today.noon) / 86_400_000)
    if (distance === -1) return this.t('date.yesterday')
    if (distance === 0) return this.t('date.today')
    if (distance === 1) return this.t('date.tomorrow')
    return this.dated(at, now)
  }

  /** The day by its date, today too: "Friday 27 November". */
  dated(at: Date, now: Date): string {
    const here = this.calendar(at)
    const args = {
      weekday: this.t('date.weekday', { n: new Date(here.noon).getUTCDay() }),
      month: this.t('date.month', { n: here.month }),
      day: here.day,
      year: String(here.year),
    }
    return this.t(here.year === this.calendar(now).year ? 'date.day' : 'date.full', args)
  }

  /** Day and time: "today 19:30". */
  moment(at: Date, now: Date): string {
    return this.t('date.moment', { day: this.day(at, now), time: this.clock(at) })
  }

  /** A window: "today 19:30–20:00". */
  span(from: Date, to: Date, now: Date): string {
    if (this.calendar(from).noon !== this.calendar(to).noon) {
      return this.t('date.spanDays', { from: this.moment(from, now), to: this.moment(to, now) })
    }
    return this.t('date.span', { day: this.day(from, now), from: this.clock(from), to: this.clock(to) })
  }

  /** A length in metres: "350 m", "2.4 km". */
  distance(metres: number): string {
    const rounded = Math.round(metres / 10) * 10
    if (rounded < 1000) return this.t('unit.metres', { n: rounded })
    const n = metres < 9950 ? Math.round(metres / 100) / 10 : Math.round(metres / 1000)
    return this.t('unit.kilometres', { n })
  }

  /** A length of time in seconds, to the minute: "25 min", "1 h 05". */
  duration(seconds: number): string {
    const minutes = Math.max(1, Math.round(seconds / 60))
    if (minutes < 60) return this.t('unit.minutes', { n: minutes })
    return this.t('unit.hours', { h: Math.floor(minutes / 60), m: String(minutes % 60).padStart(2, '0') })
  }

  private date(at: Date, options: Intl.DateTimeFormatOptions): string {
    return new Intl.DateTimeFormat(this.tag, { timeZone: this.place.zone, ...options }).format(at)
  }

  private calendar(at: Date): { year: number; month: number; day: number; noon: number } {
    const iso = new Intl.DateTimeFormat('sv-SE', { timeZone: this.place.zone }).format(at)
    const [year = 0, month = 1, day = 1] = iso.split('-').map(Number)
    return { year, month, day, noon: Date.UTC(year, month - 1, day, 12) }
  }
}
