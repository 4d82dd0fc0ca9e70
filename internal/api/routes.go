package api

// routes lists all of /v1, a line per resource.
func (f *face) routes() {
	f.sessionRoutes()
	f.liveRoutes()
	f.taskRoutes()
	f.dispatchRoutes()
	f.dayRoutes()
	f.tourRoutes()
	f.equipmentRoutes()
	f.courierRoutes()
	f.shopRoutes()
	f.ownShopRoutes()
	f.catalogueRoutes()
	f.menuRoutes()
	f.pictureRoutes()
	f.cartRoutes()
	f.orderRoutes()
	f.priceRoutes()
	f.storeRoutes()
	f.parcelRoutes()
	f.importRoutes()
	f.paymentRoutes()
	f.ledgerRoutes()
	f.webhookRoutes()
	f.shiftRoutes()
	f.ownWeekRoutes()
}
