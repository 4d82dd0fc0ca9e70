package dialect

import (
	"slices"

	"pignon.coop/internal/web"
)

// endpoints lists the whole dialect, a line per resource.
func (f *face) endpoints() []web.Endpoint {
	return slices.Concat(
		f.docsEndpoints(), f.entrypointEndpoints(), f.authEndpoints(), f.meEndpoints(), f.userEndpoints(), f.customerEndpoints(), f.addressEndpoints(),
		f.settingsEndpoints(), f.centrifugoEndpoints(), f.optinEndpoints(), f.pushTokenEndpoints(), f.tagEndpoints(),
		f.restaurantEndpoints(), f.closingEndpoints(), f.menuEndpoints(), f.productEndpoints(), f.optionEndpoints(), f.taxEndpoints(),
		f.shopCollectionEndpoints(), f.homepageEndpoints(), f.recommendationEndpoints(),
		f.cartEndpoints(), f.orderEndpoints(), f.orderInvoiceEndpoints(), f.orderTimingEndpoints(), f.paymentEndpoints(),
		f.taskEndpoints(), f.taskImageEndpoints(), f.taskGroupEndpoints(), f.taskListEndpoints(), f.tourEndpoints(), f.myTasksEndpoints(),
		f.locationEndpoints(), f.barcodeEndpoints(), f.taskImportEndpoints(), f.deliveryEndpoints(), f.proofEndpoints(), f.labelEndpoints(), f.pricingEndpoints(), f.storeEndpoints(), f.timeSlotEndpoints(),
		f.fleetEndpoints(),
		f.incidentEndpoints(),
		f.recurrenceEndpoints(),
		f.packageSetEndpoints(), f.zoneEndpoints(), f.routingEndpoints(), f.webhookEndpoints(), f.invoiceEndpoints(), f.urbantzEndpoints(), f.woopitEndpoints(), f.zeltyEndpoints(),
		f.shiftEndpoints(), f.shiftWeekEndpoints(), f.shiftActivityEndpoints(), f.shiftSettingsEndpoints(), f.shiftHolidayEndpoints(), f.shiftTemplateEndpoints(),
		f.shiftExportEndpoints(), f.employeeEndpoints(), f.shiftScheduleEndpoints(),
	)
}
