// Plays scenarios with routing clients from the registry against a server under test. Arguments: its address and two places, as
// "lng,lat;lng,lat". Prints one line for each scenario; any failure ends with a non-zero status.
import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import polyline from '@mapbox/polyline'
import { routingMachine } from './dom.mjs'

const require = createRequire(import.meta.url)
const { OSRM } = require('osrm-rest-client')
const instructions = require('osrm-text-instructions')('v5')

const [url, places] = process.argv.slice(2)
const points = places.split(';').map(p => p.split(',').map(Number))
const client = OSRM({ osrm: url, defaultProfile: 'bike' })
const near = (a, b, by) => assert.ok(Math.abs(a - b) <= by, `${a} is not ${b}`)

/** What osrm-rest-client reads. */
const rest = {
  async 'finds the nearest streets'() {
    const answer = await client.nearest({ coordinates: [points[0]], number: 3 })
    assert.equal(answer.code, 'Ok')
    assert.equal(answer.waypoints.length, 3)
    for (const w of answer.waypoints) {
      near(w.location[0], points[0][0], 0.01)
      assert.equal(typeof w.hint, 'string')
      assert.ok(w.distance >= 0)
    }
  },

  async 'finds a route, and again by its hints'() {
    const answer = await client.route({ coordinates: points, overview: 'full', alternatives: 3 })
    assert.equal(answer.code, 'Ok')
    const [route] = answer.routes
    assert.equal(route.legs.length, points.length - 1)
    near(route.legs.reduce((sum, l) => sum + l.duration, 0), route.duration, 0.1 * points.length)
    const line = polyline.decode(route.geometry)
    near(line[0][1], answer.waypoints[0].location[0], 1e-5)
    near(line.at(-1)[0], answer.waypoints.at(-1).location[1], 1e-5)
    const hints = answer.waypoints.map(w => w.hint)
    const again = await client.route({ coordinates: points, overview: 'full', hints })
    assert.deepEqual(again.routes[0].legs, route.legs)
  },

  async 'reads the same line in every notation'() {
    const ask = geometries => client.route({ coordinates: points, overview: 'full', geometries }).then(a => a.routes[0].geometry)
    const geojson = await ask('geojson')
    assert.equal(geojson.type, 'LineString')
    const six = polyline.decode(await ask('polyline6'), 6)
    const five = polyline.decode(await ask('polyline'))
    assert.equal(six.length, geojson.coordinates.length)
    for (const [i, [lng, lat]] of geojson.coordinates.entries()) {
      near(six[i][1], lng, 1.5e-6)
      near(five[i][0], lat, 1.5e-5)
    }
  },

  async 'fills a table'() {
    const answer = await client.table({ coordinates: points, annotations: 'duration,distance', sources: [0] })
    assert.equal(answer.durations.length, 1)
    assert.equal(answer.durations[0].length, points.length)
    assert.equal(answer.distances[0][0], 0)
    assert.equal(answer.destinations.length, points.length)
    const { routes } = await client.route({ coordinates: points.slice(0, 2), overview: 'false' })
    near(answer.durations[0][1], routes[0].duration, 0.11)
    near(answer.distances[0][1], routes[0].distance, 0.11)
  },

  async 'makes a trip'() {
    const answer = await client.trip({ coordinates: points, steps: true, source: 'first' })
    assert.equal(answer.trips[0].legs.length, points.length)
    assert.deepEqual(answer.waypoints.map(w => w.waypoint_index).sort(), points.map((_, i) => i))
    assert.equal(answer.waypoints[0].waypoint_index, 0)
  },

  async 'matches a trace'() {
    const { routes } = await client.route({ coordinates: points.slice(0, 2), overview: 'full', geometries: 'geojson' })
    const trace = routes[0].geometry.coordinates.filter((_, i) => i % 3 === 0)
    const answer = await client.match({ coordinates: trace, timestamps: trace.map((_, i) => 1700000000 + 15 * i), overview: 'full' })
    assert.equal(answer.code, 'Ok')
    assert.equal(answer.tracepoints.length, trace.length)
    const matched = answer.matchings.reduce((sum, m) => sum + m.distance, 0)
    near(matched / routes[0].distance, 1, 0.15)
    assert.ok(answer.matchings.every(m => m.confidence >= 0 && m.confidence <= 1))
  },

  async 'draws a tile'() {
    const n = 2 ** 15
    const radians = (points[0][1] * Math.PI) / 180
    const x = Math.floor(((points[0][0] + 180) / 360) * n)
    const y = Math.floor(((1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2) * n)
    const tile = await client.tile([x, y, 15])
    assert.ok(tile)
  },

  async 'is told what is wrong'() {
    const answer = await fetch(`${url}/route/v1/bike/${points[0]}?overview=false`)
    assert.equal(answer.status, 400)
    assert.equal((await answer.json()).code, 'InvalidOptions')
    await assert.rejects(client.route({ coordinates: [points[0], [0, 0]] }), e => JSON.parse(e.response.text).code === 'NoSegment')
  },
}

/** Steps, as osrm-text-instructions says them. */
const text = Object.fromEntries(
  ['en', 'fr', 'de', 'es'].map(language => [
    `says every step in ${language}`,
    async () => {
      const answer = await client.route({ coordinates: points, steps: true })
      for (const [legIndex, leg] of answer.routes[0].legs.entries()) {
        assert.ok(leg.steps.length >= 2)
        assert.equal(leg.steps[0].maneuver.type, 'depart')
        assert.equal(leg.steps.at(-1).maneuver.type, 'arrive')
        for (const step of leg.steps) {
          const said = instructions.compile(language, step, { legIndex, legCount: answer.routes[0].legs.length })
          assert.ok(said.length > 3 && !/undefined|\{/.test(said), said)
          assert.ok(step.intersections.length > 0)
          for (const x of step.intersections) {
            assert.equal(x.bearings.length, x.entry.length)
            assert.deepEqual(x.bearings, [...x.bearings].sort((a, b) => a - b))
          }
        }
      }
    },
  ]),
)

/** Routes, as the map library's plug-in draws them. */
const machine = {
  async 'shows a route with instructions on a map'() {
    const { L, close } = routingMachine()
    const router = L.Routing.osrmv1({ serviceUrl: `${url}/route/v1`, profile: 'bike' })
    const ask = () =>
      new Promise((resolve, reject) => {
        const waypoints = points.map(([lng, lat]) => L.Routing.waypoint(L.latLng(lat, lng)))
        router.route(waypoints, (failed, routes) => (failed ? reject(new Error(failed.message)) : resolve(routes)), undefined, {})
      })
    const [route] = await ask()
    assert.equal(route.waypointIndices.length, points.length)
    assert.ok(route.coordinates.length > 10)
    assert.ok(route.instructions.every(i => i.type && i.text))
    assert.equal(route.instructions.at(-1).type, 'DestinationReached')
    near(route.coordinates[0].lng, points[0][0], 0.01)
    const [again] = await ask() // with the hints of the first answer
    assert.deepEqual(again.summary, route.summary)
    await close()
  },
}

let failures = 0
for (const [name, play] of Object.entries({ ...rest, ...text, ...machine })) {
  try {
    await play()
    console.log(`ok ${name}`)
  } catch (error) {
    failures += 1
    console.log(`FAILED ${name}\n${error.stack}`)
  }
}
process.exit(failures > 0 ? 1 : 0)
