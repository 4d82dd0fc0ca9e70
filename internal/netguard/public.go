package netguard

import "net/netip"

// Public tells whether an address belongs to the open Internet: not loopback, private, link-local, shared, reserved, multicast,
// nor an IPv6 form that can carry such an IPv4 address (mapped, compatible, translated, 6to4, Teredo).
func Public(address netip.Addr) bool {
	address = address.Unmap()
	if !address.IsValid() || address.Zone() != "" || !address.IsGlobalUnicast() || address.IsPrivate() {
		return false
	}
	for _, prefix := range reserved() {
		if netip.MustParsePrefix(prefix).Contains(address) {
			return false
		}
	}
	return true
}

// reserved lists the blocks that the standard library counts as global unicast but nobody outside owns.
func reserved() []string {
	return []string{
		"0.0.0.0/8",       // this network
		"100.64.0.0/10",   // shared by carriers
		"192.0.0.0/24",    // protocol assignments
		"192.0.2.0/24",    // documentation
		"192.88.99.0/24",  // 6to4 relays
		"198.18.0.0/15",   // benchmarks
		"198.51.100.0/24", // documentation
		"203.0.113.0/24",  // documentation
		"240.0.0.0/4",     // reserved, broadcast
		"::/96",           // IPv4-compatible
		"64:ff9b::/96",    // translated IPv4
		"64:ff9b:1::/48",  // translated IPv4, local
		"100::/64",        // discard
		"2001::/23",       // protocol assignments, Teredo
		"2001:db8::/32",   // documentation
		"2002::/16",       // 6to4
		"3fff::/20",       // documentation
		"5f00::/16",       // segment routing
		"fec0::/10",       // site-local
	}
}
