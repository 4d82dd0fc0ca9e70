/** Decodes a line in Google's encoding, precision 5, into longitude and latitude. A broken end is left out. */
export function decode(text: string): [number, number][] {
  const line: [number, number][] = []
  let [at, lat, lng] = [0, 0, 0]
  const next = (): number => {
    let [value, shift, part] = [0, 0, 0]
    do {
      part = text.charCodeAt(at++) - 63
      value |= (part & 31) << shift
      shift += 5
    } while (part >= 32)
    return value & 1 ? ~(value >> 1) : value >> 1
  }
  while (at < text.length) {
    lat += next()
    lng += next()
    if (at <= text.length) line.push([lng / 1e5, lat / 1e5])
  }
  return line
}
