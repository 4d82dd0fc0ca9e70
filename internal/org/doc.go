// Package org is the co-op as an organisation: its settings, and the plain things that every other module points to: addresses,
// organisations and tags. It owns the tables settings, addresses, organizations and tags. It emits settings.changed. It knows no
// person, no shop and no order: who owns an address is told to it.
package org
