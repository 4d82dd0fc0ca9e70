/** The day at a moment in a time zone: "2031-05-06". */
export function dayIn(zone: string, at: Date): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(at)
}

/** The day so many days later. */
export function dayAfter(day: string, days: number): string {
  const noon = new Date(`${day}T12:00:00Z`)
  noon.setUTCDate(noon.getUTCDate() + days)
  return noon.toISOString().slice(0, 10)
}

/** Whether a text is a day of the calendar. */
export function isDay(text: string | null): text is string {
  return text !== null && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T12:00:00Z`))
}

/** A moment as an input of date and time shows it in a zone: "2031-05-06T13:45". */
export function localTime(zone: string, at: Date): string {
  const text = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }).format(at)
  return text.replace(' ', 'T')
}

/** The moment that an input of date and time means in a zone, as ISO text. */
export function momentIn(zone: string, local: string): string {
  const wanted = Date.parse(`${local}Z`)
  let at = wanted
  // Twice, because the first guess may lie on the other side of a change of the clocks.
  for (let i = 0; i < 2; i++) at -= Date.parse(`${localTime(zone, new Date(at))}Z`) - wanted
  return new Date(at).toISOString()
}
